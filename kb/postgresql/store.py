"""The Store over a generation in PostgreSQL.

Embeddings are compared in the database: all that are allowed, or, where there are many and nearly all are,
those that a graph leads to (HNSW). What they lead to is scored here, so that scores are the same either way,
and the same as those of a local store. BM25 is computed here from the postings of the question's terms, which
are kept while there is room.

Every key that is given out has passed the database's row policy, whatever ``allowed`` says.
"""

# ruff: noqa: S608 - the SQL is put together from constants of ours; every value is a parameter.
from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector

from kb.datatypes import Manifest
from kb.embedding.encoder import Encoder, Vectors
from kb.errors import IndexStateError
from kb.index.bm25 import Postings, best_by_bm25, norms_of
from kb.index.catalogue import Catalogue
from kb.index.ranking import Mask, Ranking, nothing, ranked
from kb.index.recorded import Recorded
from kb.index.searched import FIELDS
from kb.index.token_codes import Codes, width
from kb.index.tokens import best_of, cosines_of
from kb.postgresql.generations import Generation
from kb.postgresql.kept import Kept
from kb.postgresql.reading import Readers
from kb.strings_da.problems import DAMAGE_TABLE_CHANGED

GRAPH_FROM = 50_000
"""Chunks from which comparing all of them takes longer than all else together."""

GRAPH_ALLOWED = 0.5
"""The share of the chunks that must be allowed for the graph to be walked."""

FEW = 2_000
"""As many allowed chunks are looked up one by one; more are met while all are read in order."""

SPARE = 8
"""Chunks fetched beyond those asked for: the database adds up in another order than is done here."""

REST = 1024.0
"""What the rest of a question's vector is scaled by, so that half precision can hold it."""

KEPT_BYTES = 128 * 2**20
CENTRE = "centre"
WALK = "SET LOCAL enable_seqscan = off"


