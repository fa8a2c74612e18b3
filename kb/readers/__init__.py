"""Files -> :class:`kb.datatypes.Extraction`: text, pages, blocks and, for PDF, line positions."""

from __future__ import annotations

import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers.detect import HOLDING, Kind, detect
from kb.readers.office_lock import is_locked, unlocked
from kb.readers.options import Limits, Options
from kb.strings_da.reading import NO_FILE

_ORDINARY = Options()


def read_file(path: Path) -> Extraction:
    """The text of a file that is trusted, with pages, blocks and warnings. Raises ReadError with the reason.

    It is read in this process: files from elsewhere are for :mod:`kb.readers.rooms`.
    """
    return read_bytes(load(path, _ORDINARY.limits), path.suffix.lower())


def read_bytes(data: bytes, suffix: str = "", options: Options = _ORDINARY) -> Extraction:
    """As :func:`read_file`, for a file that is already in memory."""
    if is_locked(data):
        data = unlocked(data, options.passwords)
    kind = detect(data, suffix)
    if kind in HOLDING:
        raise ReadError("holds_documents")
    return _reader(kind, options)(data)


def load(path: Path, limits: Limits) -> bytes:
    """The bytes of the file. Raises ReadError where it is too large or cannot be opened."""
    most = limits.file_mb * 2**20
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise ReadError("unreadable_file", detail="det er en mappe")
        if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for without end
            raise ReadError("unreadable_file", detail=NO_FILE)
        if about.st_size <= most:
            with path.open("rb") as file:
                data = file.read(most + 1)
            if len(data) <= most:  # else it grew meanwhile
                return data
        raise ReadError(
            "file_too_large", megabytes=max(about.st_size, most + 1) // 2**20, limit=limits.file_mb
        )
    except OSError as error:
        raise ReadError("unreadable_file", detail=_reason(error)) from error


def _reason(error: OSError) -> str:
    """Why the system refused, in Danish and without the path."""
    if isinstance(error, FileNotFoundError):
        return "den findes ikke"
    if isinstance(error, PermissionError):
        return "der er ikke læseadgang"
    return f"systemet melder fejl {error.errno}"


def _reader(kind: Kind, options: Options) -> Callable[[bytes], Extraction]:
    """The reader for the kind. Imported here so that a text file does not load the PDF libraries."""
    if kind is Kind.PDF:
        from kb.readers.pdf import read_pdf

        return partial(read_pdf, options=options)
    if kind is Kind.DOCX:
        from kb.readers.docx import read_docx

        return read_docx
    if kind is Kind.ODT:
        from kb.readers.odt import read_odt

        return read_odt
    if kind is Kind.XLSX:
        from kb.readers.xlsx import read_xlsx

        return read_xlsx
    if kind is Kind.PPTX:
        from kb.readers.pptx import read_pptx

        return read_pptx
    if kind is Kind.HTML:
        from kb.readers.html import read_html

        return read_html
    if kind is Kind.MARKDOWN:
        from kb.readers.markdown import read_markdown

        return read_markdown
    from kb.readers.txt import read_txt

    return read_txt
