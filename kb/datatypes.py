"""Frozen records that travel between modules.

Offsets are half-open character offsets into ``Document.text`` everywhere, so that
``document.text[start:end]`` is the text a record speaks about. Pages count from 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

Date = dt.date


class Status(StrEnum):
    """How binding a document is; the values are what people see and filter by."""

    DRAFT = "udkast"
    AGENDA = "dagsorden"
    MINUTES = "referat"
    FINAL = "endelig"
    UNKNOWN = "ukendt"

    @property
    def is_undecided(self) -> bool:
        """Whether the document itself decides nothing: it is a draft, or from before the meeting."""
        return self in (Status.DRAFT, Status.AGENDA)


class Access(StrEnum):
    """Whether a document or a section is open to everyone, as it is marked.

    What is CLOSED is in no index. SHOWN is closed too, but in an index for those who may read it.
    """

    OPEN = "åben"
    CLOSED = "lukket"
    UNKNOWN = "ukendt"
    SHOWN = "fortrolig"


class Clearance(StrEnum):
    """How far a text may go, and what somebody may read: each covers those before it."""

    PUBLIC = "offentlig"
    INTERNAL = "intern"
    CONFIDENTIAL = "fortrolig"

    def covers(self, needed: Clearance) -> bool:
        """Whether somebody with this clearance may read a text of the class ``needed``."""
        return self.rank() >= needed.rank()

    def rank(self) -> int:
        """Its place in the order, 0 for the most open."""
        return tuple(Clearance).index(self)


class TitleSource(StrEnum):
    """Where a title was found, from the most to the least trusted."""

    EDITOR = "editor"
    SYSTEM = "system"
    HEADING = "heading"
    METADATA = "metadata"
    SUBJECT = "subject"
    FILE_NAME = "file_name"


class System(StrEnum):
    """What a document was taken out of that states what it is, where that is no plain file."""

    FIRSTAGENDA = "firstagenda"
    SBSYS = "sbsys"
    ACADRE = "acadre"
    EMAIL = "eml"


class CorrectedField(StrEnum):
    """What of a document an editor may correct."""

    TITLE = "title"
    COMMITTEE = "committee"
    DATE = "date"
    STATUS = "status"
    CASE_NUMBER = "case_number"
    CLEARANCE = "clearance"


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


class Presence(StrEnum):
    """What is recorded about a person's part in a meeting or an item."""

    PRESENT = "present"
    ABSENT = "absent"
    NOT_PARTICIPATING = "not_participating"
    SUBSTITUTE = "substitute"


class VoteSide(StrEnum):
    """How a vote was cast."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


class StatementKind(StrEnum):
    """What a member or party had written into the minutes beside the outcome."""

    DISSENT = "dissent"
    RESERVATION = "reservation"
    REMARK = "remark"


class StepState(StrEnum):
    """How far one stop of a case's way through the committees is known to have come.

    Planned: named with a day to come, or with no day. Missing: its day has passed and the minutes are
    not in the material. Held: its minutes are.
    """

    PLANNED = "planned"
    HELD = "held"
    MISSING = "missing"


class RelationKind(StrEnum):
    """What one paper is to another."""

    SAME_TEXT = "same_text"
    SAME_CASE = "same_case"
    DRAFT_OF = "draft_of"
    SUPERSEDES = "supersedes"
    ATTACHMENT_OF = "attachment_of"
    MENTIONS = "mentions"


class Standing(StrEnum):
    """How far what a quote tells has come: proposed, planned, decided and done are never mixed up.

    Told is what merely describes, reports or discusses.
    """

    PROPOSED = "proposed"
    PLANNED = "planned"
    DECIDED = "decided"
    DONE = "done"
    TOLD = "told"


class Writing(StrEnum):
    """What became of an answer that a language model was asked to write.

    Written: sentences that their quotes support are shown. All others say why only quotes are: it wrote
    little or nothing that could be shown (unsupported), kept nobody waiting longer (slow), could not be
    reached, refused, sent something else than an answer (garbled), or there was nothing to write from.
    """

    WRITTEN = "written"
    UNSUPPORTED = "unsupported"
    SLOW = "slow"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    GARBLED = "garbled"
    NOT_SUITED = "not_suited"


class Complaint(StrEnum):
    """Why somebody found an answer of no use."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"
    OTHER = "other"


