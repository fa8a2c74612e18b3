"""The Store seam: one opened generation, asked for ranked chunks and for records."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from kb.datatypes import (
    Case,
    Chunk,
    Decision,
    Document,
    DocumentSummary,
    Facets,
    FieldCorrection,
    FileProblem,
    Filter,
    Gap,
    Manifest,
    Place,
    Stated,
    Tenure,
    Term,
)
from kb.embedding.encoder import Encoder, Vectors
from kb.errors import IndexStateError
from kb.index.catalogue import Catalogue
from kb.index.generations import current_generation, generation_folder
from kb.index.manifest import verify
from kb.index.ranking import Mask, Ranking
from kb.index.recorded import EVERYTHING, Recorded
from kb.index.records import Row
from kb.index.searched import FIELDS, Searched
from kb.index.sqlite import CatalogueFile
from kb.strings_da.problems import DAMAGE_FILES_DISAGREE

__all__ = ["LocalStore", "Mask", "Ranking", "Store", "open_store"]

CATALOGUE_FILE = "catalogue.sqlite"


class Store(Protocol):
    """One generation, read-only: the same call gives the same result for as long as it is open."""

    @property
    def manifest(self) -> Manifest:
        """What the generation is."""

    @property
    def chunk_count(self) -> int:
        """How many chunks there are; their keys are 0 to ``chunk_count`` - 1."""

    @property
    def centre(self) -> Vectors:
        """The mean (d,) of the embeddings of all chunks, zero for none."""

    @property
    def approximate(self) -> bool:
        """Whether :meth:`dense` may miss a few of the nearest where nearly all chunks are allowed."""

    def allowed(self, where: Filter) -> Mask:
        """Which chunks ``where`` allows, (chunk_count,) bool by key, read-only.

        Of documents with the same text only one is allowed: the original, or another that ``where`` leaves.
        """

    def dense(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks nearest to ``vector`` (d,), what is common to all chunks left out.

        The score is the inner product with ``vector`` less the mean vector of the chunks: a chunk that is
        near to everything is not held for near to the question.
        """

    def vectors_of(self, keys: Sequence[int]) -> Vectors:
        """The embeddings (n, d) of chunks, in the order given."""

    def best_cosines(self, vectors: Vectors, keys: Sequence[int]) -> Vectors:
        """The best cosine of each token vector (q, d) among the tokens of each chunk, (q, len(keys))."""

    def token_cosines(self, vectors: Vectors, keys: Sequence[int]) -> list[Vectors]:
        """The cosines (q, t) of token vectors (q, d) with each chunk's tokens, in the order of ``keys``."""

    def lexical(self, text: str, field: str, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks that share a term with ``text``; scores are BM25, above 0."""

    def document_frequency(self, terms: Sequence[str]) -> list[int]:
        """In how many chunks each term occurs; terms are those of the words field."""

    def chunks(self, keys: Sequence[int]) -> tuple[Chunk, ...]:
        """The chunks with these keys, in the order given. Raises KeyError for an unknown key."""

    def places(self, keys: Sequence[int]) -> tuple[Place, ...]:
        """Where the chunks with these keys stand, in the order given. Raises KeyError for an unknown key."""

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """A document's chunks in reading order. Raises UsageError for an unknown document."""

    def document(self, document_id: str) -> Document:
        """The document. Raises UsageError for an unknown one."""

    def summaries(self, where: Filter) -> tuple[DocumentSummary, ...]:
        """The documents of which ``where`` allows any section, duplicates too, by id."""

    def document_count(self, where: Filter) -> int:
        """How many documents :meth:`summaries` has."""

    def decisions(self, where: Filter) -> tuple[Decision, ...]:
        """The decisions that ``where`` allows, by document and place, one row a treatment of a case.

        Of equal documents, and of papers that print the same decision, the original's, or another's that
        ``where`` leaves. One document's own are never reprints of each other.
        """

    def decisions_of(self, document_id: str) -> tuple[Decision, ...]:
        """All decisions that a document prints, in reading order, whichever paper is nearest to them."""

    def cases(self, where: Filter = EVERYTHING) -> tuple[Case, ...]:
        """The cases of which ``where`` allows any paper, cut down to it, newest first, undated last."""

    def terms(self, where: Filter = EVERYTHING) -> tuple[Term, ...]:
        """The terms with the meanings whose first mention ``where`` allows, in order of the build."""

    def tenures(self, where: Filter = EVERYTHING) -> tuple[Tenure, ...]:
        """Who is named in which role by the papers that ``where`` allows, in order of the build."""

    def gaps(self, where: Filter = EVERYTHING) -> tuple[Gap, ...]:
        """The gaps that ``where`` allows, those of days to come too, in order of the build."""

    def vocabulary(self) -> Mapping[str, int]:
        """In how many documents each word stands: lower-cased, letters only, three or more."""

    def renditions(self, document_id: str) -> tuple[str, ...]:
        """The ids of the other documents with the same text, sorted."""

    def facets(self) -> Facets:
        """What can be filtered by."""

    def kept_chunks(self, document_id: str) -> Sequence[Row]:
        """What is kept of a document's chunks, in reading order: the values of KEPT_CHUNK_COLUMNS."""

    def facts_of(self, document_id: str) -> str:
        """The record of what a build found in a document. Raises UsageError for an unknown one."""

    def checksums(self) -> dict[str, str]:
        """sha256 of each document's file, by document id."""

    def corrected(self) -> dict[str, tuple[FieldCorrection, ...]]:
        """What editors corrected, by document id, of the documents where they did."""

    def stated(self) -> dict[str, Stated]:
        """What the systems that documents come from state of them, by document id, where they do."""

    def unread(self) -> tuple[FileProblem, ...]:
        """The files of the build that could not be read, in its order."""

    def keys_by_digest(self, digests: Sequence[str]) -> dict[str, int]:
        """The least key of a chunk by the digest of what was embedded for it, for those that are there."""


class LocalStore(Recorded):
    """A generation in a local folder: SQLite, FAISS and BM25. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Opens a generation's folder once its files are verified. Raises IndexStateError."""
        self.manifest = verify(folder, thorough=False)
        self._folder = folder
        try:
            self._file = CatalogueFile(folder / CATALOGUE_FILE)
            catalogue = Catalogue(self._file.rows)
            super().__init__(catalogue, catalogue.count())
        except (OSError, ValueError, sqlite3.Error) as error:
            raise IndexStateError("index_damaged", path=folder, detail=error) from error

    @cached_property
    def searched(self) -> Searched:
        """What a search needs, read when it is first asked for: registers do without.

        Raises IndexStateError where it cannot be read, or is not of as many chunks as the catalogue.
        """
        try:
            found = Searched(self._folder)
        except (OSError, RuntimeError, ValueError, KeyError) as error:
            raise IndexStateError("index_damaged", path=self._folder, detail=error) from error
        if found.counts != {self.chunk_count} or self.chunk_count != self.manifest.chunks:
            raise IndexStateError("index_damaged", path=self._folder, detail=DAMAGE_FILES_DISAGREE)
        return found

    def close(self) -> None:
        """Lets go of the files, so that Windows can move their folder; the store is of no use after."""
        self._file.close()
        if "searched" in self.__dict__:
            self.searched.close()

    @property
    def centre(self) -> Vectors:
        """The mean (d,) of the embeddings of all chunks, zero for none."""
        return self.searched.vectors.centre

    @property
    def approximate(self) -> bool:
        """Whether there is a graph: so many chunks that exact search would take longer than all else."""
        return self.searched.vectors.has_graph

    def dense(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks nearest to ``vector`` (d,), what is common to all chunks left out."""
        vectors = self.searched.vectors
        return vectors.search(vector - vectors.centre, allowed, limit)

    def vectors_of(self, keys: Sequence[int]) -> Vectors:
        """The embeddings (n, d) of chunks, in the order given."""
        return self.searched.vectors.of(keys)

    def best_cosines(self, vectors: Vectors, keys: Sequence[int]) -> Vectors:
        """The best cosine of each token vector (q, d) among the tokens of each chunk, (q, len(keys))."""
        return self.searched.tokens.best(vectors, keys)

    def token_cosines(self, vectors: Vectors, keys: Sequence[int]) -> list[Vectors]:
        """The cosines (q, t) of token vectors (q, d) with each chunk's tokens, in the order of ``keys``."""
        return self.searched.tokens.cosines(vectors, keys)

    def lexical(self, text: str, field: str, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks that share a term with ``text``; scores are BM25, above 0."""
        return self.searched.lexical[field].search(FIELDS[field].of_question(text), allowed, limit)

    def document_frequency(self, terms: Sequence[str]) -> list[int]:
        """In how many chunks each term occurs, in order."""
        return self.searched.lexical["words"].document_frequency(terms)


def open_store(index: Path, encoder: Encoder | None = None) -> LocalStore:
    """The current generation of ``index``; with ``encoder`` None for use without vectors.

    Raises IndexStateError where there is none, it is damaged, or it was made with another format or model.
    """
    store = _open_current(index)
    if encoder is not None and encoder.fingerprint != store.manifest.model_fingerprint:
        found = f"{store.manifest.model} ({store.manifest.model_fingerprint[:8]})"
        expected = f"{encoder.name} ({encoder.fingerprint[:8]})"
        raise IndexStateError("index_model_mismatch", path=index, found=found, expected=expected)
    if encoder is not None:
        _ = store.searched  # what is damaged is said now, and not at the first question
    return store


def _open_current(index: Path) -> LocalStore:
    generation = current_generation(index)
    while True:
        try:
            return LocalStore(generation_folder(index, generation))
        except IndexStateError:
            # A build may have switched, and dropped the old generation, after its name was read.
            newest = current_generation(index)
            if newest == generation:
                raise
            generation = newest
