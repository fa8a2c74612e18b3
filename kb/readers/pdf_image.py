"""A page of a PDF as a picture: what a reader sees, within limits that no page can exceed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from kb.errors import ReadError
from kb.readers.pdf_bitmap import drawn_on
from kb.readers.pdf_opening import opened
from kb.readers.pdf_repair import from_header, with_trailer
from kb.readers.pdfium_lock import PDFIUM


def page_image(path: Path, number: int, passwords: Sequence[str] = ()) -> bytes:
    """Page ``number`` (from 1) of the PDF as a PNG; a protected one is opened with one of the passwords.

    Raises ReadError where it cannot be drawn.
    """
    try:
        data = from_header(path.read_bytes())
    except OSError as error:
        raise ReadError("unreadable_file", detail=error.strerror or error) from error
    for readable in (data, with_trailer(data)):
        try:
            if readable is not None:
                with PDFIUM:
                    return _drawn(readable, number, passwords)
        except pypdfium2.PdfiumError:
            continue  # Next as it was read: a truncated file has been given a new trailer.
    raise ReadError("corrupt_pdf")


def _drawn(data: bytes, number: int, passwords: Sequence[str]) -> bytes:
    document = opened(data, passwords)
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


def _png(image: Image.Image) -> bytes:
    """The picture as a PNG; one without colours takes a third of the room."""
    red, green, blue = image.split()
    if not ImageChops.difference(red, green).getbbox() and not ImageChops.difference(green, blue).getbbox():
        image = green
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
