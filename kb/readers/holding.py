"""The documents of one file that holds several, out of it, with their bytes at hand while they are needed."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from kb.disk import disk_errors
from kb.errors import ReadError
from kb.readers.members import MemberHead, Rest

_IN_MEMORY_BYTES = 16 * 2**20
NOTHING_ELSE = Rest((), ())


@dataclass(frozen=True, slots=True)
class Found:
    """A document of the file, with the checksum of its bytes and where they lie."""

    head: MemberHead
    sha256: str
    at: int
    size: int


class Unpacked:
    """The documents of a file by name, in its order; their bytes lie in memory or a nameless file."""

    def __init__(self) -> None:
        self.rest = NOTHING_ELSE
        self._found: dict[str, Found] = {}
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)
        self._lock = Lock()
        self.size = 0

    def add(self, head: MemberHead, data: bytes) -> None:
        """Keeps a document; of two with one name the first. Raises ResourceError where the disk is full."""
        with self._lock, disk_errors(Path(tempfile.gettempdir())):
            self._file.seek(self.size)
            self._file.write(data)
        found = Found(head, hashlib.sha256(data).hexdigest(), self.size, len(data))
        self._found.setdefault(head.name, found)
        self.size += len(data)

    @property
    def members(self) -> Mapping[str, Found]:
        """The documents by their names."""
        return self._found

    def content(self, name: str) -> bytes:
        """The bytes of a document. Raises ReadError where there is none of that name."""
        if name not in self._found:
            raise ReadError("member_gone")
        found = self._found[name]
        with self._lock, disk_errors(Path(tempfile.gettempdir())):
            self._file.seek(found.at)
            return self._file.read(found.size)

    def close(self) -> None:
        """Lets go of the bytes."""
        with self._lock:
            self._file.close()
