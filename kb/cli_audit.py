"""``kb audit``: the log of who did what, for people and programs, and whether it is whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from kb import strings_da as da
from kb.errors import StateError, UsageError
from kb.filters import parse_date
from kb.flags import Form, grouped
from kb.jsonable import Json
from kb.output import output, write
from kb.settings import Settings, load_settings
from kb.show import out
from kb.state.audit import Anchor, AuditLog, Entry, Verified
from kb.state.database import StateDatabase
from kb.strings_da import terminal
from kb.strings_da.auditing import Auditing
from kb.tables import Table

FOR_PEOPLE = Form()


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the command."""
    app.command("audit", help=Auditing.HELP)(grouped(audit_command))


def audit_command(
    since: Annotated[str | None, typer.Option("--from", help=Auditing.HELP_FROM)] = None,
    until: Annotated[str | None, typer.Option("--to", help=Auditing.HELP_TO)] = None,
    verify: Annotated[bool, typer.Option("--verify", help=Auditing.HELP_VERIFY)] = False,
    anchor: Annotated[str | None, typer.Option("--anchor", help=Auditing.HELP_ANCHOR)] = None,
    form: Form = FOR_PEOPLE,
) -> None:
    """Shows the log, newest first, or verifies it; exit 1 where it is not whole."""
    settings = load_settings()
    log = AuditLog(StateDatabase(settings.state))
    if verify or anchor:
        _verify(settings, log, _anchor(anchor) if anchor else None, as_json=form.as_json)
        return
    entries = log.entries(
        parse_date(since, last=False) if since else None, parse_date(until, last=True) if until else None
    )
    told = [entry_json(each) for each in entries]
    write(form, "audit", told, _table(entries), lambda: _show(settings, entries))


def entry_json(entry: Entry) -> Json:
    """A row of the log as JSON."""
    event = entry.event
    return {
        "number": entry.number,
        "made": entry.made.isoformat(timespec="milliseconds"),
        "user": event.user,
        "action": event.action.value,
        "subject": event.subject,
        "generation": event.generation,
        "detail": dict(event.detail or {}),
        "forgotten": entry.forgotten,
        "hash": entry.hash,
    }


def _anchor(written: str) -> Anchor:
    number, colon, hash_ = written.partition(":")
    if not (colon and number.isdecimal() and hash_):
        raise UsageError("bad_anchor", anchor=written)
    return Anchor(int(number), hash_)


def _verify(settings: Settings, log: AuditLog, anchor: Anchor | None, *, as_json: bool) -> None:
    found = log.verify(anchor)
    output(as_json, lambda: _verified_json(found), lambda: _show_verified(found))
    if found.fault is None:
        return
    if as_json:
        raise typer.Exit(1)
    detail = Auditing.FAULTS[found.fault].format(at=found.at)
    raise StateError("audit_broken", path=settings.state, detail=detail)


def _verified_json(found: Verified) -> Json:
    return {
        "whole": found.fault is None,
        "fault": found.fault.value if found.fault else None,
        "at": found.at,
        "rows": found.rows,
        "forgotten": found.forgotten,
        "last": {"number": found.last.number, "hash": found.last.hash},
    }


def _show_verified(found: Verified) -> None:
    if found.fault:
        return
    out.print(Auditing.WHOLE.format(rows=da.plural(found.rows, *Auditing.ENTRY_NOUN)))
    if found.forgotten:
        out.print(Auditing.RELIEVED.format(rows=da.plural(found.forgotten, *Auditing.ENTRY_NOUN)))
    if found.rows:
        out.print(Auditing.LAST.format(number=found.last.number, hash=found.last.hash), soft_wrap=True)
        out.print(Auditing.NOTE_IT)


def _show(settings: Settings, entries: Sequence[Entry]) -> None:
    for each in entries:
        number, when, user, action, subject, _, more = _cells(each)
        told = f"{number}  {when}  {user}  {action}  {subject}".rstrip()
        out.print(escape(f"{told}  {more}".rstrip()), soft_wrap=True)
    if not entries:
        out.print(Auditing.NONE if settings.audit else Auditing.OFF)


def _table(entries: Sequence[Entry]) -> Table:
    columns = ("number", "at", "user", "action", "subject", "generation", "more")
    return Table(columns, tuple(map(_cells, entries)))


def _cells(entry: Entry) -> tuple[object, ...]:
    event = entry.event
    gone = Auditing.FORGOTTEN if entry.forgotten else ""
    return (
        entry.number,
        da.danish_timestamp(entry.made.isoformat()),
        event.user or gone or Auditing.UNKNOWN,
        Auditing.ACTIONS[event.action],
        event.subject or gone,
        event.generation or "",
        ", ".join(_detail(name, value) for name, value in (event.detail or {}).items()),
    )


def _detail(name: str, value: object) -> str:
    shown = (terminal.YES if value else terminal.NO) if isinstance(value, bool) else value
    return f"{Auditing.DETAILS.get(name, name)}: {shown}"
