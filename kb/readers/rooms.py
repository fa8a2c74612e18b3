"""Reading rooms: where a build has its files read, each in a child process, several at a time."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
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
from kb.readers.holding import Unpacked
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
_KEPT_BYTES = 256 * 2**20
"""How much of what was unpacked is kept for the reading that follows."""


_Stamp = tuple[int, int, int]


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
        self._unpacking = Lock()
        self._unpacked: OrderedDict[tuple[Path, _Stamp | None], Unpacked] = OrderedDict()

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

    def submit(self, path: Path, member: str | None = None) -> Future[ReadFile]:
        """What the file, or a document in it, will be read as; the future raises as :meth:`read`."""
        return self._threads.submit(self.read, path, member)

    def read(self, path: Path, member: str | None = None) -> ReadFile:
        """What the file holds, or the ``member`` of that name in it.

        Raises ReadError with the reason, ResourceError where nothing can be read.
        """
        if member is None:
            return self._file(load(path, self._limits), path.suffix.lower())
        with self._unpacking:
            unpacked = self._held(path)
            content, head = unpacked.content(member), unpacked.members[member].head
        read = self._file(content, head.suffix)
        return replace(
            read, extraction=replace(read.extraction, format=head.format or read.extraction.format)
        )

    def unpack(self, path: Path) -> Unpacked:
        """What documents the file holds; the file itself where it is one. Raises as :meth:`read`."""
        with self._unpacking:
            return self._held(path)

    def _held(self, path: Path) -> Unpacked:
        """The documents of a file, unpacked when it is new or has changed; those of few files are kept."""
        key = (path, _stamp(path))
        if key not in self._unpacked:
            data = load(path, self._limits)
            room = self._free.get()
            try:
                self._unpacked[key] = room.unpack(data, path.suffix.lower())
            finally:
                self._free.put(room)
            while len(self._unpacked) > 1 and self._kept_bytes() > _KEPT_BYTES:
                self._unpacked.popitem(last=False)[1].close()
        self._unpacked.move_to_end(key)
        return self._unpacked[key]

    def _kept_bytes(self) -> int:
        return sum(each.size for each in self._unpacked.values())

    def _file(self, data: bytes, suffix: str) -> ReadFile:
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
        with self._unpacking:
            for each in self._unpacked.values():
                each.close()
            self._unpacked.clear()


def _stamp(path: Path) -> _Stamp | None:
    """What tells a file from what it was: size, time of change and number; None for one that is gone."""
    try:
        about = path.stat()
    except OSError:
        return None  # loading it says why
    return about.st_size, about.st_mtime_ns, about.st_ino
