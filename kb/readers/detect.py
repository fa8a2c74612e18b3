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
    XLSX = "xlsx"
    PPTX = "pptx"
    ZIP = "zip"
    EMAIL = "eml"
    JSON = "json"
    XML = "xml"


HOLDING = frozenset({Kind.ZIP, Kind.EMAIL, Kind.JSON, Kind.XML})
"""Kinds that hold documents and are none themselves (:mod:`kb.readers.unpacking`)."""

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
    "word/document.xml": Kind.DOCX,
    "xl/workbook.xml": Kind.XLSX,
    "ppt/presentation.xml": Kind.PPTX,
}
_FIELD = re.compile(rb"[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")
_LETTER = re.compile(rb"^(?:mime-version|message-id|received|return-path):", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:from|date|subject|to):", re.IGNORECASE | re.MULTILINE)
_EXPORT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?<(?:Dagsorden\b|(?:\w+[^>]*>\s*<)?table\b[^>]*\bname=)"
)
_JSON_MARK = b"Dagsordenpunkter"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HTML_PART = re.compile(rb"<(?:p|div|h[1-6]|table|ul|article|main|section|title|meta)\b[^>]*>", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?m)^(?:#{1,6} \S|\|.*\|\s*$|[-*] .*\*\*.+\*\*|```)")
_PLAIN_SUFFIXES = frozenset({".txt", ".md", ".markdown"})
_LONGEST_HEADER = 64 * 1024
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
    if suffix not in _PLAIN_SUFFIXES and _is_letter(data):
        return Kind.EMAIL  # what is attached may stand right after its header
    if b"%PDF-" in head or has_late_header(data):
        return Kind.PDF
    if data.startswith(OLE):
        raise ReadError("old_doc")
    if head.lstrip().startswith(b"{\\rtf"):
        raise ReadError("rtf_file")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise ReadError("wrong_type", found=name)
    return _holding(data, suffix) or _text_kind(head, suffix)


def _holding(data: bytes, suffix: str) -> Kind | None:
    """The kind of text that holds documents, None for any other text."""
    plain = data[:4096].replace(b"\x00", b"")
    if suffix == ".eml":
        return Kind.EMAIL
    opening = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    if opening in (b"{", b"[") and (suffix == ".json" or _JSON_MARK in data):
        return Kind.JSON
    if _HTML.search(plain):
        return None
    return Kind.XML if suffix == ".xml" or (suffix not in _PLAIN_SUFFIXES and _EXPORT.match(plain)) else None


def _is_letter(data: bytes) -> bool:
    """Whether it begins with the header of an e-mail, as only programs write it."""
    at = 0
    while at < _LONGEST_HEADER and (field := _FIELD.match(data, at)):
        at = field.end()
    header = data[:at]
    return bool(_LETTER.search(header)) and len(_SENT.findall(header)) > 1


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
    for part, kind in _OFFICE_PARTS.items():
        if part in names:
            return kind
    if mimetype.startswith("application/vnd.oasis.opendocument.text"):
        return Kind.ODT
    if mimetype.startswith("application/vnd.oasis.opendocument"):
        raise ReadError("wrong_type", found="et regneark eller en præsentation (OpenDocument)")
    return Kind.ZIP


def _mimetype(archive: zipfile.ZipFile) -> str:
    """The declared type of an OpenDocument file; only its first bytes are unpacked."""
    try:
        with archive.open("mimetype") as part:
            return part.read(100).decode("ascii", "replace").strip()
    except RuntimeError as error:
        raise ReadError("encrypted_archive") from error
