"""The build: files -> documents -> chunks -> vectors -> the next generation of the index.

    find files ─> read, parse, redact ─> find renditions ─> survey ─> chunk ─> embed ─> write ─> switch

What has not changed since the current generation is taken from it: an unchanged file costs a hash,
unchanged text costs no embedding. Until the last step the current generation stays as it was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np

from kb.cases import parse_document
from kb.cases.access import redact
from kb.cases.decisions import decisions_of
from kb.cases.renditions import find_renditions
from kb.cases.survey import survey
from kb.chunking import chunk_document
from kb.datatypes import Access, Chunk, Decision, Document, FileProblem, IngestReport, Manifest
from kb.disk import sha256_of
from kb.embedding.encoder import Encoder, Vectors
from kb.errors import IndexStateError, ReadError, SourceError
from kb.index.lock import build_lock
from kb.index.store import LocalStore, open_store
from kb.index.writing import Contents, Origin, digest, write_generation
from kb.readers import read_file
from kb.settings import Settings
from kb.sources import SourceFile, find_files, problem

PIPELINE_VERSION = 2
"""Raised with every change to reading, parsing or chunking: what was parsed before is then read again."""

UNSUPPORTED = "unsupported_file"
"""Why a file was passed over that may well be a case document, and so is missed like one that is damaged."""

NAMED_PROBLEMS = 3


class Mode(StrEnum):
    """Whether a build may take over what the current generation already has."""

    REUSE = "reuse"
    FULL = "full"


class Progress(Protocol):
    """Hears how far a build is. Stages: "model", "read", "embed", "write"."""

    def stage(self, name: str, total: int) -> None:
        """A stage of ``total`` steps begins."""

    def advance(self, steps: int) -> None:
        """So many steps of the stage are done."""


class Silence:
    """Progress that nobody hears."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins."""

    def advance(self, steps: int) -> None:
        """Steps are done."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The generation before this build: its documents' checksums by id, and what may be taken from it.

    ``store`` is None where there is none, or it was made with other settings.
    """

    checksums: dict[str, str]
    unread: tuple[FileProblem, ...]
    store: LocalStore | None

    def is_by(self, encoder: Encoder | Callable[[], Encoder]) -> bool:
        """Whether this encoder made it; one that is not loaded yet is known by the settings alone."""
        if self.store is None:
            return False
        return callable(encoder) or self.store.manifest.model_fingerprint == encoder.fingerprint

    def vectors_of(self, model: Encoder) -> LocalStore | None:
        """The store whose vectors ``model`` would give again, None where it is another model's."""
        same = self.store is not None and self.store.manifest.model_fingerprint == model.fingerprint
        return self.store if same else None


@dataclass(frozen=True, slots=True)
class Reading:
    """The open documents in order of id with their decisions, and the files that did not become one."""

    documents: tuple[Document, ...]
    decisions: tuple[Decision, ...]
    skipped: tuple[FileProblem, ...]
    failed: tuple[FileProblem, ...]


def read_document(path: Path) -> Document:
    """The document in one file, parsed, under its file name. Raises ReadError."""
    return _parsed(SourceFile(path.name, path, path))


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
        previous = _previous(settings, mode)
        reading = _read(found.files, previous, progress)
        skipped, failed = found.skipped + reading.skipped, found.failed + reading.failed
        if not reading.documents:
            raise SourceError("nothing_indexed", path=_names(sources), reasons=_reasons(skipped + failed))
        unread = _unread(skipped, failed)
        unchanged, changed, new, removed = _compared(reading.documents, previous.checksums)
        same = not (changed or new or removed) and unread == previous.unread
        if same and previous.is_by(encoder):
            manifest, embedded = open_store(settings.index).manifest, 0
        else:
            model = _loaded(encoder, progress)
            manifest, embedded = _next_generation(
                sources, settings, reading, unread, model, previous, progress
            )
    return IngestReport(
        generation=manifest.generation,
        documents=manifest.documents,
        chunks=manifest.chunks,
        pages=sum(len(document.pages) for document in reading.documents),
        new=new,
        changed=changed,
        unchanged=unchanged,
        removed=removed,
        embedded=embedded,
        reused=manifest.chunks - embedded,
        skipped=skipped,
        failed=failed,
        seconds=time.monotonic() - started,
    )


def _next_generation(
    sources: Sequence[Path],
    settings: Settings,
    reading: Reading,
    unread: tuple[FileProblem, ...],
    model: Encoder,
    previous: Previous,
    progress: Progress,
) -> tuple[Manifest, int]:
    """The manifest of the generation made of what was read, and how many chunks had to be embedded."""
    original = find_renditions(reading.documents)
    documents = [replace(each, duplicate_of=original.get(each.id)) for each in reading.documents]
    surveyed = survey(documents, reading.decisions, unread)
    chunks = _chunked(documents, model, settings)
    texts = [chunk.searchable for chunk in chunks]
    vectors, embedded = _embedded(texts, model, previous.vectors_of(model), progress)
    progress.stage("write", 1)
    manifest = write_generation(
        settings.index,
        Contents(documents, chunks, texts, vectors, reading.decisions, surveyed, unread),
        Origin(_names(sources), model.name, model.fingerprint, settings_hash(settings)),
        dt.datetime.now(dt.UTC),
        settings.keep_generations,
    )
    progress.advance(1)
    return manifest, embedded


