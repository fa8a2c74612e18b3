"""Reading rooms: where a build has its files read, each in a child process, several at a time."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers import load
from kb.readers.ocr import DATA_FILE, data_folder, engine_version
from kb.readers.options import Limits
from kb.readers.sandbox import Sandbox
from kb.readers.wire import Setup

if TYPE_CHECKING:
    from kb.settings import Settings

_RECOGNISABLE = frozenset({"scanned_pdf", "garbled_pdf", "scanned_pages", "garbled_pages"})
"""Refusals and warnings that text recognition may do away with."""
_MOST_ROOMS = 2
"""A build has enough to do with what two read: it embeds on every core meanwhile."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds, and the checksum of the very bytes that were read."""

    extraction: Extraction
    sha256: str


def means_of(settings: Settings) -> str:
    """What is installed that decides how much can be read: with more, files are read again."""
    folder = data_folder(settings.ocr_data) if settings.ocr else None
    data = "" if folder is None else f"{engine_version()} {(folder / DATA_FILE).stat().st_size}"
    return f"{data} {'repair' if find_spec('pikepdf') else ''}".strip()


class ReadingRooms:
    """Reads files in child processes, which are started when they are first needed.

    Leaving the context, or :meth:`close`, ends them all; so does the end of this process, whatever ends it.
    """

    def __init__(self, setup: Setup, rooms: int | None = None) -> None:
        """``rooms`` are the files read at a time, else as many as there are cores for.

        One room more recognises text, where the setup says what with; a file comes to it only if it must.
        """
        self.count = rooms or min(_MOST_ROOMS, os.cpu_count() or 1)
        self._limits = setup.limits
        self._ocr = Sandbox(setup) if setup.ocr else None
        self._ocr_is_free = Lock()
        self._rooms = [Sandbox(replace(setup, ocr=None)) for _ in range(self.count)]
        self._free: SimpleQueue[Sandbox] = SimpleQueue()
        for room in reversed(self._rooms):
            self._free.put(room)
        self._threads = ThreadPoolExecutor(self.count, "reading")

    @classmethod
    def of(cls, settings: Settings, rooms: int | None = None) -> Self:
        """The rooms that the settings ask for."""
        limits = Limits(
            settings.read_seconds, settings.read_memory_mb, settings.read_pages, settings.read_file_mb
        )
        folder = data_folder(settings.ocr_data) if settings.ocr else None
        passwords = tuple(each.get_secret_value() for each in settings.passwords)
        return cls(Setup(limits, passwords, None if folder is None else str(folder)), rooms)

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
        data, suffix = load(path, self._limits), path.suffix.lower()
        try:
            extraction = self._read(data, suffix)
            pictures = not _RECOGNISABLE.isdisjoint(extraction.warnings)
        except ReadError as error:
            if self._ocr is None or error.code not in _RECOGNISABLE:
                raise
            pictures = True
        if pictures and self._ocr is not None:
            with self._ocr_is_free:
                extraction = self._ocr.read(data, suffix)
        return ReadFile(extraction, hashlib.sha256(data).hexdigest())

    def _read(self, data: bytes, suffix: str) -> Extraction:
        """What the file holds, read in the next room that is free."""
        room = self._free.get()
        try:
            return room.read(data, suffix)
        finally:
            self._free.put(room)

    @property
    def recognises(self) -> bool:
        """Whether pages that are pictures can be read."""
        return self._ocr is not None

    def enforced(self) -> tuple[str, ...]:
        """The system's limits that hold for what is read, found out by reading. Raises ResourceError."""
        self._read(b"a", ".txt")
        return next(room.enforced for room in self._rooms if room.pid is not None)

    def close(self) -> None:
        """End the children; what they are reading is given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for room in (*self._rooms, self._ocr):
            if room is not None:
                room.close()
        self._threads.shutdown(wait=True)
