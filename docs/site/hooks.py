"""What the site shows of a page: links to files that are no part of the site become plain text."""

from __future__ import annotations

import re

_OUTSIDE = re.compile(r"(?<!!)\[([^\]]+)\]\(\.\./[^)]*\)")


def on_page_markdown(markdown: str, **_: object) -> str:
    """The page's text. That the files are there is tested by tests/test_docs.py."""
    return _OUTSIDE.sub(r"\1", markdown)
