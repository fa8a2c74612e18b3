"""Which of the sentences that may answer make the better quotes.

The weights were chosen on the development questions of tests/eval.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.answers.candidates import Candidate
from kb.answers.fit import has_full_date, is_fragment, opens_section, right_committee, right_time
from kb.answers.question import Intent, Interpretation
from kb.answers.quotes import enumerates, leads_in_list, lists_what_is_asked
from kb.danish import cues
from kb.danish.committees import find_committees
from kb.danish.tokens import words
from kb.datatypes import SectionKind, Status

MAX_QUOTES = 3
"""At most so many quotes make an answer."""

MARGIN = 0.06
"""A further sentence is quoted when its score is within this of the best one's."""

SENTENCE_SHARE = 0.8
"""What the sentence itself counts for; its passage counts for the rest of 2."""

SENTENCE_SHARE_OF_DECISION = 0.3
"""The same for a decision, whose set words say little: its passage tells what it is about."""

COVERAGE_WEIGHT = 0.10
"""What the question's words count for beside the late interaction."""

RANKING_WEIGHT = 0.05
"""What the search score counts for."""

AGREEMENT = 0.04
"""What one thing that speaks for a sentence counts for."""


def ranked(pool: Sequence[Candidate], reading: Interpretation) -> list[Candidate]:
    """The candidates, best quote first; ties by document and place."""
    return sorted(pool, key=lambda each: (-score(each, reading), each.document.id, each.start))


def score(candidate: Candidate, reading: Interpretation) -> float:
    """How good a quote the candidate is for the question; only the order matters."""
    of_sentence = SENTENCE_SHARE_OF_DECISION if reading.intent is Intent.DECISION else SENTENCE_SHARE
    of_passage = 2.0 - of_sentence
    total = (
        of_sentence * (candidate.similarity + COVERAGE_WEIGHT * candidate.coverage)
        + of_passage * (candidate.passage_similarity + COVERAGE_WEIGHT * candidate.passage_coverage)
        + RANKING_WEIGHT * candidate.ranking
    )
    return total + sum(bonus for bonus, holds in preferences(candidate, reading) if holds)


def preferences(candidate: Candidate, reading: Interpretation) -> tuple[tuple[float, bool], ...]:
    """What speaks for and against the candidate beyond its words, as (bonus, whether it holds)."""
    document, section, text = candidate.document, candidate.section, candidate.text
    listed = reading.wants_list and lists_what_is_asked(candidate, reading.question)
    decides = reading.intent is Intent.DECISION and section.kind is SectionKind.DECISION
    return (
        (AGREEMENT, bool(reading.committees) and right_committee(candidate, reading)),
        (1.5 * AGREEMENT, reading.period is not None and right_time(candidate, reading)),
        (-1.5 * AGREEMENT, reading.period is not None and not right_time(candidate, reading)),
        (1.5 * AGREEMENT, section.kind in reading.sections),
        (2 * AGREEMENT, reading.asks_for_route and len(find_committees(text)) > 1),
        (-AGREEMENT, not reading.asks_for_attachments and section.kind is SectionKind.ATTACHMENTS),
        (AGREEMENT, reading.wants_list and (leads_in_list(candidate) or enumerates(candidate))),
        (2 * AGREEMENT, listed),
        (AGREEMENT, reading.intent is Intent.WHY and bool(cues.STRONG_REASON.search(text))),
        (1.5 * AGREEMENT, not decides and reading.asks_for_outcome and section.kind is SectionKind.DECISION),
        (AGREEMENT, reading.asks_for_outcome and bool(cues.DECIDED.search(text))),
        (AGREEMENT, decides and opens_section(candidate)),
        (2 * AGREEMENT, reading.asks_for_draft and document.status is Status.DRAFT),
        (-2 * AGREEMENT, not reading.asks_for_draft and document.status is Status.DRAFT),
        (-AGREEMENT, section.kind not in reading.sections and not listed and is_fragment(text)),
        (2 * AGREEMENT, reading.asks_for_validity and bool(cues.VALID.search(text))),
        (AGREEMENT, reading.denies and bool(cues.NEGATION.search(text))),
        (-AGREEMENT, reading.denies and not cues.NEGATION.search(text)),
        (0.5 * AGREEMENT, reading.intent is Intent.WHEN and has_full_date(text)),
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

LATEST_MARGIN = 0.15
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
