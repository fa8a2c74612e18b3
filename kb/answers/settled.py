"""What became of a matter: the decision that stands in the register beside the passages that were found.

A decision is a few set words ("Tiltrådt."), so no search finds it by what it is about. The passages of its
case do: they lead to the agenda item, and the register knows what was decided on that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.answers.candidates import Candidate, Findings, coverage
from kb.answers.citing import section_at, sentence_around
from kb.answers.fit import same_committee, within
from kb.answers.matters import NAMED, OPENING, OPENINGS
from kb.answers.question import Intent, Interpretation
from kb.datatypes import Decision, Filter, Hit, OutcomeClass

if TYPE_CHECKING:
    from kb.index.store import Store

ABOUT = 0.6
"""The weighted share of the question's words that the item's text must hold to be the matter asked about."""

AS_GOOD = 0.1
"""Among items within this of the best share the one that was found first is the matter."""

_VOTES = re.compile(r"\b(?:stemte|stemme(?:r|rne)?|afstemning\w*)\b", re.IGNORECASE)


def settled(store: Store, found: Findings, where: Filter) -> Findings | None:
    """The findings with the decision on the matter chosen; None where the register has no fitting one."""
    if found.reading.intent is not Intent.DECISION:
        return None
    matters = [
        (coverage(found.words, _text(store, hit)), hit, rows)
        for hit in found.hits
        if (rows := rows_on(store, hit, found.reading, where)) and _is_named(store, hit, found, rows)
    ]
    best = max((about for about, _, _ in matters), default=0.0)
    if best < ABOUT:
        return None
    _, hit, rows = next(each for each in matters if each[0] >= best - AS_GOOD)
    if _quotes_one(found, rows):
        return None
    chosen = _candidate(store, found, hit, _weightiest(store, rows))
    return replace(found, chosen=(chosen,)) if chosen else None


def _quotes_one(found: Findings, rows: Sequence[Decision]) -> bool:
    """Whether the best quote is from one of the decisions already: it may be what was decided on a part."""
    final = [row for row in rows if found.reading.committees or row.effect is not OutcomeClass.RECOMMENDED]
    return bool(found.chosen) and any(
        found.chosen[0].document.id == row.document and row.start <= found.chosen[0].start < row.end
        for row in final
    )


def rows_on(store: Store, hit: Hit, reading: Interpretation, where: Filter) -> list[Decision]:
    """The decisions on the item of a hit, by a committee and of a time that the question names."""
    document = store.document(hit.document)
    item = section_at(document, hit.start).item_at
    return [
        row
        for row in store.decisions(replace(where, documents=(hit.document,)))
        if row.document == hit.document and row.item == item
        if not reading.committees
        or any(row.committee and same_committee(row.committee, name) for name in reading.committees)
        if reading.period is None or (row.date is not None and within(row.date, reading.period))
    ]


def _is_named(store: Store, hit: Hit, found: Findings, rows: Sequence[Decision]) -> bool:
    """Whether titles, recommendation, decision or the openings of the item say what the question is about."""
    document = store.document(hit.document)
    item = section_at(document, hit.start).item_at
    openings = [
        document.text[each.body_start : each.end][:OPENING]
        for each in document.sections
        if each.item_at == item
    ]
    told = [document.title, rows[0].title, rows[0].recommendation or "", *(row.quote for row in rows)]
    return coverage(found.words, "\n".join((*told, *openings[:OPENINGS]))) >= NAMED


def _text(store: Store, hit: Hit) -> str:
    """The title and all text of the item that a hit stands in."""
    document = store.document(hit.document)
    item = section_at(document, hit.start).item_at
    parts = (document.text[each.start : each.end] for each in document.sections if each.item_at == item)
    return "\n".join((document.title, document.status.value, *parts))


def _weightiest(store: Store, rows: Sequence[Decision]) -> Decision:
    """The decision of the meeting that the paper is from, else the last one."""
    document = store.document(rows[0].document)
    own = [row for row in rows if (row.committee, row.date) == (document.committee, document.date)]
    return max(own or rows, key=lambda row: (row.date.toordinal() if row.date else 0, -row.start))


def _candidate(store: Store, found: Findings, hit: Hit, row: Decision) -> Candidate | None:
    """The decision's sentences with the signals of the passages that led to it; None where none was read."""
    read = [each for each in found.pool if each.document.id == row.document]
    if not read:
        return None
    document = store.document(row.document)
    field = "votes" if _VOTES.search(found.reading.question) else "outcome"
    told = next((each for each in row.evidence if each.field == field), None)
    start, end = (told.start, told.end) if told else (row.start, row.start + 1)
    start, end = sentence_around(document, start, end)
    return Candidate(
        hit=hit,
        document=document,
        section=section_at(document, start),
        start=start,
        end=end,
        similarity=max(each.similarity for each in read),
        passage_similarity=max(each.passage_similarity for each in read),
        titled=max(each.titled for each in read),
        focus=max(each.focus for each in read),
    )
