"""Opening a PDF, one that is protected too."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from kb.errors import ReadError


def opened(data: bytes, passwords: Sequence[str]) -> pypdfium2.PdfDocument:
    """The file opened with the first password that fits, none to begin with.

    Raises ReadError where none does, PdfiumError where it is damaged.
    """
    for password in (None, *passwords):
        try:
            return pypdfium2.PdfDocument(data, password)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) != pdfium.FPDF_ERR_PASSWORD:
                raise
    raise ReadError("password_protected")
