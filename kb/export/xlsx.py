"""A table as an Excel workbook: dates are dates, text is never a formula, rows lead to their source."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.export.docx import clean
from kb.strings_da import terminal
from kb.strings_da.asking import Asking
from kb.tables import Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 32_767
"""How many characters one cell of Excel holds."""

LONGEST_ADDRESS = 2_079
MOST_LINKS = 65_530
"""How many links one sheet may hold; rows after these have the address as text."""

NARROWEST, WIDEST = 8, 48
"""Widths of columns, in characters."""

LONG_TEXT = frozenset(
    {"quote", "recommendation", "outcome", "statements", "points", "title", "meaning", "detail"}
)
"""Columns that are as wide as a column gets."""


def workbook(name: str, table: Table, links: Sequence[str] = ()) -> bytes:
    """The table as the bytes of an .xlsx with one sheet, called ``name``.

    The first row stands still and filters. ``links`` are the addresses of the rows' sources, one a row, in a
    column of their own after the others; none leaves that column out.
    """
    from xlsxwriter import Workbook

    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(held, options) as book:
        sheet = book.add_worksheet(name[:31])
        formats = _Formats(
            book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True}),
            book.add_format({"num_format": "dd-mm-yyyy", "align": "left", "valign": "top"}),
            book.add_format({"valign": "top", "text_wrap": True}),
            book.add_format({"valign": "top", "font_color": "#0b4f6c", "underline": 1}),
        )
        heads = [da.COLUMN[column] for column in table.columns] + ([Asking.SHEET_SOURCE] if links else [])
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, formats.head)
        for at, row in enumerate(table.rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, at, column, value, formats)
            if links:
                _link(sheet, at, len(row), links[at - 1], formats)
        for place, name_of in enumerate(table.columns):
            sheet.set_column(place, place, _width(name_of, table, place))
        if links:
            sheet.set_column(len(table.columns), len(table.columns), 24)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(heads) - 1)
    return held.getvalue()


class _Formats:
    """How the kinds of cells look."""

    def __init__(self, head: Format, date: Format, text: Format, link: Format) -> None:
        self.head, self.date, self.text, self.link = head, date, text, link


def _write(sheet: Worksheet, row: int, column: int, value: object, formats: _Formats) -> None:
    """Writes one cell as what it is."""
    if value is None:
        return
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), formats.date)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, formats.text)
    else:
        sheet.write_string(row, column, _text(value), formats.text)


def _link(sheet: Worksheet, row: int, column: int, address: str, formats: _Formats) -> None:
    """Writes the way to a row's source; as text where Excel could not hold it as a link."""
    if row > MOST_LINKS or len(address) > LONGEST_ADDRESS:
        sheet.write_string(row, column, clean(address)[:LONGEST_CELL], formats.text)
    else:
        sheet.write_url(row, column, address, formats.link, Asking.SHEET_SOURCE)


def _text(value: object) -> str:
    """The value in words, cut to what a cell holds."""
    if isinstance(value, bool):
        return terminal.YES if value else terminal.NO
    text = clean("; ".join(map(str, value)) if isinstance(value, tuple) else str(value))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _width(column: str, table: Table, at: int) -> int:
    """How wide a column is: as its longest value among the first rows, within limits."""
    if column in LONG_TEXT:
        return WIDEST
    longest = max((len(_text(row[at])) for row in table.rows[:200] if row[at] is not None), default=0)
    return min(WIDEST, max(NARROWEST, len(da.COLUMN[column]) + 4, longest + 2))
