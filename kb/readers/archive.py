"""Safe reading of XML parts from DOCX and ODT archives: sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from kb.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_PART_BYTES = 40 * 2**20
MAX_TOTAL_BYTES = 400 * 2**20
MAX_ENTRIES = 5000
MAX_RATIO = 200
_RATIO_FLOOR = 2**20
_TYPE_MARKS = tuple(
    mark.encode(table) for mark in ("<!DOCTYPE", "<!ENTITY") for table in ("ascii", "utf-16-le", "utf-16-be")
)
DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError)
"""What zipfile raises on damaged archives."""
_GENERIC_TITLE = re.compile(
    r"(?:microsoft )?word[- ]dokument\d*|(?:microsoft word - .*)|dokument\d*|document\d*|untitled.*"
    r"|uden titel.*"
    r"|titel|title|skabelon.*|template.*|powerpoint-præsentation|referat|dagsorden|notat"
    r"|.*\.(?:docx?|dotx?|odt|pdf|indd|xlsx?|pptx?|rtf|txt|qxd)",
    re.IGNORECASE,
)


class Archive:
    """An opened office file whose limits have been checked."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise ReadError("corrupt_document") from error
        _check(self._zip.infolist())

    def xml(self, name: str) -> Element | None:
        """The root of the XML part, None where the archive has no such part."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        return parsed_xml(self._read(info))

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        if info.file_size > MAX_PART_BYTES:
            raise ReadError("unpacked_too_large")
        try:
            with self._zip.open(info) as part:
                data = part.read(MAX_PART_BYTES + 1)
        except DAMAGE as error:
            raise ReadError("corrupt_document") from error
        if len(data) > MAX_PART_BYTES:
            raise ReadError("unpacked_too_large")
        return data


def parsed_xml(data: bytes) -> Element:
    """The root of an XML file. Raises ReadError.

    Document types are refused: entities are how XML files read other files or explode.
    """
    if any(mark in data for mark in _TYPE_MARKS):
        raise ReadError("unsafe_xml")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError("corrupt_document") from error


def is_bomb(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry says that it grows more than any document does."""
    return entry.file_size > _RATIO_FLOOR and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def usable_title(title: str | None) -> str | None:
    """The title from a file's metadata, None where it is a template's or a program's."""
    words = " ".join((title or "").split())
    if len(words) < 3 or len(words) > 300 or _GENERIC_TITLE.fullmatch(words):
        return None
    return words


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise ReadError("unpacked_too_large")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise ReadError("encrypted_archive")
        if is_bomb(entry):
            raise ReadError("unpacked_too_large")
