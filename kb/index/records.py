"""Records to catalogue columns and back: nested records as JSON, dates as ISO, enums as their values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import TypeAdapter

from kb.datatypes import (
    Access,
    AgendaItem,
    Attachment,
    Block,
    BlockKind,
    Case,
    Chunk,
    Clearance,
    Date,
    Decision,
    Document,
    DocumentSummary,
    FieldCorrection,
    FieldSpan,
    Gap,
    Line,
    Masked,
    OutcomeClass,
    Page,
    Participation,
    PointOutcome,
    Section,
    SectionKind,
    Stated,
    Statement,
    Status,
    Tally,
    Tenure,
    Term,
    TitleSource,
)

Row = Sequence[Any]

DOCUMENT_COLUMNS = (
    "id, title, title_source, format, sha256, committee, date, date_inferred, status, access, case_number,"
    " duplicate_of, warnings, corrected, masked, stated, clearance, text, pages, blocks, lines, items,"
    " attachments,"
    " participations"
)
SHORT_COLUMNS = DOCUMENT_COLUMNS[: DOCUMENT_COLUMNS.index(" text,")].count(",")
"""How many columns stand before the text and all that grows with it."""

SUMMARY_COLUMNS = (
    "id, title, title_source, committee, date, date_inferred, status, case_number, format,"
    " page_count, section_count, duplicate_of, warnings, clearance"
)
SECTION_COLUMNS = (
    "ordinal, kind, heading, start, body_start, stop, committee, date, access, item, item_at, clearance"
)
CHUNK_COLUMNS = "key, document, ordinal, section, start, stop, text, context"
KEPT_CHUNK_COLUMNS = f"{CHUNK_COLUMNS}, digest"
DECISION_COLUMNS = (
    'document, title, "case", committee, date, outcome, outcome_class, effect, final, recommendation, votes,'
    " not_participating, page, quote, start, stop, item, recommender, points, tallies, statements,"
    " participations, evidence, clearance"
)

ITEMS = TypeAdapter(tuple[AgendaItem, ...])
ATTACHMENTS = TypeAdapter(tuple[Attachment, ...])
PARTICIPATIONS = TypeAdapter(tuple[Participation, ...])
POINTS = TypeAdapter(tuple[PointOutcome, ...])
TALLIES = TypeAdapter(tuple[Tally, ...])
STATEMENTS = TypeAdapter(tuple[Statement, ...])
CORRECTIONS = TypeAdapter(tuple[FieldCorrection, ...])
MASKED = TypeAdapter(tuple[Masked, ...])
STATED: TypeAdapter[Any] = TypeAdapter(Stated | None)
FIELD_SPANS = TypeAdapter(tuple[FieldSpan, ...])
CASE = TypeAdapter(Case)
TERM = TypeAdapter(Term)
TENURE = TypeAdapter(Tenure)
GAP = TypeAdapter(Gap)


# Looked up: an enum that is asked for its member takes several times as long, and there are many.
_BLOCK_KINDS = {kind.value: kind for kind in BlockKind}
_SECTION_KINDS = {kind.value: kind for kind in SectionKind}
_ACCESS = {access.value: access for access in Access}
_CLEARANCES = {clearance.value: clearance for clearance in Clearance}


def _iso(date: Date | None) -> str | None:
    return date.isoformat() if date else None


def _date(text: str | None) -> Date | None:
    return Date.fromisoformat(text) if text else None


def _json(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def unpacked(adapter: TypeAdapter[Any], text: str) -> Any:  # noqa: ANN401 - what the adapter is of
    """A nested record of compact JSON. Most are empty, and are not worth asking the adapter."""
    return () if text == "[]" else adapter.validate_json(text)


def packed(adapter: TypeAdapter[Any], record: object) -> str:
    """A nested record as compact JSON."""
    return adapter.dump_json(record).decode()


def document_row(document: Document) -> Row:
    """The values of DOCUMENT_COLUMNS; the sections are rows of their own."""
    pages = (
        [
            *(page.number, page.start, page.end, page.inferred),
            *(page.recognised, page.hidden, page.unread),
        ]
        for page in document.pages
    )
    blocks = ([block.kind.value, block.start, block.end, block.level] for block in document.blocks)
    lines = (
        [line.page, line.start, line.end, line.left, line.top, line.right, line.bottom]
        for line in document.lines
    )
    return (
        document.id,
        document.title,
        document.title_source.value,
        document.format,
        document.sha256,
        document.committee,
        _iso(document.date),
        document.date_inferred,
        document.status.value,
        document.access.value,
        document.case_number,
        document.duplicate_of,
        _json(document.warnings),
        packed(CORRECTIONS, document.corrected),
        packed(MASKED, document.masked),
        packed(STATED, document.stated),
        document.clearance.value,
        document.text,
        _json(pages),
        _json(blocks),
        _json(lines),
        packed(ITEMS, document.items),
        packed(ATTACHMENTS, document.attachments),
        packed(PARTICIPATIONS, document.participations),
    )


def document_of(row: Row, sections: Iterable[Row]) -> Document:
    """The document of a row of DOCUMENT_COLUMNS and its rows of SECTION_COLUMNS, in order."""
    return Document(
        id=row[0],
        title=row[1],
        title_source=TitleSource(row[2]),
        format=row[3],
        sha256=row[4],
        committee=row[5],
        date=_date(row[6]),
        date_inferred=bool(row[7]),
        status=Status(row[8]),
        access=Access(row[9]),
        case_number=row[10],
        duplicate_of=row[11],
        warnings=tuple(json.loads(row[12])),
        corrected=unpacked(CORRECTIONS, row[13]),
        masked=unpacked(MASKED, row[14]),
        stated=STATED.validate_json(row[15]),
        clearance=Clearance(row[16]),
        text=row[17],
        pages=tuple(Page(*page) for page in json.loads(row[18])),
        blocks=tuple(Block(_BLOCK_KINDS[kind], *rest) for kind, *rest in json.loads(row[19])),
        lines=tuple(Line(*line) for line in json.loads(row[20])),
        items=unpacked(ITEMS, row[21]),
        attachments=unpacked(ATTACHMENTS, row[22]),
        participations=unpacked(PARTICIPATIONS, row[23]),
        sections=tuple(section_of(section) for section in sections),
    )


def summary_of(row: Row) -> DocumentSummary:
    """The summary of a row of SUMMARY_COLUMNS."""
    return DocumentSummary(
        id=row[0],
        title=row[1],
        title_source=TitleSource(row[2]),
        committee=row[3],
        date=_date(row[4]),
        date_inferred=bool(row[5]),
        status=Status(row[6]),
        case_number=row[7],
        format=row[8],
        pages=row[9],
        sections=row[10],
        duplicate_of=row[11],
        warnings=tuple(json.loads(row[12])),
        clearance=Clearance(row[13]),
    )


def section_row(section: Section) -> Row:
    """The values of SECTION_COLUMNS."""
    return (
        section.ordinal,
        section.kind.value,
        section.heading,
        section.start,
        section.body_start,
        section.end,
        section.committee,
        _iso(section.date),
        section.access.value,
        section.item,
        section.item_at,
        section.clearance.value,
    )


def section_of(row: Row) -> Section:
    """The section of a row of SECTION_COLUMNS."""
    ordinal, kind, heading, start, body_start, end, committee, date, access, item, item_at, needed = row
    return Section(
        ordinal,
        _SECTION_KINDS[kind],
        heading,
        start,
        body_start,
        end,
        committee,
        _date(date),
        _ACCESS[access],
        item,
        item_at,
        _CLEARANCES[needed],
    )


def chunk_row(chunk: Chunk) -> Row:
    """The values of CHUNK_COLUMNS."""
    return (
        chunk.key,
        chunk.document,
        chunk.ordinal,
        chunk.section,
        chunk.start,
        chunk.end,
        chunk.text,
        chunk.context,
    )


def chunk_of(row: Row) -> Chunk:
    """The chunk of a row of CHUNK_COLUMNS."""
    return Chunk(*row)


def kept_chunk(chunk: Chunk) -> Row:
    """The values of KEPT_CHUNK_COLUMNS: the chunk and the digest of what is embedded for it."""
    return (*chunk_row(chunk), digest(chunk.searchable))


def digest(text: str) -> str:
    """The sha256 of an embedded text, by which a later build finds its vector."""
    return hashlib.sha256(text.encode()).hexdigest()


def decision_row(decision: Decision) -> Row:
    """The values of DECISION_COLUMNS."""
    return (
        decision.document,
        decision.title,
        decision.case,
        decision.committee,
        _iso(decision.date),
        decision.outcome,
        decision.outcome_class.value,
        decision.effect.value,
        decision.final,
        decision.recommendation,
        decision.votes,
        _json(decision.not_participating),
        decision.page,
        decision.quote,
        decision.start,
        decision.end,
        decision.item,
        decision.recommender,
        packed(POINTS, decision.points),
        packed(TALLIES, decision.tallies),
        packed(STATEMENTS, decision.statements),
        packed(PARTICIPATIONS, decision.participations),
        packed(FIELD_SPANS, decision.evidence),
        decision.clearance.value,
    )


def decision_of(row: Row) -> Decision:
    """The decision of a row of DECISION_COLUMNS."""
    return Decision(
        document=row[0],
        title=row[1],
        case=row[2],
        committee=row[3],
        date=_date(row[4]),
        outcome=row[5],
        outcome_class=OutcomeClass(row[6]),
        effect=OutcomeClass(row[7]),
        final=None if row[8] is None else bool(row[8]),
        recommendation=row[9],
        votes=row[10],
        not_participating=tuple(json.loads(row[11])),
        page=row[12],
        quote=row[13],
        start=row[14],
        end=row[15],
        item=row[16],
        recommender=row[17],
        points=unpacked(POINTS, row[18]),
        tallies=unpacked(TALLIES, row[19]),
        statements=unpacked(STATEMENTS, row[20]),
        participations=unpacked(PARTICIPATIONS, row[21]),
        evidence=unpacked(FIELD_SPANS, row[22]),
        clearance=Clearance(row[23]),
    )
