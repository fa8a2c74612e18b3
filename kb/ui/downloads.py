"""Taking things away as files: lists for Excel and for programs, answers and histories as documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from kb.export.report import Report, markdown
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.tables import Table, csv_text

CSV = "text/csv"
MARKDOWN = "text/markdown"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Made = Callable[[], bytes]


def offer(name: str, table: Callable[[], Table], links: Callable[[], Sequence[str]] = tuple) -> None:
    """Two buttons that save the table; it is made only when one is pressed.

    ``links`` gives the address of each row's source for the workbook, or none at all.
    """

    def workbook() -> bytes:
        from kb.export import xlsx

        return xlsx.workbook(name, table(), links())

    with st.container(horizontal=True, key=f"kb-download-{name}"):
        _button(Asking.SAVE_EXCEL, f"{name}.xlsx", XLSX, workbook)
        _button(Ui.DOWNLOAD_CSV, f"{name}.csv", CSV, lambda: csv_text(table(), bom=False).encode("utf-8"))


def offer_report(name: str, report: Callable[[], Report]) -> None:
    """Two buttons that save the report; it is made only when one is pressed."""

    def word() -> bytes:
        from kb.export import docx

        return docx.docx(report())

    with st.container(horizontal=True, key=f"kb-download-{name}"):
        _button(Asking.SAVE_DOCX, f"{name}.docx", DOCX, word)
        _button(Asking.SAVE_MARKDOWN, f"{name}.md", MARKDOWN, lambda: markdown(report()).encode("utf-8"))


def _button(label: str, file: str, media_type: str, made: Made) -> None:
    """One button; Streamlit calls ``made`` when it is pressed, and does not draw the page again."""
    st.download_button(label, data=made, file_name=file, mime=media_type, on_click="ignore", key=f"kb-{file}")
