"""The audit log: who did what, when, on which generation. Each row holds the hash of the one before.

    seal = sha256(salt, user, subject)          hash = sha256(hash before, number, made, action, ..., seal)

Rows are only added. Old ones are cut at the start by the retention setting, and the hash of the last one cut
is kept, so that the chain stays provable. A row can be relieved of its user and subject, which are personal
data: its salt goes with them, its seal stays, and the row that says what was forgotten counts such rows.

Verifying finds a row that was changed, removed or inserted, and an end that was cut off while the note of it
was left. It cannot find what somebody did who may write the file and makes all hashes again: for that, the
last hash has to be noted elsewhere (``kb audit --verify`` shows it) and given as an anchor.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kb.state.database import StateDatabase

Detail = Mapping[str, int | bool | str]
"""Numbers and names of ours; never text of a document or a question."""

_COLUMNS = "number, made, action, user, subject, generation, detail, salt, seal, hash"
_BEGINNING = "0" * 64
_FIRST, _LAST = "before first", "last"
FORGOTTEN_ROWS = "audit_rows"
"""The detail of a row that says how many rows it relieved of their user or subject."""


class Action(StrEnum):
    """What was done."""

    ASKED = "asked"
    WROTE = "wrote"
    OPENED = "opened"
    EXPORTED = "exported"
    CORRECTED = "corrected"
    DELETED = "deleted"
    UPLOADED = "uploaded"
    BUILT = "built"
    ROLLED_BACK = "rolled_back"
    FORGOT = "forgot"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    HANDLED = "handled"
    FOLLOWED = "followed"
    UNFOLLOWED = "unfollowed"
    FETCHED = "fetched"
    CUT = "cut"


class Fault(StrEnum):
    """What is wrong with a log."""

    CHANGED = "changed"
    MISSING = "missing"
    START = "start"
    END = "end"
    RELIEVED = "relieved"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Event:
    """What is to be recorded. ``user`` None is somebody unknown; ``subject`` what it was done to."""

    action: Action
    user: str | None = None
    subject: str | None = None
    generation: str | None = None
    detail: Detail | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the log. Of a ``forgotten`` one the user and the subject may be gone."""

    number: int
    made: dt.datetime
    event: Event
    forgotten: bool
    hash: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The number and hash of a row, as they were noted elsewhere."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found: how many rows there are, the last one, and the first fault with its row.

    ``forgotten`` is how many rows were relieved of their user or subject.
    """

    rows: int
    forgotten: int
    last: Anchor
    fault: Fault | None = None
    at: int | None = None


class AuditLog:
    """The log in the state database. Safe to use from several threads and processes.

    Every method raises StateError or ResourceError where the database cannot be used.
    """

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def record(self, event: Event, now: dt.datetime, keep_days: int = 0) -> None:
        """Nothing, once the event is on the disk; rows older than ``keep_days`` are cut, with 0 none is."""
        with self._database.writing() as connection:
            if keep_days:
                _cut(connection, now, keep_days)
            append(connection, event, now)

    def entries(self, since: dt.date | None = None, until: dt.date | None = None) -> tuple[Entry, ...]:
        """The rows made on the days from ``since`` to ``until`` (UTC), newest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM audit WHERE substr(made, 1, 10) BETWEEN ? AND ? ORDER BY number DESC",  # noqa: S608
            (since.isoformat() if since else "", until.isoformat() if until else "9999-12-31"),
        )
        return tuple(map(_entry, rows))

    def verify(self, anchor: Anchor | None = None) -> Verified:
        """What is found when every hash is made again."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM audit ORDER BY number")  # noqa: S608
        ends = {name: Anchor(number, hash_) for name, number, hash_ in self._ends()}
        first = ends.get(_FIRST, Anchor(0, _BEGINNING))
        at, forgotten, excused = first, 0, 0
        anchored = anchor is None or anchor == first or anchor == Anchor(0, _BEGINNING)
        for row in rows:
            number, salt = row[0], row[7]
            if number != at.number + 1:
                return Verified(len(rows), forgotten, at, Fault.MISSING, at.number + 1)
            if not _is_true(row, at.hash):
                fault = Fault.START if at is first and first.number else Fault.CHANGED
                return Verified(len(rows), forgotten, at, fault, number)
            forgotten += salt is None
            excused += int(json.loads(row[6]).get(FORGOTTEN_ROWS, 0))
            at = Anchor(number, row[9])
            anchored = anchored or at == anchor
        found = Verified(len(rows), forgotten, at)
        if ends.get(_LAST, Anchor(0, _BEGINNING)) != at:
            return replace(found, fault=Fault.END, at=at.number + 1)
        if forgotten > excused:
            return replace(found, fault=Fault.RELIEVED)
        if not anchored:
            return replace(found, fault=Fault.ANCHOR, at=anchor.number if anchor else None)
        return found

    def _ends(self) -> list[tuple[str, int, str]]:
        return self._database.rows("SELECT name, number, hash FROM audit_ends")


def append(connection: sqlite3.Connection, event: Event, now: dt.datetime) -> None:
    """Adds a row at the end, inside the caller's transaction."""
    row = connection.execute("SELECT number, hash FROM audit_ends WHERE name = ?", (_LAST,)).fetchone()
    number, before = (row[0] + 1, row[1]) if row else (1, _BEGINNING)
    salt = secrets.token_hex(16)
    seal = _seal(salt, event.user, event.subject)
    detail = json.dumps(dict(event.detail or {}), ensure_ascii=False, sort_keys=True)
    made = now.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    told = (number, made, event.action.value, event.generation, detail, seal)
    hash_ = _hash(before, told)
    connection.execute(
        f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            *(number, made, event.action.value, event.user, event.subject, event.generation, detail),
            *(salt, seal, hash_),
        ),
    )
    _note(connection, _LAST, number, hash_)


