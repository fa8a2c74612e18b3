"""Stretches of days that a question names: dates, seasons, quarters, weeks, and times counted from today."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from kb.danish.mentions import MONTH, find_dates, last_day
from kb.datatypes import Date

_ONE_DAY = dt.timedelta(days=1)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SEASONS = {"forår": (3, 5), "sommer": (6, 8), "efterår": (9, 11), "vinter": (12, 14)}
_SEASON = r"(?P<season>forår|sommer|efterår|vinter)(?:en|et)?(?:en)?"
_NUMBERS = {
    "en": 1, "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9,
    "ti": 10, "elleve": 11, "tolv": 12,
}  # fmt: skip
_ORDINALS = {"første": 1, "andet": 2, "anden": 2, "tredje": 3, "fjerde": 4}
_TERM_YEARS = 4
_TERM_START = 2018
_THIS_TERM = frozenset({"denne", "nuværende", "indeværende"})
# "i dag" is a day only where something happened on it; "hvad gælder i dag" asks for what is so now.
_HAPPENS = re.compile(
    r"\b(?:behandl\w*|beslut\w*|vedt[ao]\w*|godkend\w*|drøft\w*|\w*mød\w*|dagsorden\w*|punkt\w*|sendt\w*|holdt|kom)\b",
    re.IGNORECASE,
)
_IS_SO = re.compile(r"\b(?:gæld\w*|i kraft|må|kan|skal|er der)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from ``first`` to ``last``, named at ``start:end``.

    ``bare``: it needs a preposition, since it may be part of a name ("budget 2026"). ``yearless``: its year
    is only taken from the date beside it, so that it says nothing alone.
    """

    start: int
    end: int
    first: Date
    last: Date
    bare: bool = False
    yearless: bool = False


def find_stretches(question: str, today: Date) -> list[Stretch]:
    """The stretches that ``question`` names, in order and apart; a season is no bare year."""
    found: list[Stretch] = []
    for pattern, reader in _FORMS:
        for match in pattern.finditer(question):
            stretch = reader(match, today)
            if stretch and not _meets(stretch, found):
                found.append(stretch)
    for mention in find_dates(question):
        dated = Stretch(
            mention.start,
            mention.end,
            mention.date,
            last_day(mention),
            bare=mention.precision == "year",
            yearless=mention.inferred,
        )
        is_part_of_word = re.match(r"-[^\W\d]", question[mention.end :])
        if not is_part_of_word and not _meets(dated, found):
            found.append(dated)
    return sorted(found, key=lambda stretch: stretch.start)


def _meets(stretch: Stretch, others: list[Stretch]) -> bool:
    """Whether the stretch shares a letter with one of the others."""
    return any(stretch.start < each.end and each.start < stretch.end for each in others)


def _months(match: re.Match[str], year: int, first: int, last: int) -> Stretch | None:
    """The stretch from one month of ``year`` to another, which may lie in the next year."""
    if not dt.MINYEAR <= year < dt.MAXYEAR:
        return None
    return Stretch(match.start(), match.end(), Date(year, first, 1), _month_end(year, last))


def _month_end(year: int, month: int) -> Date:
    """The last day of a month, counted from January of ``year``."""
    over, month = divmod(month - 1, 12)
    return Date(year + over, month + 1, calendar.monthrange(year + over, month + 1)[1])


def _season(match: re.Match[str], _: Date) -> Stretch | None:
    """A season of a year ("efteråret 2024", "vinteren 2023/24")."""
    return _months(match, int(match["year"]), *_SEASONS[match["season"].lower()])


def _last_season(match: re.Match[str], today: Date) -> Stretch | None:
    """The latest season that is over ("sidste efterår")."""
    begin, end = _SEASONS[match["season"].lower()]
    year = today.year if _month_end(today.year, end) < today else today.year - 1
    year = year if _month_end(year, end) < today else year - 1
    return _months(match, year, begin, end)


def _quarter(match: re.Match[str], _: Date) -> Stretch | None:
    """A quarter of a year ("Q1 2025", "1. kvartal 2025")."""
    said = (match["number"] or match["short"]).lower()
    number = _ORDINALS.get(said) or int(said)
    return _months(match, int(match["year"]), number * 3 - 2, number * 3)


def _half(match: re.Match[str], _: Date) -> Stretch | None:
    """Half a year ("første halvår 2024")."""
    first = 1 if match["number"].lower() in {"første", "1."} else 7
    return _months(match, int(match["year"]), first, first + 5)


def _school_year(match: re.Match[str], _: Date) -> Stretch | None:
    """A school year, 1 August to 31 July; the name of a plan may hold it, so that it needs a preposition."""
    year = int(match["year"])
    if int(match["next"]) % 100 != (year + 1) % 100:
        return None
    return Stretch(match.start(), match.end(), Date(year, 8, 1), Date(year + 1, 7, 31), bare=True)


def _week(match: re.Match[str], _: Date) -> Stretch | None:
    """A week of a year, from Monday to Sunday as ISO 8601 counts them."""
    year, week = int(match["year"]), int(match["week"])
    if not 1 <= week <= Date(year, 12, 28).isocalendar().week:
        return None
    monday = Date.fromisocalendar(year, week, 1)
    return Stretch(match.start(), match.end(), monday, monday + 6 * _ONE_DAY)


