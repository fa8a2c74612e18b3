"""Sections of a case document. Headings decide, never order, and no text is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.cases.items import Item
from kb.cases.lexicon import Heading, heading_of
from kb.cases.rows import Row, is_access, is_bullet, is_meta, is_prose
from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.datatypes import Access, BlockKind, Date, Section, SectionKind

_K = SectionKind
# Kinds whose text may hold headings of its own at the same level, when the layout shows no levels.
_LISTS = frozenset({_K.ATTACHMENTS, _K.PRESENT, _K.ABSENT})
_DRAFT_WORD = re.compile(r"(?:udkast|kladde|foreløbig\w*)\b", re.IGNORECASE)
_DATE_LINE = re.compile(r"Dato:\s*(.+)", re.IGNORECASE)
_DEEP_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?\s")
_PROPOSES = re.compile(r"indstille[rs]|anbefale[rs]|^\(?at\b|\bat\b.*godkende|^\d+[.)]\s*at\b", re.IGNORECASE)
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
    item: str | None = None
    access: Access = Access.UNKNOWN
    routed: bool = False


@dataclass(frozen=True, slots=True)
class Defaults:
    """What sections take over from the document when their heading says nothing."""

    committee: str | None
    date: Date | None
    access: Access


def openings_of(
    rows: Sequence[Row], title: str | None, title_row: int | None, items: Mapping[int, Item]
) -> list[Opening]:
    """The beginnings of the sections in order; the first is the preamble or what stands in its place.

    Everything up to the row that the title stands in belongs to the preamble.
    """
    found: list[Opening] = []
    lead = True
    item: Item | None = None
    for at, row in enumerate(rows):
        current = found[-1] if found else None
        if at in items:
            item, lead = items[at], True
            found.append(_of_item(row, item))
            continue
        heading = _accepted(rows, at, current)
        opening: Opening | None = None
        if title_row is not None and at <= title_row:
            pass
        elif heading:
            opening = _known(rows, at, heading, item)
        elif row.level and not (lead and _belongs_to_title(row, title)):
            if lead or current is None or not _inside(row, current):
                opening = _unknown(row, item, row.end, row.text)
        elif lead and not _lead_row(row, title):
            opening = _unknown(row, item, row.start, "")
        if opening:
            lead = False
            found.append(opening)
        elif current is None:
            found.append(Opening(_K.PREAMBLE, row.start, row.start, ""))
    return found


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
    access = opening.access if opening.access is not Access.UNKNOWN else defaults.access
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
        item=opening.item,
    )


def _of_item(row: Row, item: Item) -> Opening:
    """The opening of an agenda item: its title and the lines about it."""
    return Opening(
        _K.PREAMBLE, row.start, row.end, row.text.strip("# *"), row.level, item=item.title, access=item.access
    )


def _known(rows: Sequence[Row], at: int, heading: Heading, item: Item | None) -> Opening:
    """The opening that a heading of the lexicon makes. A row of a route has its date on the next line."""
    row = rows[at]
    date = heading.date
    end = row.start + heading.length
    if heading.routed:
        for follow in rows[at + 1 : at + 3]:
            dated = _DATE_LINE.fullmatch(follow.text)
            if dated:
                dates = find_dates(dated[1])
                date = dates[0].date if dates else date
            if not is_meta(follow.text):
                break
            end = follow.end
    return Opening(
        kind=heading.kind,
        start=row.start,
        heading_end=end,
        heading=row.text[: heading.length].strip("# *"),
        level=row.level,
        committee=heading.committee,
        date=date,
        item=item.title if item else None,
        access=item.access if item else Access.UNKNOWN,
        routed=heading.routed,
    )


def _unknown(row: Row, item: Item | None, heading_end: int, heading: str) -> Opening:
    """The opening of a section that the lexicon does not know."""
    return Opening(
        kind=_K.UNKNOWN,
        start=row.start,
        heading_end=heading_end,
        heading=heading.strip("# *"),
        level=row.level,
        item=item.title if item else None,
        access=item.access if item else Access.UNKNOWN,
    )


def _accepted(rows: Sequence[Row], at: int, current: Opening | None) -> Heading | None:
    """The known heading that the row is, where it stands; None when the words mean something else there."""
    row = rows[at]
    if row.kind is BlockKind.TABLE_ROW or (
        is_bullet(row) and not row.level and not _DEEP_NUMBER.match(row.text)
    ):
        return None
    heading = heading_of(row.text)
    if heading is None or (at == 0 and row.alone and heading.length < len(row.text)):
        return None
    if current is None:
        return heading
    following = rows[at + 1] if at + 1 < len(rows) else None
    if heading.kind is _K.RECOMMENDATION and current.kind is _K.RECOMMENDATION and not row.level:
        return None
    if current.kind is _K.ATTACHMENTS and heading.kind is _K.RECOMMENDATION:
        # The first attachment of a case is often called "Indstilling".
        return heading if following and _PROPOSES.search(following.text) else None
    if current.kind is _K.ATTACHMENTS and heading.committee is None and heading.kind not in _LISTS:
        return heading if following and is_prose(following) else None
    return heading


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
