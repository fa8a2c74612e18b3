"""Headings that say who decided, and mostly when: "Beslutning i Økonomiudvalget den 06-12-2022"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.danish.mentions import MONTH
from kb.datatypes import Date, SectionKind

_DAY = (
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?(?:\d{4}|\d\d)(?!\d)|\d{1,2} \d{1,2} \d{4}"
    rf"|\d{{1,2}}[.-]?\s?(?i:{MONTH})[,-]?\s?\d{{4}})"
)
_ON = r"(?:(?i:[a-zæøå]+dag)\s+)?(?:(?i:den|d\.)\s*)?"
_WHEN = rf"{_ON}(?P<date>{_DAY})(?:,?\s+kl\.?\s*\d{{1,2}}(?:[.:]\d\d)?)?"
_POINT = r"(?:[,;]?\s*\(?(?i:pkt\.?|punkt(?:\s?nr\.?)?|sag(?:\s?nr\.?)?|nr\.?)\s*\d+\)?)?"
_DECIDED = r"(?i:beslutning(?:er)?)"
_IN = r"(?i:i|fra|af|på|for)"
_MEETING = r"(?:(?i:møde(?:t)?)\s+(?:(?i:i|af)\s+)?)?"
_ORGAN = r"(?P<organ>[A-ZÆØÅ][^:;|]{1,80}?)"
_SPAN = r"[\s,–-]+"
# With a day the organ may be any; the colon may be followed by the decision itself.
_DECISION_OF = re.compile(
    rf"{_DECIDED}(?:\s*[,:–-])?\s+(?:{_IN}\s+)?{_MEETING}{_ORGAN}{_SPAN}{_WHEN}{_POINT}(?:\s*:(?!\d)|\s*$)"
)
_DECISION_DATED = re.compile(rf"(?i:beslutning(?:er)?)(?:\s*[,:–-])?\s+{_WHEN}{_POINT}(?:\s*:(?!\d)|\s*$)")
_DECISION_BARE = re.compile(rf"(?i:beslutning(?:er)?)\s+(?:{_IN})\s+{_MEETING}{_ORGAN}\s*(?::|$)")
_ORGANS_DECISION = re.compile(
    rf"{_ORGAN}s (?i:beslutning(?:er)?)(?:\s+(?i:(?:i|på"
    rf"|fra) (?:sit )?mødet?))?(?:{_SPAN}{_WHEN})?{_POINT}\s*(?::(?!\d)|$)"
)
_ORGAN_POINT = re.compile(
    rf"{_ORGAN}{_SPAN}{_WHEN},?\s*\(?(?i:pkt\.?|punkt|sag)\s*(?:nr\.?\s*)?\d+\)?\s*(?::|$)"
)
_ORGAN_DATED = re.compile(rf"{_ORGAN}(?:s møde)?{_SPAN}{_WHEN}{_POINT}\s*:(?!\d)")
_ORGAN_LINE = re.compile(rf"{_ORGAN}(?:s møde)?{_SPAN}{_WHEN}{_POINT}\s*$")
_DATE_FIRST = re.compile(
    rf"(?P<date>{_DAY})[\s,:–-]+(?P<organ>[A-ZÆØÅ][\w ,æøåÆØÅ-]{{2,60}}?)(?:(?P<colon>:)(?=\s)|(?=\s*$))"
)
_ROUTE_ORGAN = re.compile(r"(?:Udvalg|Organ|Forum):\s*(?P<organ>\S.{1,60})")
# A sentence that happens to begin like a heading has a verb; the name of an organ has none.
_NO_ORGAN = re.compile(
    r"\b(?:blev|bliver|er|var|har|havde|skal|kan|om|at|ikke|truffet|træffes|vedrørende|vedr|der|som|den|det)\b"
)
# What an organ that no list knows is called.
_ORGAN_WORD = re.compile(
    r"(?:udvalg|råd|nævn|bestyrelse|direktion|styregruppe|forum|kommission|magistrat|koncernledelse"
    r"|chefgruppe|MED)(?:et|en|n)?$|^(?-i:[A-ZÆØÅ]{2,5})$|\w møde(?:t)?$|\wsmøde(?:t)?$",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-ZÆØÅ][\w-]*(?: (?:&|og|for|[A-ZÆØÅ][\w-]*))+")
_MOET = re.compile(r"s?\s+møde(?:t)?$")
_UNFINISHED = re.compile(
    r"(?i:beslutning(?:er)?)\b.{0,90}(?:[-./]|\b(?:den|d\.|i|fra|af|og|\d{1,2}\.|[a-zæøå]{3,9}))$"
)
_MAY_HEAD = re.compile(r"\d|beslutning|udvalg:|organ:|forum:", re.IGNORECASE)
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line opens. ``length`` is how much of the line is heading: the rest is the section's text."""

    kind: SectionKind
    length: int
    committee: str | None = None
    date: Date | None = None
    routed: bool = False


