"""Printed lines and tables -> drafts: where paragraphs, headings and list items begin and end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kb.datatypes import BlockKind
from kb.readers.draft import Box, Draft, Run, table_row
from kb.readers.join import Vocabulary, joint
from kb.readers.patterns import BULLET, END_MARK, is_heading, is_label
from kb.readers.pdf_layout import Item, PrintedLine
from kb.readers.pdf_tables import Table, merged

_FIRST_ITEM = re.compile(r"^(?:1[.)]|a\))")
_LONGEST_HEADING = 140
_SENTENCE_END = re.compile(r"[.,;:!…]$")


@dataclass(frozen=True, slots=True)
class PageShape:
    """Width and height of a page as it is read, and how far clockwise a viewer turns it."""

    width: float
    height: float
    turn: int


PageShapes = Mapping[int, PageShape]


@dataclass(slots=True)
class _Open:
    """A block that still grows."""

    kind: BlockKind
    lines: list[PrintedLine] = field(default_factory=list)
    indent: float = 0.0

    @property
    def last(self) -> PrintedLine:
        """The line added last."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class Measures:
    """The document's usual font size and line distance."""

    body: float
    leading: float


def draft_blocks(
    items: Sequence[Item], measures: Measures, words: Vocabulary, shapes: PageShapes
) -> list[Draft]:
    """The drafts of the document; ``shapes`` has each page."""
    blocks = _merge_tables(_group(items, measures), words)
    levels = _levels(blocks, measures)
    drafts: list[Draft] = []
    for block in blocks:
        if isinstance(block, Table):
            drafts += [
                table_row(row.cells, row.page, _fraction(row.box, shapes[row.page])) for row in block.rows
            ]
        else:
            drafts.append(_draft(block, levels, words, shapes))
    return drafts


def _group(items: Sequence[Item], measures: Measures) -> list[_Open | Table]:
    blocks: list[_Open | Table] = []
    current: _Open | None = None
    for item in items:
        if isinstance(item, Table):
            blocks.append(item)
            current = None
            continue
        title = _is_heading(item, measures)
        if current is not None and not _begins(current, item, title, measures):
            current.lines.append(item)
            if current.kind is not BlockKind.LIST_ITEM:
                current.indent = item.x0
            continue
        current = _Open(_kind(item, title, measures), [item], item.x0)
        blocks.append(current)
    return blocks


def _kind(line: PrintedLine, title: bool, measures: Measures) -> BlockKind:
    plain_number = line.number and line.size < measures.body * 1.04 and not line.bold
    if title and not line.bullet and not plain_number:
        return BlockKind.HEADING
    return BlockKind.LIST_ITEM if line.is_item else BlockKind.PARAGRAPH


def _is_heading(line: PrintedLine, measures: Measures) -> bool:
    """Whether the line looks like a heading: large, bold or slanted, or a known section name."""
    text = line.text
    if len(text) > _LONGEST_HEADING or not any(char.isalpha() for char in text):
        return False
    stands_out = line.bold or line.italic or line.size > measures.body * 1.04
    if (
        is_heading(text)
        and (stands_out or len(text) < 40 or text.startswith("Beslutning"))
        and not line.bullet
    ):
        return True
    if line.size >= measures.body * 1.12:
        return True
    if line.bold and not text.endswith((".", ",")):
        return True
    slanted = line.italic and len(text) < 70 and line.size >= measures.body * 0.98
    return slanted and _SENTENCE_END.search(text) is None


def _begins(block: _Open, line: PrintedLine, title: bool, measures: Measures) -> bool:
    """Whether the line begins a new block after the open one."""
    last = block.last
    together = last.page == line.page and last.left == line.left
    other_size = abs(last.size - line.size) > 0.6
    gap = (last.base - line.base) / max(line.size, 1.0)
    if block.kind is BlockKind.HEADING:
        return not _heading_goes_on(last, line, title, together and not other_size, gap, measures)
    if title and not last.soft:
        return True
    if line.is_item:
        return not _number_in_prose(block, line, together and gap <= measures.leading * 1.15)
    if not together:
        return other_size or not _goes_on_elsewhere(last, line)
    return _breaks(block, line, gap, other_size, measures)


def _heading_goes_on(
    last: PrintedLine, line: PrintedLine, title: bool, alike: bool, gap: float, measures: Measures
) -> bool:
    # The rest of a heading may be a year alone, which does not look like one by itself.
    rest = not any(char.isalpha() for char in line.text) and line.size >= measures.body * 1.12
    if not ((title or rest) and alike):
        return False
    same_face = last.bold == line.bold and last.italic == line.italic
    return last.soft or (same_face and gap <= measures.leading * 1.25 and line.size >= measures.body * 1.04)


