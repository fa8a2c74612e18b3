"""Numbers that name something, and match exactly or not at all: case numbers, paragraphs, dates, plans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kb.danish.mentions import MONTH, DateMention, find_dates
from kb.danish.tokens import normalise

# The kinds of numbered things: as written (an ending may follow), and as the term says it.
_KINDS = {
    r"lokalplan(?:forslag)?": "lokalplan",
    r"kommuneplantillæg": "kommuneplantillæg",
    r"tillæg": "tillæg",
    r"(?:dagsordens?-?|sags?-?)?(?:punkt|pkt\.?)": "punkt",
    r"bilag": "bilag",
    r"budgetforslag": "budgetforslag",
    r"ændringsforslag": "ændringsforslag",
    r"forslag": "forslag",
    r"delområde": "delområde",
    r"etape": "etape",
    r"kapitel": "kapitel",
    r"afsnit": "afsnit",
    r"tabel": "tabel",
    r"figur": "figur",
    r"matr(?:ikel|\.)?": "matrikel",
    r"cvr": "cvr",
}
_NR = r"(?:-?(?:nr\.?|nummer|numre):?\s?)?"
_NUMBER = r"\d+[a-z]?(?:[.-]\d+)*(?![\w/]|[.,-]\d)"
_SECTION = r"\d+(?:\s?[a-hj-z])?(?!\w)"  # "§ 17 a", but "§ 17 i serviceloven"
_EXACT = re.compile(
    rf"""
    (?<![\w/.-])(?:
      (?P<journal>\d\d\.\d\d\.\d\d-[a-zæøå]\d\d(?:-\d+)*)
    | (?P<lettered>[a-zæøå]{{2,5}}-(?:19|20)\d\d-\d{{3,8}})
    | (?P<filed>\d{{2,4}}-(?:19|20)\d\d-\d{{3,8}})
    | (?P<slashed>(?:\d\d/\d{{3,6}}|(?:19|20)\d\d/\d{{4,6}})(?:-\d{{1,4}})?)
    | (?:kle-?\s?{_NR})?(?P<subject>\d\d\.\d\d\.\d\d)
    | (?:§{{1,2}}|paragraf(?:fen|ferne)?)\s?
      (?P<sections>{_SECTION}(?:(?:,\s?{_SECTION})*\s(?:og|eller|samt)\s(?:§\s?)?{_SECTION})?)
      (?:,?\s?(?:stk\.?|stykke)\s?(?P<items>\d+(?:(?:,\s?\d+)*\s(?:og|eller|samt)\s\d+)?))?
    | (?P<kind>{"|".join(_KINDS)})(?:et|en|ene|erne|ne|er)?\s?{_NR}
      (?P<numbers>{_NUMBER}(?:(?:,\s?{_NUMBER})*\s(?:og|eller|samt)\s{_NUMBER})?)(?!\.?\s{MONTH})
    )(?![\w/]|-\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ONE_SECTION = re.compile(r"\d+(?:\s?[a-z](?!\w))?")
_ONE_NUMBER = re.compile(_NUMBER)
_WHOLE = re.compile(
    r"(.+/\d+)-\d+|(\d\d\.\d\d\.\d\d)-.+"
)  # the case of a paper, the subject of a journal number
_ANY_YEAR = 2000  # a leap year: for days without a year


class ExactMention(NamedTuple):
    """Where a number that names something stands (half-open, in the normalised text), and its terms."""

    start: int
    end: int
    terms: tuple[str, ...]


def exact_terms(text: str) -> list[str]:
    """The terms of all numbers and dates that name something, in order, with repeats; [] where none does.

    A part gives its whole as well: a paper its case, "stk." its paragraph, a day its month.

    >>> exact_terms("Lokalplan nr. 123, jf. § 17, stk. 4, den 6. oktober 2025")
    ['lokalplan:123', '§17', '§17stk4', '2025-10-06', '--10-06', '2025-10']
    """
    return [term for mention in find_exact(normalise(text)) for term in mention.terms]


def find_exact(text: str) -> list[ExactMention]:
    """The numbers and dates of ``text`` that name something, in order."""
    found = []
    rest = list(text)
    for match in _EXACT.finditer(text):
        start, end = match.span()
        found.append(ExactMention(start, end, tuple(dict.fromkeys(_number_terms(match)))))
        if match[0] != match["subject"]:  # 01.02.23 may be a date
            rest[start:end] = " " * (end - start)
    for mention in find_dates("".join(rest), _ANY_YEAR):
        terms = _date_terms(mention)
        if terms:
            found.append(ExactMention(mention.start, mention.end, terms))
    return sorted(found)


def _number_terms(match: re.Match[str]) -> Iterator[str]:
    """The terms of one number."""
    if match["sections"]:
        sections = [re.sub(r"\s", "", one) for one in _ONE_SECTION.findall(match["sections"].lower())]
        yield from (f"§{section}" for section in sections)
        yield from (f"§{sections[-1]}stk{item}" for item in re.findall(r"\d+", match["items"] or ""))
    elif match["kind"]:
        kind = next(name for form, name in _KINDS.items() if re.fullmatch(form, match["kind"], re.IGNORECASE))
        yield from (f"{kind}:{number}" for number in _ONE_NUMBER.findall(match["numbers"].lower()))
    else:
        number = (match[match.lastgroup or 0] or "").lower()
        yield number
        whole = _WHOLE.fullmatch(number)
        yield from filter(None, whole.groups() if whole else ())


def _date_terms(mention: DateMention) -> tuple[str, ...]:
    """The terms of one date: a day with and without its year, a month; () for longer and shorter times."""
    day = mention.date
    if mention.precision == "month":
        return (f"{day:%Y-%m}",)
    if mention.precision != "day":
        return ()
    return (f"--{day:%m-%d}",) if mention.inferred else (f"{day:%Y-%m-%d}", f"--{day:%m-%d}", f"{day:%Y-%m}")
