"""Premises held against the register: what a question takes for granted and the minutes tell otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.candidates import Findings, coverage, weighted_words
from kb.answers.fit import right_committee, same_committee
from kb.answers.matters import cases_behind
from kb.answers.premises import Deed, Premise
from kb.answers.question import Intent
from kb.danish.analysis import match_keys
from kb.danish.tokens import words
from kb.datatypes import Decision, Filter, OutcomeClass, Presence, SectionKind, VoteSide
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.index.store import Store

NEAR_HITS = 3
"""The matter that a premise is about is looked for behind so many of the best hits."""

ABOUT = 0.8
"""The weighted share of the premise's words that the paper of a decision must hold to be about the same."""

_OPPOSITES = (
    frozenset({OutcomeClass.ADOPTED, OutcomeClass.ADOPTED_AMENDED, OutcomeClass.RECOMMENDED}),
    frozenset({OutcomeClass.REJECTED}),
    frozenset({OutcomeClass.POSTPONED}),
    frozenset({OutcomeClass.WITHDRAWN}),
)
_OTHER_SIDES = {
    Deed.VOTED_FOR: (VoteSide.AGAINST, VoteSide.ABSTAINED),
    Deed.VOTED_AGAINST: (VoteSide.FOR, VoteSide.ABSTAINED),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What is wrong with a premise, in words, and where the decision stands that says so."""

    sentence: str
    spans: tuple[tuple[str, int, int], ...]


def corrected(store: Store, found: Findings, where: Filter) -> Correction | None:
    """The correction of the question's first premise that the minutes of the same matter contradict.

    None where they bear it out, or do not tell: silence of the material contradicts nothing.
    """
    for premise in found.reading.premises:
        if premise.denied:
            continue
        rows = rows_about(store, found, premise, where)
        if premise.deed is Deed.DECIDED:
            wrong = _of_decision(premise, rows, found)
        elif premise.deed is Deed.ABSENT:
            wrong = _of_absence(premise, rows, found)
        else:
            wrong = _of_vote(premise, rows)
        if wrong:
            return wrong
    return None


def rows_about(store: Store, found: Findings, premise: Premise, where: Filter) -> list[Decision]:
    """The decisions in the cases behind the best hits whose papers speak of what the premise is about."""
    subject = weighted_words(store, premise.subject)
    parts = {
        (part.document, part.item)
        for case in cases_behind(store, found.hits[:NEAR_HITS], where)
        for part in case.parts
    }
    return [
        row
        for row in store.decisions(where)
        if (row.document, row.item) in parts or (row.document, None) in parts
        if coverage(subject, f"{row.title} {store.document(row.document).text}") >= ABOUT
    ]


def _of_decision(premise: Premise, rows: Sequence[Decision], found: Findings) -> Correction | None:
    """Another committee decided, or the same one the opposite."""
    own = [row for row in rows if _by(row, premise)]
    if own:
        # Sending a matter on or to a hearing neither bears a premise out nor contradicts it.
        telling = [row for row in own if any(row.outcome_class in group for group in _OPPOSITES)]
        opposed = [row for row in telling if _opposes(row, premise)]
        if not opposed or len(opposed) < len(telling):
            return None
        outcome = da.OUTCOME_LABELS[opposed[0].effect]
        sentence = phrases.PREMISE_OUTCOME.format(title=opposed[0].title, outcome=outcome)
        return Correction(sentence, _spans(opposed[:1]))
    if premise.committee is None or _quotes_decision(found):
        return None
    others = [row for row in rows if row.effect is not OutcomeClass.RECOMMENDED and row.committee]
    if premise.month_day:
        others = [row for row in others if row.date and (row.date.month, row.date.day) == premise.month_day]
    if not others:
        return None
    row = max(others, key=lambda each: (each.date.toordinal() if each.date else 0, each.document))
    day = phrases.PREMISE_DAY.format(date=da.danish_day(row.date)) if row.date else ""
    sentence = phrases.PREMISE_COMMITTEE.format(
        asked=premise.committee, found=row.committee, day=day, title=row.title
    )
    return Correction(sentence, _spans([row]))


def _of_vote(premise: Premise, rows: Sequence[Decision]) -> Correction | None:
    """The minutes have whom the question names on another side of the vote.

    A party that is named in full and recorded by its letter is not recognised, and nothing is corrected.
    """
    others = _OTHER_SIDES.get(premise.deed, ())
    named = {key for word in premise.subject if word[:1].isupper() for key in match_keys(word)}
    for row in rows:
        for tally in row.tallies:
            if tally.side in others and any(
                _is_voter(name, named) for name in (*tally.names, *tally.parties)
            ):
                return Correction(phrases.PREMISE_VOTE.format(title=row.title), _spans([row]))
    return None


def _is_voter(voter: str, named: set[str]) -> bool:
    """Whether all words of a recorded name, party letters in brackets aside, are among those named."""
    keys = [match_keys(word) for word in words(re.sub(r"\([^)]*\)", "", voter))]
    return bool(keys) and all(not each.isdisjoint(named) for each in keys)


def _of_absence(premise: Premise, rows: Sequence[Decision], found: Findings) -> Correction | None:
    """The minutes say who took no part, and not why, where the question asks why."""
    if found.reading.intent is not Intent.WHY:
        return None
    asked = {key for word in premise.subject if word[:1].isupper() for key in match_keys(word)}
    for row in rows:
        for away in row.participations:
            named = {key for word in words(away.name) for key in match_keys(word)}
            if away.presence is Presence.NOT_PARTICIPATING and away.reason is None and asked & named:
                span = (row.document, away.start, away.end)
                return Correction(phrases.NO_REASON_GIVEN.format(title=row.title), (span,))
    return None


def _by(row: Decision, premise: Premise) -> bool:
    """Whether the committee of the premise decided, or it names none."""
    if premise.committee is None:
        return True
    return row.committee is not None and same_committee(row.committee, premise.committee)


def _opposes(row: Decision, premise: Premise) -> bool:
    """Whether the row's outcome and that of the premise exclude each other."""
    presumed = next((group for group in _OPPOSITES if premise.outcome in group), None)
    actual = next((group for group in _OPPOSITES if row.outcome_class in group), None)
    return presumed is not None and actual is not None and presumed is not actual


def _quotes_decision(found: Findings) -> bool:
    """Whether a decision by the committee that the question names is quoted."""
    return any(
        each.section.kind is SectionKind.DECISION and right_committee(each, found.reading)
        for each in found.chosen
    )


def _spans(rows: Sequence[Decision]) -> tuple[tuple[str, int, int], ...]:
    return tuple((row.document, row.start, row.end) for row in rows)
