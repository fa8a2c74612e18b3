"""The papers that cases are made of: agenda items and single documents, with what they are compared by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kb.cases import themes
from kb.cases.outlines import Number, Outline, Replaced, outlines_of
from kb.cases.references import Day, Stop, evidence_of, normal_number
from kb.cases.themes import Theme
from kb.datatypes import (
    AgendaItem,
    Date,
    Decision,
    Document,
    Evidence,
    Part,
    Section,
    SectionKind,
    Status,
    TitleSource,
)

# Only the papers of a case have these; a note or a policy may have a summary or its next steps too.
_OF_CASES = frozenset({SectionKind.RECOMMENDATION, SectionKind.DECISION, SectionKind.CASE})
_OF_NO_CASE = re.compile(r"\b(?:skabelon|eksempel|håndbog|guide|vejledning|ordliste)\b", re.IGNORECASE)
_MEETING_PAPERS = frozenset({Status.MINUTES, Status.AGENDA, Status.FINAL, Status.UNKNOWN})


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """One agenda item or one whole document, ``text[start:end]``, and what it is compared by.

    ``place`` is the item's number on its agenda. ``derived`` says that the title was taken from the text or
    the file name. ``own`` are the meetings that the paper was for or tells the decision of. ``matter`` says
    that it is a case's paper by itself, and no note or handbook. What the text names, and how, is that of
    :class:`kb.cases.outlines.Outline`.
    """

    part: Part
    place: str | None
    document: Document
    start: int
    end: int
    title: str
    derived: bool
    theme: Theme
    within_title: frozenset[str]
    number: str | None
    date: Date | None
    sections: tuple[Section, ...]
    decisions: tuple[Decision, ...]
    own: frozenset[tuple[str, Date]]
    named: tuple[Stop, ...]
    days: tuple[Day, ...]
    terms: Mapping[str, int]
    numbers: tuple[Number, ...]
    replaced: tuple[Replaced, ...]
    municipality: str | None
    matter: bool

    @property
    def text(self) -> str:
        """The paper's own text."""
        return self.document.text[self.start : self.end]

    @property
    def draft(self) -> bool:
        """Whether the paper is a draft."""
        return self.document.status is Status.DRAFT

    @property
    def order(self) -> tuple[Date, str, int]:
        """The paper's place in time; undated papers come last."""
        return (self.date or Date.max, self.part.document, self.part.item or 0)

    def quote(self, start: int, end: int) -> Evidence:
        """The words at ``start:end`` of the document as evidence."""
        return evidence_of(self.document, start, end)

    def headline(self) -> Evidence:
        """The line of the paper that names it: its title, or else its first words."""
        at = self.document.text.find(self.title, self.start, self.end)
        if at >= 0:
            return self.quote(at, at + len(self.title))
        body = self.text
        first = self.start + len(body) - len(body.lstrip())
        line_end = self.document.text.find("\n", first, self.end)
        return self.quote(first, line_end if line_end > first else self.end)


def papers_of(
    documents: Sequence[Document],
    decisions: Sequence[Decision],
    outlines: Callable[[Document], Sequence[Outline]] = outlines_of,
) -> list[Paper]:
    """The papers of the documents in order; routine items and closed ones are none.

    ``outlines`` gives those of a document: finds them, or remembers them.
    """
    decided: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        decided[decision.document].append(decision)
    return [
        _paper(document, outline, decided[document.id])
        for document in documents
        for outline in outlines(document)
    ]


def _paper(document: Document, outline: Outline, decisions: Sequence[Decision]) -> Paper:
    """The paper that an item is, or the whole document."""
    item = _item(document, outline.item)
    start, end = (item.start, item.end) if item else (0, len(document.text))
    title = themes.matter_title(item.title if item else document.title)
    sections = tuple(each for each in document.sections if start <= each.start < end)
    mine = tuple(each for each in decisions if start <= each.start < end)
    derived = item is None and document.title_source in {TitleSource.SUBJECT, TitleSource.FILE_NAME}
    own = {(each.committee, each.date) for each in mine if each.committee and each.date}
    exact = document.date and not document.date_inferred
    if exact and document.committee and document.date and document.status in _MEETING_PAPERS:
        own.add((document.committee, document.date))
    number = normal_number(item.case_number if item else document.case_number)
    kinds = {each.kind for each in sections}
    before = own and document.status in {Status.MINUTES, Status.AGENDA, Status.UNKNOWN}
    return Paper(
        part=Part(document.id, outline.item),
        place=item.number if item else None,
        document=document,
        start=start,
        end=end,
        title=title,
        derived=derived,
        theme=outline.theme,
        within_title=outline.within_title,
        number=number,
        date=document.date,
        sections=sections,
        decisions=mine,
        own=frozenset(own),
        named=outline.named,
        days=outline.days,
        terms=outline.terms,
        numbers=outline.numbers,
        replaced=outline.replaced,
        municipality=outline.municipality,
        matter=bool(item or number or kinds & _OF_CASES or before) and not _OF_NO_CASE.search(title),
    )


def _item(document: Document, ordinal: int | None) -> AgendaItem | None:
    if ordinal is None:
        return None
    return next(each for each in document.items if each.ordinal == ordinal)
