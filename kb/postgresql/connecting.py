"""Connections to the servers of one DSN, and what can go wrong with them in words of this project.

Reads go to a replica where there is one, writes to the primary. A read whose server went away is asked again
over a fresh connection, for up to :data:`PATIENCE` seconds: time for a replica to be promoted.

The connections are kept in a list of our own and not in psycopg_pool: that one opens them in the background
and waits longer after each failure, so that it would often notice a promoted replica too late.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore, Lock
from typing import Any

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kb.datatypes import Access
from kb.errors import IndexStateError, KBError, ResourceError, SettingsError

PATIENCE = 5.0
PAUSE = 0.05
CONNECT_SECONDS = 3
STATEMENT_SECONDS = 30
MOST_CONNECTIONS = 8
"""Of one reader: more questions at a time wait for each other."""

ROLE = "kb_reader"
REPLICAS_FIRST, PRIMARY = "prefer-standby", "read-write"

NODES_SEEN = 400
"""Nodes that a walk of the graph keeps in view (hnsw.ef_search)."""

READING = f"""
SET ROLE {ROLE};
SET default_transaction_read_only = on;
SET statement_timeout = '{STATEMENT_SECONDS}s';
SET jit = off;
SET hnsw.iterative_scan = relaxed_order;
SET hnsw.ef_search = {NODES_SEEN};
SELECT set_config('kb.clearance', {{clearance}}, false);
SELECT pg_is_in_recovery()
"""
WRITING = "SET statement_timeout = 0; SET jit = off; SET idle_session_timeout = 0"

Connection = psycopg.Connection[tuple[Any, ...]]


def place_of(dsn: str) -> str:
    """The servers and the database of a DSN in words that may be shown. Raises SettingsError."""
    try:
        found = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        # Not chained: the message quotes the DSN, and so its password.
        raise SettingsError("bad_dsn") from None
    hosts = str(found.get("host") or "localhost").split(",")
    ports = str(found.get("port") or "").split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    servers = (f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=False))
    return f"postgresql://{','.join(servers)}/{found.get('dbname') or ''}"


def problem_of(error: psycopg.Error, place: str) -> KBError:
    """The error of this project for one of the driver's.

    It tells the code and never the message, which may quote the text of a row.
    """
    detail = f"{type(error).__name__} {error.sqlstate or ''}".strip()
    if isinstance(error, errors.QueryCanceled):
        return ResourceError("database_slow", path=place, seconds=STATEMENT_SECONDS)
    if isinstance(error, errors.DiskFull):
        return ResourceError("database_full", path=place)
    if isinstance(error, errors.InsufficientPrivilege):
        return ResourceError("database_rights", path=place)
    if isinstance(error, errors.UndefinedFile | errors.FeatureNotSupported):
        return ResourceError("no_pgvector", path=place)
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError | errors.ReadOnlySqlTransaction):
        return ResourceError("database_lost", path=place, detail=detail)
    return ResourceError("database_failed", path=place, detail=detail)


@contextmanager
def database_errors(place: str) -> Iterator[None]:
    """While inside, the driver's errors are raised as ResourceError."""
    try:
        yield
    except psycopg.Error as error:
        raise problem_of(error, place) from None


def writer(dsn: str) -> Connection:
    """A connection to the primary, each statement a transaction of its own. Raises ResourceError.

    Where there is no primary just now, one is waited for.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection = _connected(dsn, PRIMARY)
            connection.execute(WRITING)
            return connection
        except psycopg.Error as error:
            if not _passing(error) or time.monotonic() > deadline:
                raise problem_of(error, place_of(dsn)) from None
        time.sleep(PAUSE)


def _connected(dsn: str, target: str) -> Connection:
    given = conninfo_to_dict(dsn)
    timeout = given.get("connect_timeout") or CONNECT_SECONDS
    info = make_conninfo(
        dsn,
        target_session_attrs=target,
        connect_timeout=timeout,
        client_encoding="UTF8",
        fallback_application_name="kb",
    )
    return psycopg.connect(info, autocommit=True)


def _passing(error: psycopg.Error) -> bool:
    """Whether another server, or the same a moment later, may answer what failed."""
    lasting = errors.QueryCanceled | errors.DiskFull
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and not isinstance(
        error, lasting
    )


class Readers:
    """Connections that may only read rows of the classes in ``clearance``. Safe for several threads."""

    def __init__(self, dsn: str, clearance: Sequence[Access] = (), target: str = REPLICAS_FIRST) -> None:
        """Nothing is connected yet. No ``clearance`` means what everyone may read. Raises SettingsError."""
        self.place = place_of(dsn)
        self._dsn, self._target = dsn, target
        self._clearance = ",".join(each.value for each in clearance)
        self._idle: list[tuple[Connection, str]] = []
        self._lock = Lock()
        self._room = BoundedSemaphore(MOST_CONNECTIONS)
        self._ends = weakref.finalize(self, _close_all, self._idle)

    def close(self) -> None:
        """Closes what is connected; a later question connects anew."""
        with self._lock:
            _close_all(self._idle)

    def rows(
        self, schema: str, query: str, values: Sequence[object] = (), before: str = ""
    ) -> list[tuple[Any, ...]]:
        """The rows of a query on the tables in ``schema``; ``before`` holds for it alone.

        Raises IndexStateError where the schema is gone, ResourceError where no server answers.
        """
        deadline = time.monotonic() + PATIENCE
        target = self._target
        while True:
            try:
                with self._lent(schema, target) as connection:
                    return _asked(connection, query, values, before)
            except _StaleError:
                # A replica that has not got there yet: the primary has, or had.
                target = PRIMARY
            except (errors.UndefinedTable, errors.InvalidSchemaName):
                raise IndexStateError("generation_gone", path=self.place) from None
            except psycopg.Error as error:
                if not _passing(error) or time.monotonic() > deadline:
                    raise problem_of(error, self.place) from None
                time.sleep(PAUSE)

    @contextmanager
    def _lent(self, schema: str, target: str) -> Iterator[Connection]:
        with self._room:
            connection, path = self._taken(target)
            try:
                if path != schema:
                    connection.execute(
                        sql.SQL("SET search_path = {}, kb, public").format(sql.Identifier(schema))
                    )
                yield connection
            except (errors.UndefinedTable, errors.InvalidSchemaName) as error:
                replica = _is_replica(connection)
                connection.close()
                if replica:
                    raise _StaleError from error
                raise
            except BaseException:
                connection.close()
                raise
            with self._lock:
                self._idle.append((connection, schema))

    def _taken(self, target: str) -> tuple[Connection, str]:
        with self._lock:
            if target == self._target and self._idle:
                return self._idle.pop()
        connection = _connected(self._dsn, target)
        try:
            connection.execute(sql.SQL(READING).format(clearance=sql.Literal(self._clearance)))
        except errors.InvalidParameterValue:
            # There is no such role: nothing was ever built here.
            connection.close()
            raise IndexStateError("no_index", path=self.place) from None
        except BaseException:
            connection.close()
            raise
        return connection, ""


class _StaleError(Exception):
    """A replica does not have the tables yet."""


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
            cursor.execute(before.encode())
            return cursor.execute(text, values).fetchall()


def _close_all(idle: list[tuple[Connection, str]]) -> None:
    while idle:
        with suppress(psycopg.Error):
            idle.pop()[0].close()
