"""What is found in a file that holds several documents, and the limits on how much that may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from kb.datatypes import Stated
from kb.errors import ReadError
from kb.readers.names import SUFFIXES, is_page_part, is_visible

MAX_MEMBERS = 5000
MAX_TOTAL_BYTES = 400 * 2**20
MAX_DEPTH = 3
"""How many containers may lie inside each other: a letter with an archive of letters, and no more."""

LONGEST_NAME = 400
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]|^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")


@dataclass(frozen=True, slots=True)
class Member:
    """A document in a container. ``name`` is its path there, empty for the container's own text.

    ``suffix`` is the ending to read it by, ``format`` what people are told that it is, where its bytes were
    made from something else. ``stated`` is what the container states of it.
    """

    name: str
    data: bytes
    suffix: str
    format: str = ""
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a container that is no document: the ``code`` says why, ``values`` what its words name."""

    name: str
    code: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Beside:
    """What the container ``by`` states of the file at ``path``, seen from the folder that ``by`` lies in."""

    by: str
    path: str
    stated: Stated


Part = Member | Refused | Beside


@dataclass(frozen=True, slots=True)
class MemberHead:
    """A member without its bytes."""

    name: str
    suffix: str
    format: str
    stated: Stated | None


@dataclass(frozen=True, slots=True)
class Rest:
    """What is in a container beside its documents."""

    refused: tuple[Refused, ...]
    beside: tuple[Beside, ...]


class Budget:
    """What a container and all that lies in it may still come to."""

    def __init__(self, file_bytes: int) -> None:
        """``file_bytes`` is the size of the largest file that is read."""
        self.file_bytes = file_bytes
        self._members = self._bytes = 0

    def count(self) -> None:
        """Takes account of one member. Raises ReadError where there are too many."""
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise ReadError("too_many_members", limit=MAX_MEMBERS)

    def unpack(self, size: int) -> None:
        """Takes account of so many bytes. Raises ReadError where all members together are too large."""
        self._bytes += size
        if self._bytes > MAX_TOTAL_BYTES:
            raise ReadError("unpacked_too_large")


def refused(name: str, error: ReadError) -> Refused:
    """Why the member is no document."""
    return Refused(name, error.code, {key: str(value) for key, value in error.values.items()})


def path_of(raw: str) -> str | None:
    """The name as a path with forward slashes and composed letters; None where it is no path below.

    Nothing is ever written under such a name, but documents are known by it.
    """
    path = unicodedata.normalize("NFC", raw).replace("\\", "/")
    path = "/".join(part for part in path.split("/") if part not in ("", ".")) if path[:1] != "/" else path
    return None if not path or len(path) > LONGEST_NAME or _UNSAFE.search(path) else path


def suffix_of(name: str) -> str:
    """The ending of a member's name."""
    return PurePosixPath(name).suffix.lower()


def reason_to_pass(name: str) -> ReadError | None:
    """Why a member of this name is not read, None where it may be a document."""
    path = PurePosixPath(name)
    if is_page_part(path):
        return ReadError("page_part")
    suffix = path.suffix.lower()
    return None if suffix in SUFFIXES else ReadError("unsupported_file", suffix=suffix or path.name)


def is_shown(name: str) -> bool:
    """Whether neither the member nor a folder that it lies in is hidden."""
    return all(map(is_visible, PurePosixPath(name).parts))


class Names:
    """Gives each member a name of its own; the second of the same name gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, name: str) -> str:
        """The name, numbered where another member has it, case aside."""
        path = PurePosixPath(name)
        free = next(each for each in _numbered(name, path) if each.casefold() not in self._taken)
        self._taken.add(free.casefold())
        return free


def _numbered(name: str, path: PurePosixPath) -> Iterator[str]:
    yield name
    for number in range(2, MAX_MEMBERS + 3):
        yield str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
