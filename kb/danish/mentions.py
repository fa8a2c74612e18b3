"""Dates as they are written in Danish case documents."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from kb.datatypes import Date

Precision = Literal["day", "week", "month", "quarter", "half", "school_year", "year"]
_MONTH_NAMES = "januar februar marts april maj juni juli august september oktober november december".split()
_MONTH_NUMBERS = {name: at + 1 for at, name in enumerate(_MONTH_NAMES)} | {
    "jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "okt": 10, "nov": 11, "dec": 12,
}  # fmt: skip
MONTH = "(?:" + "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19|20)\d{2}"
# What shows that four digits belong to a case number or count something.
_NUMBER_AFTER = rf"-\d{{5}}|-(?!{_YEAR})\d{{3}}|-\d\d-|\s*(?:kr|m2|m²|stk|personer|boliger)\b"
_FORMS = re.compile(
    rf"""
    (?<![\w/.-])(?:
      (?P<iso>(?P<iy>{_YEAR})-(?P<im>\d{{2}})-(?P<id>\d{{2}}))(?![\w-])
    | (?P<num>(?P<nd>\d{{1,2}})(?P<sep>[-./])(?P<nm>\d{{1,2}})(?P=sep)\s?(?P<ny>{_YEAR}|\d{{2}}))
      (?![\w/-]|\.\d)
    | (?P<slash>(?P<sd>\d{{1,2}})/(?P<sm>\d{{1,2}})[ -](?P<sy>{_YEAR}))(?![\w-])
    | (?P<dash>(?P<dd>\d{{1,2}})-(?P<dm>{MONTH})-(?P<dy>{_YEAR}))
    | (?P<text>(?P<td>\d{{1,2}})\.?\s+(?P<tm>{MONTH})(?:,?\s+(?P<ty>{_YEAR})(?![\w/]))?)
    | (?P<quarter>(?P<qn>[1-4])\.\s*kvartal(?:\s+(?:i\s+)?)?(?P<qy>{_YEAR})(?![\w/]))
    | (?P<half>(?P<hn>[12])\.\s*halvår(?:\s+(?:i\s+)?)?(?P<hy>{_YEAR})(?![\w/]))
    | (?P<week>uge\s+(?P<wn>\d{{1,2}})(?:,?\s+(?:i\s+)?(?P<wy>{_YEAR})(?![\w/]))?(?![\d/-]))
    | (?P<school>skoleår(?:et)?\s+(?P<sc>{_YEAR}|\d\d)\s?[/-]\s?(?P<se>{_YEAR}|\d\d)(?!\d))
    | (?P<bare>(?:(?<=[Dd]en\ )|(?<=\bd\.\ ))(?P<bd>\d{{1,2}})[/](?P<bm>\d{{1,2}})(?![\d/-]|\.\d))
    | (?P<month>(?!Jan\s\d)(?P<mm>{MONTH}),?\s+(?:måned\s+)?(?P<my>{_YEAR})(?![\w/]))
    | (?P<year>(?P<yy>{_YEAR}))(?![\w]|/(?!(?:19|20)?\d\d\b)|\.\d|,\d|{_NUMBER_AFTER})
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PERIOD = re.compile(rf"(?<![\w/.-]){_YEAR}[-–/]({_YEAR})(?![\w-])")
_FIRST_FIELDS = {"iso": "i", "num": "n", "slash": "s", "dash": "d", "text": "t"}


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text. ``date`` is the first day of what is named when that is longer than a day.

    ``inferred`` is true where the year was not written and was taken from elsewhere.
    """

    start: int
    end: int
    date: Date
    precision: Precision
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class _Yearless:
    """A day and month, or a ``week``, without a year, waiting for one."""

    start: int
    end: int
    month: int
    day: int
    week: int | None = None


def find_dates(text: str, year: int | None = None) -> list[DateMention]:
    """The dates of ``text`` in order, in the forms of Danish case documents.

    A day and month, or a week, without a year takes the year of the nearest full date of the text, else
    ``year``, else the nearest year of any kind, and is flagged; with no year in sight it is left out.
    """
    found: list[DateMention] = []
    waiting: list[_Yearless] = []
    for match in _FORMS.finditer(text):
        mention = _mention(match)
        if isinstance(mention, DateMention):
            found.append(mention)
        elif mention is not None:
            waiting.append(mention)
    found.extend(_second_years(text))
    found.extend(filter(None, (_with_year(bare, found, year) for bare in waiting)))
    return sorted(found, key=lambda mention: mention.start)


def _second_years(text: str) -> list[DateMention]:
    """The last years of periods such as 2022-2025."""
    return [DateMention(m.start(1), m.end(1), Date(int(m[1]), 1, 1), "year") for m in _PERIOD.finditer(text)]


def _mention(match: re.Match[str]) -> DateMention | _Yearless | None:
    """The date that one match states, or None when there is no such day."""
    start, end = match.span()
    for name, letter in _FIRST_FIELDS.items():
        if match[name]:
            day, month = int(match[letter + "d"]), _month(match[letter + "m"])
            year = match[letter + "y"]
            if year is None:
                return _Yearless(start, end, month, day) if _valid(2000, month, day) else None
            full = int(year) + (2000 if len(year) == 2 else 0)
            return (
                DateMention(start, end, Date(full, month, day), "day") if _valid(full, month, day) else None
            )
    if match["bare"]:
        day, month = int(match["bd"]), int(match["bm"])
        return _Yearless(start, end, month, day) if _valid(2000, month, day) else None
    return _longer(match, start, end)


def _longer(match: re.Match[str], start: int, end: int) -> DateMention | _Yearless | None:
    """The week, month, quarter, half year, school year or year that one match states."""
    if match["week"]:
        week = int(match["wn"])
        if match["wy"]:
            return _week(start, end, int(match["wy"]), week, inferred=False)
        return _Yearless(start, end, 1, 1, week) if 1 <= week <= 53 else None
    if match["month"]:
        return DateMention(start, end, Date(int(match["my"]), _month(match["mm"]), 1), "month")
    if match["quarter"]:
        return DateMention(start, end, Date(int(match["qy"]), int(match["qn"]) * 3 - 2, 1), "quarter")
    if match["half"]:
        return DateMention(start, end, Date(int(match["hy"]), int(match["hn"]) * 6 - 5, 1), "half")
    if match["school"]:
        year = int(match["sc"])
        if (int(match["se"]) - year) % 100 != 1:
            return None
        return DateMention(start, end, Date(year + (2000 if year < 100 else 0), 8, 1), "school_year")
    return DateMention(start, end, Date(int(match["yy"]), 1, 1), "year")


def _week(start: int, end: int, year: int, week: int, inferred: bool) -> DateMention | None:
    """The week from its Monday (ISO 8601, as in Denmark), or None when the year has no such week."""
    try:
        return DateMention(start, end, Date.fromisocalendar(year, week, 1), "week", inferred)
    except ValueError:
        return None


def _month(word: str) -> int:
    """The number of a month written as a number or a name."""
    lowered = word.lower().rstrip(".")
    return int(lowered) if lowered.isdigit() else _MONTH_NUMBERS[lowered]


def _valid(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _with_year(bare: _Yearless, known: list[DateMention], year: int | None) -> DateMention | None:
    """The date with the most trustworthy year at hand: a full date's, the given one, then any."""

    def nearest(*precisions: Precision) -> int | None:
        near = [m for m in known if m.precision in precisions and not m.inferred]
        return min(near, key=lambda m: abs(m.start - bare.start)).date.year if near else None

    chosen = nearest("day") or year or nearest("month") or nearest("year")
    if bare.week is not None:
        return _week(bare.start, bare.end, chosen, bare.week, inferred=True) if chosen else None
    if chosen is None or not _valid(chosen, bare.month, bare.day):
        return None
    return DateMention(bare.start, bare.end, Date(chosen, bare.month, bare.day), "day", inferred=True)


def last_day(mention: DateMention) -> Date:
    """The last day that the mention covers."""
    first = mention.date
    if mention.precision == "day":
        return first
    if mention.precision == "week":
        return first + dt.timedelta(days=6)
    if mention.precision == "school_year":
        return first.replace(year=first.year + 1, month=7, day=31)
    last = {"month": first.month, "quarter": first.month + 2, "half": first.month + 5}.get(
        mention.precision, 12
    )
    return first.replace(month=last, day=calendar.monthrange(first.year, last)[1])
