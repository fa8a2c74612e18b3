"""Answers without a language model: interpret, gather, choose, quote, or abstain.

question -> interpretation -> hits -> sentences with signals -> those that fit the kind of question
         -> the best, and what adds to it -> confidence -> citations (verified) or an abstention
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.candidates import Candidate, Findings, candidates, weighted_words
from kb.answers.confidence import THRESHOLD, confidence, signals_of
from kb.answers.fit import fits, has_full_date, is_fragment, opens_section, right_committee, right_time
from kb.answers.question import Intent, Interpretation, interpret
from kb.answers.quotes import enumerates, leads_in_list, lists_what_is_asked, quote_span, recommendation_spans
from kb.answers.verify import verified
from kb.danish import cues
from kb.danish.analysis import match_keys
from kb.danish.committees import find_committees
from kb.danish.tokens import words
from kb.datatypes import Answer, Citation, Date, Document, Filter, Hit, Section, SectionKind, Status
from kb.retrieval import search, section_name

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

PASSAGES = 10
"""How many of the best passages are read for sentences."""

FOCUSED_PASSAGES = 5
"""How many more are read of what the question itself points to: its committee, time, or decisions."""

MAX_QUOTES = 3
"""At most so many quotes make an answer."""

MARGIN = 0.06
"""A further sentence is quoted when its score is within this of the best one's."""

SET_WORDS = 300
"""A decision of at most so many characters says little without its recommendation."""

NEAREST = 3
"""How many hits an abstention shows."""

METHOD = "extractive"

# What makes a sentence the better quote; chosen on the development questions (tests/eval).
SENTENCE_SHARE = 0.8
SENTENCE_SHARE_OF_DECISION = 0.3
COVERAGE_WEIGHT = 0.10
RANKING_WEIGHT = 0.05
AGREEMENT = 0.04


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
        (AGREEMENT, not decides and reading.asks_for_outcome and section.kind is SectionKind.DECISION),
        (AGREEMENT, reading.asks_for_outcome and bool(cues.DECIDED.search(text))),
        (AGREEMENT, decides and opens_section(candidate)),
        (2 * AGREEMENT, reading.asks_for_draft and document.status is Status.DRAFT),
        (-2 * AGREEMENT, not reading.asks_for_draft and document.status is Status.DRAFT),
        (-AGREEMENT, section.kind not in reading.sections and not listed and is_fragment(text)),
        (AGREEMENT, reading.denies and bool(cues.NEGATION.search(text))),
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


def refusal(found: Findings) -> str:
    """The Danish sentence that says what was not found."""
    reading = found.reading
    empty = empty_section(found)
    if empty is not None:
        return da.EMPTY_SECTION.format(section=empty.section.rstrip(": "))
    if reading.intent is Intent.DECISION and reading.committees and not found.chosen:
        return da.NO_DECISION_BY.format(committee=", ".join(reading.committees))
    return da.NO_ANSWER


def empty_section(found: Findings) -> Hit | None:
    """The nearest hit on a section without text whose heading is what the question asks for."""
    asked = set().union(*(match_keys(word) for word in words(found.reading.question)))
    for hit in found.hits[:PASSAGES]:
        heading = [word for word in words(hit.section) if len(word) > 3]
        if heading and hit.text.strip().rstrip(":") == hit.section.rstrip(": "):
            if all(match_keys(word) & asked for word in heading):
                return hit
    return None


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
