"""What was proposed to the organ that decided: the right recommendation, who made it, and its points."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.datatypes import Document, Section, SectionKind

_PROPOSES = re.compile(
    r"indstille[rs]|anbefale[rs]|foreslå[rs]|^\W*(?:\d+[.)]\s*)?at\b|\b(?:godkende|tage|drøfte"
    r"|vedtage)[rs]\b",
    re.IGNORECASE | re.MULTILINE,
)
_WHO = r"[A-ZÆØÅ](?:[^.:;,\n()]|,(?= (?:og |[A-ZÆØÅ]?[\wæøå]+-))){1,90}?"
_RECOMMENDER = re.compile(
    rf"^[\W\d_]*(?P<who>{_WHO})\s+(?:indstiller|anbefaler|foreslår|indstillede|anbefalede)\b", re.MULTILINE
)
_FROM = re.compile(
    rf"^\W*(?i:indstilling(?:en)?|forslag|beslutningsforslag|anbefaling) (?i:fra) (?P<who>{_WHO})\s*:?\s*$",
    re.MULTILINE,
)
_GENITIVE = re.compile(rf"^\W*(?P<who>{_WHO})s (?:indstilling|anbefaling)\s*:?\s*$", re.MULTILINE)
_NOBODY = re.compile(
    r"(?:Det|Der|Derfor|Herefter|Denne|Som|Sagen|Indstilling\w*|At|Administrativ\w*)\b", re.IGNORECASE
)
_ASKS_FOR_ONE = re.compile(r"\bud(?:arbejdelse|arbejde)\b[^.]{0,30}\bindstilling\b", re.IGNORECASE)
# "indstilling af 16. juni 2025", and a day that something was done on.
_DATED = re.compile(
    r"\bindstilling(?:en)? (?:af|fra|dateret)(?: den| d\.)? (?P<day>\d[^\n]{5,25})", re.IGNORECASE
)
_GONE_BY = re.compile(
    r",?\s+(?:behandlede|besluttede|vedtog|godkendte|tiltrådte|drøftede|udsatte|anmodede|sendte|traf|bad|blev"
    r"|havde)\b"
)
# "At 1) ...", "1. at ...", "a) ...": at the beginning of a line, or after "at" within it.
_NUMBERED = re.compile(
    r"(?:^|\n)[^\S\n]*(?:at\s+)?(?:ad\s+|pkt\.\s*|punkt\s+)?(?P<number>\d{1,2}|[a-h])[.):](?!\d)\s*"
    r"|(?<=\s)at\s+(?P<inner>\d{1,2})[.)]\s+",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:^|\n)[^\S\n]*(?:[-–•*·▪\uf0b7]\s*)?(?=at\s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a proposal, with its number as it stands (or its place in the list)."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was proposed, ``text[start:end]`` of the document, and who proposed it and where that stands."""

    text: str
    start: int
    end: int
    recommender: str | None
    said_at: tuple[int, int] | None
    points: tuple[Point, ...]


def same_item(one: Section, other: Section) -> bool:
    """Whether two sections belong to the same agenda item."""
    if one.item_at is not None or other.item_at is not None:
        return one.item_at == other.item_at
    return one.item == other.item


def proposal_for(document: Document, section: Section) -> Proposal | None:
    """The recommendation that a decision section answers, or None.

    Of several in the item: one that words a proposal and is not the deciding organ's own; of those the one
    addressed to it, else the last one before the decision, else the first. A decision that asks for a
    recommendation to be written was made before there was one, and so was what is older than the day that
    the only recommendation is dated by. Alternative recommendations never count.
    """
    text = document.text
    if _asked_for_later(document, section):
        return None
    bodies = [
        other
        for other in document.sections
        if other.kind is SectionKind.RECOMMENDATION
        and same_item(other, section)
        and text[other.body_start : other.end].strip()
    ]
    wording = [s for s in bodies if _PROPOSES.search(text, s.start, s.end)] or bodies
    proposals = [(s, _proposal(document, s, section)) for s in wording]
    others = [
        (s, p)
        for s, p in proposals
        if section.committee is None or section.committee not in _organs(p.recommender)
    ]
    chosen = others or (proposals if not section.committee else [])
    if not chosen or (len(chosen) == 1 and _written_later(document, section, chosen[0][0])):
        return None
    addressed = [
        p for s, p in chosen if _addresses(text[s.start : s.body_start] + p.text[:200], section.committee)
    ]
    before = [p for s, p in chosen if s.start < section.start]
    return addressed[-1] if len(addressed) == 1 else before[-1] if before else chosen[0][1]


