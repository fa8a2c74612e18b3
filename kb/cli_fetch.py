"""The command »kb fetch«: documents from the websites that kb.toml names, put among the case documents."""

from __future__ import annotations

from importlib.metadata import version

import typer
from rich.markup import escape

from kb import strings_da as da
from kb.audit import Audit, command_line_user
from kb.errors import UsageError
from kb.flags import JsonFlag
from kb.jsonable import error_json
from kb.output import output
from kb.settings import Settings, load_settings
from kb.show import out
from kb.state.audit import Action
from kb.strings_da.importing import Fetching
from kb.web.fetching import Event, Gone, Got, Missed, Plan, fetch


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the command."""
    app.command("fetch", help=Fetching.HELP)(fetch_command)


def fetch_command(as_json: JsonFlag = False) -> None:
    """Fetches what the settings name, and says what became of each address."""
    settings = load_settings()
    if not settings.fetch:
        raise UsageError("nothing_to_fetch")
    events: list[Event] = []
    for event in fetch(plan_of(settings)):
        events.append(event)
        if not as_json:
            _show(event)
    told = {"got": sum(isinstance(each, Got) for each in events)}
    Audit(settings).record(Action.FETCHED, user=command_line_user(), detail=told)
    output(as_json, lambda: _json(events), lambda: out.print(_summary(events)))
    if not any(isinstance(each, Got | Gone) for each in events):
        raise typer.Exit(1)


def plan_of(settings: Settings) -> Plan:
    """What the settings say is to be fetched."""
    contact = (settings.organisation, settings.contact)
    about = "; ".join(each for each in contact if each).encode("ascii", "ignore").decode()
    return Plan(
        addresses=settings.fetch,
        folder=settings.data / settings.fetch_folder,
        agent=f"kb/{version('kb')}" + (f" ({about})" if about else ""),
        seconds=settings.fetch_seconds,
        most=settings.fetch_most,
        file_bytes=settings.read_file_mb * 2**20,
        private=settings.fetch_private,
    )


def _show(event: Event) -> None:
    """Says what became of one address; what is as it was is only counted."""
    if isinstance(event, Got) and event.changed:
        out.print(escape(Fetching.GOT.format(address=event.address, file=event.file)))
    elif isinstance(event, Gone):
        out.print(escape(Fetching.GONE.format(address=event.address, file=event.file)))
    elif isinstance(event, Missed):
        error = event.error
        told = Fetching.MISSED.format(address=event.address, message=error.message, remedy=error.remedy)
        out.print(escape(told))


def _summary(events: list[Event]) -> str:
    """How many documents came, stayed as they were, went, and could not be had."""
    got = [each for each in events if isinstance(each, Got)]
    return Fetching.SUMMARY.format(
        new=da.plural(sum(each.changed for each in got), *Fetching.NEW),
        same=da.plural(sum(not each.changed for each in got), *Fetching.SAME),
        gone=da.plural(sum(isinstance(each, Gone) for each in events), *Fetching.REMOVED),
        missed=da.plural(sum(isinstance(each, Missed) for each in events), *Fetching.NOT_GOT),
    )


def _json(events: list[Event]) -> dict[str, object]:
    return {
        "fetched": [
            {"address": each.address, "file": each.file, "changed": each.changed}
            for each in events
            if isinstance(each, Got)
        ],
        "removed": [
            {"address": each.address, "file": each.file} for each in events if isinstance(each, Gone)
        ],
        "missed": [{"address": each.address, **_told(each)} for each in events if isinstance(each, Missed)],
    }


def _told(missed: Missed) -> dict[str, object]:
    told = error_json(missed.error)["error"]
    return dict(told) if isinstance(told, dict) else {}
