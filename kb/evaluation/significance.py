"""How sure a mean over questions is, and whether two systems differ by more than chance.

A sample is one value a question. Where the questions weigh unequally (a share of quotes: a question weighs as
many as it has quotes) the mean is weighted, and a question is drawn or exchanged with its weight; a question
that a metric says nothing about weighs 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 2_000
PERMUTATIONS = 10_000
SEED = 1993
BATCH = 500
"""How many resamples are held at once."""

SAME = 1e-9
"""Values no further apart than this are equal."""

Interval = tuple[float, float]
Sums = NDArray[np.float64]
"""Shape (n, 2): each question's value times its weight, and its weight."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One metric of two systems on the same questions; ``difference`` is ``first - second``.

    ``interval`` is of the difference, ``p`` two-sided. ``wins`` counts the questions where the first has the
    higher value, ``losses`` the lower, ``ties`` the same; one with a value in only one system is in none.
    """

    first: float
    second: float
    difference: float
    interval: Interval
    p: float
    wins: int
    losses: int
    ties: int


def bootstrap_interval(
    values: Sequence[float],
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    *,
    weights: Sequence[float] | None = None,
) -> Interval:
    """The percentile bootstrap interval (low, high) of the mean; (0.0, 0.0) of no values, as their mean.

    The same values and seed give the same interval. Values that are all equal give an interval without width:
    the bootstrap knows nothing that the sample does not show. Source: Efron and Tibshirani, An Introduction
    to the Bootstrap, 1993, chapter 13.
    """
    sums = _sums(values, weights)
    if not len(sums):
        return 0.0, 0.0
    means = np.concatenate([_means(counts @ sums) for counts in _draws(len(sums), resamples, seed)])
    return _middle(means, confidence)


def paired_randomisation(
    first: Sequence[float],
    second: Sequence[float],
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    *,
    first_weights: Sequence[float] | None = None,
    second_weights: Sequence[float] | None = None,
) -> float:
    """The two-sided p value of Fisher's randomisation test on the difference of the means; 1.0 of no values.

    ``first[i]`` and ``second[i]`` belong to the same question. Every exchange of the two is tried where there
    are at most ``permutations``, else so many are drawn and the observed one is counted among them, so that
    p is never 0. Raises ValueError where the lengths differ.
    Sources: Smucker, Allan and Carterette, CIKM 2007; Phipson and Smyth, 2010.
    """
    here, there = _paired(_sums(first, first_weights), _sums(second, second_weights))
    change = there - here
    differing = change[np.abs(change).max(axis=1, initial=0.0) > SAME]
    observed = _difference(here.sum(axis=0), there.sum(axis=0))
    exact = 2 ** len(differing) <= permutations
    swaps = _all_swaps(len(differing)) if exact else _random_swaps(len(differing), permutations, seed)
    extreme = tried = 0
    for swap in swaps:
        moved = swap @ differing
        found = _difference(here.sum(axis=0) + moved, there.sum(axis=0) - moved)
        extreme += int((np.abs(found) >= abs(observed) - SAME).sum())
        tried += len(swap)
    return extreme / tried if exact else (extreme + 1) / (tried + 1)


def difference_interval(
    first: Sequence[float],
    second: Sequence[float],
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    *,
    first_weights: Sequence[float] | None = None,
    second_weights: Sequence[float] | None = None,
) -> Interval:
    """The percentile bootstrap interval of the difference of the means, question by question.

    (0.0, 0.0) of no values. Raises ValueError where the lengths differ.
    """
    here, there = _paired(_sums(first, first_weights), _sums(second, second_weights))
    if not len(here):
        return 0.0, 0.0
    differences = [
        _difference(counts @ here, counts @ there) for counts in _draws(len(here), resamples, seed)
    ]
    return _middle(np.concatenate(differences), confidence)


def compare(
    first: Sequence[float],
    second: Sequence[float],
    *,
    first_weights: Sequence[float] | None = None,
    second_weights: Sequence[float] | None = None,
) -> Comparison:
    """The comparison of two systems on the same questions in the same order; of no values all zero, p 1.0.

    p is of this metric alone: who looks at many metrics or systems must expect a small p among them.
    Raises ValueError where the lengths differ.
    """
    here, there = _paired(_sums(first, first_weights), _sums(second, second_weights))
    both = (here[:, 1] > 0) & (there[:, 1] > 0)
    gains = (np.asarray(first, np.float64) - np.asarray(second, np.float64))[both]
    wins, losses = int((gains > SAME).sum()), int((gains < -SAME).sum())
    ours, theirs = float(_means(here.sum(axis=0))), float(_means(there.sum(axis=0)))
    return Comparison(
        first=ours,
        second=theirs,
        difference=ours - theirs,
        interval=difference_interval(
            first, second, first_weights=first_weights, second_weights=second_weights
        ),
        p=paired_randomisation(first, second, first_weights=first_weights, second_weights=second_weights),
        wins=wins,
        losses=losses,
        ties=int(both.sum()) - wins - losses,
    )


def _sums(values: Sequence[float], weights: Sequence[float] | None) -> Sums:
    """The values times their weights (1 where none are given) beside the weights."""
    given = np.asarray(values, np.float64)
    weighing = np.ones_like(given) if weights is None else np.asarray(weights, np.float64)
    if given.shape != weighing.shape:
        raise ValueError(f"{len(given)} values have {len(weighing)} weights")
    return np.stack([given * weighing, weighing], axis=1)


def _paired(first: Sums, second: Sums) -> tuple[Sums, Sums]:
    """Both as they are. Raises ValueError where they are not of the same questions."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} values cannot be paired with {len(second)}")
    return first, second


def _means(sums: Sums) -> NDArray[np.float64]:
    """The weighted means of sums of shape (..., 2); 0.0 where nothing weighs."""
    total, weight = sums[..., 0], sums[..., 1]
    return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)


def _difference(first: Sums, second: Sums) -> NDArray[np.float64]:
    """The differences of the means of two arrays of sums."""
    return np.asarray(_means(first) - _means(second))


def _middle(samples: NDArray[np.float64], confidence: float) -> Interval:
    """The quantiles that have ``confidence`` of the samples between them."""
    tail = (1.0 - confidence) / 2
    low, high = np.quantile(samples, [tail, 1.0 - tail])
    return float(low), float(high)


def _draws(size: int, resamples: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """How often each of ``size`` questions is drawn in each resample, a batch (b, size) at a time."""
    generator = np.random.default_rng(seed)
    for done in range(0, resamples, BATCH):
        yield generator.multinomial(size, np.full(size, 1.0 / size), size=min(BATCH, resamples - done))


def _all_swaps(size: int) -> Iterator[NDArray[np.float64]]:
    """Every choice of which of ``size`` questions to exchange, in one array (2 ** size, size) of 0 and 1."""
    yield ((np.arange(2**size)[:, None] >> np.arange(size)) & 1).astype(np.float64)


def _random_swaps(size: int, permutations: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """So many random choices, a batch (b, size) at a time."""
    generator = np.random.default_rng(seed)
    for done in range(0, permutations, BATCH):
        batch = min(BATCH, permutations - done)
        yield generator.integers(0, 2, size=(batch, size)).astype(np.float64)