def _asked_for_later(document: Document, section: Section) -> bool:
    """Whether this decision, or one of the item that is no older, asks for a recommendation to be written."""
    for other in document.sections:
        if other.kind is SectionKind.DECISION and (other is section or same_item(other, section)):
            older = other.date and section.date and section.date <= other.date
            if (other is section or older) and _ASKS_FOR_ONE.search(
                document.text, other.body_start, other.end
            ):
                return True
    return False


def _written_later(document: Document, section: Section, body: Section) -> bool:
    """Whether the recommendation tells of a day gone by, or decisions date it by one, after this decision."""
    if section.date is None:
        return False
    text = document.text
    days = [
        each.date
        for each in find_dates(text[body.start : body.end])
        if not each.inferred and _GONE_BY.match(text, body.start + each.end)
    ]
    for other in document.sections:
        if other.kind is SectionKind.DECISION and same_item(other, section):
            for match in _DATED.finditer(text, other.body_start, other.end):
                days += [each.date for each in find_dates(match["day"]) if each.start == 0]
    return any(day > section.date for day in days)


def points_of(text: str) -> tuple[Point, ...]:
    """The points of a proposal in order; one point without a number where it has no list."""
    marks = list(_NUMBERED.finditer(text))
    if marks:
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        return tuple(
            Point((mark["number"] or mark["inner"]).lower(), text[mark.end() : end].strip(" \n,;"))
            for mark, end in zip(marks, ends, strict=True)
        )
    starts = [mark.end() for mark in _LISTED.finditer(text)]
    ends = [*starts[1:], len(text)]
    found = tuple(
        Point(str(n), text[a:b].strip(" \n,;-–•"))
        for n, (a, b) in enumerate(zip(starts, ends, strict=False), start=1)
    )
    return found or (Point("", text.strip()),)


def _proposal(document: Document, section: Section, decision: Section) -> Proposal:
    """The proposal that a recommendation section holds."""
    text = document.text
    body = text[section.body_start : section.end].strip()
    start = text.index(body, section.body_start)
    said = _recommender(text, section) or _in_headings(document, section, decision)
    return Proposal(
        body, start, start + len(body), text[slice(*said)] if said else None, said, points_of(body)
    )


def _recommender(text: str, section: Section) -> tuple[int, int] | None:
    """Where the subject of "indstiller" stands in the section or its heading."""
    for pattern in (_RECOMMENDER, _FROM, _GENITIVE):
        for match in pattern.finditer(text, section.start, section.end):
            if not _NOBODY.match(match["who"]):
                return match.span("who")
    return None


def _in_headings(document: Document, section: Section, decision: Section) -> tuple[int, int] | None:
    """Where a heading of the same item names who recommends ("Indstilling fra ...")."""
    for other in document.sections:
        if other.kind is SectionKind.RECOMMENDATION and other is not section and same_item(other, decision):
            match = _FROM.search(document.text, other.start, other.body_start)
            if match:
                return match.span("who")
    return None


def _organs(who: str | None) -> set[str]:
    """The committees that a recommender is."""
    return {mention.name for mention in find_committees(who or "")}


def _addresses(words: str, committee: str | None) -> bool:
    """Whether the words put the proposal before that committee."""
    lead = re.search(
        r"(?:indstille[rs]|anbefale[rs])(?:,? at)?(?: til| over ?for| via)? ([^\n]{0,80})", words
    )
    return bool(
        committee and lead and any(m.name == committee and m.start < 12 for m in find_committees(lead[1]))
    )
