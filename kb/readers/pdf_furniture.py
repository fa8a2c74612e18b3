"""Running headers, footers and page numbers: recognised by repetition and taken out of the text."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kb.readers.patterns import PAGE_NUMBER
from kb.readers.pdf_page import PageContent, Segment

_MARGIN = 0.12
_LONGEST = 140
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
# Masking digits alone made rows of table figures look alike and deleted them.
_REAL_WORD = re.compile(r"[a-zæøå]{3}", re.IGNORECASE)
_SAYS_PAGE = re.compile(r"side|s\.|af", re.IGNORECASE)


def without_furniture(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages without what repeats at their top or bottom and without page numbers."""
    counts: Counter[tuple[str, bool]] = Counter()
    for page in pages:
        counts.update({_key(page, segment) for segment in page.segments if _in_margin(page, segment)})
    total = len(pages)
    needed = 2 if total <= 3 else max(2, total // 2)
    return [
        replace(
            page,
            segments=tuple(s for s in page.segments if not _is_furniture(page, s, counts, needed, total)),
        )
        for page in pages
    ]


def _is_furniture(
    page: PageContent, segment: Segment, counts: Counter[tuple[str, bool]], needed: int, total: int
) -> bool:
    if not _in_margin(page, segment) or any(grid.holds(segment) for grid in page.grids):
        return False
    if _is_page_number(segment.text.strip(), page.number, total):
        return True
    if total == 1:
        return _stands_apart(page, segment)
    repeated = counts[_key(page, segment)] >= needed and len(segment.text) <= _LONGEST
    return repeated and _REAL_WORD.search(segment.text) is not None


def _in_margin(page: PageContent, segment: Segment) -> bool:
    return not _MARGIN * page.height <= segment.base <= (1 - _MARGIN) * page.height


def _key(page: PageContent, segment: Segment) -> tuple[str, bool]:
    """What repetitions share: the words with digits masked, and whether they stand at the top."""
    words = _SPACE.sub(" ", segment.text).strip().lower()
    return _DIGITS.sub("#", words), segment.base > page.height / 2


def _is_page_number(text: str, number: int, total: int) -> bool:
    if not PAGE_NUMBER.match(text):
        return False
    if _SAYS_PAGE.search(text):
        return True
    # A bare number is a page number only if it is this page's.
    values = [int(value) for value in _DIGITS.findall(text)]
    return values[0] == number and (len(values) == 1 or values[1] == total)


def _stands_apart(page: PageContent, segment: Segment) -> bool:
    """On a single page nothing repeats: small print well away from the body is a header or footer."""
    body = [other for other in page.segments if not _in_margin(page, other)]
    if not body or segment.size > 0.85 * statistics.median(other.size for other in body):
        return False
    above = segment.y0 - max(other.y1 for other in body)
    below = min(other.y0 for other in body) - segment.y1
    return max(above, below) > 1.2 * segment.size
