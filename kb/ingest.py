"""The build: files -> documents -> chunks -> vectors -> the next generation of the index.

    find files ─> read, mask, parse, redact ─> chunk ─> embed ─┬─> draft ─> verify ─> switch
                          └─> find renditions, survey ───┘

Documents flow through: while some are embedded, the next are read. What has not changed since the current
generation is taken from it: an unchanged file costs a hash, unchanged text costs no embedding. Until the
last step the current generation stays as it was.
"""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from itertools import chain
from pathlib import Path

from kb.bulk import bulk_of
from kb.cases.facts import packed
from kb.cases.renditions import find_renditions
from kb.cases.reprints import printings_of
from kb.cases.survey import survey
from kb.chunking import chunk_document
from kb.datatypes import FileProblem, IngestReport
from kb.embedding.encoder import Encoder
from kb.errors import SourceError
from kb.filling import Cut, Filling
from kb.index.draft import Collection, Draft, Origin
from kb.index.records import kept_chunk
from kb.index.repository import Repository, repository_of
from kb.index.store import Store
from kb.intake import Intake, Outcome, Reading
from kb.masking import rules_in_force
from kb.previous import WITHHELD, Previous, previous_generation, settings_hash
from kb.progress import Progress, Silence
from kb.readers.rooms import ReadingRooms
from kb.settings import Settings
from kb.sources import find_files, require_files
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.state.forgotten import Forgotten
from kb.wall import Wall

NAMED_PROBLEMS = 3
COLLECTED_AFTER = 100_000
"""Objects made before the interpreter looks for rubbish: at its 700 that is a sixth of a build's time."""


class Mode(StrEnum):
    """Whether a build may take over what the current generation already has."""

    REUSE = "reuse"
    FULL = "full"


def build(
    sources: Sequence[Path],
    settings: Settings,
    encoder: Encoder | Callable[[], Encoder],
    mode: Mode = Mode.REUSE,
    progress: Progress | None = None,
    executor: Executor | None = None,
    donor: Store | None = None,
) -> IngestReport:
    """What building the next generation of the settings' index from folders and files did.

    ``encoder`` may be a function that loads one, called only when there is something to embed or write.
    ``executor`` embeds instead of what the settings name; ``donor`` is the store of another edition, whose
    vectors are taken over where this one has none yet. What editors corrected stands instead of what is
    read. Where nothing changed no generation is made. Single files that fail are in the report. Raises
    SourceError where nothing can be indexed, ModelError, StateError where the corrections cannot be read, and
    ResourceError where the disk is full, workers are lost or another build is running; whatever is raised,
    the current generation stays.
    """
    started = time.monotonic()
    progress = progress or Silence()
    repository = repository_of(settings)
    require_files(sources)  # where there is nothing to index, nothing is made
    database = StateDatabase(settings.state)
    with repository.lock(), ReadingRooms.of(settings) as rooms, few_collections():
        forgotten = Forgotten(database)
        rules = rules_in_force(settings, forgotten)
        corrections = Corrections(database).in_force()
        wall = Wall(settings.edition, settings.rules, corrections)
        found = find_files(sources, rules.masked, wall, rooms.unpack)
        previous = previous_generation(repository, settings)
        if mode is Mode.FULL:
            previous = replace(previous, store=None)
        intake = Intake(found, previous, rooms, corrections, rules, forgotten.documents().holds, wall)
        placed = _placed(sources)
        if previous.is_by(encoder) and previous.is_from(placed) and not intake.differs():
            manifest, embedded = repository.open().manifest, 0
        else:
            outcomes = _from_first_document(intake, sources, previous)
            model = _loaded(encoder, progress)
            progress.stage("index", intake.count)
            own = previous.vectors_of(model)
            with (
                _drafted(repository, model, own or _of(model, donor)) as (draft, known),
                bulk_of(settings, model, executor) as bulk,
            ):
                filling = Filling(draft, bulk, known, progress)
                # Vectors may be another edition's; what a text says is this one's.
                chunked = (_chunks(each, own, model, settings, filling) for each in outcomes)
                collection = _filled(filling, chunked, intake)
                progress.stage("write", 1)
                origin = Origin(
                    placed,
                    model.name,
                    model.fingerprint,
                    settings_hash(settings),
                    rules.words.fingerprint,
                    settings.edition,
                    settings.rules.fingerprint,
                )
                now = dt.datetime.now(dt.UTC)
                told = previous.may_tell_of(intake.reading().skipped)
                keep = 1 if told else settings.keep_generations
                manifest = draft.finish(collection, origin, now, keep)
                progress.advance(1)
                embedded = filling.embedded
        reading = intake.reading()
    if previous.may_tell_of(reading.skipped):
        repository.drop_others()
    changes = previous.changes(reading.documents)
    return IngestReport(
        generation=manifest.generation,
        documents=manifest.documents,
        chunks=manifest.chunks,
        pages=sum(len(document.pages) for document in reading.documents),
        new=changes.new,
        changed=changes.changed,
        unchanged=changes.unchanged,
        removed=changes.removed,
        embedded=embedded,
        reused=manifest.chunks - embedded,
        skipped=reading.skipped,
        failed=reading.failed,
        seconds=time.monotonic() - started,
        masked=tuple(chain.from_iterable(document.masked for document in reading.documents)),
    )