def relieve(connection: sqlite3.Connection, masked: Callable[[str], str | None]) -> int:
    """How many rows lost their user or subject: those that ``masked`` gives another text for, or None.

    To be recorded in the same transaction, by a row with this number in its detail.
    """
    changed = 0
    for number, user, subject in connection.execute("SELECT number, user, subject FROM audit").fetchall():
        kept = tuple(masked(each) if each is not None else None for each in (user, subject))
        if kept != (user, subject):
            connection.execute(
                "UPDATE audit SET user = ?, subject = ?, salt = NULL WHERE number = ?", (*kept, number)
            )
            changed += 1
    return changed


def _cut(connection: sqlite3.Connection, now: dt.datetime, keep_days: int) -> None:
    """Removes the rows at the start that are older, notes the last of them, and records that it was done."""
    limit = (now.astimezone(dt.UTC) - dt.timedelta(days=keep_days)).isoformat(timespec="milliseconds")
    kept = connection.execute("SELECT min(number) FROM audit WHERE made >= ?", (limit,)).fetchone()[0]
    last = connection.execute(
        "SELECT number, hash FROM audit WHERE number < coalesce(?, 1 << 62) ORDER BY number DESC LIMIT 1",
        (kept,),
    ).fetchone()
    if last is None:
        return
    gone = connection.execute("DELETE FROM audit WHERE number <= ?", (last[0],)).rowcount
    _note(connection, _FIRST, *last)
    append(connection, Event(Action.CUT, detail={"rows": gone, "last": last[0], "hash": last[1]}), now)


def _note(connection: sqlite3.Connection, name: str, number: int, hash_: str) -> None:
    connection.execute(
        "INSERT INTO audit_ends (name, number, hash) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET number = excluded.number, hash = excluded.hash",
        (name, number, hash_),
    )


def _is_true(row: Sequence[Any], before: str) -> bool:
    """Whether the row is as it was written after the one with the hash ``before``."""
    number, made, action, user, subject, generation, detail, salt, seal, hash_ = row
    if salt is not None and _seal(salt, user, subject) != seal:
        return False
    return bool(_hash(before, (number, made, action, generation, detail, seal)) == hash_)


def _seal(salt: str, user: str | None, subject: str | None) -> str:
    return _digest([salt, user, subject])


def _hash(before: str, told: Sequence[object]) -> str:
    return _digest([before, *told])


def _digest(values: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def _entry(row: Sequence[Any]) -> Entry:
    number, made, action, user, subject, generation, detail, salt, _, hash_ = row
    event = Event(Action(action), user, subject, generation, json.loads(detail))
    return Entry(number, dt.datetime.fromisoformat(made), event, salt is None, hash_)


def exports_of(entries: Sequence[Entry], action: Action) -> Iterator[str]:
    """The paths of the files that were written, as far as the log tells, each once, newest first."""
    seen = dict.fromkeys(
        each.event.subject for each in entries if each.event.action is action and each.event.subject
    )
    yield from seen
