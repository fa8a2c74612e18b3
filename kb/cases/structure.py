"""Sections of a case document. Headings decide, never order, and no text is lost."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.cases.abstracts import end_of_decision
from kb.cases.deciding import Heading, later_headings, split_heading
from kb.cases.items import ACT, Item
from kb.cases.lexicon import heading_of
from kb.cases.rows import Row, is_access, is_bullet, is_help, is_meta, is_prose
from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.datatypes import Access, BlockKind, Date, Section, SectionKind

_K = SectionKind
# Kinds whose text may hold headings of its own at the same level, when the layout shows no levels.
_LISTS = frozenset({_K.ATTACHMENTS, _K.PRESENT, _K.ABSENT})
_MEETING = frozenset({_K.PRESENT, _K.ABSENT})
# What comes after a decision that stands first.
_PROPOSAL = frozenset(
    {
        _K.SUMMARY, _K.BACKGROUND, _K.CASE, _K.RECOMMENDATION, _K.ECONOMY, _K.STAFF, _K.LAW, _K.POLICY_LINKS,
        _K.HEARING, _K.OTHER,
    }
)  # fmt: skip
# Where decisions of other committees are told, one after the other.
_DECIDED_BEFORE = frozenset({_K.ROUTE, _K.DECISION, _K.BACKGROUND})
_SIGNATURES = re.compile(
    r"\W*underskrift(?:er|s(?:blad|ark|side))?\W*|(?:referent|mødeleder|ordstyrer)\s*:.{2,60}", re.IGNORECASE
)
_DRAFT_WORD = re.compile(r"(?:udkast|kladde|foreløbig\w*)\b", re.IGNORECASE)
_DATE_LINE = re.compile(r"(?:Møded|D)ato:\s*(.+)", re.IGNORECASE)
_DEEP_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?\s")
_MINUTES_WORD = re.compile(r"\W*referat\W*", re.IGNORECASE)
_PROPOSES = re.compile(r"indstille[rs]|anbefale[rs]|^\(?at\b|\bat\b.*godkende|^\d+[.)]\s*at\b", re.IGNORECASE)
# What stands between the organs of a route, and organs in letters that no list knows.
_BETWEEN_STOPS = re.compile(
    r"\b(?:(?:Udvalg|Organ|Forum):|og|samt|den|d|(?-i:[A-ZÆØÅ]{2,4}))(?!\w)|\W", re.IGNORECASE
)
_LABEL_LENGTH = 110
_TITLE_SLACK = 25


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section begins. ``heading`` is empty for text without one; ``routed``: a row of the route."""

    kind: SectionKind
    start: int
    heading_end: int
    heading: str
    level: int = 0
    committee: str | None = None
    date: Date | None = None
    item: Item | None = None
    routed: bool = False


@dataclass(frozen=True, slots=True)
class Defaults:
    """What sections take over from the document when their heading says nothing."""

    committee: str | None
    date: Date | None
    access: Access


def openings_of(
    rows: Sequence[Row], title: str | None, title_row: int | None, items: Mapping[int, Item], minutes: bool
) -> list[Opening]:
    """The beginnings of the sections in order; the first is the preamble or what stands in its place.

    Everything up to the row that the title stands in belongs to the preamble. In ``minutes`` an item
    without headings may begin with its decision.
    """
    found: list[Opening] = []
    lead = True
    item: Item | None = None
    past = -1
    for at, row in enumerate(rows):
        current = found[-1] if found else None
        if at <= past:
            continue
        if at in items:
            item, lead = items[at], True
            past = item.last
            found.append(_of_item(rows, item))
            continue
        made: list[Opening] = []
        if title_row is None or at > title_row:
            made, past = _openings_at(rows, at, current, lead, title, item)
        if made:
            decided = minutes and lead and made[0].kind is _K.UNKNOWN and not made[0].heading
            if decided and ACT.match(row.text) and not _decided(rows, at, items):
                made[0] = replace(made[0], kind=_K.DECISION)
            lead = False
            found.extend(made)
        elif current is None:
            found.append(Opening(_K.PREAMBLE, row.start, row.start, ""))
    return _parted(rows, found)


