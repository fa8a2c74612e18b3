"""Closed parts of a document: where they are, and the document without them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.cases.rows import rows_of
from kb.cases.titles import title_of
from kb.datatypes import Access, Document, Section, SectionKind, TitleSource

# "2 - 4625575 Lukket Udkast til købsaftale (42880/24) (H)": an attachment has an access of its own.
_CLOSED_ATTACHMENT = re.compile(r"\d+\s*-\s*\d{6,8}\s+Lukket\s+.+?(?=\n\s*\d+\s*-\s*\d{6,8}\s|\Z)", re.DOTALL)
# What a closed item is called when its title says nothing.
_NO_SECRET = re.compile(r"lukket(?: punkt| sag)?|meddelelser|eventuelt|orientering(?:er)?", re.IGNORECASE)
# What an entry of a table of contents has around the title: number, dots, page.
_ENTRY = 30
_NOT_NEWLINE = re.compile(r"[^\n]")


def closed_spans(document: Document) -> tuple[tuple[int, int], ...]:
    """The spans of text that only some may read, in order and apart from each other.

    They are the closed sections, the closed attachments, and the lines elsewhere (a table of contents)
    that give the title of a closed item away.
    """
    spans: list[tuple[int, int]] = []
    for section in document.sections:
        if section.access is Access.CLOSED or document.access is Access.CLOSED:
            spans.append((section.start, section.end))
        elif section.kind is SectionKind.ATTACHMENTS:
            body = document.text[section.body_start : section.end]
            found = _CLOSED_ATTACHMENT.finditer(body)
            spans.extend((section.body_start + m.start(), section.body_start + m.end()) for m in found)
    spans.extend(_titles_elsewhere(document))
    return _merged(spans)


def _titles_elsewhere(document: Document) -> list[tuple[int, int]]:
    """The lines outside closed sections that name a closed item."""
    closed = [section for section in document.sections if section.access is Access.CLOSED]
    titles = {section.item for section in closed if section.item and not _NO_SECRET.fullmatch(section.item)}
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

    Headings, item titles and the title go too where they come from closed text.
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
        blocks=tuple(block for block in document.blocks if not _touches(block.start, block.end, spans)),
        lines=tuple(line for line in document.lines if not _touches(line.start, line.end, spans)),
        sections=tuple(_without_words(section, text) for section in document.sections),
        case_number=None if whole else document.case_number,
    )
    if whole or (document.title not in text and document.title_source is not TitleSource.METADATA):
        title, source, _ = title_of(rows_of(text, kept.blocks), None, document.id)
        return replace(kept, title=title, title_source=source)
    return kept


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


def _without_words(section: Section, text: str) -> Section:
    """The section without heading and item title when nothing of it may be read."""
    if text[section.start : section.end].strip():
        return section
    return replace(section, heading="", item=None, body_start=section.end)
