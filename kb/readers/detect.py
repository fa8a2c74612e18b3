"""What a file is, told from its bytes; its name never decides."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from kb.errors import ReadError
from kb.readers.pdf_repair import has_late_header


class Kind(StrEnum):
    """Formats that have a reader."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"


OLE = b"\xd0\xcf\x11\xe0"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "et billede (PNG)"),
    (b"\xff\xd8\xff", "et billede (JPEG)"),
    (b"GIF8", "et billede (GIF)"),
    (b"II*\x00", "et billede (TIFF)"),
    (b"MM\x00*", "et billede (TIFF)"),
    (b"MZ", "et program"),
    (b"\x7fELF", "et program"),
    (b"\x1f\x8b", "et pakket arkiv (gzip)"),
    (b"7z\xbc\xaf", "et pakket arkiv (7z)"),
    (b"Rar!", "et pakket arkiv (RAR)"),
    (b"SQLite format 3", "en database"),
    (b"%!PS", "en PostScript-fil"),
)
_OFFICE_PARTS = {
    "xl/workbook.xml": "et regneark (Excel)",
    "ppt/presentation.xml": "en præsentation (PowerPoint)",
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HTML_PART = re.compile(rb"<(?:p|div|h[1-6]|table|ul|article|main|section|title|meta)\b[^>]*>", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?m)^(?:#{1,6} \S|\|.*\|\s*$|[-*] .*\*\*.+\*\*|```)")
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


def detect(data: bytes, suffix: str) -> Kind:
    """The reader that fits. ``suffix`` only chooses between kinds of text.

    Raises ReadError with the reason where no reader fits.
    """
    if not data.strip():
        raise ReadError("empty_file")
    head = data[:1024]
    if data.startswith(b"PK"):
        return _office(data)
    if b"%PDF-" in head or has_late_header(data):
        return Kind.PDF
    if data.startswith(OLE):
        raise ReadError("old_doc")
    if head.lstrip().startswith(b"{\\rtf"):
        raise ReadError("rtf_file")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise ReadError("wrong_type", found=name)
    return _text_kind(head, suffix)


def _text_kind(head: bytes, suffix: str) -> Kind:
    # UTF-16 markup has a zero in every second byte.
    plain = head.replace(b"\x00", b"")
    if _HTML.search(plain) or (suffix in _HTML_SUFFIXES and _HTML_PART.search(plain)):
        return Kind.HTML
    if suffix in (".md", ".markdown"):
        return Kind.MARKDOWN
    if suffix != ".txt" and _MARKDOWN.search(plain.decode("utf-8", "replace")):
        return Kind.MARKDOWN
    return Kind.TEXT


def _office(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = _mimetype(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise ReadError("corrupt_document") from error
    if "word/document.xml" in names:
        return Kind.DOCX
    if mimetype.startswith("application/vnd.oasis.opendocument.text"):
        return Kind.ODT
    if mimetype.startswith("application/vnd.oasis.opendocument"):
        raise ReadError("wrong_type", found="et regneark eller en præsentation (OpenDocument)")
    for part, name in _OFFICE_PARTS.items():
        if part in names:
            raise ReadError("wrong_type", found=name)
    raise ReadError("wrong_type", found="et pakket arkiv (ZIP)")


def _mimetype(archive: zipfile.ZipFile) -> str:
    """The declared type of an OpenDocument file; only its first bytes are unpacked."""
    try:
        with archive.open("mimetype") as part:
            return part.read(100).decode("ascii", "replace").strip()
    except RuntimeError as error:
        raise ReadError("encrypted_archive") from error
