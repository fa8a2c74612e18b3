"""Results in the form that was asked for: Danish for people, JSON or CSV for programs."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Sequence

from kb import show, tables
from kb.audit import Audit, command_line_user
from kb.disk import disk_errors
from kb.flags import Form
from kb.jsonable import Json
from kb.settings import load_settings
from kb.state.audit import Action, Detail
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
        _record(name, len(table.rows), str(form.output.resolve()))
        show.written(form.output, len(table.rows))
        return
    _record(name, len(table.rows), None)
    verbatim(text)


def _record(name: str, rows: int, path: str | None) -> None:
    """Records that a list was taken away, and where it lies, where the program knows."""
    detail: Detail = {"list": name, "rows": rows}
    Audit(load_settings()).record(Action.EXPORTED, path, user=command_line_user(), detail=detail)


def verbatim(text: str) -> None:
    """Prints a text to the letter: its lines have their ends."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    sys.stdout.write(text)