def _openings_at(
    rows: Sequence[Row], at: int, current: Opening | None, lead: bool, title: str | None, item: Item | None
) -> tuple[list[Opening], int]:
    """The sections that one row opens, and the last row that their headings take up."""
    row = rows[at]
    split = split_heading(row.text, rows[at + 1].text) if at + 1 < len(rows) else None
    if split and not (is_bullet(row) and not row.level):
        following = rows[at + 1]
        words = f"{row.text} {following.text[: split.length]}"
        end = following.start + split.length
        return [_opening(row, split.kind, end, words, item, split)], at + 1
    heading = _accepted(rows, at, current, lead)
    if heading:
        first = _known(rows, at, heading, item)
        later = later_headings(row.text, heading.length) if heading.length < len(row.text) else ()
        more = [
            replace(
                _opening(row, each.kind, row.start + start + each.length, "", item, each),
                start=row.start + start,
                heading=row.text[start : start + each.length],
            )
            for start, each in later
        ]
        return [first, *more], at
    if current and current.kind is _K.DECISION and _SIGNATURES.fullmatch(row.text):
        return [_opening(row, _K.UNKNOWN, row.end, row.text, item)], at
    if row.level and not (lead and _belongs_to_title(row, title)):
        if lead or current is None or not _inside(row, current):
            return [_opening(row, _K.UNKNOWN, row.end, row.text, item)], at
    elif lead and not _lead_row(row, title):
        return [_opening(row, _K.UNKNOWN, row.start, "", item)], at
    elif current and current.kind in _MEETING and is_meta(row.text) and not current.item:
        return [_opening(row, _K.PREAMBLE, row.start, "", item)], at
    return [], at


def sections_of(text: str, openings: Sequence[Opening], defaults: Defaults) -> tuple[Section, ...]:
    """The sections that the openings begin; they cover the whole text."""
    if not openings:
        openings = [Opening(_K.UNKNOWN, 0, 0, "")]
    starts = [0, *(opening.start for opening in openings[1:])]
    ends = [*starts[1:], len(text)]
    return tuple(
        _section(text, number, opening, start, end, defaults)
        for number, (opening, start, end) in enumerate(zip(openings, starts, ends, strict=True))
    )


def _section(text: str, number: int, opening: Opening, start: int, end: int, defaults: Defaults) -> Section:
    """One section with its body's true beginning."""
    body = text[opening.heading_end : end]
    body_start = end - len(body.lstrip()) if body.strip() else end
    own = opening.committee is not None
    item = opening.item
    access = item.access if item and item.access is not Access.UNKNOWN else defaults.access
    return Section(
        ordinal=number,
        kind=opening.kind,
        heading=opening.heading,
        start=start,
        body_start=body_start,
        end=end,
        committee=opening.committee if own else defaults.committee,
        date=opening.date or (None if own and opening.committee != defaults.committee else defaults.date),
        access=Access.CLOSED if defaults.access is Access.CLOSED else access,
        item=item.title if item else None,
        item_at=item.ordinal if item else None,
    )


def _of_item(rows: Sequence[Row], item: Item) -> Opening:
    """The opening of an agenda item: its title and the lines about it."""
    row, last = rows[item.row], rows[item.last]
    words = " ".join(rows[at].text.strip("# *") for at in range(item.row, item.last + 1))
    return Opening(_K.PREAMBLE, row.start, last.end, words, max(row.level, last.level), item=item)


def _opening(
    row: Row,
    kind: SectionKind,
    heading_end: int,
    heading: str,
    item: Item | None,
    said: Heading | None = None,
) -> Opening:
    """The opening of a section at a row, with what its heading said."""
    return Opening(
        kind=kind,
        start=row.start,
        heading_end=heading_end,
        heading=heading.strip("# *"),
        level=row.level,
        committee=said.committee if said else None,
        date=said.date if said else None,
        item=item,
        routed=said.routed if said else False,
    )


def _known(rows: Sequence[Row], at: int, heading: Heading, item: Item | None) -> Opening:
    """The opening that a heading of the lexicon makes. A row of a route has its date on the next line."""
    row = rows[at]
    date = heading.date
    end = row.start + heading.length
    if heading.routed:
        for follow in rows[at + 1 : at + 4]:
            dated = _DATE_LINE.fullmatch(follow.text)
            if dated:
                dates = find_dates(dated[1])
                date = dates[0].date if dates else date
            if not is_meta(follow.text) or heading_of(follow.text, listed=True):
                break
            end = follow.end
    opening = _opening(row, heading.kind, end, row.text[: heading.length], item, heading)
    return replace(opening, date=date)


