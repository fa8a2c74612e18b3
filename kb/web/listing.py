"""What a list of addresses tells: a sitemap, a list of sitemaps, or plain lines."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass

from kb.errors import FetchError, ReadError
from kb.readers.archive import parsed_xml

MAX_BYTES = 50 * 2**20
"""Of a sitemap, unpacked: what the protocol allows."""

_PACKED = b"\x1f\x8b"
_LINES = "text/plain"


@dataclass(frozen=True, slots=True)
class Listing:
    """The addresses of pages, and those of further lists."""

    pages: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def listing_of(body: bytes, media: str) -> Listing | None:
    """The addresses that a file lists, None where it is no list but a document. Raises FetchError."""
    data = _unpacked(body) if body.startswith(_PACKED) else body
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") and any(mark in head for mark in (b"<urlset", b"<sitemapindex")):
        return _sitemap(data)
    if media == _LINES:
        lines = [each.strip() for each in data.decode("utf-8", "replace").splitlines() if each.strip()]
        if lines and all(each.startswith(("http://", "https://")) for each in lines):
            return Listing(pages=tuple(lines))
    return None


def _sitemap(data: bytes) -> Listing:
    try:
        root = parsed_xml(data)
    except ReadError as error:
        raise FetchError("fetch_bad_list") from error
    pages = tuple((each.text or "").strip() for each in root.iterfind("{*}url/{*}loc"))
    lists = tuple((each.text or "").strip() for each in root.iterfind("{*}sitemap/{*}loc"))
    return Listing(tuple(filter(None, pages)), tuple(filter(None, lists)))


def _unpacked(body: bytes) -> bytes:
    """The bytes that were packed, no more than a sitemap may be."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            data = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FetchError("fetch_bad_list") from error
    if len(data) > MAX_BYTES:
        raise FetchError("fetch_too_large", limit=MAX_BYTES // 2**20)
    return data
