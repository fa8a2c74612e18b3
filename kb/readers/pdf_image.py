"""A page of a PDF as a picture: what a reader sees, within limits that no page can exceed."""

from __future__ import annotations

import ctypes
import io
import math
import time
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from kb.errors import ReadError
from kb.readers.pdf_repair import from_header, with_trailer
from kb.readers.pdfium_lock import PDFIUM

SHORT_SIDE = 1000
"""How many pixels the shorter side of a page gets: its letters are then sharp at reading size."""

MAX_PIXELS = 3_000_000
"""How many pixels a page may have: a page of ten metres is drawn smaller."""

MAX_SIDE = 8000
"""How many pixels a side may have."""

MAX_SECONDS = 10.0
"""How long one page may be drawn; what takes longer is given up."""


def page_image(path: Path, number: int) -> bytes:
    """Page ``number`` (from 1) of the PDF as a PNG. Raises ReadError where it cannot be drawn."""
    try:
        data = from_header(path.read_bytes())
    except OSError as error:
        raise ReadError("unreadable_file", detail=error.strerror or error) from error
    for readable in (data, with_trailer(data)):
        try:
            if readable is not None:
                with PDFIUM:
                    return _drawn(readable, number)
        except pypdfium2.PdfiumError:
            continue  # Next as it was read: a truncated file has been given a new trailer.
    raise ReadError("corrupt_pdf")


def size_of(width: float, height: float) -> tuple[int, int]:
    """The size in pixels of a page of ``width`` by ``height`` points: no side is 0, and the limit holds."""
    width, height = max(width, 1.0), max(height, 1.0)
    scale = min(
        SHORT_SIDE / min(width, height), math.sqrt(MAX_PIXELS / width / height), MAX_SIDE / max(width, height)
    )
    return max(1, math.floor(width * scale)), max(1, math.floor(height * scale))


def _drawn(data: bytes, number: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    try:
        if not 1 <= number <= len(document):
            raise ReadError("corrupt_pdf")
        page = document[number - 1]
        try:
            return _png(_bitmap(page))
        finally:
            page.close()
    finally:
        document.close()


def _bitmap(page: pypdfium2.PdfPage) -> Image.Image:
    """The page on white, turned as a viewer turns it. Raises ReadError where it takes too long."""
    bitmap = drawn_on(page, pdfium.FPDFBitmap_BGR)
    try:
        image: Image.Image = bitmap.to_pil().copy()
        return image
    finally:
        bitmap.close()


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


def _png(image: Image.Image) -> bytes:
    """The picture as a PNG; one without colours takes a third of the room."""
    red, green, blue = image.split()
    if not ImageChops.difference(red, green).getbbox() and not ImageChops.difference(green, blue).getbbox():
        image = green
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
