"""What a language model may write from: the quotes of the answer, and the next best sentences beside them.

All of it was found by the same search, with the same filter and clearance and with the same words masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.answers.citing import cite_spans
from kb.answers.extractive import read
from kb.answers.fit import fits
from kb.answers.preference import ranked, score
from kb.answers.question import Interpretation
from kb.answers.quotes import quote_span
from kb.datatypes import Answer, Citation, Filter

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.store import Store

MOST_SOURCES = 8
CHARACTERS_A_TOKEN = 3
"""Tokens of Danish are about so long; the title and the place of a source count as ABOUT_A_SOURCE."""
ABOUT_A_SOURCE = 200

NEAR = 4.0
"""A sentence within this of the best one's score is near enough to the question to be written from."""


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered quote. ``quoted`` says that it is one of the answer's own, which stays on show."""

    citation: Citation
    quoted: bool


def sources_of(
    store: Store, encoder: Encoder, answer: Answer, reading: Interpretation, where: Filter, tokens: int
) -> tuple[Source, ...]:
    """The sources, numbered as the answer's quotes and on from there, within ``tokens``.

    The quotes of the answer come first, and the first of them is kept however long it is. Empty where the
    answer has none.
    """
    if not answer.citations:
        return ()
    cited = [*answer.citations, *_further(store, encoder, answer, reading, where)]
    sources: list[Source] = []
    room = tokens * CHARACTERS_A_TOKEN
    for at, each in enumerate(cited[:MOST_SOURCES]):
        room -= len(each.quote) + ABOUT_A_SOURCE
        if room < 0 and sources:
            break
        sources.append(Source(each, at < len(answer.citations)))
    return tuple(sources)


def _further(
    store: Store, encoder: Encoder, answer: Answer, reading: Interpretation, where: Filter
) -> list[Citation]:
    """The next best sentences that may answer, best first, numbered on from the answer's quotes."""
    if len(answer.citations) >= MOST_SOURCES:
        return []
    found = read(store, encoder, reading, where)
    fitting = ranked([each for each in found.pool if fits(each, reading)], reading)
    near = [each for each in fitting if score(each, reading) >= score(fitting[0], reading) - NEAR]
    spans = [(each.document.id, *quote_span(each, whole_list=False)) for each in near]
    beside = [
        (name, start, end)
        for name, start, end in spans
        if not any(
            each.document == name and start < each.end and each.start < end for each in answer.citations
        )
    ]
    return cite_spans(store, beside, len(answer.citations) + 1)
