"""Meaning of a case document: sections, metadata, decisions, agenda items, access and renditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.cases import metadata, titles
from kb.cases.items import items_of
from kb.cases.rows import Row, rows_of
from kb.cases.structure import Defaults, Opening, openings_of, sections_of
from kb.datatypes import Access, Document, Extraction, SectionKind

# Sections that only the papers of a case have.
_OF_CASES = frozenset({SectionKind.RECOMMENDATION, SectionKind.CASE, SectionKind.ROUTE})


def parse_document(document_id: str, extraction: Extraction, sha256: str) -> Document:
    """The document that an extraction holds, with sections and metadata; closed parts are still in it."""
    text = extraction.text
    rows = rows_of(text, extraction.blocks)
    title, source, title_row = titles.title_of(rows, extraction.title, document_id)
    of_meeting = titles.is_meeting_title(title)
    items = {at: item for at, item in items_of(rows, of_meeting).items() if at != title_row}
    openings: Sequence[Opening] = openings_of(
        rows, title if title_row is not None else None, title_row, items
    )
    lead = _lead(rows, openings)
    committee = metadata.committee_of(lead, title, openings, document_id)
    openings = _of_committees(openings, committee)
    when = metadata.date_of(lead, title, openings, document_id, text)
    access = metadata.document_access(lead, title)
    sections = sections_of(text, openings, Defaults(committee, when.date, access))
    if items and all(item.access is Access.CLOSED for item in items.values()):
        access = Access.CLOSED
    decided = any(
        section.kind is SectionKind.DECISION and not opening.routed and section.body_start < section.end
        for section, opening in zip(sections, openings, strict=False)
    )
    return Document(
        id=document_id,
        title=title,
        title_source=source,
        text=text,
        pages=extraction.pages,
        blocks=extraction.blocks,
        sections=sections,
        format=extraction.format,
        sha256=sha256,
        committee=committee,
        date=when.date,
        date_inferred=when.inferred,
        status=metadata.status_of(rows, title, openings, decided, document_id),
        access=access,
        case_number=metadata.case_number_of(lead, title, text),
        lines=extraction.lines,
        warnings=extraction.warnings,
    )


def _lead(rows: Sequence[Row], openings: Sequence[Opening]) -> list[Row]:
    """The rows before the first section: title, meeting head, access."""
    if not openings or openings[0].item:
        return []
    if openings[0].kind is not SectionKind.PREAMBLE:
        return [row for row in rows[:1] if titles.is_adoption(row.text)]
    end = openings[1].start if len(openings) > 1 else None
    head = [row for row in rows if end is None or row.start < end]
    following = rows[len(head) : len(head) + 1]
    return head + [row for row in following if titles.is_adoption(row.text)]


def _of_committees(openings: Sequence[Opening], committee: str | None) -> Sequence[Opening]:
    """The openings, with decisions only where somebody decides: handbooks call chapters "Konklusion" too."""
    if committee or any(o.committee or o.item or o.kind in _OF_CASES for o in openings):
        return openings
    return [replace(o, kind=SectionKind.UNKNOWN) if o.kind is SectionKind.DECISION else o for o in openings]