class PostgresStore(Recorded):
    """A generation in a database, over connections that may only read. Safe to use from several threads."""

    def __init__(self, readers: Readers, generation: Generation) -> None:
        """Nothing is read yet."""
        self.manifest: Manifest = generation.manifest
        self.schema, self.has_graph = generation.schema, generation.graph
        self.place = readers.place
        self._rows = partial(readers.rows, generation.schema)
        super().__init__(Catalogue(self._rows), generation.manifest.chunks)
        self._arrays: dict[str, NDArray[np.generic]] = {}
        self._norms: dict[str, NDArray[np.float32]] = {}
        self._postings = Kept[tuple[str, str], Postings | None](KEPT_BYTES)
        self._lock = Lock()

    def refuse_other(self, encoder: Encoder) -> None:
        """Nothing. Raises IndexStateError where another model made the generation."""
        manifest = self.manifest
        if encoder.fingerprint != manifest.model_fingerprint:
            found = f"{manifest.model} ({manifest.model_fingerprint[:8]})"
            expected = f"{encoder.name} ({encoder.fingerprint[:8]})"
            raise IndexStateError("index_model_mismatch", path=self.place, found=found, expected=expected)

    def read_arrays(self) -> None:
        """Nothing, once what every search needs is read and fits. Raises IndexStateError."""
        sizes = {CENTRE: self.manifest.dimensions, **dict.fromkeys(FIELDS, self.chunk_count)}
        with self._lock:
            if self._arrays:
                return
            rows = dict(self._rows("SELECT name, numbers FROM arrays"))
            found: dict[str, NDArray[np.generic]] = {
                name: np.frombuffer(rows.get(name, b""), "<f4" if name == CENTRE else "<i4") for name in sizes
            }
            if any(len(found[name]) != size for name, size in sizes.items()):
                detail = DAMAGE_TABLE_CHANGED.format(name="arrays")
                raise IndexStateError("index_damaged", path=self.place, detail=detail)
            for name in FIELDS:
                lengths = self._lengths_of(found[name])
                self._norms[name] = norms_of(lengths, float(lengths.mean()) if len(lengths) else 0.0)
            self._arrays = found

    @staticmethod
    def _lengths_of(numbers: NDArray[np.generic]) -> NDArray[np.int32]:
        return numbers.astype(np.int32)

    @property
    def centre(self) -> Vectors:
        """The mean (d,) of the embeddings of all chunks, zero for none."""
        self.read_arrays()
        return self._arrays[CENTRE].astype(np.float32)

    @property
    def approximate(self) -> bool:
        """Whether there is a graph: so many chunks that comparing all would take longer than all else."""
        return self.has_graph

    def lengths(self, field: str) -> NDArray[np.int32]:
        """How many terms of a lexical field each chunk has, (chunk_count,)."""
        self.read_arrays()
        return self._lengths_of(self._arrays[field])

    def dense(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks nearest to ``vector`` (d,), what is common to all chunks left out.

        By the graph where there is one and most chunks are allowed; one or two in a hundred of the best may
        then be missed. Never fewer than ``limit`` where so many are allowed and may be seen.
        """
        return self.near(np.asarray(vector, np.float32) - self.centre, allowed, limit)

    def near(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """What :meth:`dense` gives, for a ``vector`` that the common part has been taken from."""
        available = int(np.count_nonzero(allowed))
        if limit <= 0 or not available:
            return nothing()
        if self.has_graph and available >= GRAPH_ALLOWED * self.chunk_count:
            found = self._walk(vector, allowed, limit)
            if len(found.keys) == min(limit, available):
                return found
        return self.exact(vector, allowed, limit)

    def exact(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """What :meth:`near` gives without the graph: the chunks with the greatest inner products."""
        condition, values = self._condition(allowed)
        # The rest that half precision drops is compared too: together they are the vector in full.
        whole = vector.astype(np.float16)
        rest = (vector - whole.astype(np.float32)) * REST
        rows = self._rows(
            "SELECT key, embedding FROM embeddings"
            f" WHERE {condition} ORDER BY (embedding <#> ?::halfvec)"
            f" + (embedding <#> ?::halfvec) / {REST}, key LIMIT ?",
            (*values, HalfVector(whole).to_text(), HalfVector(rest).to_text(), limit + SPARE),
        )
        return self._scored(rows, vector, limit)

    def _walk(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        condition, values = self._condition(allowed)
        rows = self._rows(
            "SELECT key, embedding FROM embeddings"
            f" WHERE {condition} ORDER BY embedding <#> ?::halfvec LIMIT ?",
            (*values, HalfVector(vector).to_text(), 2 * limit),
            before=WALK,
        )
        return self._scored(rows, vector, limit)

    def _condition(self, allowed: Mask) -> tuple[str, tuple[object, ...]]:
        """What SQL demands of a chunk's key, with its values.

        Many keys are a string of bits. No condition on many may be looked up in an index of keys, which would
        lead away from the graph, and a key beyond the bits, that no build wrote, is none that is allowed.
        """
        available = int(np.count_nonzero(allowed))
        if available == self.chunk_count:
            return "key + 0 < ?", (self.chunk_count,)
        if available <= FEW:
            return "key = ANY(?)", (np.flatnonzero(allowed).tolist(),)
        bits = np.packbits(allowed, bitorder="little").tobytes()
        return "CASE WHEN key < ? THEN get_bit(?::bytea, key) = 1 END", (self.chunk_count, bits)

    @staticmethod
    def _scored(rows: Sequence[tuple[int, bytes]], vector: Vectors, limit: int) -> Ranking:
        if not rows:
            return nothing()
        scores = _vectors([row[1] for row in rows]) @ vector.astype(np.float32)
        return ranked(np.array([row[0] for row in rows], np.int64), scores, limit)

    def vectors_of(self, keys: Sequence[int]) -> Vectors:
        """The embeddings (n, d) of chunks, in the order given. Raises KeyError for an unknown key."""
        if not len(keys):
            return np.zeros((0, self.manifest.dimensions), np.float32)
        found = dict(self._rows("SELECT key, embedding FROM embeddings WHERE key = ANY(?)", (_plain(keys),)))
        return _vectors([found[int(key)] for key in keys])

    def best_cosines(self, vectors: Vectors, keys: Sequence[int]) -> Vectors:
        """The best cosine of each token vector (q, d) among the tokens of each chunk, (q, len(keys))."""
        return best_of(self.token_cosines(vectors, keys), len(vectors))

    def token_cosines(self, vectors: Vectors, keys: Sequence[int]) -> list[Vectors]:
        """The cosines (q, t) of token vectors (q, d) with each chunk's tokens, in the order of ``keys``."""
        return cosines_of(vectors, self.tokens_of(keys))

    def tokens_of(self, keys: Sequence[int]) -> list[Codes]:
        """The token codes (t, b) of chunks, in the order given. Raises KeyError for an unknown key."""
        found = dict(self._rows("SELECT key, tokens FROM embeddings WHERE key = ANY(?)", (_plain(keys),)))
        size = width(self.manifest.dimensions)
        return [np.frombuffer(found[int(key)], np.uint8).reshape(-1, size) for key in keys]

    def lexical(self, text: str, field: str, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks that share a term with ``text``; scores are BM25, above 0."""
        terms = FIELDS[field].of_question(text)
        self.read_arrays()
        found = [each for each in self.postings(field, terms) if each]
        return self.best(found, self._norms[field], self.chunk_count, allowed, limit)

    def best(
        self,
        postings: Sequence[Postings],
        norms: NDArray[np.float32],
        collection: int,
        allowed: Mask,
        limit: int,
    ) -> Ranking:
        """The ``limit`` allowed chunks that hold any of the terms and may be seen, by BM25."""
        while True:
            ranking = best_by_bm25(postings, norms, collection, allowed, limit)
            hidden = self._hidden(ranking.keys)
            if not len(hidden):
                return ranking
            allowed = allowed.copy()
            allowed[hidden] = False

    def _hidden(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of the keys whose rows may not be seen: postings are of all chunks, whatever their class."""
        if not len(keys):
            return keys
        seen = self._rows("SELECT key FROM embeddings WHERE key = ANY(?)", (keys.tolist(),))
        return np.setdiff1d(keys, np.array([row[0] for row in seen], np.int64))

    def postings(self, field: str, terms: Sequence[str]) -> list[Postings | None]:
        """The chunks that hold each term of a lexical field, None for an unknown one, in order."""
        found = {term: self._postings.get((field, term)) for term in set(terms)}
        wanted = sorted(term for term, kept in found.items() if kept is None)
        if wanted:
            rows = self._rows(
                "SELECT term, keys, counts FROM postings WHERE field = ? AND term = ANY(?)", (field, wanted)
            )
            read = {term: _postings_of(keys, counts) for term, keys, counts in rows}
            for term in wanted:
                size = 5 * read[term].frequency if term in read else 0
                found[term] = self._postings.put((field, term), read.get(term), size + len(term))
        return [held.value if (held := found[term]) else None for term in terms]

    def document_frequency(self, terms: Sequence[str]) -> list[int]:
        """In how many chunks each term occurs, in order; 0 for an unknown term."""
        return [each.frequency if each else 0 for each in self.postings("words", terms)]


def _postings_of(keys: bytes, counts: bytes) -> Postings:
    numbers = np.frombuffer(keys, "<i4").astype(np.int32)
    return Postings(numbers, np.frombuffer(counts, np.uint8), len(numbers))


def _vectors(halves: Sequence[bytes]) -> Vectors:
    """The vectors (n, d) float32 of halfvecs as the database sends them."""
    return np.stack([HalfVector.from_binary(each).to_numpy() for each in halves]).astype(np.float32)


def _plain(keys: Sequence[int]) -> list[int]:
    return [int(key) for key in keys]
