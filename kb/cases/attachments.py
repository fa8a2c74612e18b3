"""Lists of attachments: one record a row, with the ids of the records system and its own access."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.cases.rows import Row
from kb.datatypes import Access, Attachment, BlockKind, Section, SectionKind

# "2 - 4625575 Lukket Udkast til købsaftale (42880/24) (H)", also over several lines.
_SYSTEM = re.compile(
    r"(?P<number>\d{1,3})\s*-\s*(?P<id>\d{6,8})\s+(?:(?P<access>Åben|Lukket|Fortrolig)\s+)?(?P<title>.+)",
    re.DOTALL,
)
_SYSTEM_START = re.compile(r"\d{1,3}\s*-(?:\s*\d{6,8}\b|\s*$)")
# "330-2023-221904 - Skitse": the number of the document stands first (KMD).
_KEYED = re.compile(r"(?P<id>\d{3}-\d{4}-\d{3,7})\s*[-–:]?\s+(?P<title>\S.*)", re.DOTALL)
_TAIL = re.compile(r"(?:\s*\((?P<reference>\d+/\d{2,4})\))?(?:\s*\((?P<mark>[A-ZÆØÅ])\))?\s*$")
_NUMBERED = re.compile(
    r"(?:Bilag\s+(?:nr\.?\s*)?(?P<named>\d+(?:[.,]\d+)*\s?[A-Za-z]?|[A-Z])\s*(?:[:.–-]|\s)\s*"
    r"|(?P<plain>\d{1,2}(?:\.\d{1,2})?)\s*[.):–-]\s+|[-–•*·▪\uf0b7]\s+)(?P<title>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_ACCESS = re.compile(
    r"^(?:(?P<first>(?:Åbent?|Lukket|Fortrolig)(?:\s+bilag)?\s*[:|–-]|Lukket(?:\s+bilag)?)\s+)?(?P<title>.*?)"
    r"(?:\s*(?:[-–|]\s*|\()(?P<last>åben|åbent|lukket|fortrolig)(?:\s+bilag)?\)?)?$",
    re.DOTALL | re.IGNORECASE,
)
_BROKEN_DATE = re.compile(r"(?<=\d[-./]) (?=\d)")
_HEADER = re.compile(
    r"(?:nr\.?|bilag|status|titel|navn|dokument\w*|type|åben/lukket|id|dato|adgang)", re.IGNORECASE
)
_NONE = re.compile(r"(?:der er )?ingen(?: bilag)?|ikke relevant|-", re.IGNORECASE)
_COUNTED = re.compile(r"(?P<number>\d{1,2}) (?:& \d{1,2} )?[A-ZÆØÅ]")
_COUNTED_INSIDE = re.compile(r" (?=(?P<number>\d{1,2}) (?:& \d{1,2} )?[A-ZÆØÅ])")
_SOME = 8
_LONGEST = 400
_PROSE = 160


def attachments_of(rows: Sequence[Row], sections: Sequence[Section]) -> tuple[Attachment, ...]:
    """The attachments that a paper lists, in order; none where a list says that there are none.

    A row that is broken over several lines is one attachment. Page numbers and running text between the
    rows are no attachments, and the list ends where lines without any word begin.
    """
    found: list[Attachment] = []
    at = 0
    for section in sections:
        if section.kind is not SectionKind.ATTACHMENTS:
            continue
        while at < len(rows) and rows[at].end <= section.body_start:
            at += 1
        last = at
        while last < len(rows) and rows[last].start < section.end:
            last += 1
        for group in _groups(_unglued(rows[at:last])):
            made = _attachment(group, section)
            if made:
                found.append(made)
        at = last
    return tuple(found)


def _unglued(rows: Sequence[Row]) -> list[Row]:
    """The rows of a list, each of whose titles begins with a number, apart where two became one line."""
    if 2 * sum(bool(_COUNTED.match(row.text)) for row in rows) < max(_SOME, len(rows)):
        return list(rows)
    apart: list[Row] = []
    for row in rows:
        first = _COUNTED.match(row.text)
        at, number = 0, int(first["number"]) if first else -1
        for match in _COUNTED_INSIDE.finditer(row.text):
            if number <= int(match["number"]) <= number + 1:
                apart.append(
                    replace(
                        row,
                        start=row.start + at,
                        end=row.start + match.start(),
                        text=row.text[at : match.start()],
                    )
                )
                at, number = match.end(), int(match["number"])
        apart.append(replace(row, start=row.start + at, text=row.text[at:]))
    return apart


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of a list, each with the lines that it goes on in."""
    group: list[Row] = []
    for row in rows:
        if not any(letter.isalnum() for letter in row.text):
            break
        if group and _goes_on(group, row):
            group.append(row)
            continue
        if group:
            yield group
        group = [row]
    if group:
        yield group


