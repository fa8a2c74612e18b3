"""Taking what is to be forgotten out of everything that people entered, whichever table it stands in.

The audit log keeps its chain (kb/state/audit.py); the list of what is forgotten and its key stay.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from kb.state.audit import relieve

Named = Callable[[str], bool]
"""Whether a text is the id of a document that is to be forgotten."""

Row = tuple[int, dict[str, str]]
"""A row's number and its texts by column."""

_KEPT = ("audit", "audit_ends", "forgotten", "keys_of_digests", "row_digests", "follow_known")
AUDIT = "audit"

_OURS = frozenset(
    {
        "made",
        "handled",
        "revoked",
        "undone",
        "generation",
        "method",
        "role",
        "hash",
        "field",
        "reason",
        "clearance",
        "checksum",
        "digest",
        "kind",
        "mailed",
        "muted",
    }
)
"""Columns that hold times, names of ours and digests: what people entered is in the others."""


def scrub_words(connection: sqlite3.Connection, masked: Callable[[str], str]) -> Mapping[str, int]:
    """How many rows of each table changed once every text in them is masked, the audit log among them."""
    changed = {
        table: sum(_mask_row(connection, table, row, masked) for row in _rows(connection, table))
        for table in _tables(connection)
    }
    return _told(changed | {AUDIT: relieve(connection, masked)})


def scrub_documents(connection: sqlite3.Connection, is_gone: Named) -> Mapping[str, int]:
    """How many rows of each table changed once nothing names a document any more whose id ``is_gone``.

    A row that is about it goes; of one that names it among others only the name goes.
    """
    changed = {
        table: sum(_drop_from_row(connection, table, row, is_gone) for row in _rows(connection, table))
        for table in _tables(connection)
    }
    gone = relieve(connection, lambda text: None if is_gone(text) else text)
    return _told(changed | {AUDIT: gone})


def _told(changed: Mapping[str, int]) -> Mapping[str, int]:
    return {table: count for table, count in changed.items() if count}


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return [name for (name,) in rows.fetchall() if name not in _KEPT]


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Of each row its number and its texts by column."""
    found = connection.execute(f'SELECT rowid, * FROM "{table}"')  # noqa: S608 - a table of our own
    names = [each[0] for each in found.description[1:]]
    for number, *values in found.fetchall():
        pairs = zip(names, values, strict=True)
        yield number, {name: text for name, text in pairs if isinstance(text, str) and name not in _OURS}


def _mask_row(connection: sqlite3.Connection, table: str, row: Row, masked: Callable[[str], str]) -> bool:
    number, texts = row
    return _update(
        connection, table, number, texts, {name: _in_json(text, masked) for name, text in texts.items()}
    )


def _drop_from_row(connection: sqlite3.Connection, table: str, row: Row, is_gone: Named) -> bool:
    number, texts = row
    if any(map(is_gone, texts.values())):
        connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))  # noqa: S608
        return True
    kept = {name: _json_without(text, is_gone) for name, text in texts.items()}
    return _update(connection, table, number, texts, kept)


def _update(
    connection: sqlite3.Connection, table: str, number: int, old: Mapping[str, str], new: Mapping[str, str]
) -> bool:
    """Whether anything of the row became another."""
    changed = {name: text for name, text in new.items() if text != old[name]}
    for name, text in changed.items():
        connection.execute(
            f'UPDATE "{table}" SET "{name}" = ? WHERE rowid = ?',  # noqa: S608
            (text, number),
        )
    return bool(changed)


def _in_json(text: str, masked: Callable[[str], str]) -> str:
    """The text masked; of JSON only what stands in quotation marks, so that it stays JSON."""
    record = _record(text)
    if record is None:
        return masked(text)
    kept = _mapped(record, masked)
    return text if kept == record else json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _mapped(record: Any, masked: Callable[[str], str]) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(record, str):
        return masked(record)
    if isinstance(record, list):
        return [_mapped(each, masked) for each in record]
    if isinstance(record, dict):
        return {masked(name): _mapped(each, masked) for name, each in record.items()}
    return record


def _json_without(text: str, is_gone: Named) -> str:
    """The text; as JSON without the names of such documents, and without the lists that hold one."""
    record = _record(text)
    if record is None:
        return text
    kept = _without(record, is_gone)
    return text if kept == record else json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _without(record: Any, is_gone: Named) -> Any:  # noqa: ANN401
    def names_one(each: object) -> bool:
        return isinstance(each, str) and is_gone(each)

    if isinstance(record, list):
        own = (names_one(each) or (isinstance(each, list) and any(map(names_one, each))) for each in record)
        return [_without(each, is_gone) for each, gone in zip(record, own, strict=True) if not gone]
    if isinstance(record, dict):
        return {name: _without(each, is_gone) for name, each in record.items() if not names_one(each)}
    return record


def _record(text: str) -> Any:  # noqa: ANN401
    """The list or object that a text is in JSON, None where it is none."""
    if text[:1] in ("[", "{"):
        with suppress(ValueError):
            return json.loads(text)
    return None