def _accepted(rows: Sequence[Row], at: int, current: Opening | None, lead: bool) -> Heading | None:
    """The known heading that the row is, where it stands; None when the words mean something else there."""
    row = rows[at]
    if row.kind is BlockKind.TABLE_ROW or (
        is_bullet(row) and not row.level and not _DEEP_NUMBER.match(row.text)
    ):
        return None
    listed = current is not None and current.kind in _DECIDED_BEFORE
    heading = heading_of(row.text, listed)
    if heading is None or (at == 0 and row.alone and heading.length < len(row.text)):
        return None
    if lead and _MINUTES_WORD.fullmatch(row.text):
        return None
    if current is None:
        return heading
    if heading.routed and not (current.kind is _K.ROUTE or current.routed):
        return None
    following = rows[at + 1] if at + 1 < len(rows) else None
    if heading.kind is _K.RECOMMENDATION and current.kind is _K.RECOMMENDATION and not row.level:
        return None
    if current.kind is _K.ATTACHMENTS and heading.kind is _K.RECOMMENDATION:
        # The first attachment of a case is often called "Indstilling".
        return heading if following and _PROPOSES.search(following.text) else None
    if current.kind is _K.ATTACHMENTS and heading.kind is _K.ROUTE:
        return heading if following and (is_prose(following) or _is_route(following.text)) else None
    if current.kind is _K.ATTACHMENTS and heading.committee is None and heading.kind not in _LISTS:
        return heading if following and is_prose(following) else None
    return heading


def _is_route(text: str) -> bool:
    """Whether a row says nothing but which organs meet, and when: "TU, ØK, KB"."""
    rest = text
    spans = [(m.start, m.end) for m in find_committees(text)] + [(m.start, m.end) for m in find_dates(text)]
    for start, end in sorted(spans, reverse=True):
        rest = rest[:start] + rest[end:]
    return any(letter.isalpha() for letter in text) and not _BETWEEN_STOPS.sub("", rest)


def _decided(rows: Sequence[Row], at: int, items: Mapping[int, Item]) -> bool:
    """Whether a decision has a heading further down in the same item."""
    for below in range(at, len(rows)):
        if below > at and below in items:
            return False
        heading = heading_of(rows[below].text)
        if heading and heading.kind is _K.DECISION:
            return True
    return False


def _parted(rows: Sequence[Row], openings: Sequence[Opening]) -> list[Opening]:
    """The openings with what is no decision parted from the decisions: help text, words on the proposal."""
    made: list[Opening] = []
    decided: set[int | None] = set()
    proposed: set[int | None] = set()
    starts, ends = [row.start for row in rows], [row.end for row in rows]
    for at, opening in enumerate(openings):
        place = opening.item.ordinal if opening.item else None
        if opening.kind is not _K.DECISION or opening.routed:
            made.append(opening)
            proposed |= {place} if opening.kind in _PROPOSAL else set()
            continue
        after = openings[at + 1] if at + 1 < len(openings) else None
        upto = bisect_left(starts, after.start) if after else len(rows)
        inside = rows[bisect_right(ends, opening.heading_end) : upto]
        first = next((n for n, row in enumerate(inside) if not is_help(row.text)), len(inside))
        if first and inside:
            opening = replace(opening, heading_end=inside[first - 1].end)
        made.append(opening)
        inside = inside[first:]
        if not inside:
            continue
        end = inside[-1].end
        if place not in proposed and place not in decided:
            same = after is not None and (after.item.ordinal if after.item else None) == place
            end = end_of_decision(inside, same and after is not None and after.kind in _PROPOSAL)
        decided.add(place)
        helps = next((row.start for row in inside if is_help(row.text)), end)
        rest = next((row for row in inside if row.end > min(end, helps)), None)
        if rest:
            start = max(rest.start, min(end, helps))
            made.append(replace(_opening(rest, _K.UNKNOWN, start, "", opening.item), start=start))
    return made


def _inside(row: Row, current: Opening) -> bool:
    """Whether an unknown heading belongs to the section it stands in."""
    if current.kind in {_K.PREAMBLE, _K.UNKNOWN}:
        return False
    if current.kind in _LISTS:
        return current.level == 0 or row.level >= current.level
    return current.level == 0 or row.level > current.level


def _belongs_to_title(row: Row, title: str | None) -> bool:
    """Whether a heading of the lead repeats the title or says that the document is a draft."""
    text = row.text.strip("# *")
    if title and (text in title or (title in text and len(text) <= len(title) + _TITLE_SLACK)):
        return True
    return (len(text) <= _LABEL_LENGTH and bool(_DRAFT_WORD.match(text))) or is_access(text)


def _lead_row(row: Row, title: str | None) -> bool:
    """Whether a row before the first heading is title, label or date, and not yet the text itself."""
    text = row.text
    if _belongs_to_title(row, title) or is_meta(text) or is_access(text):
        return True
    if is_bullet(row) or is_prose(row) or len(text) > _LABEL_LENGTH:
        return False
    return bool(find_dates(text) or find_committees(text))
