"""Facts that the papers of one case tell differently, each with its source, the weightiest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.cases import themes
from kb.cases.papers import Paper
from kb.cases.references import Day, sentence_at
from kb.datatypes import Claim, Conflict, Date, Section, SectionKind, Status

# Events have a day of their own. Meetings of committees are steps, not events.
_EVENT = re.compile(
    r"\b(?!\w*(?:udvalgs|byråds|bestyrelses)møde)[\w-]*?\w{3,}"
    r"(?:møde|dag|seminar|konference|workshop|festival|messe)(?:t|et|en|n)?s?\b",
    re.IGNORECASE,
)
_NO_EVENT = re.compile(
    r"(?:man|tirs|ons|tors|fre|lør|søn|hver|arbejds|skole|til|mid|hver)dag\w*", re.IGNORECASE
)
_HELD = re.compile(r"\b(?:afholdt|holdt|fandt sted|samlede|mødtes|var samlet)\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:afholdes|holdes|finder sted|planlagt|foregår)\b", re.IGNORECASE)
_ADJACENT = re.compile(r"[\s,(]{1,3}(?:den|d\.)\s+", re.IGNORECASE)
_CLOCK = re.compile(r"\bkl\.\s*\d|\b\d{1,2}[.:]\d\d\b")
_REACH = 60
_HEAD_LINES = 12
_SHORTEST_NAME = 6

_DECISION, _ADOPTED, _TOLD, _AHEAD, _DRAFT = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim and how much it weighs."""

    rank: int
    claim: Claim


def conflicts_of(papers: Sequence[Paper]) -> tuple[Conflict, ...]:
    """The facts that papers of one case give different values for: the day of the event they are about.

    A decision weighs more than an adopted paper, that more than a report of what was held, that more than an
    agenda, and a draft least. Amounts are not compared: papers give several, each for something else.
    """
    event = _event_of(papers)
    if event is None:
        return ()
    told = [
        each for paper in papers if paper.document.duplicate_of is None for each in _days_of(paper, event)
    ]
    told.sort(key=lambda each: (-each.rank, -(each.claim.date.toordinal() if each.claim.date else 0)))
    claims: dict[tuple[str, str], _Told] = {}
    for each in told:
        claims.setdefault((each.claim.value, each.claim.evidence.document), each)
    kept = list(claims.values())
    if len({each.claim.value for each in kept}) < 2:
        return ()
    best = kept[0]
    settled = all(each.rank < best.rank for each in kept if each.claim.value != best.claim.value)
    return (Conflict("event_date", tuple(each.claim for each in kept), settled),)


def _event_of(papers: Sequence[Paper]) -> str | None:
    """The stem of the one event that titles of the case name; None where they name none or several."""
    named = {event for paper in papers for event, _, _ in _mentions(paper.title)}
    return named.pop() if len(named) == 1 else None


def _mentions(text: str) -> Iterator[tuple[str, int, int]]:
    """The events that a text names: the stem, and where the word stands."""
    for match in _EVENT.finditer(text):
        found = None if _NO_EVENT.fullmatch(match.group()) else themes.stem(match.group())
        if found:
            yield found, match.start(), match.end()


def _days_of(paper: Paper, event: str) -> Iterator[_Told]:
    """What a paper says of the day of the event."""
    header = _header_day(paper, event)
    if header:
        yield _Told(_DRAFT if paper.draft else _AHEAD, _claim(paper, header.date, header.start, header.end))
        return
    for day in paper.days:
        start, end = _sentence(paper, day)
        section = next((each for each in paper.sections if each.start <= day.start < each.end), None)
        if section is not None and _is_on(paper, day, start, end, event):
            words = paper.document.text[start:end]
            yield _Told(_rank(paper, section, day, words), _claim(paper, day.date, start, end))


def _header_day(paper: Paper, event: str) -> Day | None:
    """The day at the head of a programme: in a line with a clock time, under a title that names the event."""
    if not any(named == event for named, _, _ in _mentions(paper.title)):
        return None
    head = paper.start + len("\n".join(paper.text.split("\n")[:_HEAD_LINES]))
    text = paper.document.text
    for day in paper.days:
        if day.start < head and not day.inferred:
            low, high = text.rfind("\n", 0, day.start) + 1, text.find("\n", day.end)
            line = text[low : high if high >= 0 else paper.end]
            if _CLOCK.search(line) and len(line) < 2 * _REACH:
                return day
    return None


def _sentence(paper: Paper, day: Day) -> tuple[int, int]:
    """The span of the sentence that names the day."""
    return sentence_at(paper.document.text, day.start, paper.start, paper.end)


def _is_on(paper: Paper, day: Day, start: int, end: int, event: str) -> bool:
    """Whether the sentence says that the event is on the day: "X den 6. maj", "den 6. maj blev X afholdt"."""
    text = paper.document.text
    for named, first, last in _mentions(text[start:end]):
        if named != event and not (len(named) >= _SHORTEST_NAME and event.endswith(named)):
            continue
        before, after = (start + last, day.start), (day.end, start + first)
        if _ADJACENT.fullmatch(text, *before):
            return True
        low, high = before if before[0] <= before[1] else after
        between = text[low:high]
        if len(between) <= _REACH and (_HELD.search(between) or _TO_COME.search(between)):
            return not any(low <= other.start < high for other in paper.days)
    return False


def _rank(paper: Paper, section: Section, day: Day, words: str) -> int:
    """How much a sentence weighs: by the paper, the section, and whether it looks back on the day."""
    if paper.draft:
        return _DRAFT
    if section.kind is SectionKind.DECISION:
        return _DECISION
    if paper.document.status is Status.FINAL:
        return _ADOPTED
    written = paper.date if not paper.document.date_inferred else None
    past = _HELD.search(words) or (written is not None and written > day.date)
    return _TOLD if past else _AHEAD


def _claim(paper: Paper, day: Date, start: int, end: int) -> Claim:
    """The claim that a paper makes with the words at ``start:end``."""
    document = paper.document
    words = paper.quote(start, end)
    return Claim(day.isoformat(), document.status, document.committee, paper.date, words)
