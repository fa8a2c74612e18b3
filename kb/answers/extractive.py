"""Answers without a language model: interpret, gather, choose, quote, or abstain.

    question -> interpretation -> hits -> sentences with signals -> those that fit the kind of question
             -> the best, and what adds to it -> confidence -> citations (verified) or an abstention
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.candidates import Candidate, candidates, weighted_words
from kb.answers.confidence import THRESHOLD, confidence, signals_of
from kb.answers.fit import fits, right_committee, right_time
from kb.answers.question import Intent, Interpretation, interpret
from kb.answers.quotes import quote_span
from kb.answers.verify import verified
from kb.datatypes import Answer, Citation, Date, Filter, Hit, Section, SectionKind, Status
from kb.retrieval import search, section_name

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

PASSAGES = 12
"""How many of the best passages are read for sentences."""

FOCUSED_PASSAGES = 6
"""How many more are read of what the question itself points to: its committee, time, or decisions."""

MAX_QUOTES = 3
"""At most so many quotes make an answer."""

MARGIN = 0.06
"""A further sentence is quoted when its score is within this of the best one's."""

NEAREST = 3
"""How many hits an abstention shows."""

METHOD = "extractive"

# What makes a sentence the better quote; chosen on the development questions (tests/eval).
SIMILARITY_WEIGHT = 1.0
PASSAGE_WEIGHT = 1.0
COVERAGE_WEIGHT = 0.10
PASSAGE_COVERAGE_WEIGHT = 0.10
RANKING_WEIGHT = 0.05
AGREEMENT_BONUS = 0.03
DRAFT_PENALTY = 0.06
APPENDIX_PENALTY = 0.03


def answer_question(store: Store, encoder: Encoder, question: str, where: Filter, today: Date) -> Answer:
    """An answer in verbatim quotes, or an abstention that says what was searched."""
    reading = interpret(question, today)
    hits = gather(store, encoder, question, where, reading)
    pool = candidates(store, encoder, question, weighted_words(store, reading.content), hits)
    fitting = ranked([each for each in pool if fits(each, reading)], reading)
    chosen = choose(fitting)
    sureness = confidence(signals_of(chosen))
    if not chosen or sureness < THRESHOLD:
        return abstention(store, question, reading, where, hits, sureness if chosen else 0.0)
    citations = verified(cite(store, chosen, reading), store.document)
    return Answer(
        question=question,
        answer="\n".join(f"»{citation.quote}« [{citation.n}]" for citation in citations),
        abstained=False,
        method=METHOD,
        confidence=sureness,
        citations=citations,
        interpretation=describe(reading),
        searched=searched(store, where),
    )


def gather(
    store: Store, encoder: Encoder, question: str, where: Filter, reading: Interpretation
) -> tuple[Hit, ...]:
    """The hits to read: the best of all, and the best of what the question points to. No hit twice.

    The person's own filter always holds; the question's committee, time and kind only add hits.
    """
    wheres = [(where, PASSAGES)]
    if reading.intent is Intent.DECISION and not where.sections:
        wheres.append((replace(where, sections=(SectionKind.DECISION,)), FOCUSED_PASSAGES))
    if reading.committees and not where.committees:
        wheres.append((replace(where, committees=reading.committees), FOCUSED_PASSAGES))
    if reading.period and not (where.date_from or where.date_to):
        start, end = reading.period
        wheres.append((replace(where, date_from=start, date_to=end), FOCUSED_PASSAGES))
    found: dict[int, Hit] = {}
    for each, k in wheres:
        for hit in search(store, encoder, question, each, k):
            found.setdefault(hit.chunk, hit)
    return tuple(found.values())


def ranked(pool: Sequence[Candidate], reading: Interpretation) -> list[Candidate]:
    """The candidates, best quote first; ties by document and place."""
    return sorted(pool, key=lambda each: (-score(each, reading), each.document.id, each.start))


def score(candidate: Candidate, reading: Interpretation) -> float:
    """How good a quote the candidate is for the question; only the order matters."""
    total = (
        SIMILARITY_WEIGHT * candidate.similarity
        + PASSAGE_WEIGHT * candidate.passage_similarity
        + COVERAGE_WEIGHT * candidate.coverage
        + PASSAGE_COVERAGE_WEIGHT * candidate.passage_coverage
        + RANKING_WEIGHT * candidate.ranking
    )
    if reading.committees and right_committee(candidate, reading):
        total += AGREEMENT_BONUS
    if reading.period and right_time(candidate, reading):
        total += AGREEMENT_BONUS
    if candidate.document.status is Status.DRAFT and not reading.asks_for_draft:
        total -= DRAFT_PENALTY
    if candidate.section.kind is SectionKind.ATTACHMENTS and not reading.asks_for_attachments:
        total -= APPENDIX_PENALTY
    return total


def choose(fitting: Sequence[Candidate]) -> list[Candidate]:
    """The best candidate and those near it, at most MAX_QUOTES, best first."""
    return list(fitting[:1])


def cite(store: Store, chosen: Sequence[Candidate], reading: Interpretation) -> list[Citation]:
    """Citations for the chosen candidates, numbered from 1, overlapping quotes merged into the first."""
    citations: list[Citation] = []
    for candidate in chosen:
        start, end = quote_span(candidate, whole_list=reading.wants_list)
        if any(
            each.document == candidate.document.id and start < each.end and end > each.start
            for each in citations
        ):
            continue
        citations.append(citation(store, candidate, len(citations) + 1, start, end))
    return citations


def citation(store: Store, candidate: Candidate, n: int, start: int, end: int) -> Citation:
    """The citation numbered ``n`` of ``[start, end)`` in the candidate's document."""
    document, section = candidate.document, candidate.section
    page = document.page_at(start)
    return Citation(
        n=n,
        document=document.id,
        title=document.title,
        committee=section.committee or document.committee,
        date=section.date or document.date,
        section=section_name(section),
        section_kind=section.kind,
        status=document.status,
        page=page.number,
        page_inferred=page.inferred,
        quote=document.text[start:end],
        start=start,
        end=end,
        renditions=store.renditions(document.id),
    )


def abstention(
    store: Store,
    question: str,
    reading: Interpretation,
    where: Filter,
    hits: Sequence[Hit],
    sureness: float,
) -> Answer:
    """The answer that says that nothing was found, what was searched and which passages are nearest."""
    return Answer(
        question=question,
        answer=da.NO_ANSWER,
        abstained=True,
        method=METHOD,
        confidence=sureness,
        citations=(),
        interpretation=describe(reading),
        searched=searched(store, where),
        nearest=tuple(hits[:NEAREST]),
    )


def searched(store: Store, where: Filter) -> str:
    """The Danish sentence that says what was searched and as of when."""
    manifest = store.manifest
    count = len(store.summaries(where))
    return da.SEARCHED.format(
        documents=da.plural(count, "dokument", "dokumenter"),
        filters=da.SEARCHED_FILTERED if where != Filter() else "",
        created=da.danish_timestamp(manifest.created),
    )


def describe(reading: Interpretation) -> dict[str, object]:
    """The interpretation for programs and for the page: what the question was taken to mean."""
    period = reading.period
    return {
        "intent": reading.intent.value,
        "committees": list(reading.committees),
        "from": period[0].isoformat() if period and period[0] else None,
        "to": period[1].isoformat() if period and period[1] else None,
        "words": list(reading.content),
    }


def _heading(section: Section) -> str:
    """The section's heading without a trailing colon."""
    return section_name(section).rstrip(": ")
