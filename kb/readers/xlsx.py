"""A workbook -> its sheets row by row: a sheet is a page, a row one line with its cells told apart.

What is quoted are the values as Excel shows them. Formulas are not computed: their value is the one that was
saved with them. Macros and links to other files are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers.archive import Archive, usable_title
from kb.readers.build import assemble
from kb.readers.cleanup import clean_text
from kb.readers.draft import Draft, heading, table_row
from kb.readers.office_parts import local, related, title_of
from kb.readers.xlsx_values import Formats, formats_of, shown_error

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WORKBOOK = "xl/workbook.xml"
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")
_MOST_COLUMNS = 200
"""Of a row: sheets that are broader hold no text that people read."""
_MOST_CELLS = 2_000_000


def read_xlsx(data: bytes) -> Extraction:
    """The extraction of a workbook. Raises ReadError."""
    archive = Archive(data)
    workbook = archive.xml(_WORKBOOK)
    if workbook is None:
        raise ReadError("corrupt_document")
    targets = related(archive, _WORKBOOK)
    shared = _shared(archive)
    formats = formats_of(archive.xml("xl/styles.xml"), workbook)
    drafts: list[Draft] = []
    hidden: dict[int, int] = {}
    sheets = [each for each in workbook.iter() if local(each) == "sheet"]
    left, unsaved = _MOST_CELLS, False
    for page, sheet in enumerate(sheets, 1):
        name = clean_text(sheet.get("name") or "")
        root = archive.xml(targets.get(_relation(sheet), ""))
        if root is None:
            continue  # a sheet that is a chart has no cells
        unseen = sheet.get("state") in ("hidden", "veryHidden")
        unsaved = unsaved or any(map(_is_unsaved, root.iter("{*}c")))
        rows, veiled, left = _rows(root, shared, formats, left)
        hidden[page] = sum(map(_letters, [*rows, *veiled] if unseen else veiled))
        if rows and not unseen:
            drafts.append(heading(name, 1, page))
            drafts.extend(table_row(row, page) for row in rows)
    title = usable_title(title_of(archive))
    warnings = ("formulas_without_values",) if unsaved else ()
    return assemble(
        drafts, "xlsx", title=title, pages=len(sheets), inferred=False, warnings=warnings, hidden=hidden
    )


def _rows(
    sheet: Element, shared: Sequence[str], formats: Formats, left: int
) -> tuple[list[list[str]], list[list[str]], int]:
    """The rows with text, those that are hidden, and how many cells may still come."""
    columns = _hidden_columns(sheet)
    seen: list[list[str]] = []
    veiled: list[list[str]] = []
    for row in (each for each in sheet.iter() if local(each) == "row"):
        values: dict[int, str] = {}
        unseen: dict[int, str] = {}
        for at, cell in enumerate(each for each in row if local(each) == "c"):
            left -= 1
            if left < 0:
                raise ReadError("text_too_long", limit=_MOST_CELLS // 1_000_000)
            column = _column(cell.get("r"), at)
            if column < _MOST_COLUMNS and (value := _value(cell, shared, formats)):
                (unseen if column in columns or _is_on(row.get("hidden")) else values)[column] = value
        if values:
            seen.append([values.get(column, "") for column in range(max(values) + 1)])
        if unseen:
            veiled.append(list(unseen.values()))
    return seen, veiled, left


def _value(cell: Element, shared: Sequence[str], formats: Formats) -> str:
    """The text that the cell shows, in one line."""
    kind = cell.get("t", "n")
    parts = {local(each): each for each in cell}
    if kind == "inlineStr":
        return _one_line(_words(parts["is"])) if "is" in parts else ""
    raw = (parts["v"].text or "").strip() if "v" in parts else ""
    if not raw:
        return ""
    if kind == "s":
        return shared[int(raw)] if raw.isdecimal() and int(raw) < len(shared) else ""
    if kind == "b":
        return "SAND" if raw == "1" else "FALSK"
    if kind == "e":
        return shown_error(raw)
    return _one_line(raw if kind == "str" else formats.shown(raw, cell.get("s")))


def _shared(archive: Archive) -> list[str]:
    """The texts that cells point to."""
    root = archive.xml("xl/sharedStrings.xml")
    if root is None:
        return []
    return [_one_line(_words(each)) for each in root if local(each) == "si"]


def _words(item: Element) -> str:
    """The text of a cell without how its letters are to be spoken."""
    spoken = {id(text) for each in item if local(each) == "rPh" for text in each.iter()}
    return "".join(each.text or "" for each in item.iter() if local(each) == "t" and id(each) not in spoken)


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _hidden_columns(sheet: Element) -> frozenset[int]:
    """The columns that are not shown, counted from 0."""
    found: set[int] = set()
    for each in (each for each in sheet.iter() if local(each) == "col" and _is_on(each.get("hidden"))):
        low, high = each.get("min", ""), each.get("max", "")
        if low.isdecimal() and high.isdecimal():
            found.update(range(int(low) - 1, min(int(high), _MOST_COLUMNS)))
    return frozenset(found)


def _column(reference: str | None, at: int) -> int:
    """The column of a cell from 0, by its reference ("B7") or else by its place in the row."""
    match = _CELL.fullmatch(reference or "")
    if match is None:
        return at
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _relation(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")


def _is_on(mark: str | None) -> bool:
    return mark in ("1", "true")


def _letters(row: Sequence[str]) -> int:
    return sum(len("".join(cell.split())) for cell in row)


def _is_unsaved(cell: Element) -> bool:
    """Whether the cell is a formula whose value was not saved with it."""
    return cell.find("{*}f") is not None and cell.find("{*}v") is None
