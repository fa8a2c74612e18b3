"""How sure we are that the material answers the question, from signals of the best candidate.

One threshold on one cosine cannot decide: the bundled model squeezes cosines into a narrow band. A
logistic model over a few signals does; its weights are fitted by ``python -m tests.benchmarks.calibrate``
on questions whose answers are known to be present or absent, and stand here as plain numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp

from kb.answers.candidates import Candidate

THRESHOLD = 0.5
"""Answers below this confidence are withheld."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the confidence is worked out from; the fields are in the order of ``WEIGHTS``."""

    similarity: float
    passage_similarity: float
    coverage: float
    passage_coverage: float


MEANS = Signals(0.88, 0.9, 0.4, 0.6)
WEIGHTS = Signals(20.0, 30.0, 1.0, 3.0)
BIAS = 0.0


def signals_of(candidates: Sequence[Candidate]) -> Signals:
    """The best value of each signal among the chosen candidates; zeros where there are none."""
    if not candidates:
        return Signals(0.0, 0.0, 0.0, 0.0)
    return Signals(
        similarity=max(each.similarity for each in candidates),
        passage_similarity=max(each.passage_similarity for each in candidates),
        coverage=max(each.coverage for each in candidates),
        passage_coverage=max(each.passage_coverage for each in candidates),
    )


def confidence(signals: Signals) -> float:
    """The probability in [0, 1] that the material answers the question."""
    total = BIAS + sum(
        weight * (signal - mean)
        for weight, signal, mean in zip(astuple(WEIGHTS), astuple(signals), astuple(MEANS), strict=True)
    )
    return 1.0 / (1.0 + exp(-max(-60.0, min(60.0, total))))
