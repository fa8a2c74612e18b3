"""Results in the form that was asked for: Danish for people, JSON or CSV for programs."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Sequence

from kb import show, tables
from kb.disk import disk_errors
from kb.flags import Form
from kb.jsonable import Json
from kb.tables import Table


def output(as_json: bool, to_json: Callable[[], Json], to_people: Callable[[], None]) -> None:
    """Prints the result in the form that was asked for."""
    if as_json:
        sys.stdout.write(json.dumps(to_json(), ensure_ascii=False) + "\n")
    else:
        to_people()


def write(form: Form, name: str, rows: Sequence[Json], table: Table, to_people: Callable[[], None]) -> None:
    """Writes a register in the form that was asked for. Raises ResourceError for a file that cannot be."""
    if not form.as_csv:
        output(form.as_json, lambda: {name: rows}, to_people)
        return
    text = tables.csv_text(table, bom=form.bom)
    if form.output:
        with disk_errors(form.output):
            form.output.write_text(text, "utf-8", newline="")
        show.written(form.output, len(table.rows))
        return
    verbatim(text)


def verbatim(text: str) -> None:
    """Prints a text to the letter: its lines have their ends."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    sys.stdout.write(text)
