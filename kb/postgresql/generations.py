"""Generations in a database: one row and one schema each, one of them current.

A draft is a schema that no reader may use. It becomes the current generation in one transaction.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import time
from contextlib import suppress
from dataclasses import dataclass

import psycopg

from kb.datatypes import Manifest
from kb.errors import IndexStateError
from kb.index.manifest import manifest_of
from kb.postgresql.connecting import Connection
from kb.postgresql.layout import FORMAT, digest_queries
from kb.postgresql.migrations import VERSION, refuse_newer
from kb.postgresql.reading import Readers
from kb.strings_da.problems import DAMAGE_MANIFEST, DAMAGE_TABLE_CHANGED

DROP_SECONDS = 10

REPLAY_SECONDS, REPLAY_PAUSE = 2.0, 0.01


@dataclass(frozen=True, slots=True)
class Generation:
    """A whole generation: its ``schema``, its manifest, and whether its embeddings are linked in a graph."""

    schema: str
    manifest: Manifest
    graph: bool


def schema_of(number: int) -> str:
    """The schema of the generation with a number."""
    return f"kb_g{number:06d}"


def current_generation(readers: Readers) -> Generation:
    """The current generation. Raises IndexStateError where there is none that this program can read."""
    _refuse_other_version(readers)
    rows = readers.rows(
        "kb",
        "SELECT g.number, g.graph, g.manifest FROM kb.current c JOIN kb.generations g ON g.number = c.number",
    )
    if not rows:
        raise IndexStateError("no_index", path=readers.place)
    number, graph, record = rows[0]
    return Generation(schema_of(number), _manifest_of(record, readers.place), bool(graph))


def older_generations(readers: Readers) -> tuple[Generation, ...]:
    """The whole generations that are not current and that this program can read, oldest first."""
    rows = readers.rows(
        "kb",
        "SELECT number, graph, manifest FROM kb.generations WHERE state = 'whole'"
        " AND number NOT IN (SELECT number FROM kb.current) ORDER BY number",
    )
    found = []
    for number, graph, record in rows:
        with suppress(IndexStateError):
            manifest = _manifest_of(record, readers.place)
            found.append(Generation(schema_of(number), manifest, bool(graph)))
    return tuple(found)


def _refuse_other_version(readers: Readers) -> None:
    try:
        rows = readers.rows("kb", "SELECT max(version) FROM kb.migrations")
    except IndexStateError:
        raise IndexStateError("no_index", path=readers.place) from None
    found = int(rows[0][0] or 0)
    refuse_newer(found, readers.place)
    if found < VERSION:
        raise IndexStateError("database_older", path=readers.place, found=found, expected=VERSION)


def _manifest_of(record: object, place: str) -> Manifest:
    try:
        if isinstance(record, dict) and record["format"] != FORMAT:
            raise IndexStateError(
                "index_format_mismatch", path=place, found=record["format"], expected=FORMAT
            )
        return manifest_of(record)  # type: ignore[arg-type]
    except (KeyError, TypeError):
        raise IndexStateError("index_damaged", path=place, detail=DAMAGE_MANIFEST) from None


def names(readers: Readers) -> tuple[str, ...]:
    """The names of the whole generations, oldest first; empty where there is no index."""
    try:
        _refuse_other_version(readers)
    except IndexStateError as error:
        if error.code == "no_index":
            return ()
        raise
    rows = readers.rows("kb", "SELECT name FROM kb.generations WHERE state = 'whole' ORDER BY number")
    return tuple(row[0] for row in rows)


def new_draft(connection: Connection) -> int:
    """The number of a new generation, the one after the newest; what killed builds left is removed.

    To be called under the build lock. Raises psycopg.Error.
    """
    left = connection.execute("SELECT number FROM kb.generations WHERE state = 'draft'").fetchall()
    for row in left:
        drop(connection, row[0])
    made = connection.execute(
        "INSERT INTO kb.generations (number, state)"
        " SELECT coalesce(max(number), 0) + 1, 'draft' FROM kb.generations RETURNING number"
    ).fetchone()
    return int(made[0]) if made else 0


def name_of(number: int, now: dt.datetime) -> str:
    """The name of a generation: names sort by age whatever the clock does."""
    return f"{number:06d}-{now:%Y%m%dT%H%M%S}"


def digests(connection: Connection, schema: str) -> dict[str, str]:
    """The digest of each table of a generation. Raises psycopg.Error."""
    found = {}
    for table, query in digest_queries(schema).items():
        row = connection.execute(query.encode()).fetchone()
        found[table] = str(row[0]) if row else ""
    return found


def publish(connection: Connection, number: int, manifest: Manifest, *, graph: bool) -> int | None:
    """The number of the generation that a finished draft replaces as the current one, None for the first.

    The switch is one transaction. Raises psycopg.Error.
    """
    with connection.transaction():
        before = connection.execute("SELECT number FROM kb.current").fetchone()
        connection.execute(
            "UPDATE kb.generations SET state = 'whole', name = %s, graph = %s, manifest = %s::jsonb"
            " WHERE number = %s",
            (manifest.generation, graph, json.dumps(dataclasses.asdict(manifest)), number),
        )
        _switch(connection, number)
    return int(before[0]) if before else None


def _switch(connection: Connection, number: int) -> None:
    connection.execute(
        "INSERT INTO kb.current (number) VALUES (%s)"
        " ON CONFLICT (one) DO UPDATE SET number = excluded.number",
        (number,),
    )


def wait_for_replicas(connection: Connection) -> None:
    """Nothing, once the replicas show what was committed, or after a moment: who built can then read it.

    A replica that is behind for longer is no error, nor is a user who may not see the replicas. Raises
    psycopg.Error.
    """
    row = connection.execute("SELECT pg_current_wal_lsn()").fetchone()
    deadline = time.monotonic() + REPLAY_SECONDS
    while time.monotonic() < deadline:
        behind = connection.execute(
            "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND replay_lsn < %s LIMIT 1", row
        ).fetchone()
        if behind is None:
            return
        time.sleep(REPLAY_PAUSE)


def prune(connection: Connection, keep: int, replaced: int | None) -> None:
    """Drops all but the ``keep`` newest generations, the current one and the one that it ``replaced``.

    Raises psycopg.Error.
    """
    rows = connection.execute(
        "SELECT number FROM kb.generations WHERE state = 'whole'"
        " AND number <> (SELECT number FROM kb.current) AND number IS DISTINCT FROM %s"
        " AND number NOT IN (SELECT number FROM kb.generations WHERE state = 'whole'"
        " ORDER BY number DESC LIMIT %s)",
        (replaced, max(keep, 1)),
    ).fetchall()
    for row in rows:
        # A reader may be in the middle of it; the next build tries again.
        with suppress(psycopg.errors.LockNotAvailable):
            drop(connection, row[0])


def drop_others(connection: Connection) -> None:
    """Drops every generation but the current one, and drafts. Waits for readers and replicas.

    Raises psycopg.Error.
    """
    rows = connection.execute(
        "SELECT number FROM kb.generations WHERE number <> (SELECT number FROM kb.current)"
    ).fetchall()
    for row in rows:
        drop(connection, row[0])
    wait_for_replicas(connection)


def drop_all(connection: Connection) -> None:
    """Drops every generation. Waits for readers and replicas. Raises psycopg.Error."""
    connection.execute("DELETE FROM kb.current")
    for row in connection.execute("SELECT number FROM kb.generations").fetchall():
        drop(connection, row[0])
    wait_for_replicas(connection)


def drop(connection: Connection, number: int) -> None:
    """Drops a generation and its row, in one transaction. Raises psycopg.Error."""
    with connection.transaction():
        connection.execute(f"SET LOCAL lock_timeout = '{DROP_SECONDS}s'".encode())
        connection.execute(f"DROP SCHEMA IF EXISTS {schema_of(number)} CASCADE".encode())
        connection.execute("DELETE FROM kb.generations WHERE number = %s", (number,))


def rollback(connection: Connection, place: str) -> str:
    """The name of the newest whole generation before the current one, now current.

    To be called under the build lock. Raises IndexStateError where there is none, psycopg.Error.
    """
    rows = connection.execute(
        "SELECT g.number, g.manifest FROM kb.generations g, kb.current c"
        " WHERE g.state = 'whole' AND g.number < c.number ORDER BY g.number DESC"
    ).fetchall()
    for number, record in rows:
        try:
            manifest = _manifest_of(record, place)
            verify(connection, number, manifest, place)
        except IndexStateError:
            continue
        _switch(connection, number)
        wait_for_replicas(connection)
        return manifest.generation
    raise IndexStateError("no_previous_generation", path=place)


def verify(connection: Connection, number: int, manifest: Manifest, place: str) -> None:
    """Nothing, once every row was found as it was written. Raises IndexStateError."""
    try:
        found = digests(connection, schema_of(number))
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        found = {}
    for table in sorted({*found, *manifest.checksums}):
        if found.get(table) != manifest.checksums.get(table):
            detail = DAMAGE_TABLE_CHANGED.format(name=table)
            raise IndexStateError("index_damaged", path=place, detail=detail)
