"""Citations: a span of a document with all that a reader needs to find it and to weigh it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.answers.standing import standing_of
from kb.danish.sentences import sentence_spans
from kb.datatypes import Citation, Decision, Document, Evidence, Filter, Section
from kb.retrieval import section_name

if TYPE_CHECKING:
    from kb.index.store import Store


LONGEST_SENTENCE = 600
"""A piece of evidence is not drawn out to sentences longer than so many characters."""


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
        item=section.item,
        clearance=section.clearance,
        standing=standing_of(document, section, start, end, _decisions(store, document)),
    )


def cite_spans(store: Store, spans: Iterable[tuple[str, int, int]], first: int = 1) -> list[Citation]:
    """Citations of (document, start, end), numbered from ``first`` in the order given.

    A span that overlaps an earlier one is left out.
    """
    cited: list[Citation] = []
    for name, start, end in spans:
        if not any(each.document == name and start < each.end and end > each.start for each in cited):
            document = store.document(name)
            cited.append(
                citation(store, document, section_at(document, start), first + len(cited), start, end)
            )
    return cited


def sentence_around(document: Document, start: int, end: int) -> tuple[int, int]:
    """The whole sentences that ``text[start:end]`` lies in, or the span itself where they are too long."""
    section = section_at(document, start)
    touched = [
        span
        for span in sentence_spans(document.text, section.body_start, section.end)
        if span[0] < end and start < span[1]
    ]
    if not touched or touched[-1][1] - touched[0][0] > LONGEST_SENTENCE:
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])


def whole_sentences(store: Store, evidence: Iterable[Evidence]) -> list[tuple[str, int, int]]:
    """The sentences that pieces of evidence stand in, as (document, start, end)."""
    return [
        (each.document, *sentence_around(store.document(each.document), each.start, each.end))
        for each in evidence
    ]


def spans_of(evidence: Iterable[Evidence]) -> list[tuple[str, int, int]]:
    """Where pieces of evidence stand, as (document, start, end)."""
    return [(each.document, each.start, each.end) for each in evidence]


def section_at(document: Document, offset: int) -> Section:
    """The section that holds the character at ``offset``."""
    return next(
        (section for section in document.sections if section.start <= offset < section.end),
        document.sections[-1],
    )


def quoted(citations: Sequence[Citation]) -> str:
    """The quotes with their numbers, one a line."""
    return "\n".join(f"»{each.quote}« [{each.n}]" for each in citations)


def _decisions(store: Store, document: Document) -> list[Decision]:
    """The register's rows of a document."""
    return [row for row in store.decisions(Filter(documents=(document.id,))) if row.document == document.id]
