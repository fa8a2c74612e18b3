"""Plain text files. The characters stay as they are; only line ends are interpreted."""

from __future__ import annotations

from kb.datatypes import Extraction
from kb.readers.build import assemble
from kb.readers.plaintext import read_plain
from kb.readers.text import decode


def read_txt(data: bytes) -> Extraction:
    """The extraction of a text file; pages are form feeds or worked out from the layout."""
    pages = decode(data).split("\f")
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return assemble(read_plain(pages), "txt", pages=len(pages), inferred=True)
