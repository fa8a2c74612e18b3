"""Dates in Danish text (:mod:`kb.danish.mentions`) and the period that a question asks about."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kb.danish.mentions import DateMention, find_dates, last_day
from kb.datatypes import Date

__all__ = ["DateMention", "Period", "find_dates", "find_period", "last_day", "question_period"]

_ONE_DAY = dt.timedelta(days=1)
_DAY_WORDS = r"(?:\s+(?:den|d\.|dag|år|året|årene|måned))?\s*$"
_PREPOSITIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words}){_DAY_WORDS}", re.IGNORECASE))
    for kind, words in (
        ("until", r"til og med|indtil|frem til|senest"),
        ("before", r"før|inden|forud for"),
        ("after", r"efter"),
        ("since", r"siden|fra og med|fra|startende"),
        ("within", r"i|i løbet af|under|året|år|medio|primo|ultimo|møde(?:t|r)? i"),
    )
)
_BETWEEN = re.compile(
    r"\b(?:mellem|imellem|fra|i|i perioden|perioden|årene|i årene)(?:\s+den)?\s*$", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:og|til og med|til|-|–)\s*(?:den\s+)?", re.IGNORECASE)
_SEASONS = {"forår": (3, 5), "sommer": (6, 8), "efterår": (9, 11), "vinter": (12, 14)}
_SEASON = re.compile(
    r"\b(?:i\s+)?(forår|sommer|efterår|vinter)(?:en|et)?(?:en)?\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_QUARTER = re.compile(
    r"\b(?:i\s+)?(?:([1-4])\.\s*kvartal|q([1-4]))(?:\s+i)?\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_HALF = re.compile(
    r"\b(?:i\s+)?(første|1\.|andet|2\.)\s+halvår(?:\s+(?:i|af))?\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_TERM = re.compile(
    r"\bi?\s*(?:den\s+)?(denne|nuværende|forrige|sidste)\s+(?:valg|byråds)periode\b", re.IGNORECASE
)
_RELATIVE_YEAR = re.compile(r"\b(sidste år|forrige år|i fjor|i år|dette år)\b", re.IGNORECASE)
_RELATIVE_MONTH = re.compile(r"\b(sidste måned|forrige måned|denne måned)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included, None where open; ``start:end`` are the words that say it."""

    start: int
    end: int
    first: Date | None
    last: Date | None


def question_period(question: str, today: Date) -> tuple[Date | None, Date | None] | None:
    """The first and last day that ``question`` asks about, or None when it names no period."""
    period = find_period(question, today)
    return (period.first, period.last) if period else None


def find_period(question: str, today: Date) -> Period | None:
    """The period that ``question`` names, with the words that name it.

    A bare year without a preposition belongs to a name ("budget 2026") and restricts nothing.
    """
    return _named(question) or _relative(question, today) or _explicit(question)


def _months(match: re.Match[str], year: int, first: int, last: int) -> Period:
    """The period from one month of ``year`` to another, which may lie in the next year."""
    over, month = divmod(last, 12)
    end = Date(year + over, month + 1, 1) - _ONE_DAY
    return Period(match.start(), match.end(), Date(year, first, 1), end)


def _named(question: str) -> Period | None:
    """Seasons, quarters and half years."""
    season = _SEASON.search(question)
    if season:
        return _months(season, int(season[2]), *_SEASONS[season[1].lower()])
    quarter = _QUARTER.search(question)
    if quarter:
        first = int(quarter[1] or quarter[2]) * 3 - 2
        return _months(quarter, int(quarter[3]), first, first + 2)
    half = _HALF.search(question)
    if half:
        first = 1 if half[1].lower() in {"første", "1."} else 7
        return _months(half, int(half[2]), first, first + 5)
    return None


def _relative(question: str, today: Date) -> Period | None:
    """Periods that count from today: last year, this month, the previous election period."""
    year = _RELATIVE_YEAR.search(question)
    if year:
        back = 0 if year[1].lower() in {"i år", "dette år"} else 1
        return _months(year, today.year - back, 1, 12)
    month = _RELATIVE_MONTH.search(question)
    if month:
        first = today.replace(day=1)
        if not month[1].lower().startswith("denne"):
            first = (first - _ONE_DAY).replace(day=1)
        return _months(month, first.year, first.month, first.month)
    term = _TERM.search(question)
    if term:
        # Danish councils sit for four calendar years: 2018-2021, 2022-2025, 2026-2029.
        begin = today.year - (today.year - 2018) % 4
        begin -= 0 if term[1].lower() in {"denne", "nuværende"} else 4
        return Period(term.start(), term.end(), Date(begin, 1, 1), Date(begin + 3, 12, 31))
    return None


def _explicit(question: str) -> Period | None:
    """Periods made of dates that stand in the question."""
    mentions = [mention for mention in find_dates(question) if not mention.inferred]
    for at, mention in enumerate(mentions):
        before = question[: mention.start]
        if at + 1 < len(mentions):
            other = mentions[at + 1]
            joint = _AND.fullmatch(question, mention.end, other.start)
            opening = _BETWEEN.search(before)
            if joint and opening:
                return Period(opening.start(), other.end, mention.date, last_day(other))
        period = _one_date(before, mention)
        if period:
            return period
    return None


def _one_date(before: str, mention: DateMention) -> Period | None:
    """The period that one date and the word before it name."""
    last = last_day(mention)
    for kind, pattern in _PREPOSITIONS:
        word = pattern.search(before)
        if not word:
            continue
        first_day: Date | None = {"after": last + _ONE_DAY, "since": mention.date}.get(kind)
        if kind in {"after", "since"}:
            return Period(word.start(), mention.end, first_day, None)
        if kind == "until":
            return Period(word.start(), mention.end, None, last)
        if kind == "before":
            return Period(word.start(), mention.end, None, mention.date - _ONE_DAY)
        return Period(word.start(), mention.end, mention.date, last)
    if mention.precision == "year":
        return None
    return Period(mention.start, mention.end, mention.date, last)
