"""A digest for each row of the state database: SQLite itself does not notice a letter that became another.

Triggers keep the digests with every write, whichever module writes. The audit log guards itself by its chain.
"""

# ruff: noqa: S608 - the SQL is put together from names of our own tables.
from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence

FUNCTION = "kb_digest"
_TABLE = "row_digests"
_UNGUARDED = (_TABLE, "audit", "audit_ends")


def teach(connection: sqlite3.Connection) -> None:
    """Nothing, once the connection knows the function that the triggers call."""
    connection.create_function(FUNCTION, -1, _digest, deterministic=True)


def guard(connection: sqlite3.Connection) -> None:
    """Nothing, once every row has its digest and every table its triggers, inside the caller's transaction.

    To be called whenever tables were made or changed.
    """
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {_TABLE} (tabled TEXT NOT NULL, number INTEGER NOT NULL,"
        " digest TEXT NOT NULL, PRIMARY KEY (tabled, number)) STRICT, WITHOUT ROWID"
    )
    connection.execute(f"DELETE FROM {_TABLE}")
    for table in _guarded(connection):
        columns = _columns(connection, table)
        for event in ("insert", "update", "delete"):
            connection.execute(f'DROP TRIGGER IF EXISTS "guard_{event}_{table}"')
        keep = f"INSERT OR REPLACE INTO {_TABLE} VALUES ('{table}', NEW.rowid, {_call('NEW', columns)});"
        drop = f"DELETE FROM {_TABLE} WHERE tabled = '{table}' AND number = OLD.rowid;"
        for event, body in (("insert", keep), ("update", f"{drop} {keep}"), ("delete", drop)):
            connection.execute(
                f'CREATE TRIGGER "guard_{event}_{table}" AFTER {event} ON "{table}" BEGIN {body} END'
            )
        connection.execute(
            f"INSERT INTO {_TABLE} SELECT '{table}', rowid, {_call('t', columns)} FROM \"{table}\" t"
        )


def damaged_rows(connection: sqlite3.Connection) -> Iterator[str]:
    """The rows that are not as they were written, or not there, or not written by us: table and number.

    None where nothing was guarded yet.
    """
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_TABLE,)).fetchone()
    if known is None:
        return
    for table in _guarded(connection):
        columns = ", ".join(f'"{name}"' for name in _columns(connection, table))
        rows = connection.execute(f'SELECT rowid, {columns} FROM "{table}"').fetchall()
        found = {(number, _digest(*values)) for number, *values in rows}
        kept = set(
            connection.execute(f"SELECT number, digest FROM {_TABLE} WHERE tabled = ?", (table,)).fetchall()
        )
        yield from (f"{table} {number}" for number in sorted({number for number, _ in found ^ kept}))


def _guarded(connection: sqlite3.Connection) -> list[str]:
    """The tables whose rows have numbers and that do not guard themselves."""
    rows = connection.execute("PRAGMA table_list").fetchall()
    return sorted(
        name
        for schema, name, kind, _, without_rowid, _ in rows
        if schema == "main" and kind == "table" and not without_rowid
        if name not in _UNGUARDED and not name.startswith("sqlite_")
    )


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _call(row: str, columns: Sequence[str]) -> str:
    values = ", ".join(f'{row}."{name}"' for name in columns)
    return f"{FUNCTION}({values})"


def _digest(*values: object) -> str:
    shown = [value.hex() if isinstance(value, bytes) else value for value in values]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
