"""Small records for the tests of the pure functions: one document, one citation, one hit."""

from __future__ import annotations

import datetime as dt

from kb.datatypes import (
    Answer,
    Case,
    Citation,
    Claim,
    Conflict,
    Decision,
    Document,
    Evidence,
    Hit,
    OutcomeClass,
    Page,
    Part,
    Relation,
    RelationKind,
    Section,
    SectionKind,
    Status,
    Step,
    StepState,
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


def evidence(quote: str = DECISION) -> Evidence:
    """Where ``quote`` stands in the document."""
    start = document().text.find(quote)
    return Evidence("fjordby/stormoede.pdf", 1, start, start + len(quote), quote)


def decision(**changes: object) -> Decision:
    """The decision of the document as a row of the register, with the given fields changed."""
    start = document().text.find(DECISION)
    values: dict[str, object] = {
        "document": "fjordby/stormoede.pdf",
        "title": "Stormøde",
        "case": None,
        "committee": "Økonomiudvalget",
        "date": dt.date(2022, 12, 6),
        "outcome": "Tiltrådt",
        "outcome_class": OutcomeClass.ADOPTED,
        "effect": OutcomeClass.NOTED,
        "final": None,
        "recommendation": None,
        "votes": None,
        "not_participating": (),
        "page": 1,
        "quote": DECISION,
        "start": start,
        "end": start + len(DECISION),
        **changes,
    }
    return Decision(**values)  # type: ignore[arg-type]


def case(**changes: object) -> Case:
    """A case of two papers: a draft that says April, and minutes that say October and outrank it."""
    minutes, draft = Part("fjordby/stormoede.pdf"), Part("fjordby/udkast.pdf")
    steps = (
        Step(
            "Økonomiudvalget",
            dt.date(2022, 12, 6),
            False,
            StepState.HELD,
            OutcomeClass.NOTED,
            (evidence(),),
        ),
        Step("Byrådet", dt.date(2022, 12, 20), True, StepState.MISSING, None, ()),
    )
    claims = (
        Claim("2022-10-06", Status.MINUTES, "Økonomiudvalget", dt.date(2022, 12, 6), evidence()),
        Claim("2022-04-05", Status.DRAFT, None, None, evidence(CASE)),
    )
    values: dict[str, object] = {
        "id": "fjordby~2Fstormoede.pdf",
        "title": "Stormøde",
        "numbers": ("24/1",),
        "parts": (minutes, draft),
        "steps": steps,
        "relations": (Relation(RelationKind.DRAFT_OF, draft, minutes, 0.9, ("case_number",), (evidence(),)),),
        "conflicts": (Conflict("event_date", claims, True),),
        **changes,
    }
    return Case(**values)  # type: ignore[arg-type]
