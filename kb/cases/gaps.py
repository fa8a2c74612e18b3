"""Gaps: what is missing from the material, or could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.cases.doubts import partly_read
from kb.cases.families import squeezed
from kb.cases.papers import Paper
from kb.cases.references import evidence_of
from kb.cases.themes import is_routine, matter_title
from kb.datatypes import (
    Access,
    Attachment,
    Case,
    Document,
    FileProblem,
    Gap,
    GapKind,
    Section,
    SectionKind,
    Status,
    StepState,
)

# Sections that tell something of the matter. A decision that is not there is a step without minutes.
_TELLING = frozenset(
    {
        SectionKind.SUMMARY,
        SectionKind.BACKGROUND,
        SectionKind.CASE,
        SectionKind.RECOMMENDATION,
        SectionKind.ALTERNATIVE_RECOMMENDATION,
        SectionKind.ECONOMY,
        SectionKind.STAFF,
        SectionKind.LAW,
        SectionKind.POLICY_LINKS,
        SectionKind.HEARING,
        SectionKind.OTHER,
    }
)
_SPEAKS_OF_ATTACHMENT = re.compile(
    r"\b(?:vedlagt\w*|vedlægges|vedhæft\w*|som bilag|i bilag|se bilag|jf\. bilag)\b", re.IGNORECASE
)
# The case's own paper, and a remark that the row before goes on with.
_NO_ATTACHMENT = re.compile(
    r"(?:indstilling|sagsfremstilling|dagsordenspunkt)(?:en|et)?|\([^()]*\)", re.IGNORECASE
)
_BY_WHOM = re.compile(r"\bfra\b", re.IGNORECASE)
_ID = re.compile(r"(?<!\d)\d{6,8}(?!\d)")


def gaps_of(documents: Sequence[Document], papers: Sequence[Paper], cases: Sequence[Case]) -> tuple[Gap, ...]:
    """What the material lacks: minutes of planned meetings, named attachments, and text that is not there.

    Text is missing under headings, and where a file could not be read in whole.
    A meeting with a day is missing minutes only once that day has passed, which is for the reader to judge.
    """
    return (
        *_minutes(papers, cases),
        *_attachments(documents),
        *_sections(documents),
        *partly_read(documents),
    )


def unread_files(problems: Sequence[FileProblem]) -> tuple[Gap, ...]:
    """The files that could not be read, in order, each with the reason in words for people."""
    return tuple(
        Gap(GapKind.UNREAD_FILE, each.path, each.path, None, None, each.message) for each in problems
    )


def _minutes(papers: Sequence[Paper], cases: Sequence[Case]) -> Iterator[Gap]:
    """The steps of cases that no minutes tell of, each shown by the paper that plans it."""
    titles = {paper.part: paper.title for paper in papers}
    for case in cases:
        for step in case.steps:
            if step.state is StepState.HELD:
                continue
            words = step.evidence[0] if step.evidence else None
            document = words.document if words else case.parts[0].document
            part = next((each for each in case.parts if each.document == document), case.parts[0])
            yield Gap(
                GapKind.MISSING_MINUTES,
                document,
                titles.get(part, case.title),
                step.committee,
                step.date,
                step.committee,
                words,
            )


def _attachments(documents: Sequence[Document]) -> Iterator[Gap]:
    """The open attachments that papers list and no document of the material is."""
    names = {squeezed(matter_title(document.title)) for document in documents}
    names |= {squeezed(document.id.rsplit("/", 1)[-1].rsplit(".", 1)[0]) for document in documents}
    numbers = {match.group() for document in documents for match in _ID.finditer(document.id)}
    for document in documents:
        if document.duplicate_of is not None:
            continue
        for row in document.attachments:
            if row.access is Access.CLOSED or not document.text[row.start : row.end].strip():
                continue
            if _NO_ATTACHMENT.fullmatch(row.title):
                continue
            if row.document_number not in numbers and squeezed(row.title) not in names:
                yield _absent(document, row)


def _absent(document: Document, row: Attachment) -> Gap:
    """The gap that an attachment leaves. A list after the last routine item is the meeting's."""
    of_row = (each for each in document.items if each.ordinal == row.item)
    item = next((each for each in of_row if not is_routine(each.title)), None)
    return Gap(
        GapKind.ABSENT_ATTACHMENT,
        document.id,
        matter_title(item.title if item else document.title),
        document.committee,
        document.date,
        row.title,
        evidence_of(document, row.start, row.end),
    )


def _sections(documents: Sequence[Document]) -> Iterator[Gap]:
    """The headings with nothing under them. Drafts are left out: their sections are still to be written."""
    for document in documents:
        if document.duplicate_of is not None or document.status is Status.DRAFT:
            continue
        for section in document.sections:
            if _is_empty(document, section):
                yield Gap(
                    GapKind.EMPTY_SECTION,
                    document.id,
                    matter_title(section.item or document.title),
                    section.committee,
                    section.date,
                    section.heading,
                    evidence_of(document, section.start, section.body_start),
                )


def _is_empty(document: Document, section: Section) -> bool:
    """Whether a heading that should tell something has no text, neither its own nor under a sub-heading.

    An empty list of attachments is a gap only where the paper says that something is attached.
    """
    if section.access is Access.CLOSED or not section.heading.strip():
        return False
    if document.text[section.body_start : section.end].strip():
        return False
    if not document.text[section.start : section.body_start].strip():
        return False
    if section.kind is SectionKind.ATTACHMENTS:
        around = (each for each in document.sections if each.item_at == section.item_at)
        return any(_SPEAKS_OF_ATTACHMENT.search(document.text[each.body_start : each.end]) for each in around)
    if section.kind not in _TELLING:
        return False
    after = section.ordinal + 1
    following = document.sections[after] if after < len(document.sections) else None
    nested = following is not None and following.kind is SectionKind.UNKNOWN and following.heading != ""
    return not (nested or _is_group(section, following))


def _is_group(section: Section, following: Section | None) -> bool:
    """Whether the heading only gathers those after it: "Konsekvenser", or "Indstilling fra Børn og Unge"."""
    if _BY_WHOM.search(section.heading):
        return True
    parts = {SectionKind.ECONOMY, SectionKind.STAFF, SectionKind.LAW, SectionKind.HEARING, SectionKind.OTHER}
    return section.kind is SectionKind.OTHER and following is not None and following.kind in parts
