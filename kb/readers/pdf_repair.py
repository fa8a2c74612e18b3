"""A truncated PDF made readable again: its objects are there, only the table that finds them is lost."""

from __future__ import annotations

import re

_CATALOG = re.compile(
    rb"(?<!\d)(\d{1,7})\s+(\d{1,5})\s+obj\b(?:(?!endobj).){0,2000}?/Type\s*/Catalog\b", re.DOTALL
)
_FAR = 8192


def from_header(data: bytes) -> bytes:
    """The file from its header on; mail gateways and web servers put junk before it."""
    return data[max(data.find(b"%PDF-"), 0) :]


def has_late_header(data: bytes) -> bool:
    """Whether a PDF begins after more junk than readers look past, told by its end as well."""
    return b"%PDF-" in data[:_FAR] and b"startxref" in data[-2048:]


def with_trailer(data: bytes) -> bytes | None:
    """The file with a trailer that names its catalogue, None where the catalogue is lost too.

    With that, pdfium finds the objects by searching the whole file.
    """
    catalogs = list(_CATALOG.finditer(data))
    if not catalogs:
        return None
    # An update appends a newer catalogue.
    found = catalogs[-1]
    number, generation = int(found[1]), int(found[2])
    cut = data[: data.rfind(b"endobj") + len(b"endobj")]
    return cut + b"\ntrailer\n<</Root %d %d R>>\nstartxref\n0\n%%%%EOF\n" % (number, generation)
