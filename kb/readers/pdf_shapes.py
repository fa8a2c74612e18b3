"""Lines, fills and images of a page: ruled tables, and what lies behind white text."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kb.readers.pdf_page import Grid, Segment
from kb.readers.pdf_sight import Frame

_THIN = 2.5
_DOT = 8.0
_MAX_EDGES = 3000
_MAX_PATH_POINTS = 4000
_MAX_OBJECTS = 50_000
_REACH = 3.0
_KINDS = frozenset({pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING})

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Ruled grids, dark backgrounds, drawn dots and the share of the page that images cover."""

    grids: tuple[Grid, ...]
    backgrounds: tuple[Rectangle, ...]
    dots: tuple[Rectangle, ...]
    images: float

    def behind(self, x: float, y: float) -> bool:
        """Whether something dark or an image lies at the point."""
        return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self.backgrounds)


class _Edges:
    """Thin horizontal and vertical strokes: (place across, from, to)."""

    def __init__(self) -> None:
        self.across: list[tuple[float, float, float]] = []
        self.down: list[tuple[float, float, float]] = []

    def add(self, left: float, bottom: float, right: float, top: float) -> None:
        """Keep the rectangle if it is thin enough to be a line."""
        width, height = right - left, top - bottom
        if height <= _THIN and width >= 12:
            self.across.append(((top + bottom) / 2, left, right))
        elif width <= _THIN and height >= 6:
            self.down.append(((left + right) / 2, bottom, top))


def page_objects(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfObject]:
    """What the page draws, in order, as far as anything is to be seen in it."""
    return list(islice(page.get_objects(max_depth=6), _MAX_OBJECTS))


def read_shapes(items: Iterable[pypdfium2.PdfObject], frame: Frame) -> Shapes:
    """What is drawn on the page apart from text."""
    edges = _Edges()
    backgrounds: list[Rectangle] = []
    dots: list[Rectangle] = []
    image_area = 0.0
    width, height = frame.size
    for item in items:
        if item.type not in _KINDS:
            continue
        try:
            left, bottom, right, top = frame.box(*item.get_bounds())
        except pypdfium2.PdfiumError:
            continue
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            seen_width = max(0.0, min(right, width) - max(left, 0.0))
            image_area = max(image_area, seen_width * max(0.0, min(top, height) - max(bottom, 0.0)))
        if item.type != pdfium.FPDF_PAGEOBJ_PATH or _is_dark(item.raw):
            backgrounds.append((left, bottom, right, top))
        if item.type != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if max(right - left, top - bottom) <= _DOT and abs((right - left) - (top - bottom)) < 1:
            dots.append((left, bottom, right, top))
        elif right - left <= _THIN or top - bottom <= _THIN:
            edges.add(left, bottom, right, top)
        elif right - left >= 12 and top - bottom >= 8:
            _unfold(item.raw, frame, edges)
    return Shapes(
        tuple(_grids(edges)), tuple(backgrounds), tuple(dots), image_area / max(width * height, 1.0)
    )


def with_drawn_bullets(segments: Sequence[Segment], dots: Sequence[Rectangle]) -> tuple[Segment, ...]:
    """The segments with a bullet before each that has a dot drawn to its left, as browsers do."""
    found: list[Segment] = []
    for segment in segments:
        dot = next((dot for dot in dots if _marks(dot, segment)), None)
        if dot is not None:
            found.append(replace(segment, text="•", x0=dot[0], x1=dot[2], soft=False))
        found.append(segment)
    return tuple(found)


def _marks(dot: Rectangle, segment: Segment) -> bool:
    """Whether the dot stands before the segment at the height of small letters."""
    left, bottom, right, top = dot
    middle = (bottom + top) / 2
    return (
        0.12 * segment.size <= top - bottom <= 0.6 * segment.size
        and 0 < segment.x0 - right < 2.5 * segment.size
        and 0.05 * segment.size < middle - segment.base < 0.65 * segment.size
        and left >= 0
    )


def _is_dark(path: Any) -> bool:  # noqa: ANN401 - a raw pdfium handle
    """Whether the path is filled with something that white text can be read on."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or mode.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return False
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 225


def _unfold(path: Any, frame: Frame, edges: _Edges) -> None:  # noqa: ANN401 - a raw pdfium handle
    """Add the straight pieces of a path made of several strokes."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MAX_PATH_POINTS:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for index in range(count):
        piece = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(piece, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(piece)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            edges.add(*frame.box(*last, *point))
        if pdfium.FPDFPathSegment_GetClose(piece) and start is not None:
            edges.add(*frame.box(*point, *start))
            point = start
        last = point


def _grids(edges: _Edges) -> Iterable[Grid]:
    """Tables: strokes that touch, with at least two columns and one row between them."""
    if len(edges.across) < 2 or len(edges.down) < 2 or len(edges.across) + len(edges.down) > _MAX_EDGES:
        return
    for across, down in _touching(edges):
        columns, rows = _snap(down), _snap(across)
        # Two vertical strokes are a frame around text, not a table.
        if len(columns) >= 3 and len(rows) >= 2:
            yield Grid(tuple(columns), tuple(reversed(rows)))


def _touching(edges: _Edges) -> Iterable[tuple[list[float], list[float]]]:
    """Groups of strokes connected by crossings: their heights and their places across."""
    parents = list(range(len(edges.across) + len(edges.down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    offset = len(edges.across)
    for i, (y, left, right) in enumerate(edges.across):
        for j, (x, bottom, top) in enumerate(edges.down):
            if left - _REACH <= x <= right + _REACH and bottom - _REACH <= y <= top + _REACH:
                parents[root(i)] = root(offset + j)
    groups: dict[int, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for i, (y, _, _) in enumerate(edges.across):
        groups[root(i)][0].append(y)
    for j, (x, _, _) in enumerate(edges.down):
        groups[root(offset + j)][1].append(x)
    return groups.values()


def _snap(values: Sequence[float]) -> list[float]:
    """The values in order, those closer than a stroke's width taken as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _REACH:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]
