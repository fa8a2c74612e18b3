"""A build in a process of its own: what tells its progress, line by line, and what reads those lines.

``python -m kb.building [SOURCE ...]`` builds as ``kb index`` does, at low priority, so that those who ask
meanwhile hardly notice; the settings are those of the environment. Each line on its standard output is one
JSON object: how far it is, that another build is waited for, and last the report or the error.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kb.audit import record_built
from kb.datatypes import FileProblem, IngestReport, Masked, MaskedKind
from kb.errors import IndexStateError, KBError, ResourceError, SourceError
from kb.settings import Settings, load_settings

if TYPE_CHECKING:
    from kb.embedding import Encoder

NICENESS = 10
"""How far the build stands back for questions: about a tenth of the processor where both want it."""

RETRY_SECONDS = 0.5
"""How often it is tried again while another program builds in the same index."""

WAITING = "waiting"
"""The stage of a build that waits for another one to end."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build is: ``done`` of ``total`` steps of a stage of :class:`kb.progress.Progress`."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a build gave no generation, in words for people."""

    code: str
    message: str
    remedy: str


Told = Step | Trouble | IngestReport


def read_line(line: str) -> Told:
    """What a line of the build's output tells. Raises ValueError for any other line."""
    try:
        told: dict[str, Any] = json.loads(line)
        if "report" in told:
            report = told["report"]
            problems = {
                name: tuple(FileProblem(**each) for each in report[name]) for name in ("skipped", "failed")
            }
            masked = (
                Masked(**{**each, "kind": MaskedKind(each["kind"]), "pages": tuple(each["pages"])})
                for each in report["masked"]
            )
            return IngestReport(**{**report, **problems, "masked": tuple(masked)})
        return Trouble(**told["error"]) if "error" in told else Step(**told)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError("no line of a build") from error


class Lines:
    """Progress as lines, one for every change."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._step = Step("", 0, 0)

    def stage(self, name: str, total: int) -> None:
        """Begins a stage of ``total`` steps."""
        self._step = Step(name, 0, total)
        self.write(asdict(self._step))

    def advance(self, steps: int) -> None:
        """Moves the present stage on."""
        self._step = Step(self._step.stage, self._step.done + steps, self._step.total)
        self.write(asdict(self._step))

    def write(self, told: object) -> None:
        """Writes one line, which is read at once."""
        self._out.write(json.dumps(told, ensure_ascii=False) + "\n")
        self._out.flush()


def sources_of(settings: Settings, known: Sequence[str] | None) -> tuple[Path, ...]:
    """What to index again: what a generation was made from, or the settings' folder where there is none.

    Raises SourceError where that folder is not among them: the build would drop all that is indexed now.
    """
    if known is None:
        return (settings.data,)
    sources = tuple(map(Path, known))
    if settings.data.resolve() not in [each.resolve() for each in sources]:
        raise SourceError("other_sources", path=settings.data, sources=", ".join(known))
    return sources


def _indexed(settings: Settings) -> tuple[str, ...] | None:
    """What the current generation was made from; None where there is none that can be opened."""
    from kb.index.repository import repository_of

    try:
        return repository_of(settings).open().manifest.sources
    except IndexStateError:
        return None


def run(
    sources: Sequence[Path], settings: Settings, encoder: Callable[[], Encoder], lines: Lines
) -> IngestReport:
    """What the build did, once no other one is running in the index.

    Raises as :func:`kb.editions.build_editions`.
    """
    from kb.editions import build_editions

    waiting = False
    while True:
        try:
            chosen = sources or sources_of(settings, _indexed(settings))
            return build_editions(chosen, settings, encoder, progress=lines)
        except ResourceError as error:
            if error.code != "build_running":
                raise
            if not waiting:
                lines.stage(WAITING, 1)
            waiting = True
            time.sleep(RETRY_SECONDS)


def main(arguments: Sequence[str]) -> int:
    """The exit status of the process: 0 with a report as the last line, 1 with an error."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    from kb.embedding import load_encoder

    lines = Lines(open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False))
    try:
        settings = load_settings()
        encoder = cache(lambda: load_encoder(settings))
        report = run([Path(each) for each in arguments], settings, encoder, lines)
        record_built(settings, report.generation, report.documents)
    except KBError as error:
        lines.write({"error": asdict(Trouble(error.code, error.message, error.remedy))})
        return 1
    from kb.following.telling import tell_after_build

    tell_after_build(settings, encoder)
    lines.write({"report": asdict(report)})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
