"""Where a text seems to hold civil registration numbers (CPR): six digits of a birthday and four more.

The check digit (modulus 11) is not asked for: numbers given since 2007 need not pass it. So a number of
another kind may be taken for one, and what is found is a suspicion for a person to look at.
"""

from __future__ import annotations

import datetime as dt
import re

_DASH = "[-\u00ad\u2010-\u2015\u2212]"
_GAP = r"[ \t\u00a0]*\n?[ \t\u00a0]*"
"""Blanks, and a line that ends in between."""

_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_BEFORE = r"(?<!\d)(?<!\d[-.,/])"
_AFTER = r"(?!\d)(?![-.,/]\d)"
_TAIL = r"(?P<serial>\d{4})"
_CPR = tuple(
    re.compile(_BEFORE + number + _AFTER)
    for number in (
        # 010203-1234, 010203 1234, 0102031234; the line may end anywhere beside the dash.
        rf"{_DAY}{_MONTH}(?P<year>\d\d){_GAP}{_DASH}?{_GAP}{_TAIL}",
        # 01.02.03-1234, 01-02-03-1234, 01/02/03-1234: a plain date before four digits is no such number.
        rf"{_DAY}(?P<sign>[-./]){_MONTH}(?P=sign)(?P<year>\d\d){_GAP}{_DASH}{_GAP}{_TAIL}",
        # 01 02 03 1234, 01 02 03-1234
        rf"{_DAY} {_MONTH} (?P<year>\d\d)(?: |{_GAP}{_DASH}{_GAP}){_TAIL}",
    )
)


def cpr_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of text that look like CPR numbers with a birthday that exists, in order, apart."""
    found = sorted(
        match.span() for pattern in _CPR for match in pattern.finditer(text) if _is_birthday(match)
    )
    spans: list[tuple[int, int]] = []
    for start, end in found:
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return tuple(spans)


def _is_birthday(match: re.Match[str]) -> bool:
    """Whether there was such a day in the century that the number's seventh digit means."""
    short, seventh = int(match["year"]), int(match["serial"][0])
    try:
        dt.date(_century(short, seventh) + short, int(match["month"]), int(match["day"]))
    except ValueError:
        return False
    return True


def _century(short: int, seventh: int) -> int:
    """The century of a birthday with a year of two digits, by the table of the civil register (CPR)."""
    if seventh < 4:
        return 1900
    if seventh in (4, 9):
        return 2000 if short <= 36 else 1900
    return 2000 if short <= 57 else 1800
