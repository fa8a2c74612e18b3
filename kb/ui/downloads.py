"""Taking a list away as a file: CSV for programs, and CSV as Excel reads it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kb.strings_da.ui import Ui
from kb.tables import Table, csv_text


def offer(name: str, table: Callable[[], Table]) -> None:
    """Two buttons that save the table; it is written only when one is pressed."""
    with st.container(horizontal=True, key=f"kb-download-{name}"):
        for label, file, bom in (
            (Ui.DOWNLOAD_EXCEL, f"{name}-excel.csv", True),
            (Ui.DOWNLOAD_CSV, f"{name}.csv", False),
        ):
            st.download_button(
                label,
                data=_written(table, bom=bom),
                file_name=file,
                mime="text/csv",
                on_click="ignore",
                key=f"kb-{file}",
            )


def _written(table: Callable[[], Table], *, bom: bool) -> Callable[[], bytes]:
    """What writes the file."""
    return lambda: csv_text(table(), bom=bom).encode("utf-8")
