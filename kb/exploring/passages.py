"""What to quote of a section to show what it says: whole sentences from where it speaks of the topic."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kb.danish.sentences import sentence_spans
from kb.datatypes import Block, BlockKind, Document, Section, SectionKind

WHOLE = 420
"""A section of at most so many characters is quoted whole."""

LONGEST = 360
"""Of a longer one, as many whole sentences as fit in so many characters; the first however long it is."""

LIST = 800
"""A list is quoted with the sentence that leads to it where both fit in so many characters."""

GROUP = 1_200
"""Sections under one heading are quoted together where they fit in so many characters."""


def quoted(document: Document, section: Section, about: re.Pattern[str] | None = None) -> tuple[int, int]:
    """The span of a section's text to quote; empty at its end for a section without text.

    Of a long section the quote begins with the first paragraph that ``about`` is found in, or else with the
    first one. A section that only heads others is quoted with as many of those as fit, whole.
    """
    parts = under(document, section)
    if parts:
        return parts[0].start, _stripped(document, parts[0].start, _fitting(parts))
    text, blocks = document.text, _blocks(document, section)
    if not blocks:
        return section.end, section.end
    first, last = blocks[0].start, blocks[-1].end
    if last - first <= WHOLE:
        return first, last
    on_topic = (each.start for each in blocks if about and about.search(text, each.start, each.end))
    begin = next(on_topic, first)
    spans = sentence_spans(text, begin, last)
    fitting = [span for span in spans if span[1] - begin <= LONGEST] or spans[:1]
    end = fitting[-1][1]
    return begin, _with_list(document, begin, end, fitting) if text[end - 1] == ":" else end


def opened(document: Document, start: int, end: int) -> tuple[int, int]:
    """The whole sentences at the beginning of a passage that fit, without its heading and any table."""
    section = next(each for each in document.sections if each.start <= start < each.end)
    blocks = [each for each in _blocks(document, section) if each.end > start and each.start < end]
    first = next((each for each in blocks if each.kind is not BlockKind.TABLE_ROW), None)
    if first is None:
        return start, end
    begin = max(start, first.start)
    table = (each.start for each in blocks if each.kind is BlockKind.TABLE_ROW and each.start > begin)
    spans = sentence_spans(document.text, begin, min(end, next(table, end)))
    return begin, ([span[1] for span in spans if span[1] - begin <= LONGEST] or [spans[0][1]])[-1]


def under(document: Document, section: Section) -> tuple[Section, ...]:
    """The sections under one that has a heading and no text of its own; () for any other."""
    if document.text[section.body_start : section.end].strip() or not section.heading:
        return ()
    levels = {block.start: block.level for block in document.blocks if block.kind is BlockKind.HEADING}
    own = _level(levels, section)
    found = []
    for each in document.sections[section.ordinal + 1 :]:
        if _level(levels, each) <= own:
            break
        if each.kind is not SectionKind.UNKNOWN:
            return ()  # an agenda item heads its own grammar: what is proposed and what is decided stay apart
        found.append(each)
    return tuple(found)


def is_table(document: Document, section: Section) -> bool:
    """Whether a section begins with the rows of a table, which make no quote."""
    blocks = _blocks(document, section)
    return bool(blocks) and blocks[0].kind is BlockKind.TABLE_ROW


def _blocks(document: Document, section: Section) -> list[Block]:
    """The blocks of a section's text, without its heading."""
    return [each for each in document.blocks if section.body_start <= each.start < section.end]


def _level(levels: Mapping[int, int], section: Section) -> int:
    """The level of the heading that a section begins with; 0 where it has none."""
    return next((level for start, level in levels.items() if section.start <= start < section.body_start), 0)


def _fitting(parts: Sequence[Section]) -> int:
    """The end of the last part that still fits with those before it; of the first at the least."""
    return [each.end for each in parts if each is parts[0] or each.end - parts[0].start <= GROUP][-1]


def _stripped(document: Document, start: int, end: int) -> int:
    """The end without the blanks before it."""
    return start + len(document.text[start:end].rstrip())


def _with_list(document: Document, begin: int, end: int, fitting: Sequence[tuple[int, int]]) -> int:
    """The end of the list that the last sentence leads to, or the sentence before where that is long."""
    listed = end
    for block in document.blocks:
        if block.start < end:
            continue
        if block.kind is not BlockKind.LIST_ITEM:
            break
        listed = block.end
    if listed - begin <= LIST:
        return listed
    return fitting[-2][1] if len(fitting) > 1 else end
