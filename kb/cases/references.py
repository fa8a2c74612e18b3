"""What a paper refers to: case numbers, days, and the committees whose meeting it names or was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.danish.committees import CommitteeMention, find_committees
from kb.danish.mentions import find_dates
from kb.danish.sentences import sentence_spans
from kb.datatypes import Date, Document, Evidence, Section, SectionKind

_REACH = 70
_COMMITTEE_FIRST = re.compile(r"[^.;|\n]{0,55}?(?:\b(?:den|d\.)\s*|[ ,:(]{1,3})")
_DATE_FIRST = re.compile(
    r"[^.;\n]{0,25}?\b(?:i|for|til|af|på|ved)\s+|\s*[|:]\s*(?:[^|\n]{0,30}\b(?:i|for)\s+)?"
)
# "senest den 1. november" is a deadline and no meeting.
_DEADLINE = re.compile(r"\b(?:senest|inden|før|efter|siden|fra|frem til|indtil)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:tilgår|behandles|behandling|forelægges|fremlægges|fremsendes|sendes|dagsorden\w*|kommer|drøftes"
    r"|skal|vil|afgøres|besluttes|vedtages|går)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"[,;/\n→>]|\s[-–]\s|\s+og\s+(?=[A-ZÆØÅ])")
_SHORT = re.compile(r"[A-ZÆØÅ]{2,5}")
_NUMBER = re.compile(r"(?<![\w./-])(?:[A-Z]{2,5}-)?\d[\d./-]*\d(?![\w/-])")
# A subject of the KLE plan alone is no case; facet P35 is the meeting's own, whatever its papers are about.
_NO_CASE = re.compile(r"\d\d\.\d\d\.\d\d(?:-?[A-ZÆØÅ]\d\d)?|.*P35.*", re.IGNORECASE)
_FEWEST_DIGITS = 5
# Numbers that no other municipality gives too begin with the municipality's own or with letters.
_SHORT_NUMBER = re.compile(r"\d{1,4}[/-]\d{1,6}|\d{1,7}")
_MUNICIPALITY = re.compile(r"\b([A-ZÆØÅ][a-zæøå]+(?:-[A-ZÆØÅ][a-zæøå]+)?) (?:Kommune|Byråd)s?\b")
_NO_NAME = frozenset({"Den", "Din", "Vores", "En", "I", "Hver", "Alle", "Hele", "Ny", "Min", "Jeres"})
_LONGEST_ENTRY = 60


@dataclass(frozen=True, slots=True)
class Stop:
    """A committee's meeting that stands at ``start:end``; ``date`` is None where only the committee does.

    ``planned`` says that the paper is to come before it, or was.
    """

    committee: str
    date: Date | None
    inferred: bool
    start: int
    end: int
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a text names at ``start:end``."""

    date: Date
    inferred: bool
    start: int
    end: int


def evidence_of(document: Document, start: int, end: int) -> Evidence:
    """The words at ``start:end`` as evidence, without the blanks around them."""
    piece = document.text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    last = first + len(piece.strip())
    return Evidence(document.id, document.page_at(first).number, first, last, document.text[first:last])


def normal_number(number: str | None) -> str | None:
    """The case number as it is compared, or None for one that names no single case."""
    bare = re.sub(r"\s+", "", number or "").upper().rstrip(".")
    plain = bare.isdigit() and len(bare) < _FEWEST_DIGITS
    return None if not bare or plain or _NO_CASE.fullmatch(bare) or find_dates(bare) else bare


def is_short(number: str) -> bool:
    """Whether another municipality may have given the same number to another case."""
    return _SHORT_NUMBER.fullmatch(number) is not None


def same_form(one: str, other: str) -> bool:
    """Whether two case numbers come from the same kind of system, so that they can be told apart."""
    return re.sub(r"\d+", "0", one) == re.sub(r"\d+", "0", other)


def numbers_in(text: str) -> Iterator[re.Match[str]]:
    """Each run of a text that is written like a case number."""
    return _NUMBER.finditer(text)


