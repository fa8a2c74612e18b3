"""What is drawn over the text of a page and hides it: bars that were meant to black it out, and pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from kb.readers.pdf_sight import Frame, Handle

_OPAQUE = 255
THINNEST = 4.0
"""Points: what is thinner is a line, and text can be read around it."""
_CORNERS = 5
_SLACK = 0.5


@dataclass(frozen=True, slots=True)
class Cover:
    """An opaque rectangle in reading coordinates; ``at`` says when it was drawn."""

    at: int
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies under it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Covers:
    """What hides text drawn before it, and when each text object was drawn, by its address."""

    covers: tuple[Cover, ...]
    texts: Mapping[int, int]

    def over(self, text: int, x: float, y: float) -> bool:
        """Whether something opaque was drawn at the point after the text object at this address."""
        drawn = self.texts.get(text) if self.covers else None
        return drawn is not None and any(each.at > drawn and each.holds(x, y) for each in self.covers)


def read_covers(items: Iterable[pypdfium2.PdfObject], frame: Frame) -> Covers:
    """What the page draws over its text."""
    covers: list[Cover] = []
    texts: dict[int, int] = {}
    for at, item in enumerate(items):
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts[ctypes.cast(item.raw, ctypes.c_void_p).value or 0] = at
        elif texts and (cover := _cover(item, frame, at)) is not None:
            covers.append(cover)
    return Covers(tuple(covers), texts)


def _cover(item: pypdfium2.PdfObject, frame: Frame, at: int) -> Cover | None:
    """The rectangle that hides what lies under the path or picture, None where it may be seen through.

    Only upright rectangles are believed: of other shapes it is not known what they leave open.
    """
    if item.type == pdfium.FPDF_PAGEOBJ_PATH:
        opaque = is_filled(item.raw) and is_rectangle(item)
    else:
        opaque = item.type == pdfium.FPDF_PAGEOBJ_IMAGE
    if not opaque or pdfium.FPDFPageObj_HasTransparency(item.raw):
        return None
    clip = _clip(item.raw)
    if clip is None:
        return None
    try:
        bounds = item.get_bounds()
    except pypdfium2.PdfiumError:
        return None
    left, bottom = max(bounds[0], clip[0]), max(bounds[1], clip[1])
    right, top = min(bounds[2], clip[2]), min(bounds[3], clip[3])
    if right - left < THINNEST or top - bottom < THINNEST:
        return None
    return Cover(at, *frame.box(left, bottom, right, top))


def is_filled(path: Handle) -> bool:
    """Whether a path is filled with something that cannot be seen through."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or mode.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return bool(pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)) and alpha.value == _OPAQUE


def is_rectangle(item: pypdfium2.PdfObject) -> bool:
    """Whether the path goes along the edges of its bounds and nowhere else."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item.raw, matrix)
    count = pdfium.FPDFPath_CountSegments(item.raw)
    corners = _points(count, partial(pdfium.FPDFPath_GetPathSegment, item.raw))
    if corners is None:
        return False
    placed = [
        (matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f) for x, y in corners
    ]
    return _is_upright(placed)


def _is_upright(corners: list[tuple[float, float]]) -> bool:
    """Whether the corners are those of one upright rectangle."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return all(
        min(abs(x - min(xs)), abs(x - max(xs))) < _SLACK and min(abs(y - min(ys)), abs(y - max(ys))) < _SLACK
        for x, y in corners
    ) and all(abs(x - x2) < _SLACK or abs(y - y2) < _SLACK for (x, y), (x2, y2) in pairwise(corners))


def _clip(item: Handle) -> tuple[float, float, float, float] | None:
    """The rectangle that the object is cut to, None where it is cut to another shape."""
    left, bottom, right, top = -float("inf"), -float("inf"), float("inf"), float("inf")
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        corners = _points(count, partial(pdfium.FPDFClipPath_GetPathSegment, clip, path))
        if corners is None or not _is_upright(corners):
            return None
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        left, right = max(left, min(xs)), min(right, max(xs))
        bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return left, bottom, right, top


def _points(count: int, piece: Callable[[int], Handle]) -> list[tuple[float, float]] | None:
    """The corners of a short path of straight strokes, None for any other."""
    if not 4 <= count <= _CORNERS:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    for index in range(count):
        segment = piece(index)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_BEZIERTO:
            return None
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        corners.append((x.value, y.value))
    return corners
