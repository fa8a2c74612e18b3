"""``kb watch``: follows folders, indexes again when something changes, and says in Danish what happened."""

from __future__ import annotations

import datetime as dt
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kb import show
from kb import strings_da as da
from kb.building import Step
from kb.datatypes import FileProblem, IngestReport
from kb.flags import IndexFlag
from kb.jobs import Outcome
from kb.privacy import without_cpr
from kb.settings import load_settings
from kb.strings_da import terminal
from kb.strings_da.adding import Watching, changes
from kb.watch import Gone, Seen, Told, Watcher

NAMED_FILES = 10
"""How many files of one kind of change are named."""


def watch_command(
    source: Annotated[list[Path] | None, typer.Argument(help=terminal.HELP_SOURCE)] = None,
    index: IndexFlag = None,
    poll: Annotated[bool, typer.Option("--poll", help=Watching.HELP_POLL)] = False,
) -> None:
    """Follows folders and indexes them again when something changes, until Ctrl-C or a signal."""
    settings = load_settings(index=index)
    watcher = Watcher(source or [settings.data], settings, poll=poll)
    for ended in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ended, lambda _number, _frame: watcher.stop())
    names = ", ".join(f"»{each}«" for each in watcher.sources)
    show.out.print(escape(Watching.FOLLOWING.format(sources=names)))
    teller = _Teller(watcher.sources)
    for told in watcher.events():
        teller.tell(told)
    show.out.print(Watching.STOPPED)


class _Teller:
    """Says what happened; why a file was left out just once, until the file changes."""

    def __init__(self, sources: Sequence[Path]) -> None:
        self._sources = sources
        self._known: frozenset[FileProblem] = frozenset()
        self._status = show.err.status(Watching.WORKING) if show.err.is_terminal else None

    def tell(self, told: Told) -> None:
        """Says one thing."""
        if isinstance(told, Step):
            self._show(told)
        elif isinstance(told, Outcome):
            self._ended(told)
        elif isinstance(told, Seen):
            self._seen(told)
        elif isinstance(told, Gone):
            _say(Watching.GONE.format(path=told.path))
        else:
            _say(Watching.RESTLESS.format(path=self._name(told.path)))

    def _show(self, step: Step) -> None:
        """How far a build is, where there is a terminal to show it on."""
        if self._status is not None:
            self._status.update(
                f"{terminal.STAGES.get(step.stage, Watching.WORKING)} {step.done}/{step.total}"
            )
            self._status.start()

    def _seen(self, seen: Seen) -> None:
        """The files that changed, and which could not be read may be told again."""
        for words, paths in (
            (Watching.ADDED, seen.added),
            (Watching.CHANGED, seen.changed),
            (Watching.REMOVED, seen.removed),
        ):
            for path in paths[:NAMED_FILES]:
                _say(words.format(path=self._name(path)))
            if len(paths) > NAMED_FILES:
                _say(Watching.AND_MORE.format(count=len(paths) - NAMED_FILES))
        names = {self._name(path) for path in (*seen.added, *seen.changed)}
        self._known = frozenset(each for each in self._known if each.path not in names)

    def _ended(self, outcome: Outcome) -> None:
        """What a build did, or why it failed."""
        if self._status is not None:
            self._status.stop()
        if outcome.trouble is not None:
            _say(Watching.TROUBLE.format(message=outcome.trouble.message, remedy=outcome.trouble.remedy))
            _say(Watching.RETRY)
        if outcome.report is not None:
            self._reported(outcome.report)

    def _reported(self, report: IngestReport) -> None:
        """What a build did, and the files that it left out for a reason not told yet."""
        for words, problems in ((Watching.SKIPPED, report.skipped), (Watching.FAILED, report.failed)):
            for each in problems:
                if each not in self._known:
                    _say(words.format(path=each.path, message=each.message, remedy=each.remedy))
        self._known = frozenset((*report.skipped, *report.failed))
        documents = da.plural(report.documents, "dokument", "dokumenter")
        told = changes(report.new, report.changed, report.removed)
        seconds = show.duration(report.seconds)
        words = Watching.BUILT if told else Watching.UP_TO_DATE
        _say(words.format(seconds=seconds, changes=told, documents=documents))

    def _name(self, path: Path) -> str:
        """The path below its source, with no CPR number: what is said here may end in a log."""
        source = next(
            (each for each in self._sources if path != each and path.is_relative_to(each)), path.parent
        )
        return without_cpr(path.relative_to(source).as_posix())


def _say(line: str) -> None:
    """Prints the time and what happened, at once also into a pipe."""
    show.out.print(f"[dim]{dt.datetime.now():{Watching.CLOCK}}[/dim]  {escape(line)}")
    show.out.file.flush()
