"""Segments -> visual lines in reading order. The content stream is trusted unless it runs across columns."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kb.readers.patterns import BULLET_ALONE, NUMBER_ALONE
from kb.readers.pdf_page import PageContent, Segment

VisualLine = list[Segment]


def same_baseline(a: Segment, b: Segment) -> bool:
    """Whether the two stand on one line."""
    return abs(a.base - b.base) <= 0.4 * min(a.size, b.size) + 0.5


def is_mark(text: str) -> bool:
    """Whether the text is only a list mark."""
    return BULLET_ALONE.match(text) is not None or NUMBER_ALONE.match(text) is not None


def visual_lines(segments: Iterable[Segment]) -> list[VisualLine]:
    """The segments of one column as lines from top to bottom."""
    lines: list[VisualLine] = []
    for segment in sorted(segments, key=lambda s: (-s.base, s.x0)):
        for line in reversed(lines[-3:]):
            if same_baseline(line[0], segment):
                line.append(segment)
                break
        else:
            lines.append([segment])
    return [sorted(line, key=lambda s: s.x0) for line in lines]


def stream_lines(segments: Iterable[Segment]) -> list[VisualLine]:
    """Lines in content-stream order; pieces drawn later (bullets, bold words) go to their line."""
    lines: list[VisualLine] = []
    for segment in sorted(segments, key=lambda s: s.first):
        last = lines[-1][-1] if lines else None
        if last is not None and same_baseline(last, segment) and segment.x0 >= last.x1 - 1:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    index = 0
    while index < len(lines):
        home = _home(lines, index)
        if home is None:
            index += 1
        else:
            lines[home] = lines[index] + lines[home]
            del lines[index]
    return lines


def _home(lines: Sequence[VisualLine], index: int) -> int | None:
    """The line nearby that begins where this one ends."""
    line = lines[index]
    mark = len(line) == 1 and is_mark(line[0].text)
    reach = 45.0 if mark else 0.9 * line[0].size
    best: tuple[float, int] | None = None
    for other in range(max(0, index - 60), min(len(lines), index + 61)):
        if other == index or not same_baseline(line[0], lines[other][0]):
            continue
        gap = lines[other][0].x0 - line[-1].x1
        if 0 <= gap < reach and (best is None or gap < best[0]):
            best = gap, other
    return None if best is None else best[1]


def runs(lines: Iterable[VisualLine]) -> list[list[VisualLine]]:
    """Stretches in which each line stands below the one before it and overlaps it."""
    found: list[list[VisualLine]] = []
    for line in lines:
        if found and _goes_on(found[-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _goes_on(run: Sequence[VisualLine], line: VisualLine) -> bool:
    above, here = run[-1][0], line[0]
    left = min(s.x0 for part in run for s in part)
    right = max(s.x1 for part in run for s in part)
    step = above.base - here.base
    if not -1 < step < 20 * here.size or here.x0 >= right or line[-1].x1 <= left:
        return False
    # A line much wider than the column so far belongs to the full page width.
    return len(run) <= 2 or line[-1].x1 - left <= 1.35 * (right - left) + 40


def find_gutter(segments: Sequence[Segment]) -> float | None:
    """Where the gap between two columns of prose lies, None where there is none."""
    split = _best_split(segments, None)
    if split is None:
        return None
    place, _, left, right = split
    width = max(s.x1 for s in segments) - min(s.x0 for s in segments)
    return place if _is_prose(left, width) and _is_prose(right, width) else None


def _best_split(
    segments: Sequence[Segment], near: Sequence[float] | None
) -> tuple[float, list[Segment], list[Segment], list[Segment]] | None:
    """The vertical cut that crosses least text: its place, what crosses it, what is left and right of it."""
    if len(segments) < 4:
        return None
    low, high = min(s.x0 for s in segments), max(s.x1 for s in segments)
    width = high - low
    if width < 200:
        return None
    places: list[tuple[float, float]] = []
    place = low + 0.2 * width
    while place < high - 0.2 * width:
        if near is None or any(abs(place - gutter) <= 14 for gutter in near):
            crossed = sum(s.x1 - s.x0 for s in segments if s.x0 < place - 3 and s.x1 > place + 3)
            places.append((crossed, place))
        place += 4
    if not places:
        return None
    least = min(crossed for crossed, _ in places)
    candidates = [place for crossed, place in places if crossed <= least + 1]
    place = candidates[len(candidates) // 2]
    crossing = [s for s in segments if s.x0 < place - 3 and s.x1 > place + 3]
    if sum(len(s.text) for s in crossing) > 0.3 * sum(len(s.text) for s in segments):
        return None
    left = [s for s in segments if s.x1 <= place + 3]
    right = [s for s in segments if s.x0 >= place - 3]
    return place, crossing, left, right


def _is_prose(segments: Sequence[Segment], page_width: float) -> bool:
    """Whether the lines fill their column, which the cells of a table do not."""
    if len(segments) < 2:
        return False
    lines = visual_lines(segments)
    lengths = [sum(len(s.text) + 1 for s in line) for line in lines]
    widths = [line[-1].x1 - line[0].x0 for line in lines]
    full = max(widths)
    filled = sum(width > 0.7 * full for width in widths) / len(widths)
    return (
        len(lines) >= 6
        and statistics.median(lengths) >= 16
        and sum(lengths) > 250
        and filled >= 0.5
        and full > 0.25 * page_width
    )


def runs_across(page: PageContent, segments: Sequence[Segment], gutters: Sequence[float]) -> bool:
    """Whether the stream draws line by line over the columns, so that its order cannot be trusted."""
    if not gutters:
        return False
    lines = stream_lines(segments)
    both_sides = sum(
        any(
            a.x1 < gutter + 6 and b.x0 > gutter - 6 and len(a.text) > 12 and len(b.text) > 12
            for a, b in pairwise(line)
            for gutter in gutters
        )
        for line in lines
    )
    return _zigzag(lines) > 0.25 or both_sides > 0.15 * max(1, len(lines))


def _zigzag(lines: Sequence[VisualLine]) -> float:
    """The share of lines where the stream jumps to the same or a higher baseline."""
    if len(lines) < 8:
        return 0.0
    ups = sum(b[0].base > a[0].base - 0.4 * min(a[0].size, b[0].size) for a, b in pairwise(lines))
    return ups / (len(lines) - 1)


def split_columns(segments: Sequence[Segment], gutters: Sequence[float]) -> list[list[Segment]]:
    """The segments by column in reading order; text over both columns cuts them into bands."""
    split = _best_split(segments, gutters)
    if split is None:
        return [list(segments)]
    place, crossing, left, right = split
    if not all(len(s) >= 2 and sum(len(q.text) + 1 for q in s) > 40 for s in (left, right)):
        return [list(segments)]
    across = set(map(id, crossing))
    rest = [s for s in segments if id(s) not in across]
    cuts = sorted({s.base for s in crossing}, reverse=True)
    found: list[list[Segment]] = []
    for above, below in zip([float("inf"), *cuts], [*cuts, float("-inf")], strict=True):
        band = [s for s in rest if below < s.base <= above]
        first = [s for s in band if s.x1 <= place + 3]
        second = [s for s in band if s.x1 > place + 3]
        found += [first, second] if first and second else [band]
        found.append([s for s in crossing if s.base == below])
    return [part for part in found if part]
