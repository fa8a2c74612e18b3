"""The audit log: what was changed, removed, inserted or cut off is found."""

from __future__ import annotations

import datetime as dt
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kb.state.audit import (
    FORGOTTEN_ROWS,
    Action,
    Anchor,
    AuditLog,
    Event,
    Fault,
    append,
    exports_of,
    relieve,
)
from kb.state.database import FILE, StateDatabase

NOW = dt.datetime(2026, 11, 28, 12, 0, tzinfo=dt.UTC)
EVENTS = (
    Event(Action.BUILT, "drift", None, "000001-x", {"documents": 3}),
    Event(Action.ASKED, "ida@kommune.dk", None, "000001-x", {"length": 27, "abstained": False}),
    Event(Action.OPENED, None, "sager/åben.pdf", "000001-x"),
    Event(Action.EXPORTED, "ida@kommune.dk", "/tmp/ud.csv", "000001-x"),  # noqa: S108 - only a name
    Event(Action.CORRECTED, "ida@kommune.dk", "sager/åben.pdf"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a database whose log has five rows, an hour apart."""
    log = AuditLog(StateDatabase(tmp_path))
    for hour, event in enumerate(EVENTS):
        log.record(event, NOW + dt.timedelta(hours=hour))
    return tmp_path


def log_of(folder: Path) -> AuditLog:
    return AuditLog(StateDatabase(folder))


def tamper(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_what_was_recorded_is_read_newest_first(folder: Path) -> None:
    entries = log_of(folder).entries()
    assert [each.number for each in entries] == [5, 4, 3, 2, 1]
    assert entries[3].event == EVENTS[1]
    assert entries[3].made == NOW + dt.timedelta(hours=1)
    assert entries[2].event.user is None
    assert [each.number for each in log_of(folder).entries(since=NOW.date(), until=NOW.date())] == [
        5,
        4,
        3,
        2,
        1,
    ]
    assert log_of(folder).entries(until=dt.date(2026, 11, 27)) == ()
    assert tuple(exports_of(entries, Action.EXPORTED)) == ("/tmp/ud.csv",)  # noqa: S108


def test_an_untouched_log_is_whole(folder: Path) -> None:
    found = log_of(folder).verify()
    assert (found.rows, found.forgotten, found.fault) == (5, 0, None)
    assert found.last == Anchor(5, log_of(folder).entries()[0].hash)
    assert AuditLog(StateDatabase(folder / "none")).verify().rows == 0


@pytest.mark.parametrize(
    ("statement", "fault", "at"),
    [
        ("UPDATE audit SET user = 'bo@kommune.dk' WHERE number = 2", Fault.CHANGED, 2),
        ("UPDATE audit SET subject = 'andet.pdf' WHERE number = 3", Fault.CHANGED, 3),
        ("UPDATE audit SET made = '2026-11-01T00:00:00.000+00:00' WHERE number = 4", Fault.CHANGED, 4),
        ("UPDATE audit SET detail = '{}' WHERE number = 2", Fault.CHANGED, 2),
        ("UPDATE audit SET action = 'opened' WHERE number = 1", Fault.CHANGED, 1),
        ("UPDATE audit SET generation = NULL WHERE number = 1", Fault.CHANGED, 1),
        ("UPDATE audit SET hash = 'x' WHERE number = 5", Fault.CHANGED, 5),
        ("DELETE FROM audit WHERE number = 3", Fault.MISSING, 3),
        ("DELETE FROM audit WHERE number = 1", Fault.MISSING, 1),
        ("DELETE FROM audit WHERE number > 3", Fault.END, 4),
        ("DELETE FROM audit", Fault.END, 1),
        ("UPDATE audit SET subject = NULL, salt = NULL WHERE number = 3", Fault.RELIEVED, None),
        (
            "INSERT INTO audit SELECT 6, made, action, user, subject, generation, detail, salt, seal, hash"
            " FROM audit WHERE number = 5",
            Fault.CHANGED,
            6,
        ),
    ],
)
def test_what_was_done_to_it_is_found(folder: Path, statement: str, fault: Fault, at: int | None) -> None:
    tamper(folder, statement)
    found = log_of(folder).verify()
    assert (found.fault, found.at) == (fault, at)


def test_a_log_made_anew_is_found_by_a_hash_noted_elsewhere(folder: Path, tmp_path: Path) -> None:
    noted = log_of(folder).verify().last
    other = AuditLog(StateDatabase(tmp_path / "other"))
    for event in EVENTS:
        other.record(event, NOW)
    assert other.verify().fault is None
    assert other.verify(noted).fault is Fault.ANCHOR
    log_of(folder).record(EVENTS[0], NOW)
    assert log_of(folder).verify(noted).fault is None


def test_old_rows_are_cut_and_the_chain_stays_provable(folder: Path) -> None:
    log = log_of(folder)
    later = NOW + dt.timedelta(days=30, hours=2)
    log.record(EVENTS[0], later, keep_days=30)
    entries = log.entries()
    assert [each.number for each in entries] == [7, 6, 5, 4, 3]
    assert entries[1].event.action is Action.CUT
    assert entries[1].event.detail is not None
    assert (entries[1].event.detail["rows"], entries[1].event.detail["last"]) == (2, 2)
    assert log.verify().fault is None
    tamper(folder, "UPDATE audit_ends SET hash = 'x' WHERE name = 'before first'")
    assert log.verify().fault is Fault.START


def test_a_clock_that_jumps_back_breaks_nothing_and_cuts_nothing(folder: Path) -> None:
    log = log_of(folder)
    log.record(EVENTS[0], NOW - dt.timedelta(days=400), keep_days=30)
    assert log.verify().fault is None
    assert log.verify().rows == 6


def test_a_row_that_was_forgotten_has_no_user_and_subject_and_the_chain_stays(folder: Path) -> None:
    with StateDatabase(folder).writing() as connection:
        count = relieve(connection, lambda text: None if "åben" in text else text)
        append(connection, Event(Action.FORGOT, "ida", detail={FORGOTTEN_ROWS: count}), NOW)
    found = log_of(folder).verify()
    assert (count, found.forgotten, found.fault) == (2, 2, None)
    assert [each.event.subject for each in log_of(folder).entries()][:2] == [None, None]
    StateDatabase(folder).compact()
    assert "åben".encode() not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    log = AuditLog(StateDatabase(tmp_path))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: log.record(EVENTS[1], NOW), range(40)))
    assert (log.verify().rows, log.verify().fault) == (40, None)
