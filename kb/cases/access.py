"""Closed parts of a document: where they are, and the document without them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.cases.rows import rows_of
from kb.cases.titles import title_of
from kb.datatypes import (
    Access,
    AgendaItem,
    CorrectedField,
    Document,
    FieldCorrection,
    Section,
    TitleSource,
)

# What a closed item is called when its title says nothing.
_NO_SECRET = re.compile(r"lukket(?: punkt| sag)?|meddelelser|eventuelt|orientering(?:er)?", re.IGNORECASE)
# What an entry of a table of contents has around the title: number, dots, page.
_ENTRY = 30
CLOSED_PARTS = "closed_parts"
"""The warning that a document's file has parts which its text leaves out because they are closed."""

_NOT_NEWLINE = re.compile(r"[^\n]")
# Titles that do not come from the text, closed or not.
_BESIDE_TEXT = frozenset({TitleSource.METADATA, TitleSource.SYSTEM, TitleSource.EDITOR})


def closed_spans(document: Document) -> tuple[tuple[int, int], ...]:
    """The spans of text that only some may read, in order and apart from each other.

    They are the closed sections, the closed attachments, and the lines elsewhere (a table of contents)
    that give the title of a closed item away.
    """
    spans: list[tuple[int, int]] = []
    for section in document.sections:
        if section.access is Access.CLOSED or document.access is Access.CLOSED:
            spans.append((section.start, section.end))
    spans.extend((each.start, each.end) for each in document.attachments if each.access is Access.CLOSED)
    spans.extend(_titles_elsewhere(document))
    return _merged(spans)


def _titles_elsewhere(document: Document) -> list[tuple[int, int]]:
    """The lines outside closed sections that name a closed item."""
    closed = [item.title for item in document.items if item.access is Access.CLOSED]
    titles = {title for title in closed if not _NO_SECRET.fullmatch(title)}
    found = []
    for title in titles:
        for match in re.finditer(rf"[^\n]*{re.escape(title)}[^\n]*", document.text):
            if len(match.group()) <= len(title) + _ENTRY:
                found.append(match.span())
    return found


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, with those that touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def redact(document: Document) -> Document:
    """The document without its closed parts: blanks stand in their place, so that all offsets hold.

    Headings, item titles and the title go too where they come from closed text, and so do attachments and
    participations that stand in it. A closed item stays as an empty record, so that the ordinals hold. A
    warning says that the file itself still has them.
    """
    spans = closed_spans(document)
    if not spans:
        return document
    text = _blanked(document.text, spans)
    whole = not text.strip()
    kept = replace(
        document,
        text=text,
        access=Access.CLOSED if whole else document.access,
        warnings=(*document.warnings, CLOSED_PARTS),
        blocks=tuple(block for block in document.blocks if not _touches(block.start, block.end, spans)),
        lines=tuple(line for line in document.lines if not _touches(line.start, line.end, spans)),
        sections=tuple(_without_words(section, text) for section in document.sections),
        case_number=None if whole else document.case_number,
        items=tuple(_open_item(item, spans) for item in document.items),
        attachments=tuple(each for each in document.attachments if not _touches(each.start, each.end, spans)),
        participations=tuple(
            each for each in document.participations if not _touches(each.start, each.end, spans)
        ),
    )
    title, source, _ = title_of(rows_of(text, kept.blocks), None, document.id)
    kept = replace(kept, corrected=tuple(_without_title(each, text, title) for each in document.corrected))
    if whole or (document.title not in text and document.title_source not in _BESIDE_TEXT):
        return replace(kept, title=title, title_source=source)
    return kept


def _without_title(correction: FieldCorrection, text: str, title: str) -> FieldCorrection:
    """The correction, with the title that is read without the closed parts for one that stood in them."""
    if correction.field is not CorrectedField.TITLE or (correction.read or "") in text:
        return correction
    return replace(correction, read=title)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with a space for every character in the spans; line breaks stay."""
    parts = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], _NOT_NEWLINE.sub(" ", text[start:end])]
        at = end
    return "".join((*parts, text[at:]))


def _touches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the span shares a character with one of the others."""
    return any(start < other_end and other_start < end for other_start, other_end in spans)


def _open_item(item: AgendaItem, spans: Sequence[tuple[int, int]]) -> AgendaItem:
    """The item without number, title and case number where its heading is closed."""
    if item.access is not Access.CLOSED and not any(start <= item.start < end for start, end in spans):
        return item
    return replace(item, number=None, title="", case_number=None, access=Access.CLOSED)


def _without_words(section: Section, text: str) -> Section:
    """The section without heading and item title when nothing of it may be read."""
    if text[section.start : section.end].strip():
        return section
    return replace(section, heading="", item=None, body_start=section.end)