def decision_heading(line: str, listed: bool = False) -> Heading | None:
    """The decision heading that ``line`` is or begins with, or None.

    ``listed`` says that the line stands among rows of a route or of decisions: there a committee and a
    day alone head what follows. Running text never does.
    """
    if not _MAY_HEAD.search(line[:_LONGEST]):
        return None
    start = len(line) - len(line.lstrip("#*_ \t"))
    text = line[start:].rstrip("*_ ")
    for pattern in (_DECISION_OF, _ORGAN_POINT):
        match = pattern.match(text)
        if match and _is_organ(match["organ"]):
            return _decision(match, line, start, text)
    match = _DECISION_BARE.match(text) or _ORGANS_DECISION.match(text)
    if match and _is_organ(match["organ"]) and _is_named(match["organ"]):
        return _decision(match, line, start, text)
    match = _DECISION_DATED.match(text)
    if match:
        return _decision(match, line, start, text)
    among = _ORGAN_DATED.match(text) if listed else None
    if among and _is_organ(among["organ"]) and _CAPITALS.fullmatch(among["organ"]):
        return _decision(among, line, start, text)
    match = _ORGAN_DATED.match(text) or (_ORGAN_LINE.match(text) if listed else None)
    if match and _is_organ(match["organ"]) and _is_named(match["organ"]):
        return _decision(match, line, start, text)
    match = _DATE_FIRST.match(text)
    if match and _is_named(match["organ"]) and (match["colon"] or len(text) <= _LONGEST):
        return _decision(match, line, start, text)
    match = _ROUTE_ORGAN.fullmatch(text) if listed else None
    if match:
        return Heading(SectionKind.DECISION, len(line), organ_name(match["organ"]), routed=True)
    return None


def later_headings(line: str, start: int) -> Iterator[tuple[int, Heading]]:
    """The decisions that follow another one on its line: "…: Anbefales. Økonomiudvalget, 3. maj 2016: …"."""
    for end in re.finditer(r"[.!]\s+(?=[A-ZÆØÅ])", line[start:]):
        rest = line[start + end.end() :]
        match = _ORGAN_DATED.match(rest[:_LONGEST])
        if match and _is_organ(match["organ"]) and _is_named(match["organ"]):
            yield start + end.end(), _decision(match, rest, 0, rest)


def split_heading(line: str, following: str) -> Heading | None:
    """The dated decision heading that is broken over two lines, or None; ``length`` counts in the second."""
    if len(line) > _LONGEST or len(following) > _LONGEST or not _UNFINISHED.fullmatch(line):
        return None
    glue = "" if re.search(r"\d[-./]$", line) else " "
    whole = decision_heading(line + glue + following)
    if whole is None or whole.date is None or whole.length <= len(line) + len(glue):
        return None
    return Heading(whole.kind, whole.length - len(line) - len(glue), whole.committee, whole.date)


def organ_name(organ: str) -> str:
    """The committee that is meant, under the name it is filed under, or the organ as it is written."""
    bare = _MOET.sub("", organ.strip(" ,–-"))
    found = find_committees(bare)
    return found[0].name if found else bare


def _is_organ(organ: str) -> bool:
    """Whether the words may be the name of an organ: short, and without a verb."""
    return len(organ.split()) <= 9 and not _NO_ORGAN.search(organ)


def _is_named(organ: str) -> bool:
    """Whether the words are a committee, or end like the name of an organ."""
    bare = organ.strip(" ,–-")
    found = find_committees(bare)
    if found and found[0].end - found[0].start >= len(_MOET.sub("", bare)) - 14:
        return found[-1].end >= len(_MOET.sub("", bare)) - 1
    return bool(_ORGAN_WORD.search(bare)) and len(bare) <= 60 and "." not in bare


def _decision(match: re.Match[str], line: str, start: int, text: str) -> Heading:
    """The heading that ``match`` found, as long as the line where nothing follows it."""
    groups = match.groupdict()
    organ, day = groups.get("organ"), groups.get("date")
    end = match.end()
    length = len(line) if end - match.start() >= len(text.rstrip()) else start + end
    return Heading(
        SectionKind.DECISION, length, organ_name(organ) if organ else None, _day(day) if day else None
    )


def _day(text: str) -> Date | None:
    """The day that a heading names, also with blanks between its numbers."""
    joined = re.sub(r"\s*[-./]\s*|\s+(?=\d)", "-", text.strip())
    found = [each for form in (text, joined) for each in find_dates(form) if each.precision == "day"]
    return found[0].date if found else None