@contextmanager
def few_collections() -> Iterator[None]:
    """While inside, the interpreter seldom looks for rubbish: a build makes much and little of it is any."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _filled(filling: Filling, chunked: Iterable[Cut], intake: Intake) -> Collection:
    """What the documents are and tell, once all their chunks are in the draft."""
    with ThreadPoolExecutor(1, "settling") as thread:
        try:
            for cut in chunked:
                filling.add(cut)
            filling.flush()
            # The last windows are still being embedded.
            settled = thread.submit(filling.finish)
            collection = _surveyed(intake.reading())
            settled.result()
        finally:
            filling.cancel()
    return collection


def _chunks(outcome: Outcome, own: Store | None, model: Encoder, settings: Settings, filling: Filling) -> Cut:
    """The chunks of what a file became, numbered on from those added; none where it is no document."""
    if outcome.document is None:
        return Cut(())
    if outcome.known and own is not None:
        kept = own.kept_chunks(outcome.document.id)
        moved = [(filling.chunks + at, *row[1:]) for at, row in enumerate(kept)]
        return Cut(moved, [row[0] for row in kept])
    made = chunk_document(outcome.document, model.count_tokens, settings.chunk_tokens, filling.chunks)
    return Cut([kept_chunk(each) for each in made])


def _surveyed(reading: Reading) -> Collection:
    """What the documents are and tell when they are read together."""
    facts = {each.id: told for each, told in zip(reading.documents, reading.facts, strict=True)}
    original = find_renditions(reading.documents, lambda each: facts[each.id].matter)
    documents = [replace(each, duplicate_of=original.get(each.id)) for each in reading.documents]
    surveyed = survey(documents, reading.decisions, reading.unread, lambda each: facts[each.id])
    printings = printings_of(documents, reading.decisions, surveyed.cases)
    kept = [packed(each) for each in reading.facts]
    return Collection(documents, kept, reading.decisions, printings, surveyed, reading.unread)


def _from_first_document(intake: Intake, sources: Sequence[Path], previous: Previous) -> Iterator[Outcome]:
    """What the files became. Raises SourceError at once where none of them became a document.

    It is told apart where all of them are withheld and the generation before has nothing else to show.
    """
    outcomes = intake.outcomes()
    first: list[Outcome] = []
    for outcome in outcomes:
        first.append(outcome)
        if outcome.document:
            return chain(first, outcomes)
    reading = intake.reading()
    withheld = not reading.failed and any(each.code in WITHHELD for each in reading.skipped)
    if withheld and (not previous.checksums or previous.may_tell_of(reading.skipped)):
        raise SourceError("all_withheld", path=_names(sources))
    reasons = _reasons(reading.skipped + reading.failed)
    raise SourceError("nothing_indexed", path=_names(sources), reasons=reasons)


@contextmanager
def _drafted(
    repository: Repository, model: Encoder, previous: Store | None
) -> Iterator[tuple[Draft, Store | None]]:
    """A draft, and the store that chunks may be taken over from; let go of where it is not finished."""
    draft = repository.draft(model.dimensions, previous)
    try:
        yield draft, previous
    finally:
        draft.discard()


def _of(model: Encoder, donor: Store | None) -> Store | None:
    """The donor, where its vectors are the model's."""
    return donor if donor and donor.manifest.model_fingerprint == model.fingerprint else None


def _loaded(encoder: Encoder | Callable[[], Encoder], progress: Progress) -> Encoder:
    if not callable(encoder):
        return encoder
    progress.stage("model", 1)
    model = encoder()
    progress.advance(1)
    return model


def _placed(sources: Sequence[Path]) -> tuple[str, ...]:
    """Where the sources lie, whatever folder the program is started from later."""
    return tuple(str(source.absolute()) for source in sources)


def _names(sources: Sequence[Path]) -> str:
    return ", ".join(str(source) for source in sources)


def _reasons(problems: Sequence[FileProblem]) -> str:
    """The first few problems in one line."""
    told = " ".join(f"{each.path}: {each.message}" for each in problems[:NAMED_PROBLEMS])
    return f"{told} …" if len(problems) > NAMED_PROBLEMS else told
