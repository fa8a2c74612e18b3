"""Small records for the tests of the pure functions: one document, one citation, one hit."""

from __future__ import annotations

import datetime as dt

from kb.datatypes import (
    Answer,
    Citation,
    Document,
    Hit,
    Page,
    Section,
    SectionKind,
    Status,
    TitleSource,
)

EVIL = "<script>alert(1)</script>"
CASE = "Der blev holdt stormøde i Fjordby. Alle arbejdspladser var med. Dagen sluttede kl. 15."
DECISION = "Tiltrådt."


def document() -> Document:
    """A document with a case section and a decision section, each under its heading."""
    text = f"Sagsfremstilling\n\n{CASE}\n\nBeslutning i Økonomiudvalget den 06-12-2022\n\n{DECISION}\n"
    heading = "Beslutning i Økonomiudvalget den 06-12-2022"
    start, body = text.index(heading), text.index(DECISION)
    sections = (
        Section(0, SectionKind.CASE, "Sagsfremstilling", 0, text.index(CASE), start),
        Section(1, SectionKind.DECISION, heading, start, body, len(text)),
    )
    return Document(
        id="fjordby/stormoede.pdf",
        title="Stormøde",
        title_source=TitleSource.HEADING,
        text=text,
        pages=(Page(1, 0, len(text)),),
        blocks=(),
        sections=sections,
        format="pdf",
        sha256="0" * 64,
    )


def citation(quote: str = DECISION, **changes: object) -> Citation:
    """A citation of ``quote`` in the document, with the given fields changed."""
    start = document().text.find(quote)
    values: dict[str, object] = {
        "n": 1,
        "document": "fjordby/stormoede.pdf",
        "title": "Stormøde",
        "committee": "Økonomiudvalget",
        "date": dt.date(2022, 12, 6),
        "section": "Beslutning i Økonomiudvalget den 06-12-2022",
        "section_kind": SectionKind.DECISION,
        "status": Status.MINUTES,
        "page": 4,
        "page_inferred": False,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        **changes,
    }
    return Citation(**values)  # type: ignore[arg-type]


def hit(text: str, **changes: object) -> Hit:
    """A hit that shows ``text``, with the given fields changed."""
    values: dict[str, object] = {
        "rank": 1,
        "score": 0.5,
        "document": "fjordby/stormoede.pdf",
        "title": "Stormøde",
        "committee": None,
        "date": None,
        "section": "",
        "section_kind": SectionKind.UNKNOWN,
        "status": Status.UNKNOWN,
        "page": 2,
        "page_inferred": True,
        "text": text,
        "start": 0,
        "end": len(text),
        "legs": {},
        "chunk": 0,
        **changes,
    }
    return Hit(**values)  # type: ignore[arg-type]


def answer(question: str, *citations: Citation) -> Answer:
    """An answer of the citations; without any it is an abstention."""
    return Answer(
        question=question,
        answer="Fandt intet svar i materialet." if not citations else "",
        abstained=not citations,
        method="extractive",
        confidence=0.9,
        citations=citations,
        interpretation={},
        searched="",
    )
