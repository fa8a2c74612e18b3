"""A request to forget: what it reaches, and doing it in the index, old generations and what people entered.

    find ─> keep the request ─> erase or move the file ─> scrub the state ─> build ─> drop old generations
                                                                                └─> look at every byte

Each step may be done again: a request that was broken off is finished by asking once more.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.audit import EXPORT_TO_BROWSER
from kb.building import sources_of
from kb.datatypes import Filter
from kb.disk import disk_errors, sync
from kb.errors import IndexStateError, SourceError, UsageError
from kb.index.repository import Repository, repository_of
from kb.masking import Rules
from kb.privacy import covered
from kb.reach import Files, Place, Target, matcher_of, places_of
from kb.readers.rooms import ReadingRooms
from kb.remains import Needles, Remains, needles_of_document, needles_of_text, remains
from kb.settings import Settings
from kb.sources import find_files
from kb.state.audit import FORGOTTEN_ROWS, Action, AuditLog, Event, append, exports_of
from kb.state.database import StateDatabase
from kb.state.forgotten import Forgotten
from kb.state.scrubbing import AUDIT, scrub_documents, scrub_words
from kb.wordprints import prints_of

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

_NOTHING_LEFT = frozenset({"nothing_indexed", "empty_source"})


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


@dataclass(frozen=True, slots=True)
class FileAct:
    """What to do with the file of a document: nothing, erase it, or move it ``to`` a folder."""

    erase: bool = False
    to: Path | None = None


@dataclass(frozen=True, slots=True)
class Forgot:
    """What was done. ``remains`` is what looking at every byte afterwards found; a count of 0 is the proof.

    ``before`` and ``after`` are the current generations, None where there is none. ``checksum`` is that of
    the document's file, and ``file_gone`` says that it is not where it lay. ``left`` are the files that still
    tell, for a person to deal with.
    """

    request: int
    target: Target
    made: dt.datetime
    user: str | None
    traces: Traces
    before: str | None
    after: str | None
    dropped: tuple[str, ...]
    state: Mapping[str, int]
    remains: Remains
    checksum: str | None
    file_gone: bool
    left: tuple[Path, ...]


def find(target: Target, settings: Settings) -> Traces:
    """Where what is to be forgotten stands, in order of documents. Changes nothing.

    Raises UsageError for an unknown document and for a text without a word, and what reading the index and
    the state raises.
    """
    repository, database = repository_of(settings), StateDatabase(settings.state)
    if target.document is None and not prints_of(target.text, b""):
        raise UsageError("nothing_to_forget")
    store = _opened(repository)
    if target.document is not None and store is None:
        raise UsageError("unknown_document", document=target.document)
    current = store.manifest.generation if store else None
    entries = AuditLog(database).entries()
    exports = (Path(each) for each in exports_of(entries, Action.EXPORTED) if each != EXPORT_TO_BROWSER)
    backups = map(Path, exports_of(entries, Action.BACKED_UP))
    places: tuple[Place, ...] = ()
    if store:
        with ReadingRooms.of(settings, 1) as rooms:
            places = tuple(places_of(target, store, _files(settings, store, rooms), rooms))
    return Traces(
        places=places,
        state=_tried(database, target),
        generations=tuple(name for name in repository.names() if name != current),
        exports=tuple(path for path in exports if path.exists() and _mentions(path, target, store)),
        backups=tuple(path for path in backups if path.exists()),
    )


def forget(
    target: Target,
    settings: Settings,
    encoder: Callable[[], Encoder],
    user: str | None,
    now: dt.datetime,
    act: FileAct | None = None,
) -> Forgot:
    """What was done, once all of it is. Raises as :func:`find` and :func:`kb.ingest.build`.

    Whatever is raised, the request is kept from the start on: a build that comes later goes by it.
    """
    traces = find(target, settings)
    _refuse_shared(target, traces, act)
    repository, database = repository_of(settings), StateDatabase(settings.state)
    store = _opened(repository)
    before = store.manifest.generation if store else None
    needles = _needles(target, store)
    checksum = store.document(target.document).sha256 if store and target.document else None
    with ReadingRooms.of(settings, 1) as rooms:
        files = _files(settings, store, rooms) if store else {}
    request = _keep(Forgotten(database), target, checksum, files, user, now)
    own = traces.places[0].path if target.document and traces.places else None
    if act and own:
        _move_or_erase(own, act)
    changed = _scrub(database, target, request, user, now)
    database.compact()
    after, dropped = _rebuilt(repository, store, settings, encoder)
    folders = (settings.state, *((settings.index,) if settings.store == "local" else ()))
    found = remains(needles, folders)
    named = _still_named(target, _opened(repository))
    return Forgot(
        request=request,
        target=target,
        made=now,
        user=user,
        traces=traces,
        before=before,
        after=after,
        dropped=dropped,
        state=changed,
        remains=Remains(found.count + named, found.files, found.size),
        checksum=checksum,
        file_gone=own is not None and not own.exists(),
        left=tuple(place.path for place in traces.places if place.path and place.path.exists()),
    )


def _refuse_shared(target: Target, traces: Traces, act: FileAct | None) -> None:
    """Raises UsageError where a file would go that holds other documents too."""
    shared = next((each for each in traces.places if each.shared and each.path), None)
    if target.document is not None and act and (act.erase or act.to) and shared and shared.path:
        raise UsageError("inside_container", document=shared.document, container=shared.path.name)


def _opened(repository: Repository) -> Store | None:
    """The current generation, None where there is no index."""
    try:
        return repository.open()
    except IndexStateError as error:
        if error.code == "no_index":
            return None
        raise


def _files(settings: Settings, store: Store, rooms: ReadingRooms) -> Files:
    rules = Rules(settings.mask_email, settings.mask_phone, Forgotten(StateDatabase(settings.state)).words())
    try:
        found = find_files(sources_of(settings, store.manifest.sources), rules.masked, rooms.unpack)
        return {file.id: file for file in found.files}
    except SourceError as error:
        if error.code == "empty_source":
            return {}
        raise


def _mentions(path: Path, target: Target, store: Store | None) -> bool:
    """Whether a file that was exported holds what is to be forgotten."""
    try:
        text = path.read_text("utf-8", "ignore")
    except OSError:
        return True  # What cannot be read has to be looked at by a person.
    if target.document is not None:
        title = store.document(target.document).title if store else target.document
        return target.document in text or title in text
    return bool(matcher_of(target.text).spans(text))


class _NotDone(Exception):  # noqa: N818 - nothing went wrong
    """Ends a transaction that only tried."""


def _tried(database: StateDatabase, target: Target) -> Mapping[str, int]:
    """How many rows of each table would change."""
    changed: Mapping[str, int] = {}
    if database.path.exists():
        with suppress(_NotDone), database.writing() as connection:
            changed = _scrubbed(connection, target)
            raise _NotDone
    return changed


def _scrubbed(connection: sqlite3.Connection, target: Target) -> Mapping[str, int]:
    if target.document is not None:
        return scrub_documents(connection, lambda text: text == target.document)
    words = matcher_of(target.text)
    return scrub_words(connection, lambda text: covered(text, words.spans(text)))


def _keep(
    forgotten: Forgotten,
    target: Target,
    checksum: str | None,
    files: Files,
    user: str | None,
    now: dt.datetime,
) -> int:
    """The number under which the request is kept. A file is known by the name that it has on the disk."""
    if target.document is None:
        return forgotten.add_words(target.text, user, now)
    file = files.get(target.document)
    return forgotten.add_document(file.named if file else target.document, checksum or "", user, now)


def _move_or_erase(path: Path, act: FileAct) -> None:
    """Nothing, once the file is gone from where it lay. Raises ResourceError."""
    with disk_errors(path):
        if act.erase:
            path.unlink()
        elif act.to is not None:
            act.to.mkdir(parents=True, exist_ok=True)
            if (act.to / path.name).exists():
                raise UsageError("file_exists", path=act.to / path.name)
            shutil.move(path, act.to / path.name)
        sync(path.parent)


def _scrub(
    database: StateDatabase, target: Target, request: int, user: str | None, now: dt.datetime
) -> Mapping[str, int]:
    """How many rows of each table changed. The log says so in the same transaction."""
    with database.writing() as connection:
        changed = _scrubbed(connection, target)
        detail = {"request": request, FORGOTTEN_ROWS: changed.get(AUDIT, 0)}
        append(connection, Event(Action.FORGOT, user, detail=detail), now)
    return changed


def _rebuilt(
    repository: Repository, store: Store | None, settings: Settings, encoder: Callable[[], Encoder]
) -> tuple[str | None, tuple[str, ...]]:
    """The generation without what is forgotten, None where there is none, and those that were removed."""
    from kb.ingest import build

    names = repository.names()
    try:
        if store is not None:
            alone = settings.model_copy(update={"keep_generations": 1})
            build(sources_of(settings, store.manifest.sources), alone, encoder)
            repository.drop_others()
    except SourceError as error:
        if error.code not in _NOTHING_LEFT:
            raise
        repository.drop_all()
    left = repository.names()
    return (left[-1] if left else None), tuple(name for name in names if name not in left)


def _needles(target: Target, store: Store | None) -> Needles:
    if target.document is None:
        return needles_of_text(target.text)
    if store is None:
        return ()
    ids = [each.id for each in store.summaries(Filter())]
    others = (store.document(name).text for name in ids if name != target.document)
    return needles_of_document(store.document(target.document), ids, others)


def _still_named(target: Target, store: Store | None) -> int:
    """How often the documents of a generation still name what is to be forgotten."""
    if store is None:
        return 0
    if target.document is not None:
        return sum(each.id == target.document for each in store.summaries(Filter()))
    return sum(place.count for place in places_of(target, store, {}))
