"""Reading rooms: where a build has its files read, each in a child process, several at a time."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kb.datatypes import Extraction
from kb.readers import load
from kb.readers.options import Limits
from kb.readers.sandbox import Sandbox

if TYPE_CHECKING:
    from kb.settings import Settings

_MOST_ROOMS = 2
"""A build has enough to do with what two read: it embeds on every core meanwhile."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds, and the checksum of the very bytes that were read."""

    extraction: Extraction
    sha256: str


class ReadingRooms:
    """Reads files in child processes, which are started when they are first needed.

    Leaving the context, or :meth:`close`, ends them all; so does the end of this process, whatever ends it.
    """

    def __init__(self, limits: Limits, passwords: tuple[str, ...] = (), rooms: int | None = None) -> None:
        """``rooms`` are the files read at a time, else as many as there are cores for."""
        self.count = rooms or min(_MOST_ROOMS, os.cpu_count() or 1)
        self._limits = limits
        self._rooms = [Sandbox(limits, passwords) for _ in range(self.count)]
        self._free: SimpleQueue[Sandbox] = SimpleQueue()
        for room in reversed(self._rooms):
            self._free.put(room)
        self._threads = ThreadPoolExecutor(self.count, "reading")

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The rooms that the settings ask for."""
        limits = Limits(
            settings.read_seconds, settings.read_memory_mb, settings.read_pages, settings.read_file_mb
        )
        return cls(limits, tuple(each.get_secret_value() for each in settings.passwords))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, path: Path) -> Future[ReadFile]:
        """What the file will be read as; the future raises ReadError or ResourceError."""
        return self._threads.submit(self.read, path)

    def read(self, path: Path) -> ReadFile:
        """What the file holds. Raises ReadError with the reason, ResourceError where nothing can be read."""
        data = load(path, self._limits)
        room = self._free.get()
        try:
            extraction = room.read(data, path.suffix.lower())
        finally:
            self._free.put(room)
        return ReadFile(extraction, hashlib.sha256(data).hexdigest())

    def close(self) -> None:
        """End the children; what they are reading is given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for room in self._rooms:
            room.close()
        self._threads.shutdown(wait=True)
