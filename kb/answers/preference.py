"""Which of the sentences that may answer make the better quotes.

A linear score over what speaks for a sentence. The weights are fitted by ``python -m
tests.benchmarks.sentences`` on development questions with known answers, and stand here as plain numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from kb.answers.candidates import Candidate
from kb.answers.fit import has_full_date, right_committee, right_time
from kb.answers.kinds import is_of_kind
from kb.answers.question import Intent, Interpretation
from kb.danish import cues
from kb.danish.tokens import words
from kb.datatypes import SectionKind, Status

MAX_QUOTES = 3
"""At most so many quotes make an answer."""

MARGIN = 2.0
"""A further sentence is quoted when its score is within this of the best one's."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What speaks for a sentence as a quote, in numbers; a trait that holds or not is 1 or 0.

    ``ranking`` is the search score of its passage; ``similarity``, ``titled`` and ``focus`` are those of
    :class:`Candidate`. ``of_kind``: it has what the kind of question demands. ``committee``, ``time``: it
    is by the committee and of the time that the question names. ``pointed_to``: its section is what the
    question asks for. ``decided``, ``in_decision``: it tells an outcome, or stands where outcomes stand,
    and one is asked for. ``unasked_draft``: it is of a draft, which the question does not ask for.
    ``dated``: it tells a day with its year where a time is asked for.
    """

    ranking: float
    of_kind: float
    similarity: float
    titled: float
    focus: float
    committee: float
    time: float
    pointed_to: float
    decided: float
    in_decision: float
    unasked_draft: float
    dated: float


WEIGHTS = Traits(
    ranking=12.38,
    of_kind=2.59,
    similarity=22.73,
    titled=2.19,
    focus=3.41,
    committee=1.53,
    time=1.13,
    pointed_to=6.07,
    decided=1.43,
    in_decision=2.38,
    unasked_draft=-1.26,
    dated=3.29,
)


def ranked(pool: Sequence[Candidate], reading: Interpretation) -> list[Candidate]:
    """The candidates, best quote first; ties by document and place."""
    return sorted(pool, key=lambda each: (-score(each, reading), each.document.id, each.start))


def score(candidate: Candidate, reading: Interpretation) -> float:
    """How good a quote the candidate is for the question, in logits; only differences matter."""
    traits = traits_of(candidate, reading)
    return float(sum(w * value for w, value in zip(astuple(WEIGHTS), astuple(traits), strict=True)))


def traits_of(candidate: Candidate, reading: Interpretation) -> Traits:
    """What speaks for the candidate as an answer to the question."""
    section, text = candidate.section, candidate.text
    in_decision = section.kind is SectionKind.DECISION
    return Traits(
        ranking=candidate.hit.score,
        of_kind=is_of_kind(candidate, reading),
        similarity=candidate.similarity,
        titled=candidate.titled,
        focus=candidate.focus,
        committee=bool(reading.committees) and right_committee(candidate, reading),
        time=reading.period is not None and right_time(candidate, reading),
        pointed_to=section.kind in reading.sections,
        decided=reading.asks_for_outcome and bool(cues.DECIDED.search(text)),
        in_decision=in_decision and reading.asks_for_outcome and reading.intent is not Intent.DECISION,
        unasked_draft=candidate.document.status is Status.DRAFT and not reading.asks_for_draft,
        dated=reading.intent is Intent.WHEN and has_full_date(text),
    )


def choose(fitting: Sequence[Candidate], reading: Interpretation) -> list[Candidate]:
    """The best candidate and those within MARGIN of it that say something else, at most MAX_QUOTES."""
    chosen: list[Candidate] = []
    for candidate in fitting:
        if len(chosen) == MAX_QUOTES or score(candidate, reading) < score(fitting[0], reading) - MARGIN:
            break
        if all(set(words(candidate.text)) != set(words(each.text)) for each in chosen):
            chosen.append(candidate)
    return chosen


PRECEDENCE = (Status.FINAL, Status.MINUTES, Status.UNKNOWN, Status.AGENDA, Status.DRAFT)
"""Whose word weighs more about what is in force, after a decision itself: what was adopted, then minutes."""

LATEST_MARGIN = 4.0
"""Among sentences within this of the best one the newest is the answer to what is newest."""


def newest_first(fitting: Sequence[Candidate], reading: Interpretation) -> list[Candidate]:
    """The candidates of about the best score by precedence and date, newest first; undated last."""
    near = [each for each in fitting if score(each, reading) >= score(fitting[0], reading) - LATEST_MARGIN]
    return sorted(near, key=lambda each: (_precedence(each), -_day(each)))


def _precedence(candidate: Candidate) -> int:
    """0 for a decision, then the rank of the document's status."""
    if candidate.section.kind is SectionKind.DECISION and candidate.document.status is not Status.DRAFT:
        return 0
    return 1 + PRECEDENCE.index(candidate.document.status)


def _day(candidate: Candidate) -> int:
    date = candidate.section.date or candidate.document.date
    return date.toordinal() if date else 0
