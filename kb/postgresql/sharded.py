"""One collection spread over several databases, each with whole documents: ask all, merge what they say.

The numbers that a score depends on are those of the collection: its centre, in how many chunks a term occurs,
how long chunks are. So a chunk has the score that it would have in one database holding all, and the ranking
is the same, ties too where the documents of each shard follow on those of the one before.

Each shard was surveyed by itself: renditions, cases, terms and roles are not joined across shards. Papers
that belong together are therefore to be kept in one shard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

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
    SectionKind,
    Stated,
    Status,
    Tenure,
    Term,
)
from kb.embedding.encoder import Vectors
from kb.errors import IndexStateError, UsageError
from kb.index.bm25 import Postings, norms_of
from kb.index.filtering import fold_name
from kb.index.ranking import Keys, Mask, Ranking, ranked
from kb.index.recorded import EVERYTHING, case_order
from kb.index.records import Row
from kb.index.searched import FIELDS
from kb.index.tokens import best_of
from kb.postgresql.store import PostgresStore

Result = TypeVar("Result")


class ShardedStore:
    """Generations in several databases, one Store to those who ask. Safe to use from several threads.

    The keys of the shards follow on each other, in the order given.
    """

    def __init__(self, shards: Sequence[PostgresStore]) -> None:
        """Raises IndexStateError where two shards were made with different models, ValueError for none."""
        if not shards:
            raise ValueError("no shards")
        first = shards[0].manifest
        for shard in shards:
            if shard.manifest.model_fingerprint != first.model_fingerprint:
                found = f"{shard.manifest.model} ({shard.manifest.model_fingerprint[:8]})"
                expected = f"{first.model} ({first.model_fingerprint[:8]})"
                raise IndexStateError(
                    "index_model_mismatch", path=shard.place, found=found, expected=expected
                )
        self._shards = tuple(shards)
        self._starts = np.cumsum([0, *(shard.chunk_count for shard in shards)])
        self._threads = ThreadPoolExecutor(len(shards), "shards")
        self.chunk_count = int(self._starts[-1])
        self.manifest: Manifest = replace(
            first,
            generation="+".join(shard.manifest.generation for shard in shards),
            sources=tuple(dict.fromkeys(each for shard in shards for each in shard.manifest.sources)),
            documents=sum(shard.manifest.documents for shard in shards),
            chunks=self.chunk_count,
            checksums={},
        )

    def close(self) -> None:
        """Lets go of the threads; the shards stay open."""
        self._threads.shutdown()

    def _each(self, ask: Callable[[PostgresStore], Result]) -> list[Result]:
        return list(self._threads.map(ask, self._shards))

    def _with(self, ask: Callable[[int, PostgresStore], Result]) -> list[Result]:
        return list(self._threads.map(ask, range(len(self._shards)), self._shards))

    def _part(self, number: int, mask: Mask) -> Mask:
        return mask[self._starts[number] : self._starts[number + 1]]

    def _merged(self, rankings: Sequence[Ranking], limit: int) -> Ranking:
        keys = [each.keys + start for each, start in zip(rankings, self._starts[:-1], strict=True)]
        return ranked(np.concatenate(keys), np.concatenate([each.scores for each in rankings]), limit)

    def _gathered(
        self, keys: Sequence[int], ask: Callable[[PostgresStore, list[int]], Sequence[Result]]
    ) -> list[Result]:
        """What each key's shard gives for it, in order. Raises KeyError for an unknown key."""
        wanted: Keys = np.asarray(list(keys), np.int64)
        if len(wanted) and not (wanted.min() >= 0 and wanted.max() < self.chunk_count):
            raise KeyError(int(wanted.max()))
        of_shard = np.searchsorted(self._starts, wanted, side="right") - 1
        found: dict[int, Result] = {}

        def fetch(number: int, shard: PostgresStore) -> None:
            places = np.flatnonzero(of_shard == number)
            if len(places):
                given = ask(shard, (wanted[places] - self._starts[number]).tolist())
                found.update(zip(places.tolist(), given, strict=True))

        self._with(fetch)
        return [found[place] for place in range(len(wanted))]

    @cached_property
    def centre(self) -> Vectors:
        """The mean (d,) of the embeddings of all chunks, zero for none."""
        total = sum(shard.centre.astype(np.float64) * shard.chunk_count for shard in self._shards)
        mean: Vectors = (np.asarray(total) / max(self.chunk_count, 1)).astype(np.float32)
        return mean

    @property
    def approximate(self) -> bool:
        """Whether any shard walks a graph."""
        return any(shard.approximate for shard in self._shards)

    def allowed(self, where: Filter) -> Mask:
        """Which chunks ``where`` allows, (chunk_count,) bool by key, read-only; renditions shard by shard."""
        mask: Mask = np.concatenate(self._each(lambda shard: shard.allowed(where)))
        mask.flags.writeable = False
        return mask

    def dense(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks nearest to ``vector`` (d,), what is common to all shards left out."""
        apart = np.asarray(vector, np.float32) - self.centre
        found = self._with(lambda number, shard: shard.near(apart, self._part(number, allowed), limit))
        return self._merged(found, limit)

    @cached_property
    def _norms(self) -> Mapping[str, list[NDArray[np.float32]]]:
        norms = {}
        for field in FIELDS:
            lengths = self._each(lambda shard, field=field: shard.lengths(field))  # type: ignore[misc]
            mean = float(np.concatenate(lengths).mean()) if self.chunk_count else 0.0
            norms[field] = [norms_of(each, mean) for each in lengths]
        return norms

    def lexical(self, text: str, field: str, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks that share a term with ``text``; scores are BM25, above 0."""
        terms = FIELDS[field].of_question(text)
        postings = self._each(lambda shard: shard.postings(field, terms))
        frequencies = [
            sum(each.frequency for each in of_term if each) for of_term in zip(*postings, strict=True)
        ]
        norms = self._norms[field]

        def best(number: int, shard: PostgresStore) -> Ranking:
            held = [
                Postings(each.keys, each.counts, frequency)
                for each, frequency in zip(postings[number], frequencies, strict=True)
                if each
            ]
            return shard.best(held, norms[number], self.chunk_count, self._part(number, allowed), limit)

        return self._merged(self._with(best), limit)

    def document_frequency(self, terms: Sequence[str]) -> list[int]:
        """In how many chunks each term occurs, in order; 0 for an unknown term."""
        found = self._each(lambda shard: shard.document_frequency(terms))
        return [sum(of_term) for of_term in zip(*found, strict=True)]

    def vectors_of(self, keys: Sequence[int]) -> Vectors:
        """The embeddings (n, d) of chunks, in the order given. Raises KeyError for an unknown key."""
        rows = self._gathered(keys, lambda shard, own: list(shard.vectors_of(own)))
        return np.stack(rows) if rows else np.zeros((0, self.manifest.dimensions), np.float32)

    def token_cosines(self, vectors: Vectors, keys: Sequence[int]) -> list[Vectors]:
        """The cosines (q, t) of token vectors (q, d) with each chunk's tokens, in the order of ``keys``."""
        return self._gathered(keys, lambda shard, own: shard.token_cosines(vectors, own))

    def best_cosines(self, vectors: Vectors, keys: Sequence[int]) -> Vectors:
        """The best cosine of each token vector (q, d) among the tokens of each chunk, (q, len(keys))."""
        return best_of(self.token_cosines(vectors, keys), len(vectors))

    def chunks(self, keys: Sequence[int]) -> tuple[Chunk, ...]:
        """The chunks with these keys, in the order given. Raises KeyError for an unknown key."""
        found = self._gathered(keys, lambda shard, own: shard.chunks(own))
        return tuple(replace(chunk, key=int(key)) for chunk, key in zip(found, keys, strict=True))

    def places(self, keys: Sequence[int]) -> tuple[Place, ...]:
        """Where the chunks with these keys stand, in the order given. Raises KeyError for an unknown key."""
        return tuple(self._gathered(keys, lambda shard, own: shard.places(own)))

    def _holder(self, document_id: str) -> int:
        """The number of the shard that holds a document. Raises UsageError for an unknown one."""
        for number, shard in enumerate(self._shards):
            try:
                shard.document(document_id)
            except UsageError:
                continue
            return number
        raise UsageError("unknown_document", document=document_id)

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """A document's chunks in reading order. Raises UsageError for an unknown document."""
        number = self._holder(document_id)
        start = int(self._starts[number])
        return tuple(
            replace(chunk, key=chunk.key + start) for chunk in self._shards[number].chunks_of(document_id)
        )

    def document(self, document_id: str) -> Document:
        """The document. Raises UsageError for an unknown one."""
        return self._shards[self._holder(document_id)].document(document_id)

    def kept_chunks(self, document_id: str) -> Sequence[Row]:
        """What is kept of a document's chunks, in reading order, its keys those of all shards together."""
        number = self._holder(document_id)
        start = int(self._starts[number])
        kept = self._shards[number].kept_chunks(document_id)
        return [(key + start, *rest) for key, *rest in kept]

    def facts_of(self, document_id: str) -> str:
        """The record of what a build found in a document. Raises UsageError for an unknown one."""
        return self._shards[self._holder(document_id)].facts_of(document_id)

    def renditions(self, document_id: str) -> tuple[str, ...]:
        """The ids of the other documents of its shard with the same text, sorted."""
        return tuple(sorted(chain.from_iterable(self._each(lambda shard: shard.renditions(document_id)))))

    def summaries(self, where: Filter) -> tuple[DocumentSummary, ...]:
        """The documents of which ``where`` allows any section, duplicates too, by id."""
        found = chain.from_iterable(self._each(lambda shard: shard.summaries(where)))
        return tuple(sorted(found, key=lambda each: each.id))

    def document_count(self, where: Filter) -> int:
        """How many documents ``where`` allows any section of, duplicates too."""
        return sum(self._each(lambda shard: shard.document_count(where)))

    def decisions_of(self, document_id: str) -> tuple[Decision, ...]:
        """All decisions that a document prints, in reading order."""
        return tuple(chain.from_iterable(self._each(lambda shard: shard.decisions_of(document_id))))

    def decisions(self, where: Filter) -> tuple[Decision, ...]:
        """The decisions that ``where`` allows, by document and place, one row a treatment in its shard."""
        found = chain.from_iterable(self._each(lambda shard: shard.decisions(where)))
        return tuple(sorted(found, key=lambda each: (each.document, each.start)))

    def cases(self, where: Filter = EVERYTHING) -> tuple[Case, ...]:
        """The cases of each shard of which ``where`` allows any paper, newest first, undated last."""
        found = chain.from_iterable(
            self._each(lambda shard: [(case_order(case, shard.newest(case, where)), case)
                                      for case in shard.cases(where)])
        )  # fmt: skip
        return tuple(case for _, case in sorted(found, key=lambda each: each[0]))

    def terms(self, where: Filter = EVERYTHING) -> tuple[Term, ...]:
        """The terms of each shard with the meanings that ``where`` allows, shard by shard."""
        return tuple(chain.from_iterable(self._each(lambda shard: shard.terms(where))))

    def tenures(self, where: Filter = EVERYTHING) -> tuple[Tenure, ...]:
        """Who is named in which role by the papers that ``where`` allows, shard by shard."""
        return tuple(chain.from_iterable(self._each(lambda shard: shard.tenures(where))))

    def gaps(self, where: Filter = EVERYTHING) -> tuple[Gap, ...]:
        """The gaps that ``where`` allows, shard by shard."""
        return tuple(chain.from_iterable(self._each(lambda shard: shard.gaps(where))))

    def vocabulary(self) -> Mapping[str, int]:
        """In how many documents each word stands: lower-cased, letters only, three or more."""
        words: Counter[str] = Counter()
        for each in self._each(lambda shard: shard.vocabulary()):
            words.update(each)
        return words

    def facets(self) -> Facets:
        """What can be filtered by."""
        found = self._each(lambda shard: shard.facets())
        committees: dict[str | None, str] = {}
        for name in sorted(chain.from_iterable(each.committees for each in found)):
            committees.setdefault(fold_name(name), name)
        kinds = set(chain.from_iterable(each.sections for each in found))
        statuses = set(chain.from_iterable(each.statuses for each in found))
        return Facets(
            tuple(sorted(committees.values(), key=str.casefold)),
            tuple(sorted(set(chain.from_iterable(each.years for each in found)), reverse=True)),
            tuple(kind for kind in SectionKind if kind in kinds),
            tuple(status for status in Status if status in statuses),
        )

    def checksums(self) -> dict[str, str]:
        """sha256 of each document's file, by document id."""
        return dict(chain.from_iterable(each.items() for each in self._each(lambda shard: shard.checksums())))

    def corrected(self) -> dict[str, tuple[FieldCorrection, ...]]:
        """What editors corrected, by document id, of the documents where they did."""
        return dict(chain.from_iterable(each.items() for each in self._each(lambda shard: shard.corrected())))

    def stated(self) -> dict[str, Stated]:
        """What the systems that documents come from state of them, by document id, where they do."""
        return dict(chain.from_iterable(each.items() for each in self._each(lambda shard: shard.stated())))

    def unread(self) -> tuple[FileProblem, ...]:
        """The files that could not be read, shard by shard."""
        return tuple(chain.from_iterable(self._each(lambda shard: shard.unread())))

    def keys_by_digest(self, digests: Sequence[str]) -> dict[str, int]:
        """The least key of a chunk by the digest of what was embedded for it, for those that are there."""
        found: dict[str, int] = {}
        of_shards = self._each(lambda shard: shard.keys_by_digest(digests))
        for each, start in zip(of_shards, self._starts.tolist(), strict=False):
            for name, key in each.items():
                found.setdefault(name, key + start)
        return found
