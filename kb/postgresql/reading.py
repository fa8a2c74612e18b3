"""Reading from the servers of one DSN: from a replica, or from the primary where none has what is asked for.

A question whose server went away is asked again over a fresh connection, for up to
:data:`~kb.postgresql.connecting.PATIENCE` seconds: reading twice does no harm.

The connections are kept in a list of our own and not in psycopg_pool: that one opens them in the background
and waits longer after each failure, so that it would often notice a promoted replica too late.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Any

import psycopg
from psycopg import errors, sql

from kb.datatypes import Access
from kb.errors import IndexStateError
from kb.postgresql.connecting import (
    PATIENCE,
    PAUSE,
    PRIMARY,
    REPLICAS_FIRST,
    ROLE,
    STATEMENT_SECONDS,
    Connection,
    connected,
    passing,
    place_of,
    problem_of,
)

MOST_CONNECTIONS = 8
"""Of one reader: more questions at a time wait for each other."""

LIFETIME = 300.0
"""Seconds after which a connection is made anew: it may lead to the primary since no replica was there."""

BEHIND = 2.0
"""Seconds for which the primary is asked after a replica was found not to have a generation yet."""

NODES_SEEN = 400
"""Nodes that a walk of the graph keeps in view (hnsw.ef_search)."""

READING = f"""
SET ROLE {ROLE};
SET default_transaction_read_only = on;
SET statement_timeout = '{STATEMENT_SECONDS}s';
SET jit = off;
SET hnsw.iterative_scan = relaxed_order;
SET hnsw.ef_search = {NODES_SEEN};
SELECT set_config('kb.clearance', {{clearance}}, false)
"""


@dataclass(slots=True, eq=False)
class _Held:
    """A connection, what its server was asked to be, when it was made, and where it looks for tables."""

    connection: Connection
    target: str
    since: float
    schema: str = ""


class _BehindError(Exception):
    """A replica does not have the tables yet."""


class Readers:
    """Connections that may only read rows of the classes in ``clearance``. Safe for several threads."""

    def __init__(self, dsn: str, clearance: Sequence[Access] = (), target: str = REPLICAS_FIRST) -> None:
        """Nothing is connected yet. No ``clearance`` means what everyone may read. Raises SettingsError."""
        self.place = place_of(dsn)
        self._dsn, self._target = dsn, target
        self._clearance = ",".join(each.value for each in clearance)
        self._behind_until = 0.0
        self._idle: list[_Held] = []
        self._lock = Lock()
        self._room = BoundedSemaphore(MOST_CONNECTIONS)
        self._ends = weakref.finalize(self, _close_all, self._idle)

    def close(self) -> None:
        """Closes what is idle; a later question connects anew."""
        with self._lock:
            _close_all(self._idle)

    def rows(
        self, schema: str, query: str, values: Sequence[object] = (), before: str = ""
    ) -> list[tuple[Any, ...]]:
        """The rows of a query on the tables in ``schema``; ``before`` is a statement that holds for it alone.

        Raises IndexStateError where the tables are gone, ResourceError where no server answers.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with self._lent(schema) as connection:
                    return _asked(connection, query, values, before)
            except _BehindError:
                # The primary has the tables, or had them.
                self._behind_until = time.monotonic() + BEHIND
            except (errors.UndefinedTable, errors.InvalidSchemaName):
                raise IndexStateError("generation_gone", path=self.place) from None
            except psycopg.Error as error:
                if not passing(error) or time.monotonic() > deadline:
                    raise problem_of(error, self.place) from None
                self._behind_until = 0.0
                time.sleep(PAUSE)

    @contextmanager
    def _lent(self, schema: str) -> Iterator[Connection]:
        with self._room:
            held = self._taken(PRIMARY if time.monotonic() < self._behind_until else self._target, schema)
            usable = False
            try:
                if not held.schema:
                    path = sql.SQL("SET search_path = {}, kb, public").format(sql.Identifier(schema))
                    held.connection.execute(path)
                    held.schema = schema
                yield held.connection
                usable = True
            except (errors.UndefinedTable, errors.InvalidSchemaName) as error:
                if _is_replica(held.connection):
                    raise _BehindError from error
                raise
            finally:
                if usable:
                    with self._lock:
                        self._idle.append(held)
                else:
                    held.connection.close()

    def _taken(self, target: str, schema: str) -> _Held:
        """A connection to such a server that has looked for tables nowhere else yet.

        What it has prepared for one generation would not fit another of other dimensions.
        """
        now = time.monotonic()
        with self._lock:
            old = [each for each in self._idle if now - each.since > LIFETIME]
            fresh = [each for each in self._idle if now - each.since <= LIFETIME]
            fit = (each for each in reversed(fresh) if each.target == target and each.schema in ("", schema))
            found = next(fit, None)
            if found is not None:
                fresh.remove(found)
            # In place: the list is what is closed when nobody reads any more.
            self._idle[:] = fresh
        _close_all(old)
        return found or _Held(self._connected(target), target, now)

    def _connected(self, target: str) -> Connection:
        connection = connected(self._dsn, target)
        usable = False
        try:
            connection.execute(sql.SQL(READING).format(clearance=sql.Literal(self._clearance)))
            usable = True
        except errors.InvalidParameterValue:
            # There is no such role: a replica is behind, or nothing was ever built here.
            if _is_replica(connection):
                raise _BehindError from None
            raise IndexStateError("no_index", path=self.place) from None
        finally:
            if not usable:
                connection.close()
        return connection


def _is_replica(connection: Connection) -> bool:
    row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
    return bool(row and row[0])


def _asked(
    connection: Connection, query: str, values: Sequence[object], before: str
) -> list[tuple[Any, ...]]:
    # Written for SQLite and PostgreSQL alike, with a ? for each value.
    text = query.replace("%", "%%").replace("?", "%s").encode()
    with connection.cursor(binary=True) as cursor:
        if not before:
            return cursor.execute(text, values).fetchall()
        with connection.transaction():
            connection.execute(before.encode())
            return cursor.execute(text, values).fetchall()


def _close_all(idle: list[_Held]) -> None:
    while idle:
        with suppress(psycopg.Error):
            idle.pop().connection.close()
