"""Connections to the servers of one DSN, and what can go wrong with them in words of this project."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kb.datatypes import Clearance
from kb.errors import KBError, ResourceError, SettingsError

PATIENCE = 5.0
"""Seconds that a server which went away is waited for: time for a replica to be promoted."""

PAUSE = 0.05
CONNECT_SECONDS = 3
STATEMENT_SECONDS = 30
ROLE = "kb_reader"
REPLICAS_FIRST, PRIMARY = "prefer-standby", "read-write"

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


def database_of(dsn: str, edition: Clearance) -> str:
    """The DSN of the database with an edition: the one given for the public one, else one named after it.

    For »dbname=kb« that is kb_intern or kb_fortrolig. Raises SettingsError for a DSN that is none.
    """
    if edition is Clearance.PUBLIC:
        return dsn
    try:
        name = conninfo_to_dict(dsn).get("dbname")
    except psycopg.ProgrammingError:
        raise SettingsError("bad_dsn") from None
    return make_conninfo(dsn, dbname=f"{name or 'kb'}_{edition.value}")


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
            connection = connected(dsn, PRIMARY)
            connection.execute(WRITING)
            return connection
        except psycopg.Error as error:
            if not passing(error) or time.monotonic() > deadline:
                raise problem_of(error, place_of(dsn)) from None
        time.sleep(PAUSE)


def connected(dsn: str, target: str) -> Connection:
    """A connection to a server of the DSN that is what ``target`` says. Raises psycopg.Error."""
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


def passing(error: psycopg.Error) -> bool:
    """Whether another server, or the same a moment later, may answer what failed."""
    lasting = errors.QueryCanceled | errors.DiskFull
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and not isinstance(
        error, lasting
    )
