"""The file that a document was read from: where it lies today, and whether it is still the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from kb.cases.access import CLOSED_PARTS
from kb.datatypes import Document, Original, System, Whereabouts
from kb.disk import sha256_of
from kb.masking import withholds_original
from kb.privacy import without_cpr
from kb.readers.names import CONTAINERS

Inner = Callable[[Path, str], Path | None]
"""Where the file with a checksum lies that is in an archive or e-mail, None where that holds it no more."""

REMEMBERED = 4096
"""Of how many files the checksum is kept, so that a file is hashed once while it stays as it is."""


def nothing_inside(_container: Path, _sha256: str) -> Path | None:
    """None, whatever the archive."""
    return None


def original_of(
    document: Document,
    sources: Sequence[Path],
    *,
    inner: Inner = nothing_inside,
    show_masked: bool = False,
) -> Original:
    """The document's file below the first of the sources that has it unchanged, or what has become of it.

    ``inner`` gives a file that lies in an archive or an e-mail. Nothing of a document with closed parts is
    handed out: they still stand in its file. Nor is one whose personal data is masked, unless
    ``show_masked``, nor what a document was made from that has no file of its own.
    """
    if CLOSED_PARTS in document.warnings:
        return Original(document.id, Whereabouts.WITHHELD)
    if withholds_original(document) and not show_masked:
        return Original(document.id, Whereabouts.MASKED)
    if document.format in frozenset(System):
        return Original(document.id, Whereabouts.INSIDE)
    state = Whereabouts.GONE
    for path in _places(document.id, sources):
        checksum = _checksum_now(path)
        if checksum == document.sha256:
            return Original(document.id, Whereabouts.FOUND, path)
        if checksum is not None:
            state = Whereabouts.CHANGED
    for container in _containers(document.id, sources):
        path_now = inner(container, document.sha256)
        if path_now is not None:
            return Original(document.id, Whereabouts.FOUND, path_now)
        state = Whereabouts.CHANGED
    return Original(document.id, state)


def _containers(document_id: str, sources: Sequence[Path]) -> Iterator[Path]:
    """The archives and e-mails that the id says the document lies in, the outermost alone of each."""
    for around in reversed(PurePosixPath(document_id).parents):
        if around.suffix.lower() in CONTAINERS:
            yield from _places(str(around), sources)


def _places(document_id: str, sources: Sequence[Path]) -> Iterator[Path]:
    """Where the file may lie. Where two files had one id, it begins with the name of the file's source."""
    parts = PurePosixPath(document_id).parts
    if not parts or ".." in parts or PurePosixPath(document_id).is_absolute():
        return
    for source in dict.fromkeys(sources):
        if source.is_file():
            if unicodedata.normalize("NFC", source.name) == parts[-1]:
                yield source
            continue
        for below in (parts, parts[1:]):
            if below and (path := _below(source, below)):
                yield path


def _below(folder: Path, parts: Sequence[str]) -> Path | None:
    """The file at these names below the folder, None where there is none.

    The id has composed letters (å) and no CPR number; the disk may have a name as a and a ring, and with one.
    """
    path = folder
    try:
        for part in parts:
            plain = path / part
            spelled = (each for each in path.iterdir() if part in _names_of(each.name))
            found = plain if plain.exists() else next(spelled, None)
            if found is None:
                return None
            path = found
        return path if path.is_file() else None
    except OSError:
        return None  # A folder that is gone or closed to us holds nothing that can be shown.


def _names_of(name: str) -> tuple[str, str]:
    """A file's name as an id may have it: with composed letters, and with CPR numbers masked."""
    composed = unicodedata.normalize("NFC", name)
    return composed, without_cpr(composed)


def _checksum_now(path: Path) -> str | None:
    """The sha256 of a file as it is now, None where it cannot be read."""
    try:
        stat = path.stat()
        return _checksum(path, stat.st_size, stat.st_mtime_ns, stat.st_ino)
    except OSError:
        return None


@lru_cache(REMEMBERED)
def _checksum(path: Path, _size: int, _changed: int, _file: int) -> str:
    """The sha256 of a file of this size, time of change and number."""
    return sha256_of(path)
