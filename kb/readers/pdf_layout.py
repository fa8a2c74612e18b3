"""Page contents -> printed lines and tables in reading order over the whole document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.readers.join import Vocabulary
from kb.readers.patterns import BULLET, BULLET_ALONE, NUMBER, NUMBER_ALONE
from kb.readers.pdf_order import (
    VisualLine,
    find_gutter,
    is_mark,
    runs,
    runs_across,
    split_columns,
    stream_lines,
    visual_lines,
)
from kb.readers.pdf_page import PageContent, Segment
from kb.readers.pdf_tables import Table, borderless_tables, ruled_table


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of running text; ``left`` and ``right`` are the edges of the column it stands in.

    ``text_x`` is where the words begin, after a list mark.
    """

    text: str
    page: int
    x0: float
    x1: float
    y0: float
    y1: float
    base: float
    size: float
    bold: bool
    italic: bool
    soft: bool
    left: float
    right: float
    bullet: bool
    number: bool
    text_x: float

    @property
    def is_item(self) -> bool:
        """Whether the line begins with a list mark."""
        return self.bullet or self.number

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return self.x0, self.y0, self.x1, self.y1


Item = PrintedLine | Table


def lay_out(pages: Sequence[PageContent], words: Vocabulary) -> list[Item]:
    """All lines and tables of the document in reading order."""
    gutters = [
        gutter
        for page in pages
        if (gutter := find_gutter([s for s in page.segments if not _in_grid(page, s)])) is not None
    ]
    items: list[Item] = []
    for page in pages:
        items += _page_items(page, gutters, words)
    return items


def body_size(pages: Sequence[PageContent]) -> float:
    """The font size most of the text is set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for segment in page.segments:
            sizes[round(segment.size * 2) / 2] += len(segment.text)
    return sizes.most_common(1)[0][0] if sizes else 11.0


def usual_leading(items: Sequence[Item]) -> float:
    """The most common distance between lines of a paragraph, in font sizes."""
    gaps: Counter[float] = Counter()
    before: PrintedLine | None = None
    for item in items:
        line = item if isinstance(item, PrintedLine) else None
        if line is not None and before is not None and line.page == before.page and line.left == before.left:
            gap = before.base - line.base
            if abs(line.size - before.size) < 0.6 and 0 < gap < 3 * line.size:
                gaps[round(gap / line.size, 2)] += 1
        before = line
    return gaps.most_common(1)[0][0] if gaps else 1.2


def _in_grid(page: PageContent, segment: Segment) -> bool:
    return any(grid.holds(segment) for grid in page.grids)


def _page_items(page: PageContent, gutters: Sequence[float], words: Vocabulary) -> list[Item]:
    loose = list(page.segments)
    tables: list[Table] = []
    for grid in page.grids:
        inside = [s for s in loose if grid.holds(s)]
        table = ruled_table(grid, inside, page.number, words) if inside else None
        if table is not None:
            tables.append(table)
            taken = set(map(id, inside))
            loose = [s for s in loose if id(s) not in taken]
    if runs_across(page, loose, gutters):
        return _by_columns(page, loose, tables, gutters)
    return _by_stream(page, loose, tables)


def _by_columns(
    page: PageContent, segments: Sequence[Segment], tables: Sequence[Table], gutters: Sequence[float]
) -> list[Item]:
    """Items where the stream runs across columns: geometry decides, tables cut the page into bands."""
    items: list[Item] = []
    high = float("inf")
    for table in [*sorted(tables, key=lambda t: -t.top), None]:
        low = table.top if table is not None else float("-inf")
        band = [s for s in segments if low <= s.base < high]
        for column in split_columns(band, gutters):
            if column:
                items += _region(visual_lines(column), page.number)
        if table is not None:
            items.append(table)
            high = table.bottom
    return items


def _by_stream(page: PageContent, segments: Sequence[Segment], tables: Sequence[Table]) -> list[Item]:
    """Items in content-stream order."""
    events: list[tuple[int, VisualLine | Table]] = [
        (max(line, key=lambda s: len(s.text)).first, line) for line in stream_lines(segments)
    ]
    events += [(table.first, table) for table in tables]
    events.sort(key=lambda event: event[0])
    items: list[Item] = []
    waiting: list[VisualLine] = []

    def settle() -> None:
        for run in runs(waiting):
            items.extend(_region(run, page.number))
        waiting.clear()

    for _, event in events:
        if isinstance(event, Table):
            settle()
            items.append(event)
        else:
            waiting.append(event)
    settle()
    return items


def _region(lines: Sequence[VisualLine], page: int) -> list[Item]:
    """The lines of one column stretch, with its borderless tables recognised."""
    tables = borderless_tables(lines, page)
    left = min(s.x0 for line in lines for s in line)
    right = max(s.x1 for line in lines for s in line)
    items: list[Item] = []
    for index, line in enumerate(lines):
        if index not in tables:
            items.append(_printed(line, page, left, right))
        elif (table := tables[index]) is not None:
            items.append(table)
    return items


def _printed(line: VisualLine, page: int, left: float, right: float) -> PrintedLine:
    text = " ".join(segment.text for segment in line).strip()
    longest = max(line, key=lambda s: len(s.text))
    lettered = [s for s in line if any(char.isalpha() for char in s.text)]
    marked = len(line) > 1 and is_mark(line[0].text)
    return PrintedLine(
        text=text,
        page=page,
        x0=line[0].x0,
        x1=line[-1].x1,
        y0=min(s.y0 for s in line),
        y1=max(s.y1 for s in line),
        base=line[0].base,
        size=longest.size,
        bold=longest.bold and all(s.bold for s in lettered),
        italic=all(s.italic for s in line),
        soft=line[-1].soft,
        left=left,
        right=right,
        bullet=(len(line) > 1 and BULLET_ALONE.match(line[0].text) is not None)
        or BULLET.match(text) is not None,
        number=NUMBER.match(text) is not None
        or (len(line) > 1 and NUMBER_ALONE.match(line[0].text) is not None),
        text_x=line[1].x0 if marked else line[0].x0,
    )