def _goes_on(group: Sequence[Row], row: Row) -> bool:
    """Whether a line belongs to the attachment before it."""
    if row.kind is BlockKind.TABLE_ROW or _SYSTEM_START.match(row.text):
        return False
    before = "\n".join(each.text for each in group)
    if _SYSTEM_START.match(before):
        return not re.search(r"\([A-ZÆØÅ]\)$", before) and len(before) < _LONGEST
    if row.kind is BlockKind.LIST_ITEM or _NUMBERED.match(row.text) or (group[-1].alone and row.alone):
        return False
    return row.text[:1].islower() or before.endswith((",", "-", " og", " af", " til", " for", " i"))


def _attachment(group: Sequence[Row], section: Section) -> Attachment | None:
    """The attachment that the lines of a row are, or None when they are something else."""
    start, end = group[0].start, group[-1].end
    words = _BROKEN_DATE.sub("", " ".join(row.text for row in group).strip())
    if group[0].kind is BlockKind.TABLE_ROW:
        return _of_table(words, section, start, end)
    keyed = _KEYED.fullmatch(words)
    if keyed:
        return _made(None, keyed["title"], None, keyed["id"], section, start, end)
    system = _SYSTEM.fullmatch(words)
    if system:
        return _made(system["number"], system["title"], system["access"], system["id"], section, start, end)
    if (
        len(words) > _LONGEST
        or sum(letter.isalpha() for letter in words) < 2
        or _NONE.fullmatch(words.strip(" .*"))
    ):
        return None
    prose = words.endswith((".", ":")) and len(words.split()) > 3
    if len(words) > _PROSE and words.endswith("."):
        return None
    numbered = _NUMBERED.fullmatch(words)
    if prose and not numbered:
        return None
    number = (numbered["named"] or numbered["plain"]) if numbered else None
    return _made(number, numbered["title"] if numbered else words, None, None, section, start, end)


def _of_table(words: str, section: Section, start: int, end: int) -> Attachment | None:
    """The attachment of a table row: its number, id and access are cells of their own."""
    cells = [cell.strip() for cell in words.strip("| ").split("|")]
    cells = [cell for cell in cells if cell]
    if not cells or all(_HEADER.fullmatch(cell) or not cell.strip("-: ") for cell in cells):
        return None
    number = next((cell.rstrip(".") for cell in cells[:1] if re.fullmatch(r"\d{1,3}\.?", cell)), None)
    stated = next(
        (cell for cell in cells if re.fullmatch(r"åbent?|lukket|fortrolig", cell, re.IGNORECASE)), None
    )
    ident = next((cell for cell in cells if re.fullmatch(r"\d{6,8}", cell)), None)
    rest = [cell for cell in cells if cell not in {stated, ident} and not re.fullmatch(r"\d{1,3}\.?", cell)]
    if not rest or not any(letter.isalpha() for letter in rest[0]):
        return None
    return _made(number, " ".join(rest), stated, ident, section, start, end)


def _made(
    number: str | None,
    words: str,
    stated: str | None,
    ident: str | None,
    section: Section,
    start: int,
    end: int,
) -> Attachment:
    """The record, with the title rid of what the other fields hold."""
    marked = _ACCESS.match(words.strip())
    title = words.strip()
    if marked and stated is None and marked["title"]:
        stated, title = marked["first"] or marked["last"], marked["title"]
    tail = _TAIL.search(title)
    reference = tail["reference"] if tail else None
    mark = tail["mark"] if tail and reference else None
    bare = title[: tail.start()] if tail and reference else title
    if section.access is Access.CLOSED:
        access = Access.CLOSED
    elif stated is None:
        access = Access.UNKNOWN
    else:
        access = Access.OPEN if stated.lower().startswith("åben") else Access.CLOSED
    number = number.strip() if number else None
    return Attachment(number, bare.strip(" *:"), access, ident, reference, mark, section.item_at, start, end)
