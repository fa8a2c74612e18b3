"""A request to forget: what it reaches, and doing it in the index, old generations and what people entered.

    find ─> keep the request ─> erase or move the file ─> scrub the state ─> build ─> drop old generations
                                                                                └─> look at every byte

Each step may be done again: a request that was broken off is finished by asking once more.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.building import sources_of
from kb.datatypes import Filter
from kb.disk import disk_errors, sync
from kb.errors import SourceError, UsageError
from kb.index.repository import Repository, repository_of
from kb.readers.rooms import ReadingRooms
from kb.remains import Needles, Remains, needles_of_document, needles_of_text, remains
from kb.settings import Settings
from kb.state.audit import FORGOTTEN_ROWS, Action, Event, append
from kb.state.database import StateDatabase
from kb.state.forgotten import Forgotten
from kb.state.scrubbing import AUDIT
from kb.traces import (
    Files,
    Target,
    Traces,
    editions_of,
    files_of,
    find,
    has_document,
    opened,
    places_of,
    scrubbed,
    stores_of,
)

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

_NOTHING_LEFT = frozenset({"nothing_indexed", "empty_source", "all_withheld"})


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
    database = StateDatabase(settings.state)
    stores = stores_of(settings)
    before = ", ".join(store.manifest.generation for store in stores) or None
    needles = tuple(dict.fromkeys(each for store in stores for each in _needles(target, store)))
    needles = needles or needles_of_text(target.document or target.text)
    held = (store.checksums().get(target.document or "") for store in stores)
    checksum = next(filter(None, held), None)
    with ReadingRooms.of(settings, 1) as rooms:
        files = {name: file for store in stores for name, file in files_of(settings, store, rooms).items()}
    request = _keep(Forgotten(database), target, checksum, files, user, now)
    own = traces.places[0].path if target.document and traces.places else None
    if act and own:
        _move_or_erase(own, act)
    changed = _scrub(database, target, request, user, now)
    database.compact()
    dropped = _rebuilt(settings, encoder)
    folders = (settings.state, *((settings.index,) if settings.store == "local" else ()))
    found = remains(needles, folders)
    left = stores_of(settings)
    named = sum(_still_named(target, store) for store in left)
    return Forgot(
        request=request,
        target=target,
        made=now,
        user=user,
        traces=traces,
        before=before,
        after=", ".join(store.manifest.generation for store in left) or None,
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
        changed = scrubbed(connection, target)
        detail = {"request": request, FORGOTTEN_ROWS: changed.get(AUDIT, 0)}
        append(connection, Event(Action.FORGOT, user, detail=detail), now)
    return changed


def _rebuilt(settings: Settings, encoder: Callable[[], Encoder]) -> tuple[str, ...]:
    """The names of the generations that were removed, once what is forgotten is in no edition any more."""
    gone: list[str] = []
    for own in editions_of(settings):
        repository = repository_of(own)
        gone += repository.names()
        _rebuild(repository, own.model_copy(update={"keep_generations": 1}), encoder)
        for name in repository.names():
            if name in gone:
                gone.remove(name)
    return tuple(gone)


def _rebuild(repository: Repository, settings: Settings, encoder: Callable[[], Encoder]) -> None:
    """Nothing, once an edition is built and its older generations are dropped; all where nothing is left."""
    from kb.ingest import build

    store = opened(repository)
    if store is None:
        if repository.names():
            repository.drop_all()
        return
    try:
        build(sources_of(settings, store.manifest.sources), settings, encoder)
        repository.drop_others()
    except SourceError as error:
        if error.code not in _NOTHING_LEFT:
            raise
        repository.drop_all()


def _needles(target: Target, store: Store) -> Needles:
    if target.document is None:
        return needles_of_text(target.text)
    if not has_document(store, target.document):
        return ()
    ids = [each.id for each in store.summaries(Filter())]
    others = (store.document(name).text for name in ids if name != target.document)
    return needles_of_document(store.document(target.document), ids, others)


def _still_named(target: Target, store: Store) -> int:
    """How often the documents of a generation still name what is to be forgotten."""
    if target.document is not None:
        return sum(each.id == target.document for each in store.summaries(Filter()))
    return sum(place.count for place in places_of(target, store, {}))
