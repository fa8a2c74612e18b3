"""Looking at every byte of files for what must not stand there any more."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.datatypes import Document
from kb.disk import disk_errors, files_under

PIECE = 2**24
"""Bytes that are looked at at a time."""

SHORTEST_LINE = 40
"""A shorter line of a document may stand in any other one."""

MOST_LINES = 200

Needles = tuple[bytes, ...]
"""What is looked for, byte for byte."""


@dataclass(frozen=True, slots=True)
class Remains:
    """How often it was found, and in how many files of how many bytes together it was looked for."""

    count: int
    files: int
    size: int


def needles_of_text(text: str) -> Needles:
    """The ways in which files write a name or a number: letters large and small, composed or not, in JSON."""
    plain = " ".join(text.split())
    spelled = {plain, plain.lower(), plain.upper(), plain.title(), plain.casefold()}
    if not any(map(str.isalpha, plain)):
        spelled.add("".join(filter(str.isdigit, plain)))
    return tuple(sorted(set(_written(spelled))))


def needles_of_document(document: Document, ids: Sequence[str], others: Iterable[str]) -> Needles:
    """Lines that stand in no other document, and the id where it is not part of that of another one."""
    lines = {line.strip() for line in document.text.splitlines() if len(line.strip()) >= SHORTEST_LINE}
    for text in others:
        lines = {line for line in lines if line not in text}
    alone = not any(document.id in other for other in ids if other != document.id)
    told = [*sorted(lines)[:MOST_LINES], *([document.id] if alone else [])]
    return tuple(sorted(set(_written(told))))


def remains(needles: Needles, folders: Sequence[Path]) -> Remains:
    """How often the needles stand in the files below the folders and their names. Raises ResourceError."""
    count, files, size = 0, 0, 0
    for folder in folders:
        with disk_errors(folder):
            for path in files_under(folder) if folder.is_dir() else ():
                files, size = files + 1, size + path.stat().st_size
                count += _count(needles, path)
    return Remains(count, files, size)


def _count(needles: Needles, path: Path) -> int:
    name = path.name.encode("utf-8", "surrogateescape")
    found = sum(name.count(each) for each in needles)
    overlap = max(map(len, needles), default=1) - 1
    with path.open("rb") as file:
        before = b""
        while piece := file.read(PIECE):
            window = before + piece
            # What lies wholly in the part that is looked at again was counted already.
            found += sum(window.count(each) - before.count(each) for each in needles)
            before = window[-overlap:] if overlap else b""
    return found


def _written(texts: Iterable[str]) -> Iterator[bytes]:
    for text in texts:
        for form in ("NFC", "NFD"):
            shaped = unicodedata.normalize(form, text)
            yield shaped.encode()
            yield json.dumps(shaped)[1:-1].encode()
            yield json.dumps(shaped, ensure_ascii=False)[1:-1].encode()
