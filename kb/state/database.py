"""The state database: one SQLite file that several processes and threads may read and write.

Every call opens a connection of its own and closes it, so nothing is shared between threads or inherited by
child processes. Once a write has returned, its rows are on the disk. WAL needs memory that the processes
share: the folder has to lie on a disk of this machine.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from kb.disk import FULL_DISK, sync
from kb.errors import ResourceError, StateError
from kb.state import guarding
from kb.state.migrations import MIGRATIONS, VERSION

FILE = "kb.sqlite"
BUSY_SECONDS = 20.0
ROOM_TO_READ = 2**16
"""Bytes that the first reader takes on the disk for what it shares with others."""

PRIVATE = 0o700
"""What is entered may name people: a folder made here is its owner's alone."""

_UNREADABLE = "Could not decode to UTF-8"
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_CODES = {
    sqlite3.SQLITE_FULL: "state_full",
    sqlite3.SQLITE_BUSY: "state_busy",
    sqlite3.SQLITE_LOCKED: "state_busy",
    sqlite3.SQLITE_READONLY: "state_refused",
    sqlite3.SQLITE_CANTOPEN: "state_refused",
    sqlite3.SQLITE_PERM: "state_refused",
    sqlite3.SQLITE_IOERR: "state_refused",
}


def written(moment: dt.datetime) -> str:
    """A moment as the tables hold it: UTC, to the second."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


class StateDatabase:
    """The database in a folder; neither is made before the first write."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows of a query, as tuples; none where nothing was ever written.

        Raises StateError where the file is damaged or of a newer version, ResourceError where it cannot be
        opened.
        """
        with _named_errors(self.path):
            if not self.path.exists():
                return []
            with self._opened() as connection:
                return connection.execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside one transaction, which is on the disk once the block has ended without error.

        Raises what :meth:`rows` raises, and ResourceError where nothing can be written.
        """
        with _named_errors(self.path):
            self._make_folder()
            with self._opened() as connection, _transaction(connection):
                yield connection

    def verify(self) -> None:
        """Nothing, once all of the file was read and every row found as it was written.

        Raises what :meth:`rows` raises.
        """
        with _named_errors(self.path):
            if not self.path.exists():
                return
            try:
                with self._opened() as connection:
                    rows = connection.execute("PRAGMA integrity_check").fetchall()
                    self._refuse_damaged([row[0] for row in rows if row[0] != "ok"])
                    self._refuse_damaged(sorted(_schema(connection) ^ self._expected_schema()))
                    self._refuse_damaged(guarding.damaged_rows(connection))
            except sqlite3.OperationalError as error:
                if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR:
                    raise
                # What is asked is right, so a table is not what it was.
                raise StateError("state_damaged", path=self.path, detail=type(error).__name__) from error

    def _expected_schema(self) -> frozenset[str]:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            guarding.teach(connection)
            self._migrate(connection)
            return _schema(connection)

    def _refuse_damaged(self, faults: Iterable[str]) -> None:
        if (first := next(iter(faults), None)) is not None:
            raise StateError("state_damaged", path=self.path, detail=first)

    def copy_to(self, target: Path) -> None:
        """Nothing, once a copy of the database as it is at one moment is on the disk; others go on meanwhile.

        Where nothing was ever written there is no copy. Raises what :meth:`rows` raises.
        """
        with _named_errors(self.path):
            if not self.path.exists():
                return
            with self._opened() as connection, closing(sqlite3.connect(target)) as copy:
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            sync(target)

    def compact(self) -> None:
        """Nothing, once what was deleted is in no page of the file nor of its log any more.

        Raises what :meth:`writing` raises; ResourceError where others keep using the log.
        """
        with _named_errors(self.path):
            if not self.path.exists():
                return
            with self._opened() as connection:
                self._refuse_damaged(guarding.damaged_rows(connection))
                connection.execute("VACUUM")
                with _transaction(connection):
                    guarding.guard(connection)  # rows may have other numbers now
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise ResourceError("state_busy", path=self.path, detail="wal_checkpoint")

    def _make_folder(self) -> None:
        folder = self.path.parent
        if not folder.is_dir():
            folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            sync(folder.parent)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection to the file, whose tables are up to date. Closing takes back what is not finished."""
        with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            guarding.teach(connection)
            if self._version(connection) < VERSION:
                connection.execute("PRAGMA journal_mode = WAL")
                with _transaction(connection):
                    self._migrate(connection)
                sync(self.path.parent)
            connection.execute("PRAGMA synchronous = FULL")
            # What somebody deletes is overwritten: it may be about a person.
            connection.execute("PRAGMA secure_delete = ON")
            yield connection

    def _version(self, connection: sqlite3.Connection) -> int:
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found > VERSION:
            raise StateError("state_newer", path=self.path, found=found, expected=VERSION)
        return found

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Brings the tables up to date; another process may have done it meanwhile."""
        self._refuse_damaged(guarding.damaged_rows(connection))
        for step in MIGRATIONS[self._version(connection) :]:
            for statement in step:
                connection.execute(statement)
        guarding.guard(connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _schema(connection: sqlite3.Connection) -> frozenset[str]:
    """What the tables, indexes and triggers were made with."""
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return frozenset(row[0] for row in rows)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that may write from the start, and so never finds out later that it may not.

    One that is left by an error ends with its connection.
    """
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("COMMIT")


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < ROOM_TO_READ
    except OSError:
        return False


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    """While inside, what SQLite and the disk say is raised as errors that people understand."""
    try:
        yield
    except OSError as error:
        code = "state_full" if error.errno in FULL_DISK else "state_refused"
        raise ResourceError(code, path=path, detail=error.strerror or error) from error
    except UnicodeDecodeError:  # what SQLite has to say quotes what is damaged
        raise StateError("state_damaged", path=path, detail="UTF-8") from None
    except sqlite3.DatabaseError as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if primary in _DAMAGED:
            raise StateError("state_damaged", path=path, detail=error) from error
        if _UNREADABLE in str(error):  # which quotes the row: it must not reach a log
            raise StateError("state_damaged", path=path, detail="UTF-8") from None
        code = _CODES.get(primary, "")
        if not code:
            raise
        if code == "state_refused" and _is_full(path):
            code = "state_full"  # what readers share takes room too
        raise ResourceError(code, path=path, detail=error) from error
