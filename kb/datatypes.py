"""Frozen records that travel between modules.

Offsets are half-open character offsets into ``Document.text`` everywhere, so that
``document.text[start:end]`` is the text a record speaks about. Pages count from 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Date = dt.date


class Status(StrEnum):
    """How binding a document is; the values are what people see and filter by."""

    DRAFT = "udkast"
    AGENDA = "dagsorden"
    MINUTES = "referat"
    FINAL = "endelig"
    UNKNOWN = "ukendt"


class Access(StrEnum):
    """Whether a document or a section is open to everyone."""

    OPEN = "åben"
    CLOSED = "lukket"
    UNKNOWN = "ukendt"


class TitleSource(StrEnum):
    """Where a title was found, from the most to the least trusted."""

    HEADING = "heading"
    METADATA = "metadata"
    SUBJECT = "subject"
    FILE_NAME = "file_name"


class BlockKind(StrEnum):
    """Layout role of one block of text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


class SectionKind(StrEnum):
    """Canonical section of a Danish case document, decided by heading, never by order."""

    PREAMBLE = "preamble"
    ROUTE = "route"
    SUMMARY = "summary"
    BACKGROUND = "background"
    CASE = "case"
    RECOMMENDATION = "recommendation"
    ALTERNATIVE_RECOMMENDATION = "alternative_recommendation"
    ECONOMY = "economy"
    STAFF = "staff"
    LAW = "law"
    POLICY_LINKS = "policy_links"
    HEARING = "hearing"
    OTHER = "other"
    DECISION = "decision"
    ATTACHMENTS = "attachments"
    PRESENT = "present"
    ABSENT = "absent"
    PROGRAM = "program"
    UNKNOWN = "unknown"


