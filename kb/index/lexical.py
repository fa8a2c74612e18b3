"""BM25 over the terms of chunks, saved as plain arrays and JSON."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from kb.index.ranking import Mask, Ranking, nothing, ranked

METHOD = "lucene"
"""BM25 as Lucene counts it: idf is never negative (Kamphuis et al. 2020, "Which BM25 do you mean?")."""

K1 = 1.5
"""How fast repeats of a term stop counting."""

B = 0.75
"""How much long chunks are held back."""

BLANK = ""
"""Stands for the terms of a chunk that has none; no analyzer gives an empty term."""


@cache
def _bm25s() -> Any:  # noqa: ANN401 - the library has no types
    """The library, imported when it is first needed: registers are read without it."""
    import bm25s

    # It sets its own logger to DEBUG when it is imported.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s


def write_lexical(folder: Path, terms: Sequence[Sequence[str]]) -> None:
    """Write an index of each chunk's terms, in order of key. Raises OSError."""
    # Numbered in order of the alphabet and not of a set, so that equal builds give equal bytes.
    vocabulary = {term: number for number, term in enumerate(sorted({BLANK}.union(*terms)))}
    numbers = [[vocabulary[term] for term in each or (BLANK,)] for each in terms] or [[vocabulary[BLANK]]]
    index = _bm25s().BM25(k1=K1, b=B, method=METHOD, backend="numpy")
    index.index((numbers, vocabulary), show_progress=False)
    index.save(folder, show_progress=False)


class LexicalIndex:
    """A read-only BM25 index. Safe to search from several threads."""

    def __init__(self, folder: Path) -> None:
        """Reads the folder. Raises OSError, ValueError or KeyError where it is not such an index."""
        self._index = _bm25s().BM25.load(folder, show_progress=False)

    def search(self, terms: Sequence[str], allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks that hold any of ``terms``, by BM25, best first, ties by key.

        ``allowed`` is (n,). Terms that no chunk holds count for nothing.
        """
        numbers = self._numbers(terms)
        if not numbers or not allowed.any():
            return nothing()
        scores = self._index.get_scores_from_ids(numbers)[: len(allowed)]
        keys = np.flatnonzero(allowed & (scores > 0))
        return ranked(keys, scores[keys], limit)

    def document_frequency(self, terms: Sequence[str]) -> list[int]:
        """In how many chunks each term occurs, in order; 0 for an unknown term."""
        starts = self._index.scores["indptr"]
        frequencies = []
        for term in terms:
            number = self._index.vocab_dict.get(term) if term else None
            frequencies.append(0 if number is None else int(starts[number + 1] - starts[number]))
        return frequencies

    def _numbers(self, terms: Sequence[str]) -> list[int]:
        known = self._index.vocab_dict
        return [known[term] for term in terms if term and term in known]
