"""Full disks, folders in the way, clocks that jump, bytes that rot: each is said, with what mends it."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from kb.backup import back_up
from kb.datatypes import Filter
from kb.errors import IndexStateError, KBError, ResourceError, SourceError, StateError
from kb.index.generations import CURRENT, current_generation, generation_folder, generations, rollback
from kb.index.local import LocalRepository
from kb.index.manifest import MANIFEST_FILE
from kb.index.store import open_store
from kb.ingest import Mode, build
from kb.settings import Settings
from kb.state.database import FILE, StateDatabase
from kb.state.feedback import FeedbackBox
from tests.hashing import HashingEncoder
from tests.kills import change_document, prepared
from tests.test_backup import add

NOW = dt.datetime(2026, 11, 28, 9, 0, tzinfo=dt.UTC)
ROOM = "3m"


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    """Settings over an index of twelve documents."""
    return prepared(tmp_path / "kb")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for one small index."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(path: Path) -> None:
    """Writes until no room is left."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)


def answers(settings: Settings, name: str) -> bool:
    """Whether the generation of a name is the current one, whole, and holds its decisions."""
    LocalRepository(settings.index).verify()
    found = open_store(settings.index, HashingEncoder())
    return current_generation(settings.index) == name and len(found.decisions(Filter())) >= 12


def test_a_full_disk_is_said_and_the_old_generation_answers(place: Settings, small_disk: Path) -> None:
    full = place.model_copy(update={"index": small_disk / "index"})
    state = StateDatabase(small_disk / "state")
    first = build([full.data], full, HashingEncoder()).generation
    add(state, "Før?")
    fill(small_disk / "fill")
    change_document(full.data, 1, 7)
    with pytest.raises(ResourceError) as caught:
        build([full.data], full, HashingEncoder())
    assert caught.value.code == "disk_full"
    assert "ikke plads på disken" in caught.value.message
    assert answers(full, first)
    with pytest.raises(ResourceError) as caught:
        add(state, "Efter?")
    assert caught.value.code == "state_full"
    assert "ikke plads på disken" in caught.value.message
    with pytest.raises(ResourceError) as caught:
        back_up(full, small_disk / "kopi.zip", NOW)
    assert caught.value.code == "disk_full"
    # Room is made, as the message asks for, and the same command does it.
    (small_disk / "fill").unlink()
    assert build([full.data], full, HashingEncoder()).generation > first
    back_up(full, small_disk / "kopi.zip", NOW)
    state.verify()
    assert [each.asked.question for each in FeedbackBox(state).all()] == ["Før?"]


def test_an_index_or_state_that_cannot_be_written_is_said(place: Settings, tmp_path: Path) -> None:
    """A file in the way does what rights would: root may run this."""
    (tmp_path / "file").write_text("x")
    for refused in (tmp_path / "file", Path("/proc/kb-index")):
        with pytest.raises(ResourceError) as caught:
            build([place.data], place.model_copy(update={"index": refused}), HashingEncoder())
        assert caught.value.code == "not_writable"
        assert str(refused) in caught.value.message
    with pytest.raises(ResourceError) as caught:
        back_up(place, Path("/proc/kopi.zip"), NOW)
    assert caught.value.code == "not_writable"


def test_folders_that_were_removed_are_said_and_made_again(place: Settings) -> None:
    documents = place.data.rename(place.data.with_name("away"))
    with pytest.raises(SourceError) as caught:
        build([place.data], place, HashingEncoder())
    assert caught.value.code == "missing_source"
    documents.rename(place.data)
    shutil.rmtree(place.index)
    with pytest.raises(IndexStateError) as missing:
        open_store(place.index)
    assert missing.value.code == "no_index"
    assert "kb index" in missing.value.remedy
    assert answers(place, build([place.data], place, HashingEncoder()).generation)
    add(StateDatabase(place.state), "Før?")
    shutil.rmtree(place.state)
    add(StateDatabase(place.state), "Efter?")
    assert len(FeedbackBox(StateDatabase(place.state)).all()) == 1


