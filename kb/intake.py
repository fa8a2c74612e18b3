"""What a build starts from: the files read into documents, and what the generation before offers.

A file is read once: while its bytes and the pipeline stay the same, its document is taken over.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kb.cases import parse_document
from kb.cases.access import redact
from kb.cases.decisions import decisions_of
from kb.datatypes import Access, Decision, Document, FileProblem
from kb.disk import sha256_of
from kb.embedding.encoder import Encoder
from kb.errors import IndexStateError, KBError, ReadError
from kb.index.store import LocalStore, open_store
from kb.readers import read_file
from kb.settings import Settings
from kb.sources import Found, SourceFile, problem

PIPELINE_VERSION = 4
"""Raised with every change to reading, parsing, surveying or chunking: all is then read again."""

UNSUPPORTED = "unsupported_file"
"""Why a file was passed over that may well be a case document, and so is missed like one that is damaged."""


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
class Changes:
    """How many documents are as they were, are others now, are new and are gone."""

    unchanged: int
    changed: int
    new: int
    removed: int

    @property
    def any(self) -> bool:
        """Whether anything is not as it was."""
        return bool(self.changed or self.new or self.removed)


@dataclass(frozen=True, slots=True)
class Previous:
    """The generation before this build: its documents' checksums by id, and what may be taken from it.

    ``unread`` are the files that it missed. ``store`` is None where there is none, or nothing may be taken.
    """

    checksums: Mapping[str, str]
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

    def changes(self, documents: Sequence[Document]) -> Changes:
        """How the documents read now differ from those of this generation."""
        now = {document.id: document.sha256 for document in documents}
        both = now.keys() & self.checksums.keys()
        unchanged = sum(now[name] == self.checksums[name] for name in both)
        return Changes(
            unchanged=unchanged,
            changed=len(both) - unchanged,
            new=len(now) - len(both),
            removed=len(self.checksums) - len(both),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """The open documents in order of id with their decisions, and the files that did not become one."""

    documents: tuple[Document, ...]
    decisions: tuple[Decision, ...]
    skipped: tuple[FileProblem, ...]
    failed: tuple[FileProblem, ...]

    @property
    def unread(self) -> tuple[FileProblem, ...]:
        """The files that may be case documents and cannot be searched, by path. Closed ones are not named."""
        missed = [*self.failed, *(each for each in self.skipped if each.code == UNSUPPORTED)]
        return tuple(sorted(missed, key=lambda each: (each.path, each.code)))


def read_document(path: Path) -> Document:
    """The document in one file, parsed, under its file name. Raises ReadError."""
    return _parsed(SourceFile(path.name, path, path))


def settings_hash(settings: Settings) -> str:
    """Digest of all that decides what a file becomes in the index, the model by the name it is set by."""
    parts = [PIPELINE_VERSION, settings.chunk_tokens, settings.model, settings.precision]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def previous_generation(settings: Settings) -> Previous:
    """What the current generation offers; nothing where there is none, it is damaged or of another format."""
    try:
        store = open_store(settings.index)
    except IndexStateError:
        return Previous({}, (), None)
    same = store.manifest.settings_hash == settings_hash(settings)
    catalogue = store.catalogue
    return Previous(catalogue.document_checksums(), catalogue.unread(), store if same else None)


def read_files(found: Found, previous: Previous, progress: Progress) -> Reading:
    """The documents of the files found; one that cannot be read or is closed stops no other."""
    documents: list[Document] = []
    decisions: list[Decision] = []
    skipped = list(found.skipped)
    failed = list(found.failed)
    progress.stage("read", len(found.files))
    for file in found.files:
        try:
            known = _unchanged(file, previous)
            with _one_bad_document():
                document = known or redact(_parsed(file))
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


@contextmanager
def _one_bad_document() -> Iterator[None]:
    """While inside, what fails on a text is raised as ReadError, so that one document stops no build.

    The error names the line of the program and nothing of the text.
    """
    try:
        yield
    except KBError:
        raise
    except Exception as error:
        line = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}, {Path(line.filename).name}:{line.lineno}"
        raise ReadError("not_understood", detail=detail) from error


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
