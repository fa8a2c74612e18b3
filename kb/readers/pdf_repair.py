"""A damaged PDF made readable again: its objects are there, only what finds them is lost.

A lost end is put right here; with the extra ``repair`` qpdf puts right much of the rest.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence

_CATALOG = re.compile(
    rb"(?<!\d)(\d{1,7})\s+(\d{1,5})\s+obj\b(?:(?!endobj).){0,2000}?/Type\s*/Catalog\b", re.DOTALL
)
_FAR = 8192

logging.getLogger("pikepdf").setLevel(logging.CRITICAL)


def repaired(data: bytes, passwords: Sequence[str]) -> Iterator[bytes]:
    """The file put right, in as many ways as there are; none may be worth reading."""
    ended = with_trailer(data)
    if ended is not None:
        yield ended
    mended = _by_qpdf(data, passwords)
    if mended is not None:
        yield mended


def _by_qpdf(data: bytes, passwords: Sequence[str]) -> bytes | None:
    """The file as qpdf writes it anew, None where it cannot or is not installed."""
    try:
        import pikepdf
    except ImportError:
        return None
    for password in ("", *passwords):
        found = io.BytesIO()
        try:
            with pikepdf.open(io.BytesIO(data), password=password) as file:
                file.save(found)
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, ValueError, RuntimeError):
            return None
        return found.getvalue()
    return None


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