class OutcomeClass(StrEnum):
    """What a recorded decision amounts to."""

    ADOPTED = "adopted"
    ADOPTED_AMENDED = "adopted_amended"
    RECOMMENDED = "recommended"
    NOTED = "noted"
    DISCUSSED = "discussed"
    POSTPONED = "postponed"
    REFERRED = "referred"
    HEARING = "hearing"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CALLED_UP = "called_up"
    APPOINTED = "appointed"
    PROCEDURAL = "procedural"
    NARRATIVE = "narrative"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a span of the text. Pages are contiguous and cover the whole text.

    ``inferred`` is true where the source has no page numbers and they were worked out.
    """

    number: int
    start: int
    end: int
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row: text without the blank lines around it.

    ``level`` is 1-6 for headings, 0 for anything else.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: a span of the text and its box as fractions of the page, origin top left."""

    page: int
    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a reader made of a file: text, pages, blocks and, for PDF, line positions.

    Blocks are in reading order, do not overlap and cover every non-blank character of ``text``.
    They are separated by a blank line, except that neighbouring list items or table rows are
    separated by one newline. ``warnings`` are codes of :data:`kb.strings_da.WARNINGS`.
    """

    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    format: str
    title: str | None = None
    lines: tuple[Line, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one heading.

    Sections are in order, do not overlap and cover the whole text. ``start`` is where the heading
    begins, ``body_start`` where the text under it begins (``== end`` when the section is empty).
    ``committee`` and ``date`` are those that the heading itself states (decision headings) or else
    the document's; ``item`` is the agenda item's title in a document with several items.
    """

    ordinal: int
    kind: SectionKind
    heading: str
    start: int
    body_start: int
    end: int
    committee: str | None = None
    date: Date | None = None
    access: Access = Access.UNKNOWN
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document. ``id`` is its path relative to the indexed source, with forward slashes."""

    id: str
    title: str
    title_source: TitleSource
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    format: str
    sha256: str
    committee: str | None = None
    date: Date | None = None
    date_inferred: bool = False
    status: Status = Status.UNKNOWN
    access: Access = Access.UNKNOWN
    case_number: str | None = None
    lines: tuple[Line, ...] = ()
    warnings: tuple[str, ...] = ()
    duplicate_of: str | None = None

    def page_at(self, offset: int) -> Page:
        """The page that holds the character at ``offset`` (the last page at or after the end)."""
        for page in self.pages:
            if offset < page.end:
                return page
        return self.pages[-1]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text, for lists. ``pages`` and ``sections`` are counts."""

    id: str
    title: str
    title_source: TitleSource
    committee: str | None
    date: Date | None
    date_inferred: bool
    status: Status
    case_number: str | None
    format: str
    pages: int
    sections: int
    duplicate_of: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """What can be filtered by in one generation; years newest first, only what occurs."""

    committees: tuple[str, ...]
    years: tuple[int, ...]
    sections: tuple[SectionKind, ...]
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of one section, the unit of search.

    ``key`` is the chunk's number in its generation. ``context`` (title, committee, date, section)
    is embedded and indexed together with the text, and is never quoted.
    """

    key: int
    document: str
    ordinal: int
    section: int
    start: int
    end: int
    text: str
    context: str

    @property
    def searchable(self) -> str:
        """The context line and the text: what is embedded and indexed."""
        return f"{self.context}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision section as a row of the register.

    ``outcome`` is the decisive words as they stand, ``effect`` the class once the recommendation is
    taken into account ("Tiltrådt" on an orientation adopts nothing). ``final`` is None where the
    material does not tell. ``quote`` is ``text[start:end]`` of the document.
    """

    document: str
    title: str
    case: str | None
    committee: str | None
    date: Date | None
    outcome: str
    outcome_class: OutcomeClass
    effect: OutcomeClass
    final: bool | None
    recommendation: str | None
    votes: str | None
    not_participating: tuple[str, ...]
    page: int
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Restricts what is searched; an empty field restricts nothing. Dates are inclusive.

    Several values in one field mean any of them; several fields must all hold.
    """

    committees: tuple[str, ...] = ()
    date_from: Date | None = None
    date_to: Date | None = None
    sections: tuple[SectionKind, ...] = ()
    statuses: tuple[Status, ...] = ()
    outcomes: tuple[OutcomeClass, ...] = ()
    collections: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found by a search. Higher score is better; ranks start at 1.

    ``section`` is the heading as it stands, or the Danish name of the section kind.
    ``legs`` holds each leg's normalised score. ``renditions`` are documents with the same text.
    """

    rank: int
    score: float
    document: str
    title: str
    committee: str | None
    date: Date | None
    section: str
    section_kind: SectionKind
    status: Status
    page: int
    page_inferred: bool
    text: str
    start: int
    end: int
    legs: Mapping[str, float]
    chunk: int
    renditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: ``quote == document.text[start:end]``, standing on ``page``."""

    n: int
    document: str
    title: str
    committee: str | None
    date: Date | None
    section: str
    section_kind: SectionKind
    status: Status
    page: int
    page_inferred: bool
    quote: str
    start: int
    end: int
    renditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made of citations, or an abstention with what was searched and the nearest hits.

    ``answer`` is the quotes with their numbers, or the Danish sentence that says nothing was found.
    ``confidence`` is in [0, 1]. ``interpretation`` says how the question was understood.
    """

    question: str
    answer: str
    abstained: bool
    method: str
    confidence: float
    citations: tuple[Citation, ...]
    interpretation: Mapping[str, object]
    searched: str
    nearest: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that was not indexed: ``code`` names the reason, ``message`` and ``remedy`` are Danish."""

    path: str
    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a build did. Every file given is counted once in ``indexed``, ``skipped`` or ``failed``."""

    generation: str
    documents: int
    chunks: int
    pages: int
    new: int
    changed: int
    unchanged: int
    removed: int
    embedded: int
    reused: int
    skipped: tuple[FileProblem, ...]
    failed: tuple[FileProblem, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation is: written last, checked first. Checksums are sha256 by file name."""

    format: int
    generation: str
    created: str
    source: str
    model: str
    model_fingerprint: str
    dimensions: int
    settings_hash: str
    documents: int
    chunks: int
    checksums: Mapping[str, str] = field(default_factory=dict)
