"""Whether the legs of a search still find what lies in the index: each is asked for a few of its own chunks.

A leg can die without an error: vectors all zero, an analyzer that gives no terms, tokens of other chunks.
The others then go on ranking, and nobody sees why the answers are worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.danish.exact import exact_terms
from kb.datatypes import Chunk, Filter
from kb.strings_da.findings import (
    LEG_FOUND,
    LEG_NAMES,
    LEG_NOT_PROBED,
    LEG_TOKENS_FOREIGN,
    LEG_TOKENS_MISSING,
    LEG_VECTORS_BAD,
    LEG_VECTORS_SAME,
)

if TYPE_CHECKING:
    from kb.index.ranking import Mask, Ranking
    from kb.index.store import Store

SAMPLE = 50
"""Chunks that are looked at: their vectors are examined, and the probes are chosen among them."""

PROBES = 5
SHORTEST_PROBE_WORDS = 8
FOUND_AMONG = 10
TIED_AMONG = 200
"""How many are fetched to see whether a chunk is tied with the tenth: collections repeat themselves."""

TOLERANCE = 1e-3
"""By how much a length or an inner product may be off: vectors are made in bf16 on some machines."""


@dataclass(frozen=True, slots=True)
class LegHealth:
    """Whether one leg finds its own chunks; ``detail`` is a piece of a sentence for people."""

    name: str
    ok: bool
    detail: str


def health_of(store: Store) -> tuple[LegHealth, ...]:
    """The health of each leg, in the order dense, words, ngrams, exact, late.

    A leg is dead where it misses more than half of its probes: one chunk may be crowded out by others that
    say the same. Where nothing can be probed, as in an empty index, it is well.
    """
    allowed = store.allowed(Filter())
    sample = store.chunks(_spread(np.flatnonzero(allowed), SAMPLE))
    wordy = [chunk for chunk in sample if _word_count(chunk.text) >= SHORTEST_PROBE_WORDS]
    probes = [wordy[at] for at in _spread(np.arange(len(wordy)), PROBES)]
    return (
        _dense(store, allowed, sample, probes),
        _lexical(store, allowed, "words", probes),
        _lexical(store, allowed, "ngrams", probes),
        _exact(store, allowed, probes),
        _late(store, wordy, probes),
    )


def dead_legs(store: Store) -> tuple[str, ...]:
    """The names of the legs that find nothing any more, in the order of :func:`health_of`."""
    return tuple(leg.name for leg in health_of(store) if not leg.ok)


def told(legs: Sequence[LegHealth]) -> str:
    """The dead ones of ``legs`` with what is wrong with each, in words; empty where none is."""
    return "; ".join(f"{LEG_NAMES[leg.name]} ({leg.detail})" for leg in legs if not leg.ok)


def _spread(values: NDArray[np.int64], limit: int) -> list[int]:
    """At most ``limit`` of the values, evenly spaced, the first and the last among them."""
    places = np.linspace(0, len(values) - 1, min(limit, len(values))).round().astype(np.int64)
    return [int(value) for value in values[places]]


def _word_count(text: str) -> int:
    """How many words with a letter ``text`` has; not by the analyzer, which is what is examined."""
    return sum(any(map(str.isalpha, word)) for word in text.split())


def _dense(store: Store, allowed: Mask, sample: Sequence[Chunk], probes: Sequence[Chunk]) -> LegHealth:
    """Whether vectors are of unit length and not all the same, and each finds its chunk first or tied."""
    vectors = store.vectors_of([chunk.key for chunk in sample])
    # An infinite or undefined number is off too: it compares false.
    good = np.abs(np.linalg.norm(vectors, axis=1) - 1.0) <= TOLERANCE
    if not good.all():
        detail = LEG_VECTORS_BAD.format(bad=np.count_nonzero(~good), count=len(good))
        return LegHealth("dense", False, detail)
    if len({chunk.searchable for chunk in sample}) > 1 and np.ptp(vectors, axis=0).max() == 0:
        return LegHealth("dense", False, LEG_VECTORS_SAME)
    found = 0
    for chunk, vector in zip(probes, store.vectors_of([chunk.key for chunk in probes]), strict=True):
        # The store leaves out what is common to all; with it, nothing can be nearer than the chunk itself.
        ranking = store.dense(vector + store.centre, allowed, FOUND_AMONG)
        tied = ranking.keys[ranking.scores >= 1.0 - TOLERANCE]
        found += len(tied) == FOUND_AMONG or chunk.key in tied
    return _verdict("dense", found, len(probes))


def _lexical(store: Store, allowed: Mask, name: str, probes: Sequence[Chunk]) -> LegHealth:
    """Whether each chunk is among the first that its own text finds."""
    rankings = [store.lexical(chunk.searchable, name, allowed, TIED_AMONG) for chunk in probes]
    found = sum(_among_first(ranking, chunk.key) for ranking, chunk in zip(rankings, probes, strict=True))
    return _verdict(name, found, len(probes))


def _among_first(ranking: Ranking, key: int) -> bool:
    """Whether ``key`` is among the first or tied with the last of them."""
    last = ranking.scores[:FOUND_AMONG][-1:]
    return (
        bool((ranking.keys[ranking.scores >= last * (1.0 - TOLERANCE)] == key).any()) if len(last) else False
    )


def _exact(store: Store, allowed: Mask, probes: Sequence[Chunk]) -> LegHealth:
    """Whether each chunk that names a number or a day is found by it; all of a case's papers may be."""
    naming = [chunk for chunk in probes if exact_terms(chunk.searchable)]
    found = sum(
        chunk.key in store.lexical(chunk.searchable, "exact", allowed, store.chunk_count).keys
        for chunk in naming
    )
    return _verdict("exact", found, len(naming))


def _verdict(name: str, found: int, count: int) -> LegHealth:
    """The health of a leg that found so many of its probes."""
    if not count:
        return LegHealth(name, True, LEG_NOT_PROBED)
    return LegHealth(name, 2 * found >= count, LEG_FOUND.format(found=found, count=count))


def _late(store: Store, wordy: Sequence[Chunk], probes: Sequence[Chunk]) -> LegHealth:
    """Whether the probes have tokens that compare, and chunks have not those of their neighbours."""
    dimensions = len(store.centre)
    any_unit = np.full((1, dimensions), dimensions**-0.5, np.float32)
    cosines = store.token_cosines(any_unit, [chunk.key for chunk in probes])
    lacking = sum(not each.size or not np.isfinite(each).all() for each in cosines)
    if 2 * lacking > len(probes):
        return LegHealth("late", False, LEG_TOKENS_MISSING.format(bad=lacking, count=len(probes)))
    belonging = [_belong(store, chunk.key) for chunk in wordy]
    foreign = belonging.count(False)
    if len(belonging) >= PROBES and 2 * foreign > len(belonging):
        return LegHealth("late", False, LEG_TOKENS_FOREIGN.format(bad=foreign, count=len(belonging)))
    return _verdict("late", len(probes) - lacking, len(probes))


def _belong(store: Store, key: int) -> bool:
    """Whether a chunk's tokens are nearer to its vector than those of the chunks before and after it are.

    The vector is the mean of the tokens, or a summary of them in models that do not average.
    """
    near = [each for each in (key, key - 1, key + 1) if 0 <= each < store.chunk_count]
    vector = np.nan_to_num(store.vectors_of([key]))
    own, *others = (float(each.mean()) if each.size else -1.0 for each in store.token_cosines(vector, near))
    return own >= max(others, default=-1.0) - TOLERANCE
