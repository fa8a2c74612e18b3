"""Where a span of text stands on the picture of a page: the boxes of its printed lines."""

from __future__ import annotations

from dataclasses import dataclass

from kb.datatypes import BlockKind, Document, Line

Span = tuple[int, int]

_WIDTHS = (
    (222, "ijl|'"),
    (278, " ftI.,:;!/[]\\"),
    (333, "r-()"),
    (500, "ckstvxyzJ"),
    (667, "ABEFKPSTVXYZ"),
    (722, "CDHNRUwGOQ"),
    (833, "Mm"),
    (944, "W%@"),
)
_USUAL = 556
_WIDTH = {letter: width for width, letters in reversed(_WIDTHS) for letter in letters}
"""How wide letters are to each other in Helvetica, whose proportions most fonts of case papers share."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on a page, as fractions of it with the origin top left."""

    left: float
    top: float
    right: float
    bottom: float


def boxes(document: Document, page: int, span: Span) -> tuple[Mark, ...]:
    """The boxes of text[start:end] on one page, a printed line each, in reading order.

    A line that the span holds in part is cut where the words begin or end, as near as the widths of letters
    tell; a row of a table, whose cells may stand far apart, is marked whole. Empty where nothing of the span
    stands on the page, or the document has no positions.
    """
    start, end = span
    rows = {block.start for block in document.blocks if block.kind is BlockKind.TABLE_ROW}
    found: list[Mark] = []
    for line in document.lines:
        if line.page == page and line.start < end and start < line.end:
            low, high = max(start, line.start), min(end, line.end)
            mark = _whole(line) if line.start in rows else _cut(document.text, line, low, high)
            if found and _continues(found[-1], mark):
                mark = _joined(found.pop(), mark)
            found.append(mark)
    return tuple(found)


def _whole(line: Line) -> Mark:
    return Mark(line.left, line.top, line.right, line.bottom)


def _cut(text: str, line: Line, start: int, end: int) -> Mark:
    """The part of the line's box that text[start:end] takes."""
    whole = _width(text[line.start : line.end]) or 1
    room = line.right - line.left
    left = line.left + room * _width(text[line.start : start]) / whole
    right = line.right - room * _width(text[end : line.end]) / whole
    return Mark(left, line.top, right, line.bottom)


def _width(text: str) -> int:
    return sum(_WIDTH.get(letter, _USUAL) for letter in text)


def _continues(before: Mark, after: Mark) -> bool:
    """Whether a box goes on where another ends: parts of one printed line are marked as one."""
    height = before.bottom - before.top
    level = abs(before.top - after.top) < height / 3 and abs(before.bottom - after.bottom) < height / 3
    return level and 0 <= after.left - before.right < height


def _joined(before: Mark, after: Mark) -> Mark:
    return Mark(before.left, min(before.top, after.top), after.right, max(before.bottom, after.bottom))
