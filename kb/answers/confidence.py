"""How sure we are that the material answers the question, from signals of the best candidate.

One threshold on one cosine cannot decide: the bundled model squeezes cosines into a narrow band. A
logistic model over a few signals does; its weights are fitted by ``python -m tests.benchmarks.calibrate``
on questions whose answers are known to be present or absent, and stand here as plain numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp

from kb.answers.candidates import Candidate, Findings, coverage, text_keys
from kb.answers.kinds import is_of_kind
from kb.answers.question import Intent
from kb.danish.analysis import match_keys

THRESHOLD = 0.45
"""Answers below this confidence are withheld."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the confidence is worked out from.

    ``similarity`` is the late interaction of the best chosen sentence's passage, ``of_kind`` whether the
    best sentence has what the kind of question demands. ``document_coverage`` is the weighted share of the
    question's words that the document holds anywhere. ``named`` is the share of the question's proper
    names that the cited document holds: a question about a named thing can only be answered by a document
    that names it.
    """

    similarity: float
    of_kind: float
    document_coverage: float
    named: float


NOTHING = Signals(0.0, 0.0, 0.0, 0.0)
MEANS = Signals(similarity=0.8209, of_kind=0.8545, document_coverage=0.7728, named=0.9433)
WEIGHTS = Signals(similarity=24.881, of_kind=3.275, document_coverage=3.507, named=4.836)
BIAS = 0.337


def signals_of(found: Findings) -> Signals:
    """The signals of the chosen candidates; zeros where there are none.

    A decision is a few set words ("Tiltrådt."), a route a few abbreviations: what they are about stands
    elsewhere in the document, so there all of the document's passages count.
    """
    if not found.chosen:
        return NOTHING
    best = found.chosen[0]
    document = best.document
    judged: Sequence[Candidate] = found.chosen
    if found.reading.intent is Intent.DECISION or best.section.kind in found.reading.sections:
        judged = [each for each in found.pool if each.document.id == document.id]
    everything = f"{document.title} {document.status.value} {document.text}"
    return Signals(
        similarity=max(each.passage_similarity for each in judged),
        of_kind=is_of_kind(best, found.reading),
        document_coverage=coverage(found.words, everything),
        named=named(everything, found.reading.names),
    )


def named(text: str, names: Sequence[str]) -> float:
    """The share of ``names`` that occur in the text; 1 where there are none."""
    if not names:
        return 1.0
    present = text_keys(text)
    return sum(not match_keys(name).isdisjoint(present) for name in names) / len(names)


def confidence(signals: Signals) -> float:
    """The probability in [0, 1] that the material answers the question."""
    total = BIAS + sum(
        weight * (signal - mean)
        for weight, signal, mean in zip(astuple(WEIGHTS), astuple(signals), astuple(MEANS), strict=True)
    )
    return 1.0 / (1.0 + exp(-max(-60.0, min(60.0, total))))
