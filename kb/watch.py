"""Following folders: what was seen to change there, and what became of the build that followed.

A file counts once its size and time of change stand still, so that none is read while it is being copied. A
build that fails is told and tried again; a folder that is gone, such as a share that is not connected, is
waited for. The index stays as it was meanwhile.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from kb.building import Step
from kb.errors import SourceError
from kb.jobs import BuildProcess, Outcome, broken_off
from kb.readers.names import is_visible
from kb.settings import Settings

if TYPE_CHECKING:
    from watchfiles import Change

STILL_SECONDS = 1.0
"""How long a file must have stood still before it is read."""

PATIENCE_SECONDS = 300.0
"""How long one file that never stands still may hold back all others."""

DEBOUNCE_MS = 1_000
LOOK_MS = 1_000
"""How often it is seen to that the folders are still there and whether a failed build is due again."""

POLL_MS = 2_000
"""How often a folder is read through where its file system does not tell of changes."""

FIRST_RETRY_SECONDS = 30.0
LAST_RETRY_SECONDS = 600.0

Stamp = tuple[int, int]
Changes = set[tuple["Change", str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """The files that are new, changed and gone, each in order of their path."""

    added: tuple[Path, ...]
    changed: tuple[Path, ...]
    removed: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """A folder that is not there; it is waited for."""

    path: Path


@dataclass(frozen=True, slots=True)
class Restless:
    """A file that is being written all the time; the build goes on without waiting longer."""

    path: Path


Told = Seen | Gone | Restless | Step | Outcome


class Watcher:
    """Follows sources until it is stopped."""

    def __init__(self, sources: Sequence[Path], settings: Settings, *, poll: bool = False) -> None:
        """Raises SourceError where a source does not exist."""
        for source in sources:
            if not source.exists():
                raise SourceError("missing_source", path=source)
        self.sources = [source.resolve() for source in sources]
        self._settings, self._poll = settings, poll
        self._stop = Event()
        self._process: BuildProcess | None = None
        self._retry_seconds = 0.0
        self._retry_at: float | None = None

    def stop(self) -> None:
        """Ends the following, and a build under way. May be called by a signal handler."""
        self._stop.set()
        if self._process is not None:
            self._process.stop()

    def events(self) -> Iterator[Told]:
        """What happens, as it happens, until the watcher is stopped; first the folders are indexed."""
        while not self._stop.is_set():
            # Taken before the build, so that a folder that goes during it or just after is missed.
            places = self._places()
            missing = [source for source in self.sources if not source.exists()]
            if missing:
                yield Gone(missing[0])
                while not missing[0].exists() and not self._stop.wait(LOOK_MS / 1000):
                    pass
                continue
            # Watching begins before the build reads: what changes in between is built after it.
            changes = self._changes()
            next(changes, None)  # none where it was stopped at once
            if self._stop.is_set():
                return
            yield from self._build()
            yield from self._follow(changes, places)

    def _changes(self) -> Iterator[Changes]:
        """The changes since the last look, none where there were none; the first once watching has begun."""
        from watchfiles import watch

        roots = {source if source.is_dir() else source.parent for source in self.sources}
        return watch(
            *roots,
            watch_filter=lambda _change, path: self._is_ours(Path(path)),
            debounce=DEBOUNCE_MS,
            stop_event=self._stop,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=self._poll or None,
            poll_delay_ms=POLL_MS,
            ignore_permission_denied=True,
        )

    def _is_ours(self, path: Path) -> bool:
        """Whether a path is one of the sources or a visible one below them."""
        below = (path.relative_to(source).parts for source in self.sources if path.is_relative_to(source))
        return any(all(map(is_visible, parts)) for parts in below)

    def _follow(self, changes: Iterator[Changes], places: list[Stamp | None]) -> Iterator[Told]:
        """What happens until a folder is another one than it was, as when a share is connected again."""
        for changed in changes:
            if self._places() != places:
                return
            if changed:
                yield from self._settled({Path(path) for _change, path in changed})
                yield _seen(changed)
            if changed or (self._retry_at is not None and time.monotonic() >= self._retry_at):
                yield from self._build()

    def _places(self) -> list[Stamp | None]:
        """What the sources are to the file system; None for one that is gone."""
        found: list[Stamp | None] = []
        for source in self.sources:
            try:
                stat = source.stat()
            except OSError:
                found.append(None)
            else:
                found.append((stat.st_dev, stat.st_ino if source.is_dir() else 0))
        return found

    def _settled(self, paths: Iterable[Path]) -> Iterator[Restless]:
        """Waits until the files stand still; tells of one that does not."""
        end = time.monotonic() + PATIENCE_SECONDS
        before = _stamps(paths)
        while not self._stop.wait(STILL_SECONDS):
            now = _stamps(paths)
            if now == before:
                return
            if time.monotonic() >= end:
                yield from (Restless(path) for path in now if now[path] != before.get(path))
                return
            before = now

    def _build(self) -> Iterator[Step | Outcome]:
        """Builds; where that fails it is due again after a while, a longer one each time."""
        if self._stop.is_set():
            return
        try:
            self._process = BuildProcess(self._settings, self.sources)
        except OSError as error:  # no memory for another process, or no place to start it from
            detail = error.strerror or str(error)
            outcome = Outcome(dt.datetime.now(dt.UTC), trouble=broken_off(detail))
        else:
            if self._stop.is_set():  # told to while the process was being started
                self._process.stop()
            yield from self._process.steps()
            outcome = self._process.outcome()
            self._process = None
        if self._stop.is_set():
            return
        if outcome.trouble is None:
            self._retry_seconds, self._retry_at = 0.0, None
        else:
            self._retry_seconds = min(max(FIRST_RETRY_SECONDS, 2 * self._retry_seconds), LAST_RETRY_SECONDS)
            self._retry_at = time.monotonic() + self._retry_seconds
        yield outcome


def _stamps(paths: Iterable[Path]) -> Mapping[Path, Stamp]:
    """Size and time of change of the files that are there."""
    found = {}
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            continue
        found[path] = (stat.st_size, stat.st_mtime_ns)
    return found


def _seen(changed: Changes) -> Seen:
    """The changes by kind; a file told of twice counts by what is there now."""
    from watchfiles import Change

    paths = {Path(path) for _change, path in changed}
    added = {Path(path) for change, path in changed if change is Change.added}
    there = {path for path in paths if path.exists() and not path.is_dir()}
    return Seen(
        added=tuple(sorted(there & added)),
        changed=tuple(sorted(there - added)),
        removed=tuple(sorted(path for path in paths if not path.exists())),
    )