def test_a_clock_that_jumps_back_a_day_between_builds_changes_no_order(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current_generation(place.index)
    change_document(place.data, 2, 5)

    class Yesterday(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return dt.datetime.now(tz) - dt.timedelta(days=1)

    monkeypatch.setattr("kb.ingest.dt", SimpleNamespace(datetime=Yesterday, UTC=dt.UTC))
    second = build([place.data], place, HashingEncoder()).generation
    assert second.split("-")[1] < before.split("-")[1]  # the clock did jump
    assert generations(place.index) == (before, second)
    assert answers(place, second)
    assert rollback(place.index) == before
    change_document(place.data, 3, 6)
    third = build([place.data], place, HashingEncoder()).generation
    assert generations(place.index)[-1] == third
    assert answers(place, third)


def damaged(content: bytes, how: str, seed: str) -> bytes:
    """The content with a flipped byte somewhere, or without its second half, or without anything."""
    at = random.Random(seed).randrange(max(len(content), 1))  # noqa: S311
    if how == "flipped":
        return content[:at] + bytes([content[at] ^ 0x01]) + content[at + 1 :] if content else b"x"
    return content[: len(content) // 2] if how == "truncated" else b""


@pytest.mark.parametrize("how", ["flipped", "truncated", "emptied", "removed"])
def test_damage_to_any_file_of_an_index_is_said_and_mended_by_the_command_named(
    place: Settings, how: str
) -> None:
    name = current_generation(place.index)
    folder = generation_folder(place.index, name)
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(paths) > 8
    for path in (*paths, place.index / CURRENT):
        content = path.read_bytes()
        if how == "removed":
            path.unlink()
        else:
            path.write_bytes(damaged(content, how, path.name))
        if path.exists() and path.read_bytes() == content:
            continue  # an empty file has nothing to lose
        with pytest.raises(IndexStateError) as caught:
            LocalRepository(place.index).verify()
        assert caught.value.code in {"index_damaged", "no_index", "index_format_mismatch"}, path
        assert re.search(r"»kb index(?: --full)?( \S+)?«", caught.value.remedy), caught.value.remedy
        path.write_bytes(content)
    assert answers(place, name)
    # The command that is named mends it, whichever file it was.
    victim = random.Random(how).choice(paths)  # noqa: S311
    victim.write_bytes(damaged(victim.read_bytes(), "truncated", how) or b"x")
    assert answers(place, build([place.data], place, HashingEncoder(), Mode.FULL).generation)


def test_a_damaged_generation_can_be_stepped_back_from(place: Settings) -> None:
    first = current_generation(place.index)
    change_document(place.data, 4, 9)
    second = build([place.data], place, HashingEncoder()).generation
    manifest = generation_folder(place.index, second) / MANIFEST_FILE
    manifest.write_bytes(damaged(manifest.read_bytes(), "truncated", "x"))
    with pytest.raises(IndexStateError, match="kb rollback"):
        open_store(place.index)
    assert rollback(place.index) == first
    assert answers(place, first)


def test_a_flipped_byte_of_the_state_is_said_or_changes_no_row(place: Settings, tmp_path: Path) -> None:
    database = StateDatabase(place.state)
    for number in range(30):
        add(database, f"Spørgsmål {number} om skolevejen og vandværket?")
    database.compact()
    path = place.state / FILE
    content = path.read_bytes()
    rows = FeedbackBox(database).all()
    chance, found = random.Random(11), 0  # noqa: S311
    for _ in range(120):
        at = chance.randrange(len(content))
        path.write_bytes(content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :])
        try:
            database.verify()
            unchanged = FeedbackBox(database).all() == rows
        except KBError as error:
            found += 1
            unchanged = True
            assert isinstance(error, StateError), error  # noqa: PT017
        assert unchanged, at
        for beside in place.state.glob(f"{FILE}-*"):
            beside.unlink()
    assert found > 10
    path.write_bytes(content)
    database.verify()
    for length in (100, 5000, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:length])
        with pytest.raises(StateError, match="kb restore"):
            database.verify()