def municipality_of(text: str) -> str | None:
    """The municipality that a text names most often, or None."""
    counts: dict[str, int] = {}
    for match in _MUNICIPALITY.finditer(text):
        if match[1] not in _NO_NAME:
            counts[match[1]] = counts.get(match[1], 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else None


def days_of(document: Document, start: int, end: int) -> tuple[Day, ...]:
    """The days that ``text[start:end]`` names, in order; a year that is not written is the paper's own."""
    year = document.date.year if document.date else None
    text = document.text[start:end]
    return tuple(
        Day(each.date, each.inferred, start + each.start, start + each.end - (text[each.end - 1] == "."))
        for each in find_dates(text, year)
        if each.precision == "day"
    )


def stops_of(document: Document, sections: Sequence[Section], days: Sequence[Day]) -> tuple[Stop, ...]:
    """The meetings that the sections name, in order: committee and day in one breath, and rows of a route."""
    found: list[Stop] = []
    for section in sections:
        decided = section.kind is SectionKind.DECISION
        inside = [day for day in days if section.start <= day.start < section.end]
        for day in inside:
            mention = _committee_at(document.text, section, day)
            if mention:
                start, end = min(mention.start, day.start), max(mention.end, day.end)
                ahead = not decided and _is_ahead(document, section, start, end, day)
                found.append(Stop(mention.name, day.date, day.inferred, start, end, ahead))
        if section.kind is SectionKind.ROUTE:
            dated = {stop.committee for stop in found if section.start <= stop.start < section.end}
            found.extend(stop for stop in _route_stops(document, section) if stop.committee not in dated)
    return tuple(sorted(found, key=lambda stop: stop.start))


def _committee_at(text: str, section: Section, day: Day) -> CommitteeMention | None:
    """The committee that the day belongs to: the last one before it, or else the next one after it."""
    low = max(section.start, day.start - _REACH)
    before = find_committees(text[low : day.start])
    if before:
        last = before[-1]
        joined = _COMMITTEE_FIRST.fullmatch(text, low + last.end, day.start)
        if joined and not _DEADLINE.search(joined.group()):
            return CommitteeMention(low + last.start, low + last.end, last.name)
    after = find_committees(text[day.end : min(section.end, day.end + _REACH)])
    if after and _DATE_FIRST.fullmatch(text, day.end, day.end + after[0].start):
        first = after[0]
        return CommitteeMention(day.end + first.start, day.end + first.end, first.name)
    return None


def _is_ahead(document: Document, section: Section, start: int, end: int, day: Day) -> bool:
    """Whether the words announce the meeting: in the route, or in a sentence about what is to come."""
    own = document.date
    if own and not document.date_inferred and day.date < own:
        return False
    if section.kind is SectionKind.ROUTE:
        return True
    low, high = sentence_at(document.text, start, section.start, section.end)
    return bool(_AHEAD.search(document.text[low : max(high, end)]))


def sentence_at(text: str, at: int, low: int, high: int) -> tuple[int, int]:
    """The span of the sentence that holds ``text[at]``, within ``text[low:high]``."""
    first = max(text.rfind("\n", low, at) + 1, low)
    line_end = text.find("\n", at, high)
    last = line_end if line_end >= 0 else high
    return next(((a, b) for a, b in sentence_spans(text, first, last) if a <= at < b), (first, last))


def _route_stops(document: Document, section: Section) -> list[Stop]:
    """The committees that a route lists, undated. Prose under the heading lists none."""
    found: list[Stop] = []
    at = section.body_start
    body = document.text[section.body_start : section.end]
    for entry in _ENTRY.split(body):
        start = document.text.index(entry, at)
        at = start + len(entry)
        words = entry.strip(" .:")
        if not words or len(words) > _LONGEST_ENTRY or find_dates(words):
            continue
        name = _listed(words, body, document)
        if name:
            first = start + entry.index(words)
            found.append(Stop(name, None, False, first, first + len(words), True))
    return found


def _listed(words: str, body: str, document: Document) -> str | None:
    """The committee that one entry of a route is, in full or by its initials."""
    # Some abbreviations are committees only beside others: they are read within the whole list.
    among = {body[each.start : each.end]: each.name for each in find_committees(body)}
    if words in among:
        return among[words]
    if not _SHORT.fullmatch(words):
        return None
    names = {section.committee for section in document.sections if section.committee}
    meant = [name for name in names if initials(name) == words]
    return meant[0] if len(meant) == 1 else None


def initials(committee: str) -> str:
    """The initials that a committee is known by: KTU for "Klima- og Teknikudvalget"."""
    words = [word for word in re.findall(r"[^\W\d_]+", committee) if word != "og"]
    letters = "".join(word[0].upper() for word in words)
    joined = words and re.search(r".udvalget$", words[-1])
    return letters + "U" if joined else letters
