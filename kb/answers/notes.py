"""Notes: short Danish sentences that keep a reader from taking a quote for more than it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.citing import cite_spans, spans_of
from kb.answers.matters import cases_of
from kb.answers.preference import PRECEDENCE
from kb.answers.question import Intent, Interpretation
from kb.danish.dates import find_dates
from kb.datatypes import (
    Citation,
    Claim,
    Conflict,
    Decision,
    Filter,
    OutcomeClass,
    Presence,
    SectionKind,
    Standing,
)
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.index.store import Store

SET_PHRASE = 60
"""A longer outcome is not repeated in a note: it stands in the quote."""

ONE_THING = 200
"""A longer recommendation may ask for more than its first words say."""

_MORE = re.compile(r",? og at\b|,? samt\b|, og\b|;")
_DATED_SUBJECT = "event_date"


def notes_on(
    store: Store, reading: Interpretation, citations: Sequence[Citation], where: Filter
) -> tuple[str, ...]:
    """What must be said with the citations, each sentence once, the weightiest first; often nothing."""
    asks_outcome = reading.intent is Intent.DECISION or reading.asks_for_outcome
    told: list[str] = []
    if asks_outcome:
        told += _on_standing(citations)
        for cited in citations:
            told += [note for each in decisions_behind(store, cited) for note in on_decision(each)]
    if reading.asks_for_absence_reason:
        told += _on_absence(store, citations)
    told += [on_conflict(each) for each in conflicts_behind(store, reading, citations, where)]
    return tuple(dict.fromkeys(told))


def _on_standing(citations: Sequence[Citation]) -> list[str]:
    """That no quoted text decides, where an outcome was asked for and none of them does."""
    if not citations or any(each.section_kind is SectionKind.DECISION for each in citations):
        return []
    standings = {each.standing for each in citations}
    if Standing.DECIDED in standings:
        return [phrases.NOTE_REPORTED]
    return [phrases.NOTE_PROPOSED] if Standing.PROPOSED in standings else []


def _on_absence(store: Store, citations: Sequence[Citation]) -> list[str]:
    """That the minutes give no reason, where they name somebody who took no part without one."""
    away = [
        each
        for cited in citations
        for row in decisions_behind(store, cited)
        for each in row.participations
        if each.presence is Presence.NOT_PARTICIPATING
    ]
    return [phrases.NOTE_NO_REASON] if away and all(each.reason is None for each in away) else []


def decisions_behind(store: Store, cited: Citation) -> list[Decision]:
    """The rows of the register that the citation quotes from."""
    if cited.section_kind is not SectionKind.DECISION:
        return []
    rows = store.decisions(Filter(documents=(cited.document,)))
    return [
        row
        for row in rows
        if row.document == cited.document and row.start < cited.end and cited.start < row.end
    ]


def on_decision(decision: Decision) -> Iterator[str]:
    """What the set words of a decision amount to, where that is not what they say by themselves."""
    if decision.effect is not decision.outcome_class and decision.effect in phrases.EFFECT_NOTES:
        outcome = decision.outcome.rstrip(".")
        words = f"»{outcome}«" if len(outcome) <= SET_PHRASE else phrases.THE_DECISION
        yield phrases.EFFECT_NOTES[decision.effect].format(outcome=words) + _nothing_else(decision)
    elif decision.outcome_class is OutcomeClass.NARRATIVE:
        yield phrases.NOTE_NARRATIVE
    elif decision.final is False and decision.outcome_class in phrases.NOT_FINAL_NOTES:
        yield phrases.NOT_FINAL_NOTES[decision.outcome_class]


def _nothing_else(decision: Decision) -> str:
    """That nothing else was adopted, where the recommendation plainly asked for one thing only."""
    if decision.effect not in (OutcomeClass.NOTED, OutcomeClass.DISCUSSED):
        return ""
    proposed = decision.recommendation or ""
    return "" if _MORE.search(proposed) or len(proposed) > ONE_THING else phrases.NOTHING_ELSE


def conflicts_behind(
    store: Store, reading: Interpretation, citations: Sequence[Citation], where: Filter
) -> list[Conflict]:
    """The conflicts of the cited cases about the day that was asked for and that a citation tells."""
    if reading.intent is not Intent.WHEN and reading.period is None:
        return []
    cited = {each.document for each in citations}
    return [
        conflict
        for case in cases_of(store, cited, where)
        for conflict in case.conflicts
        if conflict.subject == _DATED_SUBJECT and any(_tells(c, conflict) for c in citations)
    ]


def with_other_claims(
    store: Store, citations: Sequence[Citation], conflicts: Sequence[Conflict]
) -> list[Citation]:
    """The citations, and after them the claims of each conflict that they leave out."""
    told = list(citations)
    for conflict in conflicts:
        values = {value for cited in told for value in _days(cited)}
        missing = [claim for claim in conflict.claims if claim.value not in values]
        told += cite_spans(store, spans_of(claim.evidence for claim in missing), len(told) + 1)
    return told


def on_conflict(conflict: Conflict) -> str:
    """The sentence that sets the claims of a conflict side by side and says which weighs more."""
    values = dict.fromkeys(claim.value for claim in conflict.claims)
    claims = "; ".join(_claim([each for each in conflict.claims if each.value == value]) for value in values)
    settled = phrases.CONFLICT_SETTLED if conflict.settled else phrases.CONFLICT_OPEN
    return phrases.CONFLICT_NOTE.format(
        subject=da.CONFLICT_SUBJECTS[conflict.subject], claims=claims, settled=settled
    )


def _claim(claims: Sequence[Claim]) -> str:
    """Equal claims in words: the value and the most binding kind of paper that says so."""
    status = min((claim.status for claim in claims), key=PRECEDENCE.index)
    return phrases.CONFLICT_CLAIM.format(
        value=da.danish_day_of(claims[0].value), source=da.STATUS_SOURCES[status]
    )


def _tells(cited: Citation, conflict: Conflict) -> bool:
    """Whether the citation tells one of the days that the claims of a conflict give."""
    return not _days(cited).isdisjoint(claim.value for claim in conflict.claims)


def _days(cited: Citation) -> set[str]:
    """The days that a citation tells, as ISO dates; a missing year is the paper's own."""
    year = cited.date.year if cited.date else None
    return {mention.date.isoformat() for mention in find_dates(cited.quote, year)}