def settings_hash(settings: Settings) -> str:
    """Digest of all that decides what a file becomes in the index, the model by the name it is set by."""
    parts = [PIPELINE_VERSION, settings.chunk_tokens, settings.model, settings.precision]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _loaded(encoder: Encoder | Callable[[], Encoder], progress: Progress) -> Encoder:
    if not callable(encoder):
        return encoder
    progress.stage("model", 1)
    model = encoder()
    progress.advance(1)
    return model


def _previous(settings: Settings, mode: Mode) -> Previous:
    """What the current generation offers; nothing where there is none or it is damaged."""
    try:
        store = open_store(settings.index)
    except IndexStateError:
        return Previous({}, (), None)
    reusable = mode is Mode.REUSE and store.manifest.settings_hash == settings_hash(settings)
    catalogue = store.catalogue
    return Previous(catalogue.document_checksums(), catalogue.unread(), store if reusable else None)


def _read(files: Sequence[SourceFile], previous: Previous, progress: Progress) -> Reading:
    documents: list[Document] = []
    decisions: list[Decision] = []
    skipped: list[FileProblem] = []
    failed: list[FileProblem] = []
    progress.stage("read", len(files))
    for file in files:
        try:
            document = _unchanged(file, previous) or redact(_parsed(file))
            decided = decisions_of(document)
        except ReadError as error:
            failed.append(problem(file.id, error))
        else:
            if document.access is Access.CLOSED:
                # Its path is all that may be known of it: the generation must hold no trace.
                skipped.append(problem(file.id, ReadError("closed")))
            else:
                documents.append(document)
                decisions.extend(decided)
        progress.advance(1)
    return Reading(tuple(documents), tuple(decisions), tuple(skipped), tuple(failed))


def _unread(skipped: Sequence[FileProblem], failed: Sequence[FileProblem]) -> tuple[FileProblem, ...]:
    """The files that may be case documents and cannot be searched, by path. Closed ones are not named."""
    missed = [*failed, *(each for each in skipped if each.code == UNSUPPORTED)]
    return tuple(sorted(missed, key=lambda each: (each.path, each.code)))


def _unchanged(file: SourceFile, previous: Previous) -> Document | None:
    """The document as the current generation has it, where its file is the same."""
    if previous.store is None or previous.checksums.get(file.id) != _checksum(file.path):
        return None
    return previous.store.document(file.id)


def _parsed(file: SourceFile) -> Document:
    return parse_document(file.id, read_file(file.path), _checksum(file.path))


def _checksum(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise ReadError("unreadable_file", detail=error.strerror or error) from error


def _chunked(documents: Sequence[Document], model: Encoder, settings: Settings) -> list[Chunk]:
    chunks: list[Chunk] = []
    for document in documents:
        chunks.extend(chunk_document(document, model.count_tokens, settings.chunk_tokens, len(chunks)))
    return chunks


def _embedded(
    texts: Sequence[str], model: Encoder, previous: LocalStore | None, progress: Progress
) -> tuple[Vectors, int]:
    """The vectors (n, d) of the texts, in order, and how many had to be computed."""
    known = previous.catalogue.chunk_digests() if previous else {}
    digests = [digest(text) for text in texts]
    missing = {each: text for each, text in zip(digests, texts, strict=True) if each not in known}
    progress.stage("embed", len(missing))
    computed = model.passages(list(missing.values()), progress.advance)
    old = previous.vectors.all() if previous else np.zeros((0, model.dimensions), np.float32)
    rows = known | {each: len(old) + row for row, each in enumerate(missing)}
    vectors = np.concatenate([old, computed])[[rows[each] for each in digests]]
    return vectors.reshape(-1, model.dimensions), len(missing)


def _compared(documents: Sequence[Document], before: dict[str, str]) -> tuple[int, int, int, int]:
    """How many documents are unchanged, changed, new and removed against the checksums before."""
    now = {document.id: document.sha256 for document in documents}
    both = now.keys() & before.keys()
    unchanged = sum(now[name] == before[name] for name in both)
    return unchanged, len(both) - unchanged, len(now) - len(both), len(before) - len(both)


def _names(sources: Sequence[Path]) -> str:
    return ", ".join(str(source) for source in sources)


def _reasons(problems: Sequence[FileProblem]) -> str:
    """The first few problems in one line."""
    told = " ".join(f"{each.path}: {each.message}" for each in problems[:NAMED_PROBLEMS])
    return f"{told} …" if len(problems) > NAMED_PROBLEMS else told
