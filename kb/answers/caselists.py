"""Questions for all cases: those that wait for a committee, or mention something, with their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.candidates import coverage
from kb.answers.fit import same_committee, within
from kb.answers.question import Asked, Interpretation
from kb.answers.registered import SHOWN, Topic, is_about, restricted, topic_words, topics
from kb.danish.sentences import sentence_spans
from kb.datatypes import Case, Citation, Date, Filter, Part, Step, StepState
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.index.store import Store


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A case that waits for a committee: the step that is planned and of which no minutes are known."""

    case: Case
    step: Step


def awaiting(store: Store, reading: Interpretation, where: Filter) -> list[Awaiting]:
    """The cases with a planned step by the committees that the question names, by date, undated last."""
    sought = topics(store, reading.question, topic_words(reading))
    found = [
        Awaiting(case, step)
        for case in store.cases(where)
        for step in case.steps
        if step.state is not StepState.HELD and step.evidence
        if not reading.committees or any(same_committee(step.committee, name) for name in reading.committees)
        if reading.period is None or (step.date is not None and within(step.date, reading.period))
        if not any(sought) or is_about(case.title, sought)
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
    sought = topics(store, reading.question, topic_words(reading))
    found = []
    for case in store.cases(restricted(where, replace(reading, outcomes=()))):
        if reading.committees and not any(
            same_committee(step.committee, name) for step in case.steps for name in reading.committees
        ):
            continue
        spans = [span for part in case.parts if (span := _mention(store, part, sought))]
        if spans:
            found.append(Mention(case, spans[-1]))
    return found


def _mention(store: Store, part: Part, sought: Sequence[Topic]) -> tuple[str, int, int] | None:
    """The sentence of a part that holds most of the words; None where the part does not mention them."""
    document = store.document(part.document)
    sections = [each for each in document.sections if part.item is None or each.item_at == part.item]
    text = "\n".join(document.text[each.start : each.end] for each in sections)
    if not is_about(text, sought):
        return None
    spans = [span for each in sections for span in sentence_spans(document.text, each.body_start, each.end)]
    best = max(spans, key=lambda span: _said(document.text[slice(*span)], sought), default=None)
    return (document.id, *best) if best else None


def _said(text: str, sought: Sequence[Topic]) -> float:
    """How much of the topics a sentence holds, all of them counted."""
    return sum(coverage(topic, text) for topic in sought)


def mentioned_lead(mentions: Sequence[Mention], reading: Interpretation) -> str:
    """The sentence that counts the cases and says what they mention."""
    by = [*reading.committees]
    if reading.period is not None:
        by.append(da.danish_period(*reading.period))
    words = " og ".join(f"»{word}«" for word in topic_words(reading))
    sought = f" ({', '.join(by)})" if by else ""
    shown = "" if len(mentions) <= SHOWN else " " + phrases.FIRST_CASES_SHOWN.format(shown=SHOWN)
    count = da.plural(len(mentions), *da.CASE_NOUN)
    told = phrases.MENTIONED_LEAD if words else phrases.ALL_CASES_LEAD
    return told.format(count=count, words=words, sought=sought) + shown


def mentioned_lines(mentions: Sequence[Mention], citations: Sequence[Citation]) -> str:
    """The quoted cases one a line: title, then the sentence and its number."""
    titles = {each.span: each.case.title for each in mentions}
    return "\n".join(
        f"{titles[(cited.document, cited.start, cited.end)]}: »{cited.quote}« [{cited.n}]"
        for cited in citations
    )


def is_for_cases(reading: Interpretation) -> bool:
    """Whether the question asks for the cases about something, whatever became of them."""
    everything = not (reading.committees or reading.period)
    topic = bool(topic_words(reading))
    return reading.register is Asked.CASES and (topic or everything) and not reading.outcomes
