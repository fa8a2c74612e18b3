"""A page of a PDF drawn on a bitmap, within limits that no page can exceed."""

from __future__ import annotations

import ctypes
import math
import time

import pypdfium2
import pypdfium2.raw as pdfium

from kb.errors import ReadError

SHORT_SIDE = 1000
"""How many pixels the shorter side of a page gets: its letters are then sharp at reading size."""

MAX_PIXELS = 3_000_000
"""How many pixels a page may have: a page of ten metres is drawn smaller."""

MAX_SIDE = 8000
"""How many pixels a side may have."""

MAX_SECONDS = 10.0
"""How long one page may be drawn; what takes longer is given up."""


def size_of(width: float, height: float) -> tuple[int, int]:
    """The size in pixels of a page of ``width`` by ``height`` points: no side is 0, and the limit holds."""
    width, height = max(width, 1.0), max(height, 1.0)
    scale = min(
        SHORT_SIDE / min(width, height), math.sqrt(MAX_PIXELS / width / height), MAX_SIDE / max(width, height)
    )
    return max(1, math.floor(width * scale)), max(1, math.floor(height * scale))


def drawn_on(page: pypdfium2.PdfPage, kind: int) -> pypdfium2.PdfBitmap:
    """A bitmap of a kind of pdfium's with the page on white, to be closed by who asked for it.

    Raises ReadError where drawing it takes too long.
    """
    width, height = size_of(*page.get_size())
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, kind)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        _draw(page, bitmap, width, height)
    except ReadError:
        bitmap.close()
        raise
    return bitmap


def _draw(page: pypdfium2.PdfPage, bitmap: pypdfium2.PdfBitmap, width: int, height: int) -> None:
    """Draws object by object, and stops between two of them when the time is up."""
    end = time.monotonic() + MAX_SECONDS
    late = pdfium.IFSDK_PAUSE(version=1)
    # The C side holds no reference to the function: ``late`` keeps it alive.
    late.NeedToPauseNow = type(late.NeedToPauseNow)(lambda _: time.monotonic() > end)
    state = pdfium.FPDF_RenderPageBitmap_Start(
        bitmap.raw, page.raw, 0, 0, width, height, 0, pdfium.FPDF_ANNOT, ctypes.byref(late)
    )
    pdfium.FPDF_RenderPage_Close(page.raw)
    if state != pdfium.FPDF_RENDER_DONE:
        raise ReadError("pdf_too_complex")
