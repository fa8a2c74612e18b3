"""Folders and files to index -> the files in them, each with its id, and those passed over, with why."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path, PurePosixPath

from kb.containers import Opened, Outside, SourceFile, Unpack, Walled, opened, problem
from kb.datatypes import FileProblem
from kb.errors import KBError, ReadError, SourceError
from kb.privacy import without_cpr
from kb.readers.names import SUFFIXES, is_page_part, is_visible

GUIDE = "readme"


@dataclass(frozen=True, slots=True)
class Found:
    """The ``files`` to read in order of id, those ``skipped`` and the folders that ``failed``, with why."""

    files: tuple[SourceFile, ...]
    skipped: tuple[FileProblem, ...]
    failed: tuple[FileProblem, ...]


def find_files(
    sources: Sequence[Path],
    masked: Callable[[str], str] = without_cpr,
    outside: Outside | None = None,
    unpack: Unpack | None = None,
) -> Found:
    """Every file below the sources once, under the first source that gives it.

    ``masked`` hides what is to be hidden in a name; files that it gives the same name fail. What must stay
    ``outside`` is skipped. With ``unpack`` the documents in archives, e-mails and exports take the place of
    those. Hidden files and folders and the lock files of office programs are no documents and are not
    mentioned. Raises SourceError where a source does not exist or there is no file at all.
    """
    failed: list[FileProblem] = []
    given: dict[str, SourceFile] = {}
    for source in sources:
        if not source.exists():
            raise SourceError("missing_source", path=source)
        for path, relative, resolved in _walk(source, failed, outside):
            given.setdefault(resolved, SourceFile(_id(relative), path, source))
    if not given and not failed:
        raise _empty(sources)
    distinct = _distinct(list(given.values()), sources)
    found = opened(distinct, unpack, Walled(outside, masked)) if unpack else Opened(distinct)
    skipped = [replace(each, path=masked(each.path)) for each in found.skipped]
    failed += found.failed
    files: list[SourceFile] = []
    named = [replace(file, id=masked(file.id), named=file.id) for file in found.files]
    bearers = Counter(file.id for file in named)
    for file in sorted(named, key=lambda file: file.id):
        clash = ReadError("masked_names_clash") if bearers[file.id] > 1 else None
        reason = _reason_to_skip(file, masked)
        refusal = outside and (outside.refusal_unread if reason or clash else outside.refusal)(file)
        if why := refusal or reason:
            skipped.append(problem(file.id, why))
        elif clash:
            failed.append(problem(file.id, clash))
        else:
            files.append(file)
    return Found(
        tuple(files),
        tuple(sorted(skipped, key=lambda each: each.path)),
        tuple(replace(each, path=masked(each.path)) for each in failed),
    )


def require_files(sources: Sequence[Path]) -> None:
    """Nothing. Raises SourceError where a source does not exist or :func:`find_files` would find no file."""
    for source in sources:
        if not source.exists():
            raise SourceError("missing_source", path=source)
    failed: list[FileProblem] = []
    found = any(True for source in sources for _ in _walk(source, failed, None))
    if not found and not failed:
        raise _empty(sources)


def _empty(sources: Sequence[Path]) -> SourceError:
    return SourceError("empty_source", path=", ".join(str(source) for source in sources))


def _walk(
    source: Path, failed: list[FileProblem], outside: Outside | None
) -> Iterator[tuple[Path, Path, str]]:
    """The visible files of a source, sorted: each with its path below the source, and where links lead.

    Folders that cannot be opened are added to ``failed``.
    """

    def cannot_open(error: OSError) -> None:
        folder = Path(error.filename or source)
        place = SourceFile(_id(folder.relative_to(source)), folder, source)
        if not (outside and outside.refusal_unread(place)):
            failed.append(problem(folder.name, ReadError("unreadable_file", detail=error.strerror or error)))

    if source.is_file():
        yield source, Path(source.name), os.path.realpath(source)
        return
    seen: set[str] = set()
    for folder, subfolders, names in os.walk(source, followlinks=True, onerror=cannot_open):
        resolved = os.path.realpath(folder)
        if resolved in seen:  # a link back to a folder above would go round for ever
            subfolders.clear()
            continue
        seen.add(resolved)
        subfolders[:] = sorted(name for name in subfolders if is_visible(name))
        here, below = Path(folder), Path(folder).relative_to(source)
        for name in sorted(names):
            if is_visible(name):
                path = here / name
                # A link to a file that is gone is yielded too: reading it gives the reason.
                at = os.path.realpath(path) if path.is_symlink() else os.path.join(resolved, name)
                yield path, below / name, at


def _id(relative: Path) -> str:
    """The path with forward slashes; letters are composed, since macOS hands out å as a and a ring."""
    return unicodedata.normalize("NFC", relative.as_posix())


def _distinct(files: Sequence[SourceFile], sources: Sequence[Path]) -> list[SourceFile]:
    """The files with unequal ids: where two would be equal, each gets its source's name in front."""
    if len({file.id for file in files}) == len(files):
        return list(files)
    names: dict[Path, str] = {}
    for source in dict.fromkeys(sources):
        name = _id(Path((source if source.is_dir() else source.absolute().parent).resolve().name))
        numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
        names[source] = next(each for each in numbered if each not in names.values())
    return [replace(file, id=f"{names[file.source]}/{file.id}") for file in files]


def _reason_to_skip(file: SourceFile, masked: Callable[[str], str]) -> KBError | None:
    if file.member is not None:
        return None  # looked at where it was unpacked
    if file.path.stem.casefold() == GUIDE and file.path.parent == file.source:
        return ReadError("guide_file")
    if is_page_part(PurePosixPath(file.named)):
        return ReadError("page_part")
    suffix = file.path.suffix.lower()
    if suffix not in SUFFIXES:
        return ReadError("unsupported_file", suffix=masked(suffix or file.path.name))
    return None
