"""The build: files -> documents -> chunks -> vectors -> the next generation of the index.

    find files ─> read, parse, redact ─> find renditions ─> chunk ─┬─> embed ───────────┬─> write ─> switch
                                                                   └─> survey, analyse ─┘

What has not changed since the current generation is taken from it: an unchanged file costs a hash,
unchanged text costs no embedding. Until the last step the current generation stays as it was.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from kb.cases.renditions import find_renditions
from kb.cases.reprints import Printing, printings_of
from kb.cases.survey import survey
from kb.chunking import chunk_document
from kb.datatypes import Chunk, Document, FileProblem, IngestReport, Manifest, Survey
from kb.embedding.encoder import Encoder, Role, Vectors
from kb.errors import SourceError
from kb.index.lock import build_lock
from kb.index.searched import terms_of
from kb.index.store import LocalStore, open_store
from kb.index.token_codes import Codes, encode, width
from kb.index.tokens import TokenCodes, gathered
from kb.index.writing import Contents, Origin, digest, write_generation
from kb.intake import Previous, Progress, Reading, Silence, previous_generation, read_files, settings_hash
from kb.settings import Settings
from kb.sources import find_files

NAMED_PROBLEMS = 3


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
) -> IngestReport:
    """What building the next generation of ``settings.index`` from folders and files did.

    ``encoder`` may be a function that loads one, called only when there is something to embed or write.
    Where nothing changed no generation is made.
    Single files that fail are in the report. Raises SourceError where nothing can be indexed,
    ModelError, and ResourceError where the disk is full or another build is running; whatever is
    raised, the current generation stays.
    """
    started = time.monotonic()
    progress = progress or Silence()
    found = find_files(sources)
    with build_lock(settings.index):
        previous = previous_generation(settings)
        if mode is Mode.FULL:
            previous = replace(previous, store=None)
        reading = read_files(found, previous, progress)
        if not reading.documents:
            reasons = _reasons(reading.skipped + reading.failed)
            raise SourceError("nothing_indexed", path=_names(sources), reasons=reasons)
        changes = previous.changes(reading.documents)
        same = not changes.any and reading.unread == previous.unread
        if same and previous.is_by(encoder):
            manifest, embedded = open_store(settings.index).manifest, 0
        else:
            model = _loaded(encoder, progress)
            manifest, embedded = _next_generation(sources, settings, reading, model, previous, progress)
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
    )


def _next_generation(
    sources: Sequence[Path],
    settings: Settings,
    reading: Reading,
    model: Encoder,
    previous: Previous,
    progress: Progress,
) -> tuple[Manifest, int]:
    """The manifest of the generation made of what was read, and how many chunks had to be embedded."""
    original = find_renditions(reading.documents)
    documents = [replace(each, duplicate_of=original.get(each.id)) for each in reading.documents]
    chunks = _chunked(documents, model, settings)
    texts = [chunk.searchable for chunk in chunks]
    # The model computes without the interpreter, which meanwhile has time for all that needs no vectors.
    with ThreadPoolExecutor(1) as beside:
        told = beside.submit(_surveyed, documents, reading)
        terms = beside.submit(terms_of, texts)
        vectors, tokens, embedded = _embedded(texts, model, previous.vectors_of(model), progress)
    surveyed, printings = told.result()
    progress.stage("write", 1)
    manifest = write_generation(
        settings.index,
        Contents(
            documents,
            chunks,
            texts,
            terms.result(),
            vectors,
            tokens,
            reading.decisions,
            printings,
            surveyed,
            reading.unread,
        ),
        Origin(_names(sources), model.name, model.fingerprint, settings_hash(settings)),
        dt.datetime.now(dt.UTC),
        settings.keep_generations,
    )
    progress.advance(1)
    return manifest, embedded


def _surveyed(documents: Sequence[Document], reading: Reading) -> tuple[Survey, Sequence[Printing]]:
    """What the documents tell when they are read together, and which treatment each decision prints."""
    surveyed = survey(documents, reading.decisions, reading.unread)
    return surveyed, printings_of(documents, reading.decisions, surveyed.cases)


def _loaded(encoder: Encoder | Callable[[], Encoder], progress: Progress) -> Encoder:
    if not callable(encoder):
        return encoder
    progress.stage("model", 1)
    model = encoder()
    progress.advance(1)
    return model


def _chunked(documents: Sequence[Document], model: Encoder, settings: Settings) -> list[Chunk]:
    chunks: list[Chunk] = []
    for document in documents:
        chunks.extend(chunk_document(document, model.count_tokens, settings.chunk_tokens, len(chunks)))
    return chunks


def _embedded(
    texts: Sequence[str], model: Encoder, previous: LocalStore | None, progress: Progress
) -> tuple[Vectors, TokenCodes, int]:
    """The vectors (n, d) and token codes of the texts, in order, and how many had to be computed."""
    known = previous.catalogue.chunk_digests() if previous else {}
    digests = [digest(text) for text in texts]
    missing = {each: text for each, text in zip(digests, texts, strict=True) if each not in known}
    progress.stage("embed", len(missing))
    computed = np.zeros((len(missing), model.dimensions), np.float32)
    codes: dict[int, Codes] = {}
    for row, embedding in model.stream(list(missing.values()), Role.PASSAGE):
        computed[row] = embedding.pooled
        codes[row] = encode(embedding.tokens.vectors)
        progress.advance(1)
    old = previous.searched.vectors.all() if previous else np.zeros((0, model.dimensions), np.float32)
    rows = known | {each: len(old) + row for row, each in enumerate(missing)}
    of_texts = [rows[each] for each in digests]
    vectors = np.concatenate([old, computed])[of_texts].reshape(-1, model.dimensions)
    kept = previous.searched.tokens.all if previous else None
    parts = [kept.of(row) if kept and row < len(old) else codes[row - len(old)] for row in of_texts]
    return vectors, gathered(parts, width(model.dimensions)), len(missing)


def _names(sources: Sequence[Path]) -> str:
    return ", ".join(str(source) for source in sources)


def _reasons(problems: Sequence[FileProblem]) -> str:
    """The first few problems in one line."""
    told = " ".join(f"{each.path}: {each.message}" for each in problems[:NAMED_PROBLEMS])
    return f"{told} …" if len(problems) > NAMED_PROBLEMS else told
