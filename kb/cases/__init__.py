"""Meaning of a case document: sections, metadata, items, attachments, participation, decisions, access."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.cases import metadata, titles
from kb.cases.attachments import attachments_of
from kb.cases.corrected import Facts, Overrides
from kb.cases.items import agenda_items, items_of
from kb.cases.participation import participations_of
from kb.cases.rows import Row, rows_of, stated_access
from kb.cases.structure import Defaults, Opening, openings_of, sections_of
from kb.datatypes import (
    Access,
    CorrectedField,
    Document,
    Extraction,
    FieldCorrection,
    SectionKind,
    Status,
    TitleSource,
)

# Sections that only the papers of a case have.
_OF_CASES = frozenset({SectionKind.RECOMMENDATION, SectionKind.CASE, SectionKind.ROUTE})
# Sections that belong to the head of a meeting's paper.
_OF_HEAD = frozenset({SectionKind.PREAMBLE, SectionKind.PRESENT, SectionKind.ABSENT})


def parse_document(
    document_id: str, extraction: Extraction, sha256: str, corrections: Sequence[FieldCorrection] = ()
) -> Document:
    """The document that an extraction holds, with sections and metadata; closed parts are still in it.

    What its system states stands instead of what is read of the document as a whole, and ``corrections``
    instead of both; what a heading states of its own section, and an item of its own matter, stays.
    """
    overrides = Overrides(corrections)
    stated = extraction.stated
    text = extraction.text
    rows = rows_of(text, extraction.blocks)
    title, source, title_row = titles.title_of(rows, extraction.title, document_id)
    items = items_of(rows, titles.is_meeting(rows, title), title_row)
    openings: Sequence[Opening] = openings_of(
        rows,
        title if title_row is not None else None,
        title_row,
        items,
        titles.is_minutes(rows, title) or (stated is not None and stated.status is Status.MINUTES),
    )
    lead = _lead(rows, openings)
    if stated and stated.title:
        title, source = stated.title, TitleSource.SYSTEM
    read_committee = (stated and stated.committee) or metadata.committee_of(
        lead, title, openings, document_id
    )
    committee = overrides.text(CorrectedField.COMMITTEE, read_committee)
    openings = _of_committees(openings, committee)
    when = metadata.date_of(lead, title, openings, document_id, text)
    if stated and stated.date:
        when = metadata.When(stated.date)
    date = overrides.date(when.date)
    access = metadata.document_access(lead, title)
    if stated and access is not Access.CLOSED and stated.access is not Access.UNKNOWN:
        access = stated.access
    if items and access is Access.OPEN:
        # In the paper of a whole meeting each item states its own.
        access = Access.UNKNOWN
    sections = sections_of(text, openings, Defaults(committee, date, access))
    if items and all(item.access is Access.CLOSED for item in items.values()):
        access = Access.CLOSED
    decided = any(
        section.kind is SectionKind.DECISION and not opening.routed and section.body_start < section.end
        for section, opening in zip(sections, openings, strict=False)
    )
    read_status = (stated and stated.status) or metadata.status_of(
        rows, title, openings, decided, document_id
    )
    status = overrides.status(read_status)
    number = (stated and stated.case_number) or metadata.case_number_of(lead, title, "" if items else text)
    agenda = agenda_items(list(items.values()), rows, len(text))
    return Document(
        id=document_id,
        title=overrides.title(title),
        title_source=TitleSource.EDITOR if CorrectedField.TITLE in overrides else source,
        text=text,
        pages=extraction.pages,
        blocks=extraction.blocks,
        sections=sections,
        format=extraction.format,
        sha256=sha256,
        committee=committee,
        date=date,
        date_inferred=when.inferred and CorrectedField.DATE not in overrides,
        status=status,
        access=access,
        case_number=overrides.text(CorrectedField.CASE_NUMBER, number),
        lines=extraction.lines,
        warnings=extraction.warnings,
        items=agenda,
        attachments=attachments_of(rows, sections),
        participations=participations_of(text, sections, agenda, held=status is Status.MINUTES),
        corrected=overrides.told(Facts(title, read_committee, when.date, read_status, number)),
        stated=stated,
    )


def _lead(rows: Sequence[Row], openings: Sequence[Opening]) -> list[Row]:
    """The rows before the first section: title, meeting head with those present and absent, access."""
    if not openings or openings[0].item:
        return []
    if openings[0].kind is not SectionKind.PREAMBLE:
        return [row for row in rows[:1] if titles.is_adoption(row.text)]
    end = next((each.start for each in openings if each.item or each.kind not in _OF_HEAD), None)
    head = [row for row in rows if end is None or row.start < end]
    following = rows[len(head) : len(head) + 1]
    return head + [row for row in following if titles.is_adoption(row.text) or stated_access(row.text)]


def _of_committees(openings: Sequence[Opening], committee: str | None) -> Sequence[Opening]:
    """The openings, with decisions only where somebody decides: handbooks call chapters "Konklusion" too."""
    if committee or any(o.committee or o.item or o.kind in _OF_CASES for o in openings):
        return openings
    return [replace(o, kind=SectionKind.UNKNOWN) if o.kind is SectionKind.DECISION else o for o in openings]
