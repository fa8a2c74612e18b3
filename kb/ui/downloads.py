"""Taking things away as files: lists for Excel and for programs, answers and histories as documents."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence

import streamlit as st

from kb.datatypes import Filter
from kb.export.report import Report, markdown
from kb.jsonable import Json
from kb.register import Register
from kb.strings_da.asking import Asking
from kb.strings_da.following import Meetings
from kb.strings_da.ui import Ui
from kb.tables import Table, csv_text
from kb.ui import address, recording, visitor

CSV = "text/csv"
JSON = "application/json"
CALENDAR = "text/calendar"
MARKDOWN = "text/markdown"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Made = Callable[[], bytes]


def offer(
    name: str,
    table: Callable[[], Table],
    rows: Callable[[], Json] | None = None,
    links: Callable[[], Sequence[str]] = tuple,
) -> None:
    """Buttons that save the table; it is made only when one is pressed.

    ``rows`` gives the same with the keys of the API, None where programs have no use for it. ``links`` gives
    the address of each row's source for the workbook, or none at all.
    """

    def workbook() -> bytes:
        from kb.export import xlsx

        return xlsx.workbook(name, table(), links())

    with st.container(horizontal=True, key=f"kb-download-{name}"):
        _button(Asking.SAVE_EXCEL, f"{name}.xlsx", XLSX, workbook)
        _button(Ui.DOWNLOAD_CSV, f"{name}.csv", CSV, lambda: csv_text(table(), bom=False).encode("utf-8"))
        if rows is not None:
            _button(Meetings.DOWNLOAD_JSON, f"{name}.json", JSON, lambda: _json(rows()))


def offer_meetings(register: Register, where: Filter, name: str, file: str) -> None:
    """A button that saves the planned meetings as a calendar; nothing where none is planned."""
    from kb.export import ical

    found = ical.meetings_of(register, where)
    if not found:
        return
    stamp, site = dt.datetime.fromisoformat(register.manifest.created), address.site()
    with st.container(horizontal=True, key=f"kb-download-{file}"):
        _button(Meetings.DOWNLOAD, f"{file}.ics", CALENDAR, lambda: ical.calendar(found, name, site, stamp))


def offer_json(file: str, record: Callable[[], Json]) -> None:
    """A button that saves one record with the keys of the API."""
    with st.container(horizontal=True, key=f"kb-download-{file}-json"):
        _button(Meetings.DOWNLOAD_JSON, f"{file}.json", JSON, lambda: _json(record()))


def offer_report(name: str, report: Callable[[], Report]) -> None:
    """Two buttons that save the report; it is made only when one is pressed."""

    def word() -> bytes:
        from kb.export import docx

        return docx.docx(report())

    with st.container(horizontal=True, key=f"kb-download-{name}"):
        _button(Asking.SAVE_DOCX, f"{name}.docx", DOCX, word)
        _button(Asking.SAVE_MARKDOWN, f"{name}.md", MARKDOWN, lambda: markdown(report()).encode("utf-8"))


def _json(record: Json) -> bytes:
    return f"{json.dumps(record, ensure_ascii=False, indent=2)}\n".encode()


def _button(label: str, file: str, media_type: str, made: Made) -> None:
    """One button; Streamlit calls ``made`` when it is pressed, and does not draw the page again."""
    user = visitor.email()

    def taken() -> bytes:
        recording.taken(file, user)
        return made()

    st.download_button(
        label, data=taken, file_name=file, mime=media_type, on_click="ignore", key=f"kb-{file}"
    )
