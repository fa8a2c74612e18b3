"""What a request to forget reaches: the documents of the index that name something, and their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.containers import SourceFile
from kb.datatypes import Filter
from kb.errors import ReadError
from kb.readers.rooms import ReadingRooms
from kb.wordprints import WordPrints, prints_of

if TYPE_CHECKING:
    from kb.index.store import Store

Files = Mapping[str, SourceFile]
"""The files that are indexed, by the id of their document."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be forgotten: the document with an id, or else a name or number wherever it stands."""

    document: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A document that a request reaches: how often it names what is to be forgotten, and its file.

    ``hidden`` says that the index hides it already, so that only the file still tells. ``shared`` says that
    other documents may lie in the same file.
    """

    document: str
    count: int
    hidden: bool
    path: Path | None
    shared: bool = False


def places_of(
    target: Target, store: Store, files: Files, rooms: ReadingRooms | None = None
) -> Iterator[Place]:
    """The documents that the target reaches, with ``rooms`` also by their files. Raises UsageError."""
    if target.document is not None:
        file = files.get(store.document(target.document).id)
        yield _place(target.document, 1, file)
        return
    words = matcher_of(target.text)
    for summary in store.summaries(Filter()):
        document, file = store.document(summary.id), files.get(summary.id)
        count = sum(len(words.spans(text)) for text in (document.text, document.title, document.id))
        if count:
            yield _place(document.id, count, file)
        elif rooms and document.masked and file and (hidden := _in_file(words, file, rooms)):
            yield _place(document.id, hidden, file, hidden=True)


def _place(document: str, count: int, file: SourceFile | None, *, hidden: bool = False) -> Place:
    """A document that a request reaches, with the file that it lies in."""
    if file is None:
        return Place(document, count, hidden, None)
    return Place(document, count, hidden, file.path, file.member is not None)


def _in_file(words: WordPrints, file: SourceFile, rooms: ReadingRooms) -> int:
    """How often the words stand in a file and its name; a file that cannot be read tells nothing."""
    with suppress(ReadError):
        text = rooms.read(file.path, file.member).extraction.text
        return len(words.spans(text)) + len(words.spans(file.named))
    return 0


def matcher_of(text: str) -> WordPrints:
    """What finds the text in every spelling."""
    return WordPrints(b"find", prints_of(text, b"find"))
