"""BM25 from the postings of a question's terms: pure, and the same wherever the postings lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index.ranking import Mask, Ranking, Scores, nothing, ranked

K1 = 1.5
"""How fast repeats of a term stop counting."""

B = 0.75
"""How much long chunks are held back."""


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The chunks that hold a term: their ``keys`` (p,) int32, each once, and ``counts`` (p,) uint8 in each.

    ``frequency`` is in how many chunks of the whole collection the term occurs, p or more.
    """

    keys: NDArray[np.int32]
    counts: NDArray[np.uint8]
    frequency: int


def norms_of(lengths: NDArray[np.int32], mean: float) -> NDArray[np.float32]:
    """What is added to a term's count in each chunk, (n,), by the chunks' lengths in terms and their mean."""
    norms: NDArray[np.float32] = (K1 * (1.0 - B + B * lengths / (mean or 1.0))).astype(np.float32)
    return norms


def bm25(postings: Sequence[Postings], norms: NDArray[np.float32], collection: int) -> Scores:
    """The score (n,) of each chunk for the terms of a question, those that occur twice given twice.

    As Lucene counts it: idf is never negative (Kamphuis et al. 2020, "Which BM25 do you mean?").
    ``collection`` is how many chunks there are in all, n or more.
    """
    scores = np.zeros(len(norms), np.float32)
    for each in postings:
        idf = math.log(1.0 + (collection - each.frequency + 0.5) / (each.frequency + 0.5))
        counts = each.counts.astype(np.float32)
        scores[each.keys] += np.float32(idf) * (counts / (counts + norms[each.keys]))
    return scores


def best_by_bm25(
    postings: Sequence[Postings], norms: NDArray[np.float32], collection: int, allowed: Mask, limit: int
) -> Ranking:
    """The ``limit`` allowed chunks that hold any of the terms, best first, ties by key."""
    if not postings or not allowed.any():
        return nothing()
    scores = bm25(postings, norms, collection)
    keys = np.flatnonzero(allowed & (scores > 0))
    return ranked(keys, scores[keys], limit)
