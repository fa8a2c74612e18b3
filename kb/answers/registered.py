"""Questions for all decisions or cases: answered from the register with the full count, never from top-k."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.candidates import WeightedWord, coverage, weighted_words
from kb.answers.citing import cite_spans, sentence_around
from kb.answers.fit import same_committee, within
from kb.answers.question import Asked, Interpretation
from kb.danish.sentences import sentence_spans
from kb.datatypes import (
    Case,
    Citation,
    Date,
    Decision,
    Filter,
    OutcomeClass,
    Part,
    SectionKind,
    Step,
    StepState,
)

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
    """The rows of the register that a question asks for, newest first, and the words they were sought by."""

    decisions: tuple[Decision, ...]
    words: tuple[WeightedWord, ...]


def rows_for(store: Store, reading: Interpretation, where: Filter) -> Rows:
    """The decisions that the question asks for all of; a person's own filter always holds.

    The question's committees, period and outcomes restrict the rows, its remaining words must be what the
    row is about.
    """
    content = weighted_words(store, reading.content)
    found = [
        row
        for row in store.decisions(restricted(where, reading))
        if of_committees(row, reading) and _about(store, row, content)
    ]
    found.sort(key=lambda row: (-(row.date.toordinal() if row.date else 0), row.document, row.start))
    return Rows(tuple(found), content)


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


def _about(store: Store, row: Decision, content: Sequence[WeightedWord]) -> bool:
    """Whether title, recommendation, decision or summary of a row speak of what the question is about."""
    if not content:
        return row.effect is not OutcomeClass.PROCEDURAL
    document = store.document(row.document)
    summaries = (
        document.text[section.body_start : section.end][:ABSTRACT]
        for section in document.sections
        if section.kind is SectionKind.SUMMARY and section.item_at == row.item
    )
    return coverage(content, "\n".join((row.title, row.recommendation or "", row.quote, *summaries))) >= ABOUT


def quotes_of(store: Store, rows: Sequence[Decision]) -> list[Citation]:
    """The first SHOWN rows as citations of what was decided."""
    return cite_spans(store, [(row.document, *_decisive(store, row)) for row in rows[:SHOWN]])


def _decisive(store: Store, row: Decision) -> tuple[int, int]:
    """Where the sentences with the decisive words of a row stand."""
    told = next((each for each in row.evidence if each.field == "outcome"), None)
    start, end = (told.start, told.end) if told else (row.start, row.end)
    return sentence_around(store.document(row.document), start, end)


def listed(rows: Sequence[Decision], citations: Sequence[Citation]) -> str:
    """The quoted rows one a line: day, committee and title, then the decisive words and their number."""
    lines = []
    for cited in citations:
        row = next(
            each for each in rows if each.document == cited.document and each.start <= cited.start < each.end
        )
        day = da.danish_day(row.date) if row.date else da.UNDATED
        head = ", ".join(filter(None, (day, row.committee)))
        lines.append(f"{head}: {row.title} ({da.OUTCOME_LABELS[row.effect]}): »{cited.quote}« [{cited.n}]")
    return "\n".join(lines)


def lead(rows: Rows, reading: Interpretation) -> str:
    """The sentence that counts the rows and says by what they were sought."""
    by = [*reading.committees]
    if reading.period is not None:
        by.append(da.danish_period(*reading.period))
    by += [da.OUTCOME_LABELS[outcome] for outcome in reading.outcomes]
    by += [f"»{word.text}«" for word in rows.words]
    noun = da.DECISION_NOUN if reading.register is Asked.DECISIONS else da.TREATED_NOUN
    count = da.plural(len(rows.decisions), *noun)
    sought = f" ({', '.join(by)})" if by else ""
    shown = "" if len(rows.decisions) <= SHOWN else " " + da.FIRST_SHOWN.format(shown=SHOWN)
    return da.REGISTER_LEAD.format(count=count, sought=sought) + shown


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A case that waits for a committee: the step that is planned and of which no minutes are known."""

    case: Case
    step: Step


def awaiting(store: Store, reading: Interpretation, where: Filter) -> list[Awaiting]:
    """The cases with a planned step by the committees that the question names, by date, undated last."""
    content = weighted_words(store, reading.content)
    found = [
        Awaiting(case, step)
        for case in store.cases(where)
        for step in case.steps
        if step.state is not StepState.HELD and step.evidence
        if not reading.committees or any(same_committee(step.committee, name) for name in reading.committees)
        if reading.period is None or (step.date is not None and within(step.date, reading.period))
        if not content or coverage(content, case.title) >= ABOUT
    ]
    return sorted(found, key=lambda each: (each.step.date or Date.max, each.case.id))


@dataclass(frozen=True, slots=True)
class Mention:
    """A case that speaks of what was asked, and the sentence of its papers that says most of it."""

    case: Case
    span: tuple[str, int, int]


def cases_about(store: Store, reading: Interpretation, where: Filter) -> list[Mention]:
    """The cases whose papers mention what the question is about, newest first as in the register.

    The question's committees and period must be those of a step or of the paper that mentions it.
    """
    content = weighted_words(store, reading.content)
    found = []
    for case in store.cases(restricted(where, replace(reading, outcomes=()))):
        if reading.committees and not any(
            same_committee(step.committee, name) for step in case.steps for name in reading.committees
        ):
            continue
        spans = [span for part in case.parts if (span := _mention(store, part, content))]
        if spans:
            found.append(Mention(case, spans[-1]))
    return found


def _mention(store: Store, part: Part, content: Sequence[WeightedWord]) -> tuple[str, int, int] | None:
    """The sentence of a part that holds most of the words; None where the part does not mention them."""
    document = store.document(part.document)
    sections = [each for each in document.sections if part.item is None or each.item_at == part.item]
    text = "\n".join(document.text[each.start : each.end] for each in sections)
    if coverage(content, text) < ABOUT:
        return None
    spans = [span for each in sections for span in sentence_spans(document.text, each.body_start, each.end)]
    best = max(spans, key=lambda span: coverage(content, document.text[slice(*span)]), default=None)
    return (document.id, *best) if best else None


def mentioned_lead(mentions: Sequence[Mention], reading: Interpretation) -> str:
    """The sentence that counts the cases and says what they mention."""
    by = [*reading.committees]
    if reading.period is not None:
        by.append(da.danish_period(*reading.period))
    words = " og ".join(f"»{word}«" for word in reading.content)
    sought = f" ({', '.join(by)})" if by else ""
    shown = "" if len(mentions) <= SHOWN else " " + da.FIRST_CASES_SHOWN.format(shown=SHOWN)
    count = da.plural(len(mentions), *da.CASE_NOUN)
    return da.MENTIONED_LEAD.format(count=count, words=words, sought=sought) + shown


def mentioned_lines(mentions: Sequence[Mention], citations: Sequence[Citation]) -> str:
    """The quoted cases one a line: title, then the sentence and its number."""
    titles = {each.span: each.case.title for each in mentions}
    return "\n".join(
        f"{titles[(cited.document, cited.start, cited.end)]}: »{cited.quote}« [{cited.n}]"
        for cited in citations
    )


def is_for_cases(reading: Interpretation) -> bool:
    """Whether the question asks for the cases about something, whatever became of them."""
    return reading.register is Asked.CASES and bool(reading.content) and not reading.outcomes


def is_for_register(reading: Interpretation) -> bool:
    """Whether the question asks for all decisions or cases, or for their number."""
    return reading.register in (Asked.DECISIONS, Asked.CASES)
