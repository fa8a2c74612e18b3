"""Tables of a page: ruled ones cell by cell, borderless ones by columns that line up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.readers.join import Vocabulary, joint
from kb.readers.pdf_order import VisualLine, is_mark, visual_lines
from kb.readers.pdf_page import Grid, Segment


@dataclass(frozen=True, slots=True)
class Row:
    """A table row with the page and rectangle (left, bottom, right, top) it is printed in."""

    cells: tuple[str, ...]
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in order; ``first`` is the stream place of the earliest character."""

    rows: tuple[Row, ...]
    first: int
    top: float
    bottom: float

    @property
    def pages(self) -> tuple[int, int]:
        """First and last page."""
        return self.rows[0].page, self.rows[-1].page


def ruled_table(grid: Grid, segments: Sequence[Segment], page: int, words: Vocabulary) -> Table | None:
    """The table that the grid holds, None where no cell has text. ``segments`` stand inside it."""
    rows: list[Row] = []
    for top, bottom in zip(grid.rows, grid.rows[1:], strict=False):
        cells = []
        for left, right in zip(grid.columns, grid.columns[1:], strict=False):
            inside = [
                s
                for s in segments
                if left <= (s.x0 + min(s.x1, s.x0 + 8)) / 2 < right and bottom <= s.height_mark < top
            ]
            cells.append(_cell(inside, words))
        if any(cells):
            rows.append(Row(tuple(cells), page, (grid.columns[0], bottom, grid.columns[-1], top)))
    if not rows:
        return None
    return Table(tuple(rows), min(s.first for s in segments), grid.rows[0], grid.rows[-1])


def _cell(segments: Sequence[Segment], words: Vocabulary) -> str:
    """The cell's text with wrapped lines joined."""
    text = ""
    for line in visual_lines(segments):
        more = " ".join(s.text for s in line)
        text = joint(text, more, words) + more if text else more
    return text


def borderless_tables(lines: Sequence[VisualLine], page: int) -> dict[int, Table | None]:
    """Tables by the index of their first line; the other lines they take are there with None."""
    split = [_cells(line) for line in lines]
    found: dict[int, Table | None] = {}
    start = 0
    while start < len(lines):
        end = start
        while (
            end + 1 < len(lines)
            and _is_row(split[end])
            and _is_row(split[end + 1])
            and _line_up(split[end], split[end + 1])
            and lines[end][0].base - lines[end + 1][0].base < 4 * lines[end][0].size
        ):
            end += 1
        # Two lines that happen to line up are a table only with three columns.
        if end - start >= 2 or (end > start and len(split[start]) >= 3):
            found[start] = _table(split[start : end + 1], page)
            found.update(dict.fromkeys(range(start + 1, end + 1)))
        start = end + 1
    return found


def _cells(line: VisualLine) -> list[list[Segment]]:
    cells = [[line[0]]]
    for segment in line[1:]:
        if segment.x0 - cells[-1][-1].x1 > max(1.1 * segment.size, 10):
            cells.append([segment])
        else:
            cells[-1].append(segment)
    return cells


def _is_row(cells: Sequence[Sequence[Segment]]) -> bool:
    first = cells[0][0].text
    return len(cells) >= 2 and not is_mark(first) and first != "o"


def _line_up(a: Sequence[Sequence[Segment]], b: Sequence[Sequence[Segment]]) -> bool:
    """Whether two rows share columns: cells that begin or end at the same place."""
    shared = sum(
        any(abs(cell[0].x0 - other[0].x0) < 3 or abs(cell[-1].x1 - other[-1].x1) < 3 for other in b)
        for cell in a
    )
    if shared < max(2, min(len(a), len(b)) - 1) or abs(a[0][0].x0 - b[0][0].x0) >= 3:
        return False
    return len(a) != 2 or len(b) != 2 or _inner_edges_meet(a, b)


def _inner_edges_meet(a: Sequence[Sequence[Segment]], b: Sequence[Sequence[Segment]]) -> bool:
    """Whether two cells line up between them too: justified text lines up only at its outer edges."""
    if abs(a[1][0].x0 - b[1][0].x0) < 3 or abs(a[0][-1].x1 - b[0][-1].x1) < 3:
        return True
    return all(row[1][0].x0 - row[0][-1].x1 > 2.5 * row[0][0].size for row in (a, b))


def _table(split: Sequence[Sequence[Sequence[Segment]]], page: int) -> Table:
    rows = []
    width = max(len(cells) for cells in split)
    for cells in split:
        texts = [" ".join(s.text for s in cell) for cell in cells]
        members = [s for cell in cells for s in cell]
        box = (
            min(s.x0 for s in members),
            min(s.y0 for s in members),
            max(s.x1 for s in members),
            max(s.y1 for s in members),
        )
        rows.append(Row((*texts, *[""] * (width - len(texts))), page, box))
    return Table(
        tuple(rows),
        min(s.first for cells in split for cell in cells for s in cell),
        rows[0].box[3],
        rows[-1].box[1],
    )


def merged(first: Table, second: Table, words: Vocabulary) -> Table | None:
    """One table where the second carries the first on over a page break, else None.

    A head row printed again is dropped; a row cut in two by the break is put together.
    """
    same_width = len(first.rows[0].cells) == len(second.rows[0].cells)
    if not same_width or first.pages[1] != second.pages[0] - 1:
        return None
    head, rest = list(first.rows), list(second.rows)
    if rest[0].cells == head[0].cells:
        rest = rest[1:]
    elif 2 * sum(not cell for cell in rest[0].cells) >= len(rest[0].cells):
        cells = tuple(
            (joint(a, b, words) + b if a else b) if b else a
            for a, b in zip(head[-1].cells, rest[0].cells, strict=True)
        )
        head[-1] = replace(head[-1], cells=cells)
        rest = rest[1:]
    return replace(first, rows=(*head, *rest))
