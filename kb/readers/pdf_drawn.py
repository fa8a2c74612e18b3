"""The page as it is drawn, where its objects alone do not tell what hides text.

A bar may be an annotation, stand inside a form, be a thick line or lean: where a page has such things it is
drawn once, and a letter whose place is all of one shade cannot be read there.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from kb.errors import ReadError
from kb.readers.pdf_bitmap import drawn_on
from kb.readers.pdf_covers import THINNEST, is_filled, is_rectangle
from kb.readers.pdf_sight import Handle

_ONE_SHADE = 24
"""Of 255: how much the pixels of one shade may differ. Grey print differs from white paper by more."""

_MARGIN = 1
"""Pixels around a letter that must be of its shade too: a dash fills its own box."""

_PAPER = 250
_SAMPLES = 400
_MOST_UNDRAWN = 0.5
"""Above this share of letters that left the paper white, fonts were not drawn; then white tells nothing."""

_MARKING = frozenset(
    {
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_LINE,
        pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_POLYGON,
        pdfium.FPDF_ANNOT_POLYLINE,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_INK,
        pdfium.FPDF_ANNOT_REDACT,
    }
)
"""Annotations that people draw with."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Picture:
    """How light each pixel of a page is, 255 for white, row by row of ``stride`` bytes.

    Plain bytes: an array library would cost a reader more memory than all else that it does.
    """

    width: int
    height: int
    stride: int
    shades: bytes

    def row(self, y: int, left: int, right: int) -> bytes:
        """The pixels of a row from ``left`` to before ``right``."""
        return self.shades[y * self.stride + left : y * self.stride + right]


class Drawn:
    """The shades of a page, and the places that somebody marked to be taken out."""

    def __init__(self, page: pypdfium2.PdfPage, text_page: Handle) -> None:
        """Draws the page. Raises ReadError where that takes too long."""
        self._page = page.raw
        self._picture = _picture(page)
        self._marked = tuple(_marked_for_redaction(page.raw))
        self._white_tells = True
        self._white_tells = not self._is_undrawn(text_page)

    def hides(self, text_page: Handle, index: int) -> bool:
        """Whether nobody can read the character at ``index``, or somebody marked it to be taken out."""
        box = _box(text_page, index)
        if box is None:
            return False
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._marked):
            return True
        shade = self._shade(box)
        return shade is not None and (self._white_tells or shade < _PAPER)

    def _is_undrawn(self, text_page: Handle) -> bool:
        """Whether most letters left the paper white, as where their font is missing here."""
        count = pdfium.FPDFText_CountChars(text_page)
        letters = [
            index
            for index in range(0, count, max(1, count // _SAMPLES))
            if pdfium.FPDFText_GetUnicode(text_page, index) > 32
        ]
        boxes = [box for index in letters if (box := _box(text_page, index)) is not None]
        white = sum((self._shade(box) or 0) >= _PAPER for box in boxes)
        return white > _MOST_UNDRAWN * max(1, len(boxes))

    def _shade(self, box: Rectangle) -> int | None:
        """The one shade of a place on the page; None where there are several, or it is not on the page."""
        picture = self._picture
        x0, y0 = self._pixel(box[0], box[3])
        x1, y1 = self._pixel(box[2], box[1])
        left, right = max(0, min(x0, x1) - _MARGIN), min(picture.width, max(x0, x1) + _MARGIN + 1)
        top, bottom = max(0, min(y0, y1) - _MARGIN), min(picture.height, max(y0, y1) + _MARGIN + 1)
        if left >= right or top >= bottom:
            return None
        rows = [picture.row(y, left, right) for y in range(top, bottom)]
        low, high = min(map(min, rows)), max(map(max, rows))
        return high if high - low < _ONE_SHADE else None

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        width, height = self._picture.width, self._picture.height
        pdfium.FPDF_PageToDevice(self._page, 0, 0, width, height, 0, x, y, across, down)
        return across.value, down.value


def drawn_where_needed(
    page: pypdfium2.PdfPage, text_page: Handle, items: Iterable[pypdfium2.PdfObject]
) -> Drawn | None:
    """The page as it is drawn, None where its objects tell enough or it takes too long."""
    if any(map(_is_doubtful, items)) or any(kind in _MARKING for kind, _ in _annotations(page.raw)):
        with suppress(ReadError):
            return Drawn(page, text_page)
    return None


def _is_doubtful(item: pypdfium2.PdfObject) -> bool:
    """Whether an object may hide text in a way that its bounds do not tell."""
    if item.level and item.type in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
        return True
    if item.type != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    if is_filled(item.raw):
        return bool(item.level) or not is_rectangle(item)
    width = ctypes.c_float()
    return bool(pdfium.FPDFPageObj_GetStrokeWidth(item.raw, width)) and width.value >= THINNEST


def _picture(page: pypdfium2.PdfPage) -> _Picture:
    bitmap = drawn_on(page, pdfium.FPDFBitmap_Gray)
    try:
        return _Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        bitmap.close()


def _annotations(page: Handle) -> Iterator[tuple[int, Rectangle]]:
    """The kind and place of each annotation that is shown."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        rect = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(annotation, rect)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        yield kind, (rect.left, rect.bottom, rect.right, rect.top)


def _marked_for_redaction(page: Handle) -> Iterator[Rectangle]:
    """The places that were marked to be taken out, which has not been done."""
    for kind, place in _annotations(page):
        if kind == pdfium.FPDF_ANNOT_REDACT:
            yield place


def _box(text_page: Handle, index: int) -> Rectangle | None:
    """Left, bottom, right and top of a letter on the page, None where it has no place."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value
