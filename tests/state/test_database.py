"""The state database keeps what it acknowledged, for several processes at once, and names what is wrong."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.errors import KBError, ResourceError, StateError
from kb.state.database import FILE, StateDatabase
from kb.state.migrations import MIGRATIONS, VERSION

INSERT = (
    "INSERT INTO corrections (document, field, read, value, undone, made)"
    " VALUES (?, 'title', 'a', 'b', 0, 't')"
)
WRITER = f"""
import sys
from pathlib import Path
from kb.state.database import StateDatabase

database = StateDatabase(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    with database.writing() as connection:
        connection.execute({INSERT!r}, (f"{{sys.argv[2]}}-{{number}}",))
    print(number, flush=True)
"""


@pytest.fixture
def database(tmp_path: Path) -> StateDatabase:
    """A database that nothing was written to yet."""
    return StateDatabase(tmp_path / "state")


def add(database: StateDatabase, document: str) -> None:
    with database.writing() as connection:
        connection.execute(INSERT, (document,))


def documents(database: StateDatabase) -> list[str]:
    return [row[0] for row in database.rows("SELECT document FROM corrections ORDER BY number")]


def writer(database: StateDatabase, name: str, count: int) -> subprocess.Popen[str]:
    """A process that writes rows one by one and says so after each."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database.path.parent), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_nothing_is_made_by_reading(database: StateDatabase) -> None:
    assert documents(database) == []
    database.verify()
    assert not database.path.parent.exists()


def test_the_folder_is_made_by_the_first_write_and_for_its_owner_alone(database: StateDatabase) -> None:
    add(database, "a")
    assert documents(database) == ["a"]
    if os.name == "posix":
        assert database.path.parent.stat().st_mode & 0o077 == 0


def test_what_is_written_is_flushed_and_readers_do_not_wait_for_writers(database: StateDatabase) -> None:
    add(database, "a")
    assert database.rows("PRAGMA journal_mode") == [("wal",)]
    assert database.rows("PRAGMA synchronous") == [(2,)]
    with database.writing() as connection:
        connection.execute(INSERT, ("b",))
        assert documents(database) == ["a"]
    assert documents(database) == ["a", "b"]


def test_a_write_that_fails_leaves_nothing(database: StateDatabase) -> None:
    add(database, "a")

    def fails() -> None:
        with database.writing() as connection:
            connection.execute(INSERT, ("b",))
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert documents(database) == ["a"]


def test_a_row_that_was_acknowledged_survives_a_kill(database: StateDatabase) -> None:
    process = writer(database, "p", 10_000)
    assert process.stdout
    acknowledged = [int(process.stdout.readline()) for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.stdout.close()
    process.wait(30)
    assert process.returncode == -signal.SIGKILL
    acknowledged += [int(line) for line in rest.splitlines()]
    found = documents(database)
    assert found[: len(acknowledged)] == [f"p-{number}" for number in acknowledged]
    database.verify()
    add(database, "after")
    assert documents(database)[-1] == "after"


def test_several_processes_make_and_fill_it_at_once(database: StateDatabase) -> None:
    processes = [writer(database, str(name), 15) for name in range(5)]
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    assert sorted(documents(database)) == sorted(
        f"{name}-{number}" for name in range(5) for number in range(15)
    )


def test_several_threads_share_one(database: StateDatabase) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: add(database, str(number)), range(40)))
    assert sorted(map(int, documents(database))) == list(range(40))


def test_the_number_of_a_deleted_row_is_not_given_again(database: StateDatabase) -> None:
    add(database, "a")
    with database.writing() as connection:
        connection.execute("DELETE FROM corrections")
    add(database, "b")
    assert database.rows("SELECT number FROM corrections") == [(2,)]


def test_a_database_of_an_older_version_is_brought_up_to_date(
    database: StateDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database, "a")
    monkeypatch.setattr(
        "kb.state.database.MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE later (one INTEGER) STRICT",))
    )
    monkeypatch.setattr("kb.state.database.VERSION", VERSION + 1)
    assert database.rows("SELECT * FROM later") == []
    assert documents(database) == ["a"]
    assert database.rows("PRAGMA user_version") == [(VERSION + 1,)]


def refused(database: StateDatabase) -> list[KBError]:
    """The errors that reading and writing meet."""
    found: list[KBError] = []
    for action in (lambda: documents(database), lambda: add(database, "x")):
        with pytest.raises(KBError) as caught:
            action()
        found.append(caught.value)
    return found


def test_a_database_of_a_newer_version_is_left_alone(database: StateDatabase) -> None:
    add(database, "a")
    with sqlite3.connect(database.path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    for error in refused(database):
        assert isinstance(error, StateError)
        assert error.code == "state_newer"
        assert f"version {VERSION + 1}" in error.message


def test_a_damaged_file_is_named(database: StateDatabase) -> None:
    database.path.parent.mkdir()
    database.path.write_bytes(b"Dette er ikke en database. " * 400)
    for error in refused(database):
        assert isinstance(error, StateError)
        assert error.code == "state_damaged"
        assert str(database.path) in error.message


def test_damage_deep_in_the_file_is_found(database: StateDatabase) -> None:
    with database.writing() as connection:
        connection.executemany(INSERT, [(f"dokument-{number:05}.pdf",) for number in range(2000)])
    database.verify()
    content = bytearray(database.path.read_bytes())
    content[5 * 4096 : 9 * 4096] = b"\xff" * (4 * 4096)
    database.path.write_bytes(content)
    with pytest.raises(StateError) as caught:
        database.verify()
    assert caught.value.code == "state_damaged"


@pytest.mark.parametrize("in_the_way", ["folder", "file"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, in_the_way: str) -> None:
    """Rights would not do here: tests may run as root, whom none stop."""
    if in_the_way == "folder":
        (tmp_path / "state" / FILE).mkdir(parents=True)
    else:
        (tmp_path / "state").write_text("x")
    with pytest.raises(ResourceError) as caught:
        add(StateDatabase(tmp_path / "state"), "a")
    assert caught.value.code == "state_refused"


def test_a_full_disk_is_named_and_takes_nothing_half(database: StateDatabase) -> None:
    """SQLite itself says that the disk is full, at the size that it is told to take for all there is."""
    add(database, "a")

    def fills() -> None:
        with database.writing() as connection:
            connection.execute("PRAGMA max_page_count = 1")
            connection.executemany(INSERT, [("x" * 1000,)] * 500)

    with pytest.raises(ResourceError) as caught:
        fills()
    assert caught.value.code == "state_full"
    assert documents(database) == ["a"]


def test_a_writer_that_never_ends_is_waited_for_and_then_named(
    database: StateDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database, "a")
    monkeypatch.setattr("kb.state.database.BUSY_SECONDS", 0.05)
    with database.writing(), pytest.raises(ResourceError) as caught:
        add(database, "b")
    assert caught.value.code == "state_busy"


def test_a_mistake_in_a_query_is_no_problem_of_the_disk(database: StateDatabase) -> None:
    add(database, "a")
    with pytest.raises(sqlite3.OperationalError):
        database.rows("SELECT nothing FROM nowhere")


def test_it_can_be_copied_to_another_place(database: StateDatabase, tmp_path: Path) -> None:
    add(database, "æøå")
    shutil.copytree(database.path.parent, tmp_path / "copy")
    assert documents(StateDatabase(tmp_path / "copy")) == ["æøå"]
