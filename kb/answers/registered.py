"""Questions for all decisions or cases: answered from the register with the full count, never from top-k."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.asked import is_register_word
from kb.answers.candidates import WeightedWord, coverage, weighted_words
from kb.answers.citing import cite_spans, sentence_around
from kb.answers.fit import same_committee
from kb.answers.question import Asked, Interpretation
from kb.datatypes import (
    Case,
    Citation,
    Decision,
    Filter,
    OutcomeClass,
    SectionKind,
)
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.index.store import Store

SHOWN = 10
"""How many rows are quoted in the answer; the count tells how many there are, the register has them all."""

ABOUT = 0.5
"""The weighted share of the question's words that a row must hold to be about the same.

Of two words of equal weight one is enough ("fastholdelse og rekruttering"), a common word alone is not.
"""

ABSTRACT = 600
"""How much of a summary tells what a decision is about."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a question asks for, newest first, the words they were sought by, and how many cases."""

    decisions: tuple[Decision, ...]
    words: tuple[str, ...]
    cases: int


Topic = tuple[WeightedWord, ...]
"""Words that together say what something is about."""


def rows_for(store: Store, reading: Interpretation, where: Filter) -> Rows:
    """The decisions that the question asks for all of; a person's own filter always holds.

    The question's committees, period and outcomes restrict the rows, its remaining words must be what the
    row is about.
    """
    words = topic_words(reading)
    sought = topics(store, reading.question, words)
    cases = _cases(store, where)
    found = [
        row
        for row in store.decisions(restricted(where, reading))
        if of_committees(row, reading) and _about(store, row, cases.get((row.document, row.item)), sought)
    ]
    found.sort(key=lambda row: (-(row.date.toordinal() if row.date else 0), row.document, row.start))
    of = {
        case.id if (case := cases.get((row.document, row.item))) else f"{row.document}#{row.item}"
        for row in found
    }
    return Rows(tuple(found), words, len(of))


def titled(store: Store, rows: Sequence[Decision], reading: Interpretation, where: Filter) -> list[Decision]:
    """The rows whose own title or case is what the question is about, in their order."""
    sought = topics(store, reading.question, topic_words(reading))
    cases = _cases(store, where)
    found = []
    for row in rows:
        case = cases.get((row.document, row.item))
        if is_about(f"{row.title}\n{case.title if case else ''}", sought):
            found.append(row)
    return found


def topic_words(reading: Interpretation) -> tuple[str, ...]:
    """The words of a question that say what it is about, without those that name rows of a register."""
    return tuple(word for word in reading.content if not is_register_word(word))


def topics(store: Store, question: str, words: Sequence[str]) -> list[Topic]:
    """What a row may be about: all of the words together, or each of two that "og" or "eller" joins."""
    joined = len(words) == 2 and re.search(
        rf"\b{re.escape(words[0])}\s+(?:og|eller)\s+{re.escape(words[1])}\b", question
    )
    alternatives = [[word] for word in words] if joined else [list(words)]
    return [weighted_words(store, each) for each in alternatives]


def is_about(text: str, sought: Sequence[Topic]) -> bool:
    """Whether a text holds enough of the words of any topic; of no words at all it holds enough."""
    return any(coverage(each, text) >= ABOUT for each in sought)


def restricted(where: Filter, reading: Interpretation) -> Filter:
    """The person's filter, with the question's period and outcomes where the person set none."""
    if reading.period is not None and not (where.date_from or where.date_to):
        where = replace(where, date_from=reading.period[0], date_to=reading.period[1])
    if reading.outcomes and not where.outcomes:
        where = replace(where, outcomes=reading.outcomes)
    return where


def of_committees(row: Decision, reading: Interpretation) -> bool:
    """Whether one of the committees that the question names decided, or it names none."""
    if not reading.committees:
        return True
    return row.committee is not None and any(
        same_committee(row.committee, name) for name in reading.committees
    )


def _cases(store: Store, where: Filter) -> dict[tuple[str, int | None], Case]:
    """The cases by their parts: a paper may call the same matter something else than its case."""
    return {(part.document, part.item): case for case in store.cases(where) for part in case.parts}


def _about(store: Store, row: Decision, case: Case | None, sought: Sequence[Topic]) -> bool:
    """Whether a row is about a topic: by its titles, recommendation, decision or summary."""
    if not any(sought):
        return row.effect is not OutcomeClass.PROCEDURAL
    document = store.document(row.document)
    summaries = (
        document.text[section.body_start : section.end][:ABSTRACT]
        for section in document.sections
        if section.kind is SectionKind.SUMMARY and section.item_at == row.item
    )
    told = (row.title, case.title if case else "", row.recommendation or "", row.quote[:ABSTRACT], *summaries)
    return is_about("\n".join(told), sought)


def quotes_of(store: Store, rows: Sequence[Decision]) -> list[Citation]:
    """The first SHOWN rows as citations of what was decided."""
    return cite_spans(store, [(row.document, *_decisive(store, row)) for row in rows[:SHOWN]])


def _decisive(store: Store, row: Decision) -> tuple[int, int]:
    """Where the sentences with the decisive words of a row stand."""
    told = next((each for each in row.evidence if each.field == "outcome"), None)
    start, end = (told.start, told.end) if told else (row.start, row.start + 1)
    return sentence_around(store.document(row.document), start, end)


def listed(rows: Sequence[Decision], citations: Sequence[Citation]) -> str:
    """The quoted rows one a line: day, committee and title, then the decisive words and their number.

    What is quoted beside a row, a recommendation, stands on a line of its own.
    """
    lines = []
    for cited in citations:
        inside = (e for e in rows if e.document == cited.document and e.start <= cited.start < e.end)
        row = next(inside, None)
        if row is None:
            lines.append(f"»{cited.quote}« [{cited.n}]")
            continue
        day = da.danish_day(row.date) if row.date else da.UNDATED
        head = ", ".join(filter(None, (day, row.committee)))
        named = row.title if day in row.title else f"{head}: {row.title}"
        lines.append(f"{named} ({da.OUTCOME_LABELS[row.effect]}): »{cited.quote}« [{cited.n}]")
    return "\n".join(lines)


def counted(rows: Rows, reading: Interpretation) -> int:
    """How many of what the question counts: cases, or else decisions."""
    return rows.cases if reading.register is Asked.CASES else len(rows.decisions)


def _noun(reading: Interpretation) -> tuple[str, str]:
    return da.CASE_NOUN if reading.register is Asked.CASES else da.DECISION_NOUN


def lead(rows: Rows, reading: Interpretation, where: Filter) -> str:
    """The sentence that counts the rows and says by what they were sought."""
    count = da.plural(counted(rows, reading), *_noun(reading))
    shown = "" if len(rows.decisions) <= SHOWN else " " + phrases.FIRST_SHOWN.format(shown=SHOWN)
    return phrases.REGISTER_LEAD.format(count=count, sought=sought_by(rows, reading, where)) + shown


def sought_by(rows: Rows, reading: Interpretation, where: Filter) -> str:
    """By what the rows were sought, in brackets: filter and words; empty where all were."""
    used = restricted(where, reading)
    by = [*(used.committees or reading.committees)]
    if used.date_from or used.date_to:
        by.append(da.danish_period(used.date_from, used.date_to))
    by += [da.OUTCOME_LABELS[outcome] for outcome in used.outcomes]
    by += [f"»{word}«" for word in rows.words]
    return f" ({', '.join(by)})" if by else ""


def is_for_register(reading: Interpretation) -> bool:
    """Whether the question asks for all decisions or cases, or for their number."""
    return reading.register in (Asked.DECISIONS, Asked.CASES)
