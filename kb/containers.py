"""Files that hold several documents, among the files to index -> those documents, each with an id of its own.

A file is looked into in a child process (:mod:`kb.readers.rooms`). What an export states of the files that
lie beside it holds for them, closed ones included: those are not read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from kb.datatypes import Access, FileProblem, Stated
from kb.errors import KBError, ReadError
from kb.readers.holding import Unpacked
from kb.readers.members import Beside, path_of
from kb.readers.names import CONTAINERS

Unpack = Callable[[Path], Unpacked]

PASSED_OVER = frozenset({"unsupported_file", "closed", "not_cleared", "page_part", "link_member"})
"""Why something is left out that went as it should."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A document to index, named by its path relative to ``source``, with forward slashes.

    In its ``id`` what is to be hidden is masked; ``named`` is the path as it is on the disk. ``member`` is
    the document's name in the file at ``path`` where that holds several, and ``sha256`` its checksum then;
    the empty name is the text of the file itself. ``stated`` is what the system it comes from states of it.
    """

    id: str
    path: Path
    source: Path
    named: str = ""
    member: str | None = None
    sha256: str = ""
    stated: Stated | None = None


class Outside(Protocol):
    """Which files must stay outside an index: :class:`kb.wall.Wall`."""

    def refusal(self, file: SourceFile) -> KBError | None:
        """Why a file stays outside whatever is in it; None where that must be read to tell."""

    def refusal_unread(self, file: SourceFile) -> KBError | None:
        """Why a file that cannot be read must not be told of; None where it may be."""


@dataclass(frozen=True, slots=True)
class Walled:
    """What must stay outside, asked of files by the names that they have on the disk."""

    outside: Outside | None = None
    masked: Callable[[str], str] = str

    def shuts(self, file: SourceFile) -> bool:
        """Whether all that is in the file stays outside, so that it need not be opened."""
        return self.outside is not None and self.outside.refusal(self._named(file)) is not None

    def told(self, file: SourceFile, error: KBError) -> KBError:
        """Why a part of a file is no document, or that it must not be told of."""
        refusal = self.outside and self.outside.refusal_unread(self._named(file))
        return refusal or error

    def _named(self, file: SourceFile) -> SourceFile:
        return replace(file, id=self.masked(file.id), named=file.id)


NO_WALL = Walled()


@dataclass(slots=True)
class Opened:
    """The documents, and what is none with the reason: ``skipped`` and ``failed``."""

    files: list[SourceFile] = field(default_factory=list)
    skipped: list[FileProblem] = field(default_factory=list)
    failed: list[FileProblem] = field(default_factory=list)

    def leave_out(self, name: str, error: KBError) -> None:
        """Lists what is no document."""
        listed = self.skipped if error.code in PASSED_OVER else self.failed
        listed.append(problem(name, error))


@dataclass(frozen=True, slots=True)
class _Statement:
    """What is stated of the file with an id, or of all in it; ``folder`` is where the export lies."""

    id: str
    folder: str
    stated: Stated


def problem(path: str, error: KBError) -> FileProblem:
    """What ``error`` says, about the file with this id."""
    return FileProblem(path, error.code, error.message, error.remedy)


def opened(files: Sequence[SourceFile], unpack: Unpack, wall: Walled = NO_WALL) -> Opened:
    """The documents in the files, in their order; a file that holds none of several stays as it is.

    So does one that the ``wall`` keeps outside with all that is in it.
    """
    found = Opened()
    statements: list[_Statement] = []
    for file in files:
        if PurePosixPath(file.id).suffix.lower() not in CONTAINERS or wall.shuts(file):
            found.files.append(file)
            continue
        try:
            unpacked = unpack(file.path)
        except ReadError as error:
            found.leave_out(file.id, wall.told(file, error))
            continue
        for each in unpacked.members.values():
            if each.head.name or each.head.format:
                inner = replace(file, member=each.head.name, sha256=each.sha256, stated=each.head.stated)
                found.files.append(replace(inner, id=_inside(file.id, each.head.name)))
            else:
                found.files.append(file)
        for part in unpacked.rest.refused:
            name = _inside(file.id, part.name)
            error_told = wall.told(replace(file, id=name), ReadError(part.code, **part.values))
            found.leave_out(name, error_told)
        statements += filter(None, (_statement(file.id, each) for each in unpacked.rest.beside))
    return _as_stated(found, statements) if statements else found


def _inside(container: str, name: str) -> str:
    return f"{container}/{name}" if name else container


def _statement(container: str, beside: Beside) -> _Statement | None:
    """What is stated, by the id of the file it is about; None where the path names no file.

    A path that leads out of the archive, or to another machine or drive, counts by its name alone.
    Above its own folder an export may only close files.
    """
    folder = posixpath.dirname(_inside(container, beside.by))
    given = beside.path.replace("\\", "/")
    target = posixpath.normpath(posixpath.join(folder, given))
    within = f"{container}/" if beside.by else ""
    below = not folder or target.startswith(f"{folder}/")
    closed = beside.stated.access is Access.CLOSED
    if path_of(target) is None or not target.startswith(within) or not (below or closed):
        target = posixpath.join(folder, posixpath.basename(given))
    named = path_of(target) if posixpath.basename(given) else None
    return None if named is None else _Statement(named, folder, beside.stated)


def _as_stated(found: Opened, statements: Iterable[_Statement]) -> Opened:
    """The documents with what exports state of them; those that are closed are left out.

    Where no file lies at the path that the export gives, the one of that name in its folder is meant.
    """
    by_id: dict[str, Stated] = {}
    by_name: dict[str, dict[str, None]] = {}
    for file in found.files:
        for around in _ids_of(file.id):
            by_name.setdefault(posixpath.basename(around).casefold(), {})[around] = None
    for each in statements:
        folder = f"{each.folder}/" if each.folder else ""
        alike = by_name.get(posixpath.basename(each.id).casefold(), ())
        named = [id_ for id_ in alike if id_.startswith(folder)]
        exact = [id_ for id_ in alike if id_.casefold() == each.id.casefold()]
        closed = each.stated.access is Access.CLOSED
        # Of several files with the name of a closed one any may be it.
        for id_ in exact or (named if closed or len(named) == 1 else ()):
            if closed or id_ not in by_id:
                by_id[id_] = each.stated
    kept = Opened(skipped=found.skipped, failed=found.failed)
    for file in found.files:
        told = _together(file, by_id)
        if told and told.access is Access.CLOSED:
            kept.leave_out(file.id, ReadError("closed"))
        else:
            kept.files.append(replace(file, stated=told))
    return kept


def _ids_of(name: str) -> list[str]:
    """The id, and those of what it may lie in."""
    parts = PurePosixPath(name).parts
    return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]


def _together(file: SourceFile, by_id: Mapping[str, Stated]) -> Stated | None:
    """What is stated of the document, and where that is silent of what it lies in. Closed stays closed."""
    told = file.stated
    for each in filter(None, map(by_id.get, _ids_of(file.id))):
        if told is None:
            told = each
            continue
        closed = Access.CLOSED in (told.access, each.access)
        told = replace(
            told,
            committee=told.committee or each.committee,
            date=told.date or each.date,
            status=told.status or each.status,
            case_number=told.case_number or each.case_number,
            access=Access.CLOSED if closed else told.access,
        )
    return told
