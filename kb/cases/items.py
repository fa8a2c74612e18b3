"""Agenda items in papers of a whole meeting: where each begins, what it is called, whether it is closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.cases.rows import Row, access_of, is_access, is_meta, plain
from kb.datatypes import Access, BlockKind

_NAMED = re.compile(
    r"(?:punkt|pkt\.?|sag(?:\s*nr\.?)?|dagsordenspunkt)\s*(\d{1,3})\s*[.:–-]\s*(?P<title>\S.*)", re.IGNORECASE
)
_NUMBERED = re.compile(r"\d{1,3}[.:]?\s+(?P<title>[^\W\d].*)")
_MARKED = re.compile(r"\d{1,3}[.:]?\s+(?P<title>\S.*?)\s*\((?:åben|åbent|lukket|B|O|D)\)", re.IGNORECASE)
_KIND_MARK = re.compile(
    r"\s*(?:\((?:B|O|D|åben|åbent|lukket)\)|[-–]\s*lukket(?: punkt| sag)?)\s*$", re.IGNORECASE
)
_LONGEST = 250


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item: the row it begins in, its title and its access."""

    row: int
    title: str
    access: Access


def items_of(rows: Sequence[Row], of_meeting: bool) -> dict[int, Item]:
    """The items by row number.

    "Punkt 3: ..." and "3. ... (Åben)" begin an item anywhere; a bare numbered heading does so only in
    the paper of a meeting, since handbooks number their chapters too. A table of contents lists the
    same lines close together: an entry that is followed by another one is no item.
    """
    titles = {at: title for at, row in enumerate(rows) if (title := _item_title(row, of_meeting))}
    found = {}
    for at, title in titles.items():
        followed = at + 1 in titles
        listed = rows[at].kind is BlockKind.LIST_ITEM and (at - 1 in titles or followed)
        if not listed and not (followed and rows[at].level == 0):
            found[at] = Item(at, title, _access(rows, at))
    return found


def _item_title(row: Row, of_meeting: bool) -> str | None:
    """The title of the item that a row opens, or None."""
    text = plain(row.text) if row.level else row.text.strip("# *")
    if len(text) > _LONGEST or row.kind is BlockKind.TABLE_ROW:
        return None
    match = _NAMED.fullmatch(text) or _MARKED.fullmatch(text)
    if not match and of_meeting and row.level:
        match = _NUMBERED.fullmatch(row.text.strip("# *"))
    if not match or text.endswith((".", ";")):
        return None
    return _KIND_MARK.sub("", match["title"]).strip()


def _access(rows: Sequence[Row], at: int) -> Access:
    """The access that an item states in its title or in the lines right below it."""
    own = access_of(rows[at].text)
    if own is not Access.UNKNOWN:
        return own
    for row in rows[at + 1 : at + 6]:
        if is_access(row.text):
            return access_of(row.text)
        if not is_meta(row.text):
            break
    return Access.UNKNOWN
