"""Quotes from passages, without a language model: gather, read, choose, quote.

interpretation -> hits -> sentences with signals -> those that fit the kind of question
               -> the best, and what adds to it -> confidence -> citations
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kb.answers.candidates import Candidate, Findings, candidates, weighted_words
from kb.answers.citing import citation, section_at
from kb.answers.confidence import confidence, signals_of
from kb.answers.fit import fits
from kb.answers.preference import MAX_QUOTES, choose, newest_first, ranked
from kb.answers.question import Intent, Interpretation, interpret
from kb.answers.quotes import end_within, quote_span
from kb.answers.settled import settled
from kb.answers.stages import Found, Tell, untold
from kb.danish import cues
from kb.datatypes import Citation, Date, Decision, Filter, Hit, Section, SectionKind, Status
from kb.retrieval import search

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

PASSAGES = 10
"""How many of the best passages are read for sentences."""

FOCUSED_PASSAGES = 5
"""How many more are read of what the question itself points to: its committee, time, or decisions."""

SET_WORDS = 300
"""A quoted decision of at most so many characters says little without its recommendation."""


def read_question(store: Store, encoder: Encoder, question: str, where: Filter, today: Date) -> Findings:
    """The sentences that could answer ``question``, and those chosen as its quotes."""
    return read(store, encoder, interpret(question, today), where)


def read(
    store: Store, encoder: Encoder, reading: Interpretation, where: Filter, tell: Tell = untold
) -> Findings:
    """The sentences that could answer a question as it was understood, and those chosen as its quotes."""
    question = reading.question
    hits = gather(store, encoder, question, where, reading)
    tell(Found(hits))
    content = weighted_words(store, reading.content)
    pool = candidates(store, encoder, question, content, hits)
    fitting = ranked([each for each in pool if fits(each, reading)], reading)
    if reading.intent is Intent.LATEST:
        fitting = newest_first(fitting, reading)
    found = Findings(reading, content, hits, tuple(pool), tuple(choose(fitting, reading)))
    return settled(store, found, where) or found


def suffices(found: Findings) -> float:
    """The confidence in the chosen quotes; 0 where there are none."""
    return confidence(signals_of(found)) if found.chosen else 0.0


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
        if candidate.section.kind is SectionKind.DECISION:
            spans += _proposed(store, candidate, start, end)
        for section, first, last in spans:
            if not any(
                each.document == candidate.document.id and first < each.end and last > each.start
                for each in citations
            ):
                citations.append(
                    citation(store, candidate.document, section, len(citations) + 1, first, last)
                )
    return citations[:MAX_QUOTES]


def _proposed(store: Store, candidate: Candidate, start: int, end: int) -> list[tuple[Section, int, int]]:
    """The recommendation that a quoted decision speaks of, with its section."""
    document = candidate.document
    rows = store.decisions(Filter(documents=(document.id,)))
    row = next((r for r in rows if r.document == document.id and r.start < end and start < r.end), None)
    spans = proposed_in(store, row, start, end) if row else []
    return [(section_at(document, first), first, last) for _, first, last in spans]


def proposed_in(store: Store, row: Decision, start: int, end: int) -> list[tuple[str, int, int]]:
    """Where the recommendation stands that the words quoted from a decision speak of.

    Nothing where the words themselves tell what was decided, or nothing was recommended.
    """
    document = store.document(row.document)
    quote = document.text[start:end]
    told = next((each for each in row.evidence if each.field == "recommendation"), None)
    if told is None or (len(quote) > SET_WORDS and not cues.AS_RECOMMENDED.search(quote)):
        return []
    return [(row.document, told.start, end_within(document, told.start, told.end))]