class SenseKind(StrEnum):
    """How the material tells what a word means."""

    EXPANSION = "expansion"
    DEFINITION = "definition"


class MaskedKind(StrEnum):
    """What personal data that is hidden is: words are those that somebody asked to have forgotten."""

    CPR = "cpr"
    EMAIL = "email"
    PHONE = "phone"
    WORDS = "words"


class GapKind(StrEnum):
    """What is missing from the material, or could not be read."""

    MISSING_MINUTES = "missing_minutes"
    ABSENT_ATTACHMENT = "absent_attachment"
    EMPTY_SECTION = "empty_section"
    UNREAD_FILE = "unread_file"
    PARTLY_READ = "partly_read"


class Whereabouts(StrEnum):
    """What has become of the file of a document.

    Withheld: it has closed parts, which the text leaves out. Masked: it has personal data, which the text
    hides. Inside: it is no file of its own, but lies with others in one.
    """

    FOUND = "found"
    GONE = "gone"
    CHANGED = "changed"
    WITHHELD = "withheld"
    MASKED = "masked"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a span of the text. Pages are contiguous and cover the whole text.

    ``inferred`` is true where the source has no page numbers and they were worked out, ``recognised`` where
    the text was read off a picture of the page, so that single letters and figures may be wrong. ``hidden``
    counts the letters that nobody sees on the page; they are not in the text. ``unread`` is true where the
    page shows text that could not be read.
    """

    number: int
    start: int
    end: int
    inferred: bool = False
    recognised: bool = False
    hidden: int = 0
    unread: bool = False


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
class Stated:
    """What the system that a document comes from states of it; None where it states nothing.

    It stands instead of what would be read of the text; only a text that says it is closed is believed more
    than a system that calls it open.
    """

    system: System
    title: str | None = None
    committee: str | None = None
    date: Date | None = None
    status: Status | None = None
    case_number: str | None = None
    access: Access = Access.UNKNOWN


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
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one heading.

    Sections are in order, do not overlap and cover the whole text. ``start`` is where the heading
    begins, ``body_start`` where the text under it begins (``== end`` when the section is empty).
    ``committee`` and ``date`` are those that the heading itself states (decision headings) or else
    the document's; ``item`` is the agenda item's title in a document with several items, ``item_at`` that
    item's ordinal in ``Document.items``. ``clearance`` is what somebody must have to read it.
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
    item_at: int | None = None
    clearance: Clearance = Clearance.PUBLIC


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of a meeting's paper: ``text[start:end]`` is all of it, heading included.

    ``number`` is the number as it stands ("7"), ``case_number`` that of the item's own lines.
    """

    ordinal: int
    number: str | None
    title: str
    access: Access
    case_number: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """One row of a list of attachments, as it stands at ``text[start:end]``.

    ``document_number`` (dok-id), ``reference`` (lnr, "42880/24") and ``mark`` ("H") are those of the
    records system, where the row states them. ``item`` is the ordinal of the agenda item.
    """

    number: str | None
    title: str
    access: Access
    document_number: str | None
    reference: str | None
    mark: str | None
    item: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Participation:
    """That a person was there, was away, or took no part, as recorded at ``text[start:end]``.

    ``reason`` holds the words that state why, and is None where none is stated: it is never inferred.
    ``replaces`` is whom a substitute met for. ``item`` is None for the whole meeting.
    """

    name: str
    presence: Presence
    party: str | None
    reason: str | None
    replaces: str | None
    item: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FieldCorrection:
    """That an editor gave a field another value than the one ``read`` in the file; None is no value.

    Dates are ISO, a status is its value. ``value`` may be the one read, which an editor then vouches for.
    """

    field: CorrectedField
    read: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Masked:
    """How often something of a kind is hidden in a document, its name and title among it.

    ``pages`` has the page of each place in the text, in order.
    """

    document: str
    kind: MaskedKind
    count: int
    pages: tuple[int, ...]


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
    items: tuple[AgendaItem, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    participations: tuple[Participation, ...] = ()
    corrected: tuple[FieldCorrection, ...] = ()
    masked: tuple[Masked, ...] = ()
    stated: Stated | None = None
    clearance: Clearance = Clearance.PUBLIC

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
    clearance: Clearance = Clearance.PUBLIC


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a document was read from. ``path`` is set where it is there, unchanged and open."""

    document: str
    state: Whereabouts
    path: Path | None = None


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
class Place:
    """Where a chunk stands: its document and, where that has several, the title of its agenda item."""

    document: str
    item: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: ``quote`` is ``text[start:end]`` of the document, on ``page``."""

    document: str
    page: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Where one field of a record was read: ``text[start:end]`` of the record's document."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """What was decided on one at-point of a proposal. ``number`` is the point's as it stands ("1", "a").

    ``start:end`` are the words of the decision on it.
    """

    number: str
    outcome: str
    outcome_class: OutcomeClass
    effect: OutcomeClass
    proposed: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tally:
    """One side of a vote. ``count`` is the number stated, or else the number of names; None where neither.

    ``consistent`` is false where the number stated is not the number of names listed.
    """

    side: VoteSide
    count: int | None
    names: tuple[str, ...]
    parties: tuple[str, ...]
    consistent: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What members or parties (``by``) had written into the minutes at ``text[start:end]``; no outcome."""

    kind: StatementKind
    by: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision section as a row of the register.

    ``outcome`` is the decisive words as they stand, ``effect`` the class once the recommendation is
    taken into account ("Tiltrådt" on an orientation adopts nothing). ``final`` is None where the
    material does not tell. ``quote`` is ``text[start:end]`` of the document. ``case`` is the case number,
    ``item`` the ordinal of the agenda item. ``points`` holds each at-point where they were decided one by
    one. ``evidence`` says where committee, date, outcome, recommendation and recommender were read.
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
    item: int | None = None
    recommender: str | None = None
    points: tuple[PointOutcome, ...] = ()
    tallies: tuple[Tally, ...] = ()
    statements: tuple[Statement, ...] = ()
    participations: tuple[Participation, ...] = ()
    evidence: tuple[FieldSpan, ...] = ()
    clearance: Clearance = Clearance.PUBLIC


@dataclass(frozen=True, slots=True)
class Part:
    """What of a document belongs to a case: one agenda item (its ordinal), or all of it (``item`` None)."""

    document: str
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What ``source`` is to ``target`` ("source is a draft of target"), with how sure it is, in (0, 1].

    ``reasons`` are codes of :data:`kb.strings_da.RELATION_REASONS`, the strongest first; ``evidence`` quotes
    both papers.
    """

    kind: RelationKind
    source: Part
    target: Part
    score: float
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that a paper gives for a fact: ``value`` to compare (ISO dates), ``evidence`` the words."""

    value: str
    status: Status
    committee: str | None
    date: Date | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact that papers of one case tell differently; the claims are in order of precedence, best first.

    ``subject`` is a code of :data:`kb.strings_da.CONFLICT_SUBJECTS`. ``settled`` says that the first claim
    outranks the others (minutes over a draft), and false that the material does not settle it.
    """

    subject: str
    claims: tuple[Claim, ...]
    settled: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of a case on its way: a committee and a day, planned or held.

    ``effect`` is what the committee's decision amounts to, None where no minutes are in the material.
    ``evidence`` quotes the route or the decision. ``date_inferred``: the year was worked out.
    """

    committee: str
    date: Date | None
    date_inferred: bool
    state: StepState
    effect: OutcomeClass | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One matter through all its papers. ``id`` is the id of its first part, safe in an address.

    ``parts`` and ``steps`` are in order of time, undated last. A paper with no relatives is a case of
    one part.
    """

    id: str
    title: str
    numbers: tuple[str, ...]
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    relations: tuple[Relation, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a term, as its first mention words it.

    ``meaning`` stands verbatim in ``evidence.quote``. ``uses`` counts the documents that say so.
    """

    kind: SenseKind
    meaning: str
    committee: str | None
    date: Date | None
    evidence: Evidence
    uses: int


@dataclass(frozen=True, slots=True)
class Term:
    """A word or abbreviation that the material explains, with each of its meanings, first one first."""

    term: str
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Tenure:
    """That a person is named in a role, as dated papers show it: from ``first`` to ``last`` seen.

    Only roles of officials and politicians in office; the days are those of papers, not of employment.
    """

    role: str
    name: str
    organisation: str | None
    first: Date | None
    last: Date | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: ``detail`` is the committee, attachment or heading it is about, or the reason.

    ``document`` is the paper that shows it, or the file that could not be read; ``evidence`` quotes it.
    """

    kind: GapKind
    document: str
    title: str
    committee: str | None
    date: Date | None
    detail: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What the documents of a collection tell when they are read together."""

    cases: tuple[Case, ...] = ()
    terms: tuple[Term, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A filter that was recognised in a question, at ``question[start:end]``.

    ``kind`` is "committee" or "period"; ``value`` the committee, or the days as "2022-01-01/2022-12-31" with
    an open end left out. ``key`` names it when a person removes it.
    """

    kind: str
    value: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The name of this filter among those of the question."""
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Restricts what is searched; an empty field restricts nothing. Dates are inclusive.

    Several values in one field mean any of them; several fields must all hold. ``cases`` are case ids or
    case numbers.
    """

    committees: tuple[str, ...] = ()
    date_from: Date | None = None
    date_to: Date | None = None
    sections: tuple[SectionKind, ...] = ()
    statuses: tuple[Status, ...] = ()
    outcomes: tuple[OutcomeClass, ...] = ()
    collections: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found by a search. Higher score is better; ranks start at 1.

    ``section`` is the heading as it stands, or the Danish name of the section kind.
    ``legs`` holds each leg's normalised score. ``renditions`` are documents with the same text. ``item`` is
    the title of the agenda item in a document with several.
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
    item: str | None = None
    clearance: Clearance = Clearance.PUBLIC

    @property
    def heading(self) -> str:
        """The agenda item's title, or the document's where it is about one matter."""
        return self.item or self.title


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
    standing: Standing = Standing.TOLD
    item: str | None = None
    clearance: Clearance = Clearance.PUBLIC

    @property
    def heading(self) -> str:
        """The agenda item's title, or the document's where it is about one matter."""
        return self.item or self.title


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence that a language model wrote; ``citations`` are the numbers of the quotes that support it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """What a language model made of an answer; without sentences, ``state`` says why.

    ``removed`` counts the sentences that it wrote and that are not shown. ``model`` is its name as
    configured, ``prompt`` the version of what it was told.
    """

    state: Writing
    model: str
    prompt: str
    sentences: tuple[WrittenSentence, ...] = ()
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made of citations, or an abstention with what was searched and the nearest hits.

    ``answer`` is the quotes with their numbers, or the Danish sentence that says nothing was found.
    ``confidence`` is in [0, 1]. ``interpretation`` says how the question was understood, ``recognised``
    which filters were found in it. ``notes`` are Danish sentences that keep the quotes from being misread
    (planned and not held, a conflict, a premise that is wrong). ``total`` is how many rows of the register
    answer a question for all of them; ``decisions`` are those rows. ``suggestions`` are the question with
    words spelt as the material spells them. ``generated`` is what a language model made of it, None where
    none was asked.
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
    recognised: tuple[Recognised, ...] = ()
    notes: tuple[str, ...] = ()
    total: int | None = None
    decisions: tuple[Decision, ...] = ()
    suggestions: tuple[str, ...] = ()
    generated: Generated | None = None


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
    masked: tuple[Masked, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation is: written last, checked first. Checksums are sha256 by file name.

    ``sources`` are the absolute paths of the folders and files that were indexed, as they were given.
    ``masked_words`` names the list of words that were hidden, and tells nothing of them. ``clearance`` is
    the class of the most confidential text that may be in it, ``classes`` names the rules that told.
    """

    format: int
    generation: str
    created: str
    sources: tuple[str, ...]
    model: str
    model_fingerprint: str
    dimensions: int
    settings_hash: str
    documents: int
    chunks: int
    masked_words: str = ""
    clearance: str = Clearance.PUBLIC.value
    classes: str = ""
    checksums: Mapping[str, str] = field(default_factory=dict)
