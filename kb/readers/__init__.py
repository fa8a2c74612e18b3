"""Files -> :class:`kb.datatypes.Extraction`: text, pages, blocks and, for PDF, line positions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers.detect import Kind, detect

# Files that a folder walk looks at; those without a reader are listed with the reason.
SUFFIXES = frozenset(
    {".pdf", ".docx", ".odt", ".html", ".htm", ".txt", ".md", ".markdown"}
    | {".doc", ".rtf", ".docm", ".dotx", ".xhtml"}
)
MAX_FILE_BYTES = 50 * 2**20


def read_file(path: Path) -> Extraction:
    """The text of the file with pages, blocks and warnings. Raises ReadError with the reason."""
    data = _load(path)
    return read_bytes(data, path.suffix.lower())


def read_bytes(data: bytes, suffix: str = "") -> Extraction:
    """As :func:`read_file`, for a file that is already in memory."""
    return _reader(detect(data, suffix))(data)


def _load(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise ReadError("file_too_large", megabytes=size // 2**20, limit=MAX_FILE_BYTES // 2**20)
        return path.read_bytes()
    except OSError as error:
        raise ReadError("unreadable_file", detail=_reason(error)) from error


def _reason(error: OSError) -> str:
    """Why the system refused, in Danish and without the path."""
    if isinstance(error, FileNotFoundError):
        return "den findes ikke"
    if isinstance(error, PermissionError):
        return "der er ikke læseadgang"
    if isinstance(error, IsADirectoryError):
        return "det er en mappe"
    return f"systemet melder fejl {error.errno}"


def _reader(kind: Kind) -> Callable[[bytes], Extraction]:
    """The reader for the kind. Imported here so that a text file does not load the PDF libraries."""
    if kind is Kind.PDF:
        from kb.readers.pdf import read_pdf

        return read_pdf
    if kind is Kind.DOCX:
        from kb.readers.docx import read_docx

        return read_docx
    if kind is Kind.ODT:
        from kb.readers.odt import read_odt

        return read_odt
    if kind is Kind.HTML:
        from kb.readers.html import read_html

        return read_html
    if kind is Kind.MARKDOWN:
        from kb.readers.markdown import read_markdown

        return read_markdown
    from kb.readers.txt import read_txt

    return read_txt
