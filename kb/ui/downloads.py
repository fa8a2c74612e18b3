"""Taking a list away as a file: CSV for programs, and CSV as Excel reads it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kb.strings_da.ui import Ui
from kb.tables import Table, csv_text
from kb.ui import recording, visitor


def offer(name: str, table: Callable[[], Table]) -> None:
    """Two buttons that save the table; it is written only when one is pressed."""
    with st.container(horizontal=True, key=f"kb-download-{name}"):
        for label, file, bom in (
            (Ui.DOWNLOAD_EXCEL, f"{name}-excel.csv", True),
            (Ui.DOWNLOAD_CSV, f"{name}.csv", False),
        ):
            st.download_button(
                label,
                data=_written(name, table, visitor.email(), bom=bom),
                file_name=file,
                mime="text/csv",
                on_click="ignore",
                key=f"kb-{file}",
            )


def _written(name: str, table: Callable[[], Table], user: str | None, *, bom: bool) -> Callable[[], bytes]:
    """What records that the file was taken away, and writes it. It runs outside the page."""

    def write() -> bytes:
        made = table()
        recording.taken(name, len(made.rows), user)
        return csv_text(made, bom=bom).encode("utf-8")

    return write
