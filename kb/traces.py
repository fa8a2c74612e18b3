"""Where what is to be forgotten stands: documents, files, old generations, state, exports and copies."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.audit import EXPORT_TO_BROWSER
from kb.building import sources_of
from kb.containers import SourceFile
from kb.datatypes import Clearance, Filter
from kb.errors import IndexStateError, ReadError, SourceError, UsageError
from kb.index.repository import Repository, repository_of
from kb.masking import rules_in_force
from kb.privacy import covered
from kb.readers.rooms import ReadingRooms
from kb.settings import Settings
from kb.sources import find_files
from kb.state.audit import Action, AuditLog, exports_of
from kb.state.database import StateDatabase
from kb.state.forgotten import Forgotten
from kb.state.scrubbing import scrub_documents, scrub_words
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


@dataclass(frozen=True, slots=True)
class Traces:
    """Where something stands. ``state`` is the number of rows by table; ``generations`` the older ones.

    ``exports`` and ``backups`` are files that the program wrote, as far as its log tells, and that are there.
    """

    places: tuple[Place, ...]
    state: Mapping[str, int]
    generations: tuple[str, ...]
    exports: tuple[Path, ...]
    backups: tuple[Path, ...]


def find(target: Target, settings: Settings) -> Traces:
    """Where what is to be forgotten stands, in order of documents. Changes nothing.

    Raises UsageError for an unknown document and for a text without a word, and what reading the index and
    the state raises.
    """
    database = StateDatabase(settings.state)
    if target.document is None and not prints_of(target.text, b""):
        raise UsageError("nothing_to_forget")
    stores, older = stores_of(settings), older_of(settings)
    known = any(has_document(each, target.document) for each in (*stores, *_older_stores(settings)))
    if target.document is not None and not known:
        raise UsageError("unknown_document", document=target.document)
    entries = AuditLog(database).entries()
    exports = (Path(each) for each in exports_of(entries, Action.EXPORTED) if each != EXPORT_TO_BROWSER)
    backups = map(Path, exports_of(entries, Action.BACKED_UP))
    places: dict[str, Place] = {}
    if stores:
        with ReadingRooms.of(settings, 1) as rooms:
            for store in reversed(stores):  # the fullest first: what it shows is more than what others hide
                for place in places_of(target, store, files_of(settings, store, rooms), rooms):
                    places.setdefault(place.document, place)
    return Traces(
        places=tuple(places[name] for name in sorted(places)),
        state=_tried(database, target),
        generations=older,
        exports=tuple(path for path in exports if path.exists() and _mentions(path, target, stores)),
        backups=tuple(path for path in backups if path.exists()),
    )


def editions_of(settings: Settings) -> Iterator[Settings]:
    """The settings of each edition, the most open first; also of one that is not built any more."""
    for edition in Clearance if settings.store == "local" else settings.editions:
        yield settings.for_edition(edition)


def stores_of(settings: Settings) -> tuple[Store, ...]:
    """The current generation of each edition that has one, the most open first. Raises IndexStateError."""
    found = (opened(repository_of(own)) for own in editions_of(settings))
    return tuple(store for store in found if store)


def opened(repository: Repository) -> Store | None:
    """The current generation, None where there is no index. Raises IndexStateError."""
    try:
        return repository.open()
    except IndexStateError as error:
        if error.code == "no_index":
            return None
        raise


def older_of(settings: Settings) -> tuple[str, ...]:
    """The names of the generations of every edition that are not its current one."""
    current = [store.manifest.generation for store in stores_of(settings)]
    names = [name for own in editions_of(settings) for name in repository_of(own).names()]
    for name in current:
        names.remove(name)
    return tuple(names)


def _older_stores(settings: Settings) -> Iterator[Store]:
    for own in editions_of(settings):
        repository = repository_of(own)
        if repository.names():
            yield from repository.older()


def has_document(store: Store, document: str | None) -> bool:
    """Whether a generation has a document with this id."""
    return document is not None and document in store.checksums()


def files_of(settings: Settings, store: Store, rooms: ReadingRooms) -> Files:
    """The files that a generation was made from, as they lie there now."""
    rules = rules_in_force(settings, Forgotten(StateDatabase(settings.state)))
    try:
        found = find_files(sources_of(settings, store.manifest.sources), rules.masked, unpack=rooms.unpack)
        return {file.id: file for file in found.files}
    except SourceError as error:
        if error.code == "empty_source":
            return {}
        raise


def places_of(
    target: Target, store: Store, files: Files, rooms: ReadingRooms | None = None
) -> Iterator[Place]:
    """The documents that the target reaches, with ``rooms`` also by their files. Raises UsageError."""
    if target.document is not None:
        if not has_document(store, target.document):
            return
        file = files.get(target.document)
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


def _mentions(path: Path, target: Target, stores: Sequence[Store]) -> bool:
    """Whether a file that was exported holds what is to be forgotten."""
    try:
        text = path.read_text("utf-8", "ignore")
    except OSError:
        return True  # What cannot be read has to be looked at by a person.
    if target.document is not None:
        titles = (
            store.document(target.document).title for store in stores if has_document(store, target.document)
        )
        return target.document in text or any(title in text for title in titles)
    return bool(matcher_of(target.text).spans(text))


class _NotDone(Exception):  # noqa: N818 - nothing went wrong
    """Ends a transaction that only tried."""


def _tried(database: StateDatabase, target: Target) -> Mapping[str, int]:
    """How many rows of each table would change."""
    changed: Mapping[str, int] = {}
    if database.path.exists():
        with suppress(_NotDone), database.writing() as connection:
            changed = scrubbed(connection, target)
            raise _NotDone
    return changed


def scrubbed(connection: sqlite3.Connection, target: Target) -> Mapping[str, int]:
    """How many rows of each table changed once nothing in them names the target."""
    if target.document is not None:
        return scrub_documents(connection, lambda text: text == target.document)
    words = matcher_of(target.text)
    return scrub_words(connection, lambda text: covered(text, words.spans(text)))
