"""The command »kb meetings«: planned meetings, for people, for programs and for calendars."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kb import show
from kb import strings_da as da
from kb.audit import Audit, command_line_user
from kb.datatypes import Filter
from kb.disk import disk_errors
from kb.errors import UsageError
from kb.flags import IndexFlag, JsonFlag, grouped
from kb.output import output, verbatim
from kb.settings import Settings, load_settings
from kb.state.audit import Action, Detail
from kb.strings_da.following import Meetings

EVERYTHING = Filter()


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the command."""
    app.command("meetings", help=Meetings.HELP_CMD)(grouped(meetings_command))


def meetings_command(
    ics: Annotated[bool, typer.Option("--ics", help=Meetings.HELP_ICS)] = False,
    to: Annotated[Path | None, typer.Option("--output", help=Meetings.HELP_OUTPUT)] = None,
    index: IndexFlag = None,
    where: Filter = EVERYTHING,
    as_json: JsonFlag = False,
) -> None:
    """Shows the planned meetings that have a day, or writes them as a calendar."""
    from kb.export.ical import calendar, meeting_json, meetings_of
    from kb.register import Register

    if ics and as_json:
        raise UsageError("ics_and_others")
    settings = load_settings(index=index)
    register = Register(settings)
    found = meetings_of(register, where)
    if not ics:

        def people() -> None:
            for each in found:
                show.out.print(f"{da.danish_day(each.day)}  {escape(each.step.committee)}")
                show.out.print(f"   {escape(each.case.title)}")
            show.out.print(da.plural(len(found), *Meetings.NOUN) if found else Meetings.NONE)

        output(as_json, lambda: {"meetings": [meeting_json(each) for each in found]}, people)
        return
    stamp = dt.datetime.fromisoformat(register.manifest.created)
    text = calendar(found, Meetings.CALENDAR, settings.site_url.rstrip("/"), stamp)
    _record(settings, len(found), to)
    if to is None:
        verbatim(text.decode())
        sys.stdout.flush()
        return
    with disk_errors(to):
        to.write_bytes(text)
    show.written(to, len(found))


def _record(settings: Settings, rows: int, path: Path | None) -> None:
    """Records that the meetings were taken away, and where they lie, where the program knows."""
    detail: Detail = {"list": "meetings", "rows": rows}
    subject = str(path.resolve()) if path else None
    Audit(settings).record(Action.EXPORTED, subject, user=command_line_user(), detail=detail)
