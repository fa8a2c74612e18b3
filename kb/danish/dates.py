"""Dates in Danish text (:mod:`kb.danish.mentions`) and the period that a question asks about."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kb.danish.mentions import DateMention, find_dates, last_day
from kb.danish.stretches import Stretch, find_stretches
from kb.datatypes import Date

__all__ = ["DateMention", "Period", "find_dates", "find_period", "last_day", "question_period"]

_ONE_DAY = dt.timedelta(days=1)
_DAY_WORDS = (
    r"(?:\s+(?:den|d\.|dag|år|året|årene|måned|i|mødet(?: i [^\W\d_]{2,})? den|mødet d\.|perioden))*\s*$"
)
_PREPOSITIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words}){_DAY_WORDS}", re.IGNORECASE))
    for kind, words in (
        ("until", r"til og med|indtil|frem til|senest|op til"),
        ("before", r"før|inden|forud for"),
        ("after", r"efter"),
        ("since", r"siden|lige siden|fra og med|fra|startende"),
        ("within", r"i|i løbet af|under|året|år|medio|primo|ultimo|møde(?:t|r)? i"),
        # Rows of the register are of the year that follows them at once ("alle beslutninger 2024").
        ("rows", r"sager|beslutninger|møder|referater|punkter|dagsordener|afslag|udvalget|byrådet|ØK|HU|KB"),
    )
)
_BETWEEN = re.compile(
    r"\b(?:mellem|imellem|fra|i|siden|i perioden|perioden|i perioden fra|årene|i årene|"
    r"valgperioden|i valgperioden)(?:\s+(?:den|d\.))?\s*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:og(?: i)?|til og med|frem til|til|-|–|->|→)\s*(?:den\s+|d\.\s*)?", re.IGNORECASE)
_ONWARD = re.compile(
    r"\s*(?:og (?:frem(?:efter|ad)?|til (?:nu|i dag|dags dato)|senere|derefter)|"
    r"(?:frem )?til (?:nu|i dag|dags dato)|-\s*(?:$|\?))",
    re.IGNORECASE,
)
# A paper is of the day that it is said to be from: the policy from 2019, the minutes from May.
_PAPER = re.compile(
    r"\b[\w-]*(?:politik|politikken|strategi|strategien|plan|planen|udkast|udkastet|referat|referatet|referater|møde|mødet|sagerne|beslutningerne|referaterne|"
    r"møder|beslutning|beslutningen|beslutninger|sag|sagen|sager|notat|notatet|retningslinje|retningslinjen|retningslinjer|"
    r"vejledning|vejledningen|aftale|aftalen|program|programmet|dagsorden|dagsordenen|bilag|bilaget|udgave|udgaven|version|"
    r"versionen|regler|reglerne|kodeks|kodekset|kommissorium|kommissoriet|rapport|rapporten|tal|tallene|måling|målingen)\s+$",
    re.IGNORECASE,
)
_TITLE_WORD = re.compile(
    r"(?:strategi|politik|plan|program|programmet|budget|budgettet|vision|regnskab|regnskabet|aftale|aftalen|kodeks|overslag|"
    r"for|agenda|målene?|verdensmål|projekt|ramme|pulje|lov|kommuneplanen|planen|strategien|politikken)\s*$",
    re.IGNORECASE,
)
# The accounts for a year are no paper of that year.
_NAMED_FOR = re.compile(r"(?<!inden )\bfor\s*$", re.IGNORECASE)
_DAYS_OF_A_YEAR = 364
_ALL_ROWS = re.compile(
    r"\b(?:alle|samtlige|sager|beslutninger|punkter|møder|referater|afslag)\b", re.IGNORECASE
)


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
    """The first period that ``question`` restricts itself to, with the words that name it, or None.

    A year without a preposition belongs to a name ("budget 2026") and restricts nothing; neither does a
    goal ("inden 2030"), since no paper is from a time to come. Relative periods count from ``today``.
    """
    stretches = find_stretches(question, today)
    for at, stretch in enumerate(stretches):
        following = stretches[at + 1] if at + 1 < len(stretches) else None
        period = _joint(question, stretch, following) or _single(question, stretch)
        if period and _has_begun(period, today):
            return period
    return None


def _has_begun(period: Period, today: Date) -> bool:
    """Whether papers of the period can exist: none begins next year, none has a mere deadline."""
    if period.first is None:
        return period.last is not None and period.last <= today
    return period.first.year <= today.year


def _joint(question: str, stretch: Stretch, following: Stretch | None) -> Period | None:
    """The period from one stretch to the next, where words join them and open it."""
    before = question[: stretch.start]
    opening = _BETWEEN.search(before)
    if following and following.last >= stretch.first:
        joined = _AND.fullmatch(question, stretch.end, following.start)
        named = not stretch.bare and not following.bare
        if joined and (named or opening or _is_span_of_rows(question, stretch, before)):
            start = opening.start() if opening else stretch.start
            return Period(start, following.end, stretch.first, following.last)
    onward = _ONWARD.match(question, stretch.end)
    if onward and not stretch.yearless and (opening or not stretch.bare):
        return Period(opening.start() if opening else stretch.start, onward.end(), stretch.first, None)
    return None


def _is_span_of_rows(question: str, stretch: Stretch, before: str) -> bool:
    """Whether years without a preposition are a period: all rows are wanted, and no title holds the years."""
    return bool(stretch.bare and _ALL_ROWS.search(question) and not _TITLE_WORD.search(before))


def _single(question: str, stretch: Stretch) -> Period | None:
    """The period that one stretch and the words before it name."""
    before = question[: stretch.start]
    lasts_a_year = (stretch.last - stretch.first).days >= _DAYS_OF_A_YEAR
    if stretch.yearless or (lasts_a_year and _NAMED_FOR.search(before)):
        return None
    for kind, pattern in _PREPOSITIONS:
        word = pattern.search(before)
        if word:
            start = stretch.start if kind == "rows" else word.start()
            of_paper = word.group().lower().startswith("fra") and _PAPER.search(before[:start])
            return Period(start, stretch.end, *_days("within" if of_paper else kind, stretch))
    return None if stretch.bare else Period(stretch.start, stretch.end, stretch.first, stretch.last)


def _days(kind: str, stretch: Stretch) -> tuple[Date | None, Date | None]:
    """The first and last day that a preposition of ``kind`` leaves of all time."""
    if kind == "since":
        return stretch.first, None
    if kind == "after":
        return stretch.last + _ONE_DAY, None
    if kind == "until":
        return None, stretch.last
    if kind == "before":
        return None, stretch.first - _ONE_DAY
    return stretch.first, stretch.last
