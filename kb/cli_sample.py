"""``kb sample``: the sample collection for whoever begins; ``kb serve`` offers it in an empty folder."""

from __future__ import annotations

import sys

import typer
from rich.markup import escape

from kb import strings_da as da
from kb.cli_index import index_sources
from kb.errors import IndexStateError
from kb.flags import JsonFlag
from kb.output import output
from kb.sample import Laid, lay_out
from kb.settings import Settings, load_settings
from kb.show import out
from kb.strings_da.starting import Starting


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the command."""
    app.command("sample", help=Starting.HELP)(sample_command)


def sample_command(as_json: JsonFlag = False) -> None:
    """Lays the sample collection out in the folder of documents."""
    settings = load_settings()
    laid = lay_out(settings.data)
    told = {"folder": str(settings.data.resolve()), "new": laid.new, "kept": laid.kept}
    output(as_json, lambda: told, lambda: _show(settings, laid, Starting.NEXT))


def offer(settings: Settings) -> None:
    """Nothing where there is something to show; else says how to begin, and on a terminal asks to do it."""
    if not is_empty(settings):
        return
    typer.echo(Starting.EMPTY.format(path=settings.data))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        typer.echo(Starting.OFFER)
        return
    if typer.prompt(Starting.ASK, default=Starting.YES, show_default=False).strip().lower() in Starting.YESES:
        _show(settings, lay_out(settings.data), "")
        index_sources([settings.data], settings, full=False, as_json=False)


def is_empty(settings: Settings) -> bool:
    """Whether there is neither a document nor an index on this machine."""
    from kb.index.generations import current_generation
    from kb.readers.names import is_visible

    if settings.store != "local":
        return False
    try:
        current_generation(settings.index)
    except IndexStateError as error:
        lies = settings.data.is_dir() and any(is_visible(each.name) for each in settings.data.iterdir())
        return error.code == "no_index" and not lies
    return False


def _show(settings: Settings, laid: Laid, after: str) -> None:
    """Says what was done, and what comes next."""
    files, kept = (da.plural(count, *Starting.FILE_NOUN) for count in (laid.new, laid.kept))
    out.print(escape(Starting.LAID.format(files=files, path=settings.data)))
    if laid.kept:
        out.print(Starting.KEPT.format(files=kept))
    if after:
        out.print(after)
