"""Agenda items in papers of a whole meeting: where each begins, what it is called, whether it is closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.cases.lexicon import heading_of
from kb.cases.numbers import case_number_in
from kb.cases.rows import Row, access_of, is_access, is_meta, is_prose, plain, stated_access
from kb.danish.mentions import MONTH
from kb.datatypes import Access, AgendaItem, BlockKind, SectionKind

_NAMED = re.compile(
    r"(?:(?:punkt|pkt\.?|sag)(?:\s*nr\.?)?|nr\.|dagsordens?punkt)\s*(?P<number>\d{1,3}[a-z]?)\s*[.:)–-]*\s+"
    r"(?P<title>\S.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<number>\d{1,3})[.:)]?\s+(?P<title>[^\W\d].*|\([BODbod]\)\s.*)")
_MARKED = re.compile(
    r"(?P<number>\d{1,3})[.:]?\s+(?P<title>\S.*?\s*\((?:åben|åbent|lukket|B|O|D)\))"
    r"|(?P<number2>\d{1,3})[.:]?\s+(?P<title2>(?:\([BOD]\)|[BOD] [-–])\s*\S.*)"
    r"|\([BOD]\)\s*(?P<number3>\d{1,3})[.:]\s+(?P<title3>\S.*)",
    re.IGNORECASE,
)
_AD = re.compile(r"Ad\.? (?:punkt |pkt\.? )?(?P<number>\d{1,3})[.:)]?\s+(?P<title>\S.*)")
_COUNTED = re.compile(r"(\d{1,3})[.)]\s")
_BARE_NUMBER = re.compile(
    r"(?:(?:punkt|pkt\.?|sag)(?:\s*nr\.?)?\s*)?(?P<number>\d{1,3})\s*[.:]?", re.IGNORECASE
)
_KIND_MARK = re.compile(
    r"\s*(?:\((?:B|O|D|åben|åbent|lukket)(?: punkt| sag)?\)|[-–]\s*(?:lukket|åbent?)(?: punkt| sag)?)\s*$",
    re.IGNORECASE,
)
_FIRST_MARK = re.compile(
    r"^\s*(?:\([BOD]\)|[BOD] [-–]|\(?(?:lukket|åbent?)(?: punkt| sag)?\)?\s*[:–-]+)\s*(?=\S)", re.IGNORECASE
)
_LEADERS = re.compile(r"(?:\.\s?){4,}|…|\t\s*\d+$")
# Headings that part an agenda: what stands under "Lukket dagsorden" is closed, item by item.
_PART = re.compile(
    r"(?:(?P<closed>lukke(?:t|de))|åb(?:en|ent|ne)) (?:dagsorden|punkter|sager|møde|del)\s*:?", re.IGNORECASE
)
# What the decision of an item without headings begins with.
ACT = re.compile(
    r"(?:(?:ikke )?(?:godkendt|tiltrådt|vedtaget|udsat|drøftet|anbefale[st]|bevilget|imødekommet"
    r"|indstilles|forkastet)\b"
    r"|(?:indstillingen|dagsordenen|orienteringen|referatet|sagen|punktet|forslaget)(?: (?:blev|er|bliver))?"
    r" (?:ikke )?(?:godkendt|tiltrådt|fulgt|udsat|drøftet|vedtaget|tages|taget|udgår|udgik|trukket"
    r"|tiltrædes|godkendes)"
    r"|(?:taget )?til (?:efterretning|orientering)\b|(?:frem|tilbage|over|videre)sende[st]\b|henvist til"
    r"|\w*(?:udvalget|byrådet|bestyrelsen|direktionen|magistraten|rådet)"
    r" (?:godkendte|drøftede|tog|besluttede|tiltrådte|vedtog|anbefale[rd]|blev orienteret|indstiller))",
    re.IGNORECASE,
)
# Titles that every meeting has: they open an item also where nothing is told under them.
_ROUTINE = re.compile(
    r"(?:eventuelt|meddelelser|(?:gensidig )?orientering(?:er)?|godkendelse af (?:dagsorden|referat"
    r"|protokol)\w*"
    r"|underskrift\w*|spørgetid|bordet rundt|siden sidst|næste møde|lukke(?:t|de) (?:punkt|sag"
    r"|dagsorden)\w*)\b.{0,40}",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(rf"\d{{1,2}}\.?\s*{MONTH}", re.IGNORECASE)
_META_TAIL = re.compile(
    r"\s*\((?:EMN-\d{4}-\d+|\d{4}-\d{5,})\)$|\s+(?:(?:sags?\s?(?:nr|id)|sagnr|j\.?\s?nr|journalnr)\b\.?|EMN-)\s*:?\s*[\d(].*$",
    re.IGNORECASE,
)
_LONGEST = 250
_LABEL = 80
_BACK = 12
_IN_TITLE = re.compile(r"\bpunkt (?P<number>\d{1,3})\s*[:.]\s*(?P<title>\S.*)$", re.IGNORECASE)
_LOOK_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item: its place among the items, the row it begins in and the last one of its heading."""

    ordinal: int
    row: int
    last: int
    number: str
    title: str
    access: Access
    case_number: str | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row that may open an item. ``sure``: its own words or the layout say so."""

    row: int
    last: int
    number: str
    title: str
    sure: bool


def items_of(rows: Sequence[Row], of_meeting: bool, title_row: int | None = None) -> dict[int, Item]:
    """The items by row number.

    "Punkt 3: ..." and "3. ... (Åben)" begin an item anywhere; a bare number does so only in the paper of
    a meeting, since handbooks number their chapters too, and without the layout of a heading only where
    the lines of an item follow it. A table of contents lists the same lines close together: an entry that
    is followed by another one is no item, and of two with the same number and title the last one is.
    """
    every = {at: found for at in range(len(rows)) if (found := _candidate(rows, at, of_meeting))}
    every.pop(title_row if title_row is not None else -1, None)
    kept = [found for at, found in every.items() if not _listed(rows, every, at) and _follows(rows, found)]
    kept = [
        found
        for found in kept
        if (found.sure and not _marked(rows[found.row])) or not _attached(rows, kept, found)
    ]
    last = {(found.number, found.title): found.row for found in kept}
    kept = [found for found in kept if last[found.number, found.title] == found.row]
    parts = _closed_parts(rows)
    kept = _with_first(rows, kept, title_row)
    return {
        found.row: _item(rows, ordinal, found, any(start < found.row < end for start, end in parts))
        for ordinal, found in enumerate(kept)
    }


def agenda_items(items: Sequence[Item], rows: Sequence[Row], end: int) -> tuple[AgendaItem, ...]:
    """The items as records; each reaches to the next one, the last one to ``end``."""
    starts = [rows[item.row].start for item in items]
    stops = [*starts[1:], end][: len(starts)]
    return tuple(
        AgendaItem(item.ordinal, item.number, item.title, item.access, item.case_number, start, stop)
        for item, start, stop in zip(items, starts, stops, strict=True)
    )


def _candidate(rows: Sequence[Row], at: int, of_meeting: bool) -> _Candidate | None:
    """What a row would open, or None."""
    row = rows[at]
    text = plain(row.text) if row.level else row.text.strip("# *")
    if len(text) > _LONGEST or row.kind is BlockKind.TABLE_ROW or _LEADERS.search(text):
        return None
    if _DAY_FIRST.match(text):
        return None
    bare = _BARE_NUMBER.fullmatch(text)
    if bare:
        return (
            _below(rows, at, bare["number"], row.level > 0 or not text[0].isdigit()) if of_meeting else None
        )
    named = _NAMED.fullmatch(text) or _MARKED.fullmatch(text)
    match = named
    if of_meeting and not named:
        match = _NUMBERED.fullmatch(row.text.strip("# *")) or _AD.fullmatch(text)
    if not match or text.endswith((".", ";", ",")) or heading_of(text):
        return None
    groups = {name[:6].rstrip("23"): value for name, value in match.groupdict().items() if value}
    if ACT.match(groups["title"]):
        # "Punkt 2: Godkendt" is what was decided on a point.
        return None
    return _Candidate(at, at, groups["number"], _title(groups["title"]), bool(named) or row.level > 0)


def _below(rows: Sequence[Row], at: int, number: str, sure: bool) -> _Candidate | None:
    """The item whose number stands on a line of its own above the title."""
    if at + 1 >= len(rows):
        return None
    title = rows[at + 1]
    text = title.text.strip("# *")
    wordless = sum(letter.isalpha() for letter in text) < 3
    if (
        wordless
        or len(text) > _LONGEST
        or text.endswith((".", ";", ","))
        or title.kind is BlockKind.TABLE_ROW
    ):
        return None
    if heading_of(text) or is_meta(text):
        return None
    return _Candidate(at, at + 1, number, _title(text), sure and title.level > 0)


def _marked(row: Row) -> bool:
    """Whether only a mark of access shows an item: rows of attachments bear it too."""
    return not row.level and not _NAMED.fullmatch(row.text) and access_of(row.text) is not Access.UNKNOWN


def _title(text: str) -> str:
    """A title without the marks for kind and access around it."""
    bare = _META_TAIL.sub("", text)
    return _FIRST_MARK.sub("", _FIRST_MARK.sub("", _KIND_MARK.sub("", bare))).strip() or text.strip()


def _listed(rows: Sequence[Row], every: dict[int, _Candidate], at: int) -> bool:
    """Whether a candidate stands in a list or a table of contents."""
    found = every[at]
    before = every.get(at - 1)
    followed = found.last + 1 in every
    led = before is not None and found.number == _next(before.number)
    if rows[at].kind is BlockKind.LIST_ITEM:
        return followed or led or (not found.sure and _counted_on(rows, at))
    if rows[at].level:
        return False
    return followed or (not found.sure and (led or _counted_on(rows, at)))


def _counted_on(rows: Sequence[Row], at: int) -> bool:
    """Whether the row right before or after has the number before or after, whatever it says."""
    here, before, after = (
        _COUNTED.match(rows[near].text) if 0 <= near < len(rows) else None for near in (at, at - 1, at + 1)
    )
    if here is None:
        return False
    number = int(here[1])
    return (before is not None and int(before[1]) == number - 1) or (
        after is not None and int(after[1]) == number + 1
    )


def _next(number: str) -> str:
    """The number that comes after one."""
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    return str(int(digits) + 1)


def _attached(rows: Sequence[Row], kept: Sequence[_Candidate], found: _Candidate) -> bool:
    """Whether a numbered line stands in a list of attachments and does not go on with the items."""
    before = [each.number for each in kept if each.row < found.row]
    if before and found.number == _next(before[-1]):
        return False
    for row in reversed(rows[max(0, found.row - _BACK) : found.row]):
        heading = heading_of(row.text)
        if heading:
            return heading.kind is SectionKind.ATTACHMENTS
    return False


def _with_first(rows: Sequence[Row], kept: list[_Candidate], title_row: int | None) -> list[_Candidate]:
    """The items with the one that the title names ("…, punkt 4: Ny vej") first, where others follow it."""
    if not kept or title_row is None or kept[0].row <= title_row:
        return kept
    named = _IN_TITLE.search(rows[title_row].text)
    if not named:
        return kept
    return [_Candidate(title_row, title_row, named["number"], _title(named["title"]), True), *kept]


def _follows(rows: Sequence[Row], found: _Candidate) -> bool:
    """Whether an item follows a candidate that has only a number: lines about it, or a section."""
    if found.sure:
        return True
    if _ROUTINE.fullmatch(found.title):
        return True
    for row in rows[found.last + 1 : found.last + 4]:
        if is_meta(row.text) or is_access(row.text) or stated_access(row.text) or ACT.match(row.text):
            return True
        heading = heading_of(row.text)
        if heading and not row.text[:1].isdigit():
            return heading.kind not in {SectionKind.ATTACHMENTS, SectionKind.PROGRAM}
        if len(row.text) > _LABEL or is_prose(row):
            return False
    return False


def _closed_parts(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The stretches of rows that a heading such as "Lukket dagsorden" closes."""
    parts = []
    since: int | None = None
    for at, row in enumerate(rows):
        match = _PART.fullmatch(row.text.strip("# *"))
        if not match:
            continue
        if since is not None:
            parts.append((since, at))
        since = at if match["closed"] else None
    return [*parts, (since, len(rows))] if since is not None else parts


def _item(rows: Sequence[Row], ordinal: int, found: _Candidate, in_closed_part: bool) -> Item:
    """The item that a candidate is, with what its first lines state."""
    lines = [rows[at].text for at in range(found.row, found.last + 1)]
    for row in rows[found.last + 1 : found.last + 1 + _LOOK_AHEAD]:
        if not (is_access(row.text) or is_meta(row.text) or stated_access(row.text)):
            break
        lines.append(row.text)
    stated = [access for line in lines if (access := access_of(line)) is not Access.UNKNOWN]
    if Access.CLOSED in stated or in_closed_part:
        access = Access.CLOSED
    else:
        access = stated[0] if stated else Access.UNKNOWN
    numbers = (case_number_in(line) for line in lines)
    number = next((each for each in numbers if each), None)
    return Item(ordinal, found.row, found.last, found.number, found.title, access, number)
