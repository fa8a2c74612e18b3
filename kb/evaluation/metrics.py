"""Ranking metrics as pure functions: one formula, one function, one source.

A ranking is the list of relevance grades in ranked order (best first); 0 is not relevant.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2


def hit_at(grades: Sequence[int], k: int) -> float:
    """1.0 where one of the first ``k`` results is relevant, else 0.0."""
    return float(any(grade > 0 for grade in grades[:k]))


def reciprocal_rank(grades: Sequence[int]) -> float:
    """1 / rank of the first relevant result (ranks from 1), 0.0 where there is none.

    Source: Voorhees, The TREC-8 Question Answering Track Report, 1999.
    """
    for rank, grade in enumerate(grades, start=1):
        if grade > 0:
            return 1.0 / rank
    return 0.0


def dcg(grades: Sequence[int], k: int) -> float:
    """Discounted cumulative gain of the first ``k`` results, gain = grade, discount = log2(rank + 1).

    Source: Järvelin and Kekäläinen, ACM TOIS 20(4), 2002, in the form used by trec_eval.
    """
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades[:k], start=1))


def ndcg_at(grades: Sequence[int], relevant: Sequence[int], k: int) -> float:
    """DCG of ``grades`` as a share of the best possible DCG; 0.0 where nothing is relevant.

    ``relevant`` holds the grades of all relevant results of the question, found or not.
    """
    ideal = dcg(sorted(relevant, reverse=True), k)
    return dcg(grades, k) / ideal if ideal > 0 else 0.0


def recall_at(grades: Sequence[int], relevant: Sequence[int], k: int) -> float:
    """The share of all relevant results that is among the first ``k``; 0.0 where nothing is relevant.

    ``relevant`` holds the grades of all relevant results of the question, found or not.
    """
    total = sum(grade > 0 for grade in relevant)
    return sum(grade > 0 for grade in grades[:k]) / total if total else 0.0


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean, 0.0 of no values."""
    return sum(values) / len(values) if values else 0.0
