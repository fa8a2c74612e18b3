"""``kb index``: builds the next generation of the index from folders or files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from kb import show
from kb.audit import record_built
from kb.cli_follow import tell_after_build
from kb.flags import IndexFlag, JsonFlag
from kb.jsonable import report_json
from kb.output import output
from kb.settings import Settings, load_settings
from kb.strings_da import terminal


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the command."""
    app.command("index", help=terminal.HELP_CMD_INDEX)(index_command)


def index_command(
    source: Annotated[list[Path] | None, typer.Argument(help=terminal.HELP_SOURCE)] = None,
    index: IndexFlag = None,
    full: Annotated[bool, typer.Option("--full", help=terminal.HELP_FULL)] = False,
    executor: Annotated[str | None, typer.Option("--executor", help=terminal.HELP_EXECUTOR)] = None,
    as_json: JsonFlag = False,
) -> None:
    """Builds the next generation of the index from folders or files."""
    settings = load_settings(index=index, executor=executor)
    index_sources(source or [settings.data], settings, full=full, as_json=as_json)


def index_sources(sources: Sequence[Path], settings: Settings, *, full: bool, as_json: bool) -> None:
    """Builds the next generation and shows what came of it."""
    from kb.editions import build_editions
    from kb.embedding import load_encoder
    from kb.index.repository import repository_of
    from kb.ingest import Mode

    encoder = cache(lambda: load_encoder(settings))
    with show.progress(quiet=as_json) as progress:
        if not as_json:
            show.build_intro(sources, repository_of(settings).place)
        report = build_editions(sources, settings, encoder, Mode.FULL if full else Mode.REUSE, progress)
    record_built(settings, report.generation, report.documents)
    tell_after_build(settings, encoder)
    output(as_json, lambda: report_json(report), lambda: show.report(report))