def _number_in_prose(block: _Open, line: PrintedLine, close: bool) -> bool:
    """Whether a number at a line start is part of the sentence, since the line before is full and open."""
    last = block.last
    full = last.x1 > last.right - 0.12 * (last.right - last.left)
    return (
        line.number
        and not line.bullet
        and close
        and block.kind is not BlockKind.LIST_ITEM
        and END_MARK.search(last.text) is None
        and full
        and _FIRST_ITEM.match(line.text) is None
    )


def _goes_on_elsewhere(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether the sentence runs over a column or page break."""
    if last.soft:
        return True
    full = last.x1 > last.right - 0.25 * (last.right - last.left)
    return END_MARK.search(last.text) is None and (line.text[0].islower() or line.text[0].isdigit() or full)


def _breaks(block: _Open, line: PrintedLine, gap: float, other_size: bool, measures: Measures) -> bool:
    """Whether a line in the same column begins a new paragraph, by distance, size, indent or a short line."""
    last = block.last
    width = last.right - last.left
    # In narrow columns a line is often short only because a long word comes next.
    short = last.x1 < last.right - 0.18 * width and _first_word_fits(last, line)
    closed = END_MARK.search(last.text) is not None
    if gap > measures.leading * 1.3 + 0.05 or other_size:
        return True
    if last.soft:
        return False
    if is_label(last.text, line.text):
        return True
    indent = line.x0 - block.indent
    if block.kind is BlockKind.LIST_ITEM:
        text_x = block.lines[0].text_x
        if text_x > block.indent + 2:
            return line.x0 < text_x - 2.5
        return indent < -2.5 or (short and closed)
    if indent < -2.5:
        # The first line of a paragraph may be set in.
        return not (len(block.lines) == 1 and indent > -30 and not short)
    if indent > 4 and closed:
        return True
    very_short = last.x1 < last.left + 0.55 * width
    if short and (closed or very_short) and line.text[:1].isupper():
        return True
    return gap > measures.leading * 1.15 and closed


def _first_word_fits(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether the line's first word would have found room at the end of the line before."""
    letter = (line.x1 - line.x0) / max(1, len(line.text))
    return last.x1 + letter * (1 + len(line.text.split(" ", 1)[0])) <= last.right


def _merge_tables(blocks: Sequence[_Open | Table], words: Vocabulary) -> list[_Open | Table]:
    kept: list[_Open | Table] = []
    for block in blocks:
        before = kept[-1] if kept else None
        if isinstance(block, Table) and isinstance(before, Table):
            whole = merged(before, block, words)
            if whole is not None:
                kept[-1] = whole
                continue
        kept.append(block)
    return kept


def _face(block: _Open) -> tuple[float, bool]:
    return round(block.lines[0].size * 2) / 2, block.lines[0].bold


def _levels(blocks: Sequence[_Open | Table], measures: Measures) -> dict[tuple[float, bool], int]:
    """The level of each heading face: the larger, the higher; bold before plain."""
    faces = {_face(b) for b in blocks if isinstance(b, _Open) and b.kind is BlockKind.HEADING}
    return {face: min(level, 6) for level, face in enumerate(sorted(faces, reverse=True), start=1)}


def _draft(
    block: _Open, levels: Mapping[tuple[float, bool], int], words: Vocabulary, shapes: PageShapes
) -> Draft:
    texts = [line.text for line in block.lines]
    if block.kind is BlockKind.LIST_ITEM:
        texts[0] = BULLET.sub("- ", texts[0])
    ends = [joint(text, after, words) for text, after in pairwise(texts)]
    runs = tuple(
        Run(text, line.page, _fraction(line.box, shapes[line.page]))
        for text, line in zip([*ends, texts[-1]], block.lines, strict=True)
    )
    level = levels[_face(block)] if block.kind is BlockKind.HEADING else 0
    return Draft(block.kind, runs, level)


def _fraction(box: tuple[float, float, float, float], page: PageShape) -> Box:
    """The rectangle as fractions of the page as a viewer shows it, with the origin top left."""
    x0, bottom, x1, top = box
    width, height = max(page.width, 1.0), max(page.height, 1.0)
    left, right, upper, lower = x0 / width, x1 / width, 1 - top / height, 1 - bottom / height
    if page.turn == 90:
        left, upper, right, lower = 1 - lower, left, 1 - upper, right
    elif page.turn == 180:
        left, upper, right, lower = 1 - right, 1 - lower, 1 - left, 1 - upper
    elif page.turn == 270:
        left, upper, right, lower = upper, 1 - right, lower, 1 - left
    return Box(_unit(left), _unit(upper), _unit(right), _unit(lower))


def _unit(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 5)
