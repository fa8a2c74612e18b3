"""Answers without a language model: interpret, gather, choose, quote, or abstain.

question -> interpretation -> hits -> sentences with signals -> those that fit the kind of question
         -> the best, and what adds to it -> confidence -> citations (verified) or an abstention
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kb.answers.candidates import Findings, candidates, weighted_words
from kb.answers.confidence import THRESHOLD, confidence, signals_of
from kb.answers.fit import fits
from kb.answers.preference import MAX_QUOTES, choose, ranked
from kb.answers.question import Interpretation, interpret
from kb.answers.quotes import quote_span, recommendation_spans
from kb.answers.refusal import NEAREST, refusal, searched
from kb.answers.verify import verified
from kb.datatypes import Answer, Citation, Date, Document, Filter, Hit, Section, SectionKind, Status
from kb.retrieval import search, section_name

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

PASSAGES = 10
"""How many of the best passages are read for sentences."""

FOCUSED_PASSAGES = 5
"""How many more are read of what the question itself points to: its committee, time, or decisions."""

SET_WORDS = 300
"""A decision of at most so many characters says little without its recommendation."""

METHOD = "extractive"


def answer_question(store: Store, encoder: Encoder, question: str, where: Filter, today: Date) -> Answer:
    """An answer in verbatim quotes, or an abstention that says what was searched."""
    found = read_question(store, encoder, question, where, today)
    sureness = confidence(signals_of(found))
    if not found.chosen or sureness < THRESHOLD:
        return abstention(store, found, where, sureness if found.chosen else 0.0)
    citations = verified(cite(store, found), store.document)
    return Answer(
        question=question,
        answer="\n".join(f"»{citation.quote}« [{citation.n}]" for citation in citations),
        abstained=False,
        method=METHOD,
        confidence=sureness,
        citations=citations,
        interpretation=describe(found.reading),
        searched=searched(store, where),
    )


def read_question(store: Store, encoder: Encoder, question: str, where: Filter, today: Date) -> Findings:
    """The sentences that could answer ``question``, and those chosen as its quotes."""
    reading = interpret(question, today)
    hits = gather(store, encoder, question, where, reading)
    content = weighted_words(store, reading.content)
    pool = candidates(store, encoder, question, content, hits)
    fitting = ranked([each for each in pool if fits(each, reading)], reading)
    return Findings(reading, content, hits, tuple(pool), tuple(choose(fitting, reading)))


def gather(
    store: Store, encoder: Encoder, question: str, where: Filter, reading: Interpretation
) -> tuple[Hit, ...]:
    """The hits to read: the best of all, and the best of what the question points to. No hit twice.

    The person's own filter always holds; the question's committee, time and kind only add hits.
    """
    searches = [(question, where, PASSAGES)]
    if reading.sections and not where.sections:
        searches.append((question, replace(where, sections=reading.sections), FOCUSED_PASSAGES))
    if reading.committees and not where.committees:
        searches.append((question, replace(where, committees=reading.committees), FOCUSED_PASSAGES))
    if reading.period and not (where.date_from or where.date_to):
        start, end = reading.period
        searches.append((question, replace(where, date_from=start, date_to=end), FOCUSED_PASSAGES))
    if reading.asks_for_draft and not where.statuses:
        searches.append((question, replace(where, statuses=(Status.DRAFT,)), FOCUSED_PASSAGES))
    if reading.role:
        searches.append((reading.role, where, FOCUSED_PASSAGES))
    found: dict[int, Hit] = {}
    for text, each, k in searches:
        for hit in search(store, encoder, text, each, k):
            found.setdefault(hit.chunk, hit)
    return tuple(found.values())


def cite(store: Store, found: Findings) -> list[Citation]:
    """Citations for the chosen candidates, numbered from 1; what an earlier quote holds is left out.

    A decision in set words ("Tiltrådt.") is followed by the recommendation that it speaks of.
    """
    citations: list[Citation] = []
    for candidate in found.chosen:
        start, end = quote_span(candidate, whole_list=found.reading.wants_list)
        spans = [(candidate.section, start, end)]
        if candidate.section.kind is SectionKind.DECISION and end - start <= SET_WORDS:
            spans += recommendation_spans(candidate)
        for section, first, last in spans:
            if not any(
                each.document == candidate.document.id and first < each.end and last > each.start
                for each in citations
            ):
                citations.append(
                    citation(store, candidate.document, section, len(citations) + 1, first, last)
                )
    return citations[:MAX_QUOTES]


def citation(store: Store, document: Document, section: Section, n: int, start: int, end: int) -> Citation:
    """The citation numbered ``n`` of ``[start, end)`` in a section of the document."""
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


def abstention(store: Store, found: Findings, where: Filter, sureness: float) -> Answer:
    """The answer that says that nothing was found, what was searched and which passages are nearest."""
    return Answer(
        question=found.reading.question,
        answer=refusal(found),
        abstained=True,
        method=METHOD,
        confidence=sureness,
        citations=(),
        interpretation=describe(found.reading),
        searched=searched(store, where),
        nearest=found.hits[:NEAREST],
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
