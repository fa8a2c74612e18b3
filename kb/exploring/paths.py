"""Reading paths: what the material itself has on a topic, in an order to read it in.

Nothing here knows a document. A topic's questions are searched for; what is found counts where its heading,
its title or its text speaks of the topic; what is replaced by something newer, and drafts of what is final,
are left out; and what explains comes before what reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.answers.citing import citation
from kb.danish.tokens import words
from kb.datatypes import Document, Hit, Section, SectionKind, Status, StepState
from kb.exploring.outdated import drafts_of_others, replaced_documents
from kb.exploring.passages import is_table, quoted, under
from kb.exploring.records import PathStep, ReadingPath
from kb.strings_da.newcomers import TOPICS, Topic

if TYPE_CHECKING:
    from kb.index.store import Store

Search = Callable[[str], Sequence[Hit]]

PASSAGES = 40
"""How many passages a topic's question brings."""

MOST_STEPS, OF_ONE_DOCUMENT = 8, 3
SHORTEST = 60
"""A section of fewer characters says too little to stop at."""

MENTIONED = 2
"""A path has at most so many stops that only mention its topic."""

SAME = 0.6
"""Two quotes that share so much of their words say the same."""

ROUTE_TOPIC = "beslutninger"
"""The topic that ends with the way of one case as an example."""

_READ = frozenset(
    {
        SectionKind.UNKNOWN,
        SectionKind.PREAMBLE,
        SectionKind.SUMMARY,
        SectionKind.BACKGROUND,
        SectionKind.CASE,
        SectionKind.OTHER,
        SectionKind.POLICY_LINKS,
    }
)
_SENTENCE = re.compile(r"[.!?]")
_WEIGHT = {"heading": 0.3, "title": 0.2, "text": 0.0}
# A policy or a handbook is made to be read; minutes report, and an agenda or a draft is not settled.
_STANDING = {
    Status.FINAL: 0.1,
    Status.UNKNOWN: 0.1,
    Status.MINUTES: -0.1,
    Status.AGENDA: -0.2,
    Status.DRAFT: -0.3,
}


@dataclass(frozen=True, slots=True)
class _Stop:
    """A section that may be a step, with why and how well it fits."""

    document: Document
    section: Section
    start: int
    end: int
    reason: str
    score: float


def paths_of(store: Store, search: Search, topics: Sequence[Topic] = TOPICS) -> tuple[ReadingPath, ...]:
    """A path for each topic, in their order; what there is too little about is short, and not to be shown."""
    outdated = replaced_documents(store) | drafts_of_others(store)
    return tuple(_path(store, search, topic, outdated) for topic in topics)


def _path(store: Store, search: Search, topic: Topic, outdated: frozenset[str]) -> ReadingPath:
    about = re.compile(topic.cues, re.IGNORECASE)
    found: dict[tuple[str, int], _Stop] = {}
    for question in topic.questions:
        for hit in search(question):
            if hit.document in outdated or hit.section_kind not in _READ:
                continue
            document = store.document(hit.document)
            section = _heading_over(document, hit.start)
            stop = _stop(document, section, hit.score, about)
            key = (document.id, section.ordinal)
            if stop and (key not in found or stop.score > found[key].score):
                found[key] = stop
    stops = _chosen(sorted(found.values(), key=lambda each: (-each.score, each.document.id, each.start)))
    steps = [_step(store, number, stop) for number, stop in enumerate(_in_order(stops), start=1)]
    if topic.key == ROUTE_TOPIC and steps:
        steps += _example(store, len(steps) + 1)
    return ReadingPath(topic.key, tuple(steps))


def _heading_over(document: Document, at: int) -> Section:
    """The section that holds a place, or the one that has no text of its own and heads it with others."""
    here = next(each for each in document.sections if each.start <= at < each.end)
    heads = (each for each in document.sections[: here.ordinal] if here in under(document, each))
    return next(heads, here)


def _stop(document: Document, section: Section, score: float, about: re.Pattern[str]) -> _Stop | None:
    """The section as a stop; None where it says too little, is a table, or does not speak of the topic."""
    if about.search(section.heading) or (section.item and about.search(section.item)):
        reason = "heading"
    elif about.search(document.title):
        reason = "title"
    else:
        reason = "text"
    start, end = quoted(document, section, about if reason == "text" else None)
    if end - start < SHORTEST or is_table(document, section):
        return None
    if reason == "text" and not about.search(document.text, start, end):
        return None
    if section.kind is SectionKind.PREAMBLE and not _SENTENCE.search(document.text, start, end):
        return None  # the lines that head a paper: its committee, its day
    weight = _WEIGHT[reason] + _STANDING[document.status]
    return _Stop(document, section, start, end, reason, score + weight)


def _chosen(stops: Iterable[_Stop]) -> list[_Stop]:
    """The best stops, few of each document, and no two that say the same."""
    chosen: list[_Stop] = []
    said: list[frozenset[str]] = []
    for stop in stops:
        told = frozenset(words(stop.document.text[stop.start : stop.end]))
        if sum(each.document.id == stop.document.id for each in chosen) == OF_ONE_DOCUMENT:
            continue
        if stop.reason == "text" and sum(each.reason == "text" for each in chosen) == MENTIONED:
            continue
        if any(len(told & other) >= SAME * min(len(told), len(other)) for other in said):
            continue
        chosen.append(stop)
        said.append(told)
        if len(chosen) == MOST_STEPS:
            break
    return chosen


def _in_order(stops: Sequence[_Stop]) -> list[_Stop]:
    """The stops document by document, the best one's first, each in reading order."""
    best: dict[str, float] = {}
    for stop in stops:
        best[stop.document.id] = max(best.get(stop.document.id, 0.0), stop.score)
    return sorted(stops, key=lambda stop: (-best[stop.document.id], stop.document.id, stop.start))


def _step(store: Store, number: int, stop: _Stop) -> PathStep:
    parts = under(stop.document, stop.section) or (stop.section,)
    start, end = parts[0].start, parts[-1].end
    cited = citation(store, stop.document, stop.section, number, stop.start, stop.end)
    return PathStep(cited, stop.reason, len(stop.document.text[start:end].split()), start, end)


def _example(store: Store, number: int) -> list[PathStep]:
    """The way of the case that the most committees treated, as one of its papers tells it; [] without any."""
    held = {case.id: sum(step.state is StepState.HELD for step in case.steps) for case in store.cases()}
    for case in sorted(store.cases(), key=lambda each: -held[each.id]):
        for part in case.parts if held[case.id] > 1 else ():
            document = store.document(part.document)
            for section in document.sections:
                item_fits = part.item is None or section.item_at == part.item
                if section.kind is not SectionKind.ROUTE or not item_fits:
                    continue
                start, end = quoted(document, section)
                if document.text[start:end].strip():
                    cited = citation(store, document, section, number, start, end)
                    count = len(document.text[start:end].split())
                    return [PathStep(cited, "route", count, section.start, section.end)]
    return []