def _month_span(match: re.Match[str], _: Date) -> Stretch | None:
    """From one month to another of the same year ("januar til marts 2024")."""
    [first], [last] = (find_dates(f"{match[name]} {match['year']}") for name in ("from", "to"))
    if last.date < first.date:
        return None
    return Stretch(match.start(), match.end(), first.date, last_day(last))


def _calendar(match: re.Match[str], today: Date) -> Stretch | None:
    """This or the last year, quarter, month, week or day."""
    said = match.group().lower()
    back = not said.startswith(("denne", "dette", "i år", "indeværende", "nuværende"))
    if said.endswith(("år", "fjor")):
        return _months(match, today.year - back, 1, 12)
    if said.endswith("kvartal"):
        at = today.year * 4 + (today.month - 1) // 3 - back
        return _months(match, at // 4, at % 4 * 3 + 1, at % 4 * 3 + 3)
    if said.endswith("måned"):
        at = today.year * 12 + today.month - 1 - back
        return _months(match, at // 12, at % 12 + 1, at % 12 + 1)
    monday = today - (today.weekday() + 7 * back) * _ONE_DAY
    return Stretch(match.start(), match.end(), monday, monday + 6 * _ONE_DAY)


def _day(match: re.Match[str], today: Date) -> Stretch | None:
    """Today or yesterday, where the question tells of something that happened then."""
    if match["yesterday"]:
        day = today - _ONE_DAY
        return Stretch(match.start(), match.end(), day, day)
    if _IS_SO.search(match.string) or not _HAPPENS.search(match.string):
        return None
    return Stretch(match.start(), match.end(), today, today)


def _rolling(match: re.Match[str], today: Date) -> Stretch | None:
    """So many days, weeks, months or years back from today ("de seneste to år", "det seneste halve år")."""
    if match["many"] and not match["number"]:
        return None
    said = (match["number"] or "1").lower()
    number = _NUMBERS.get(said) or int(said)
    unit = match["unit"].lower()
    months = number * (12 if unit.startswith("år") else 1)
    if match["half"]:
        months = 6
    if unit.startswith(("uge", "dag", "døgn")):
        first = today - number * (7 if unit.startswith("uge") else 1) * _ONE_DAY
        return Stretch(match.start(), match.end(), first, today)
    at = today.year * 12 + today.month - 1 - months
    if at // 12 < dt.MINYEAR:
        return None
    day = min(today.day, calendar.monthrange(at // 12, at % 12 + 1)[1])
    return Stretch(match.start(), match.end(), Date(at // 12, at % 12 + 1, day) + _ONE_DAY, today)


def _term(match: re.Match[str], today: Date) -> Stretch | None:
    """The term of the council: four calendar years, 2018-2021, 2022-2025 and so on."""
    begin = today.year - (today.year - _TERM_START) % _TERM_YEARS
    end = Date(begin + _TERM_YEARS - 1, 12, 31)
    if match["which"].lower() not in _THIS_TERM:
        begin -= _TERM_YEARS
        end = end if match["and"] else Date(begin + _TERM_YEARS - 1, 12, 31)
    return Stretch(match.start(), match.end(), Date(begin, 1, 1), end)


Reader = Callable[[re.Match[str], Date], Stretch | None]
_FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{form})(?![\w-])", re.IGNORECASE), reader)
    for form, reader in (
        (rf"{_SEASON}\s+{_YEAR}(?:[/-]\d\d(?:\d\d)?)?", _season),
        (rf"(?:sidste|forrige|seneste)\s+{_SEASON}", _last_season),
        (
            rf"(?:(?P<number>[1-4](?=\.)|første|andet|tredje|fjerde)\.?\s*kvartal|[qk](?P<short>[1-4]))"
            rf"(?:\s+(?:i|af))?[ ,-]+{_YEAR}",
            _quarter,
        ),
        (rf"(?P<number>første|1\.|andet|2\.)\s+halvår(?:\s+(?:i|af))?\s+{_YEAR}", _half),
        (rf"skoleår(?:et)?\s+{_YEAR}\s?[/–-]\s?(?P<next>(?:20)?\d\d)", _school_year),
        (rf"uge\s+(?P<week>\d{{1,2}})(?:,|/|\s+i|\s+af)?\s*{_YEAR}", _week),
        (
            rf"(?:fra\s+|mellem\s+)?(?P<from>{MONTH})\s*(?:til(?: og med)?|og|-|–)\s*"
            rf"(?P<to>{MONTH})\s+{_YEAR}",
            _month_span,
        ),
        (
            r"(?<!\bde )(?<!\bdet )(?<!\bden )(?:sidste|forrige) (?:år|kvartal|måned|uge)|i fjor|"
            r"(?:dette|indeværende|nuværende) (?:år|kvartal)|i år|(?:denne|indeværende) (?:måned|uge)",
            _calendar,
        ),
        (r"(?P<yesterday>i går)|i dag|dags dato", _day),
        (
            r"(?:(?:i|inden for|gennem) )?(?:(?P<many>de)|det|den)?\s?(?:sidste|seneste|forløbne) "
            rf"(?:(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)}) |(?P<half>halve?) )?"
            r"(?P<unit>år|måned(?:er)?|uge(?:r)?|dage|døgn)",
            _rolling,
        ),
        (
            r"(?:den )?(?P<and>denne og (?:den )?)?(?P<which>denne|nuværende|indeværende|forrige|sidste|"
            r"foregående|tidligere) "
            r"(?:valg|byråds|kommunalbestyrelses|råds)periode",
            _term,
        ),
    )
)
