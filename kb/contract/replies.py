"""What programs get: the models describe what :mod:`kb.jsonable` makes, name by name."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field

from kb.datatypes import (
    AgendaItem,
    Case,
    Clearance,
    FieldSpan,
    Gap,
    OutcomeClass,
    Page,
    Participation,
    PointOutcome,
    Recognised,
    Section,
    SectionKind,
    Standing,
    Statement,
    Status,
    System,
    Tally,
    Tenure,
    Term,
    TitleSource,
    Writing,
)


class Reply(BaseModel):
    """Base of all replies: nothing is sent that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Hit(Reply):
    """A passage that was found. ``text`` is verbatim; higher score is better, ranks start at 1."""

    rank: int
    score: float
    document: str
    title: str
    item: str | None
    committee: str | None
    date: dt.date | None
    section: str
    section_kind: SectionKind
    status: Status
    page: int
    page_inferred: bool
    text: str
    start: int
    end: int
    legs: dict[str, float]
    renditions: list[str]
    clearance: Clearance


class Citation(Reply):
    """A verbatim quote: the document's text from ``start`` to ``end``, standing on ``page``."""

    n: int
    document: str
    title: str
    item: str | None
    committee: str | None
    date: dt.date | None
    section: str
    section_kind: SectionKind
    status: Status
    page: int
    page_inferred: bool
    quote: str
    start: int
    end: int
    renditions: list[str]
    standing: Standing
    clearance: Clearance


class Decision(Reply):
    """A row of the register. ``final`` is null where the material does not tell."""

    document: str
    title: str
    case: str | None
    committee: str | None
    date: dt.date | None
    outcome: str
    outcome_class: OutcomeClass
    effect: OutcomeClass
    final: bool | None
    recommendation: str | None
    votes: str | None
    not_participating: list[str]
    page: int
    quote: str
    start: int
    end: int
    item: int | None
    recommender: str | None
    points: list[PointOutcome]
    tallies: list[Tally]
    statements: list[Statement]
    participations: list[Participation]
    evidence: list[FieldSpan]
    clearance: Clearance


class RecognisedFilter(Reply):
    """A filter that was recognised in the question, with the key to leave it out by."""

    key: str
    kind: str
    value: str
    start: int
    end: int


class Interpretation(Reply):
    """How the question was understood."""

    intent: str
    committees: list[str]
    date_from: dt.date | None = Field(alias="from")
    date_to: dt.date | None = Field(alias="to")
    words: list[str]
    outcomes: list[OutcomeClass]
    register_: str = Field(alias="register")
    filters: list[RecognisedFilter]


class Found(Reply):
    """What a search found, best first. ``dead_legs`` are parts of the search that do not work now."""

    query: str
    hits: list[Hit]
    dead_legs: list[str]
    seconds: float


class WrittenSentence(Reply):
    """A sentence that a language model wrote, with the numbers of the quotes that it rests on."""

    text: str
    citations: list[int]


class Generated(Reply):
    """What a language model made of an answer; without sentences ``state`` says why only quotes are shown."""

    state: Writing
    label: str
    model: str
    prompt: str
    sentences: list[WrittenSentence]
    removed: int


class Answer(Reply):
    """An answer made of citations, or an abstention that says what was searched."""

    question: str
    answer: str
    abstained: bool
    method: str
    confidence: float
    citations: list[Citation]
    interpretation: Interpretation
    searched: str
    nearest: list[Hit]
    recognised: list[Recognised]
    notes: list[str]
    total: int | None
    decisions: list[Decision]
    suggestions: list[str]
    generated: Generated | None
    seconds: float
    dead_legs: list[str]


class Rows(Reply):
    """Where a page stands in its list, and how many rows there are in all."""

    total: int
    limit: int
    offset: int


class Listed(Rows):
    """A page with the address of the next one, null on the last."""

    next: str | None


class DecisionRows(Rows):
    """Some rows of the register."""

    decisions: list[Decision]


class Decisions(Listed):
    """A page of the register."""

    decisions: list[Decision]


class Cases(Listed):
    """A page of the cases."""

    cases: list[Case]


class Terms(Listed):
    """A page of the glossary."""

    terms: list[Term]


class Roles(Listed):
    """A page of who is named in which role."""

    roles: list[Tenure]


class Gaps(Listed):
    """A page of what is missing."""

    gaps: list[Gap]


class Document(Reply):
    """A document without its text; ``pages`` and ``sections`` are counts."""

    document: str
    title: str
    title_source: TitleSource
    committee: str | None
    date: dt.date | None
    date_inferred: bool
    status: Status
    case: str | None
    format: str
    pages: int
    sections: int
    duplicate_of: str | None
    warnings: list[str]
    clearance: Clearance


class Documents(Listed):
    """A page of what is indexed."""

    documents: list[Document]


class Stated(Reply):
    """The system that a document comes from, and which of its fields that system states."""

    system: System
    fields: list[str]


class DocumentText(Reply):
    """A document with its text; pages, sections and items are spans of it."""

    document: str
    title: str
    title_source: TitleSource
    committee: str | None
    date: dt.date | None
    date_inferred: bool
    status: Status
    case: str | None
    format: str
    duplicate_of: str | None
    warnings: list[str]
    stated: Stated | None
    clearance: Clearance
    text: str
    pages: list[Page]
    sections: list[Section]
    items: list[AgendaItem]


class DocumentPart(DocumentText):
    """Characters ``start`` to ``end`` of a document's ``total``, with what of it stands there."""

    start: int
    end: int
    total: int


class State(Reply):
    """How the server is."""

    status: str


class Problem(Reply):
    """What went wrong: a code that does not change, and Danish words for people."""

    code: str
    message: str
    remedy: str


class ErrorReply(Reply):
    """An error."""

    error: Problem
