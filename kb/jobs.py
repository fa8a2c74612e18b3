"""Builds beside a program that goes on: one at a time, each in a process of its own, with one that waits.

What is asked for while a build runs was perhaps not read by it any more; all such wishes together cause one
more build. Nothing here can disturb a reader: a process that dies leaves the current generation as it was.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from kb.building import Step, Trouble, read_line
from kb.datatypes import IngestReport
from kb.errors import ResourceError
from kb.serve import environment
from kb.settings import Settings
from kb.strings_da.adding import BUILD_EXIT_CODE

KEPT = 50
"""How many results are remembered."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a build that ended: its report, or why there is none."""

    ended: dt.datetime
    report: IngestReport | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What the runner is doing. ``running`` is the number of the build under way, 0 while there is none.

    ``step`` is how far it is and ``seconds`` how long that stage has taken. ``waiting`` says whether another
    build follows. ``last`` is what became of the build before.
    """

    running: int = 0
    step: Step | None = None
    seconds: float = 0.0
    waiting: bool = False
    last: Outcome | None = None

    @property
    def seconds_left(self) -> float | None:
        """How long the stage will take yet if it goes on as it did; None while that cannot be told."""
        if self.step is None or not 0 < self.step.done < self.step.total:
            return None
        return self.seconds * (self.step.total - self.step.done) / self.step.done


class BuildProcess:
    """A build that has been started. ``steps`` must be read to the end; then ``outcome`` tells the result."""

    def __init__(self, settings: Settings, sources: Sequence[Path] = ()) -> None:
        """Starts to build from the sources, or from what the current generation was made from."""
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "kb.building", *(str(each.resolve()) for each in sources)],
            env=environment(settings),
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # Ctrl-C is for the program that asked; it ends this one itself
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        self._last: IngestReport | Trouble | None = None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def steps(self) -> Iterator[Step]:
        """How far the build is, each time that it moves on."""
        with self._process as process:
            for line in process.stdout or ():
                try:
                    told = read_line(line)
                except ValueError:
                    continue  # a library has something to say
                if isinstance(told, Step):
                    yield told
                else:
                    self._last = told

    def outcome(self) -> Outcome:
        """What became of the build; that it was broken off where it ended without a word."""
        code = self._process.wait()
        now = dt.datetime.now(dt.UTC)
        if isinstance(self._last, IngestReport):
            return Outcome(now, report=self._last)
        if isinstance(self._last, Trouble):
            return Outcome(now, trouble=self._last)
        return Outcome(now, trouble=broken_off(BUILD_EXIT_CODE.format(code=code)))

    def stop(self) -> None:
        """Ends the process at once; the current generation stays."""
        self._process.terminate()


def broken_off(detail: str) -> Trouble:
    """What is told of a build that ended without a word."""
    error = ResourceError("build_stopped", detail=detail)
    return Trouble(error.code, error.message, error.remedy)


class Builds:
    """The builds of one program, numbered from 1. Safe to use from several threads."""

    def __init__(self, start: Callable[[Settings], BuildProcess] = BuildProcess) -> None:
        self._start = start
        self._lock = Lock()
        self._outcomes: dict[int, Outcome] = {}
        self._running = 0
        self._begun = 0
        self._wanted: Settings | None = None
        self._process: BuildProcess | None = None
        self._step: Step | None = None
        self._stage_began = 0.0
        self._stopped = False

    def request(self, settings: Settings) -> int:
        """The number of the build that will hold all that lies on the disk now."""
        with self._lock:
            number = self._begun + 1
            self._wanted = settings
            if not self._running:
                self._running = number
                Thread(target=self._work, name="kb-builds", daemon=True).start()
            return number

    def status(self) -> Status:
        """What is going on."""
        with self._lock:
            last = self._outcomes.get(max(self._outcomes, default=0))
            if not self._running:
                return Status(last=last)
            seconds = time.monotonic() - self._stage_began if self._step else 0.0
            return Status(self._running, self._step, seconds, self._wanted is not None, last)

    def outcome(self, number: int) -> Outcome | None:
        """What became of the build with this number; None where it has not ended, or not been here."""
        with self._lock:
            return self._outcomes.get(number)

    def stop(self) -> None:
        """Ends the build under way, and none follows."""
        with self._lock:
            self._stopped = True
            process = self._process
        if process is not None:
            process.stop()

    def _work(self) -> None:
        """Builds until nobody wants another one."""
        while (settings := self._next()) is not None:
            outcome = self._built(settings)
            with self._lock:
                self._process = None
                self._outcomes[self._running] = outcome
                for old in sorted(self._outcomes)[:-KEPT]:
                    del self._outcomes[old]

    def _built(self, settings: Settings) -> Outcome:
        """What became of a build, once it has ended."""
        try:
            process = self._start(settings)
        except OSError as error:
            return Outcome(dt.datetime.now(dt.UTC), trouble=broken_off(error.strerror or str(error)))
        with self._lock:
            self._process = process
            stopped = self._stopped
        if stopped:
            process.stop()
        for step in process.steps():
            self._heard(step)
        return process.outcome()

    def _next(self) -> Settings | None:
        """The settings of the build that begins now; None where none is wanted."""
        with self._lock:
            settings, self._wanted, self._step = self._wanted, None, None
            if settings is None or self._stopped:
                self._running = 0
                return None
            self._begun += 1
            self._running = self._begun
            return settings

    def _heard(self, step: Step) -> None:
        with self._lock:
            if self._step is None or self._step.stage != step.stage:
                self._stage_began = time.monotonic()
            self._step = step
