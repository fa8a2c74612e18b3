"""A reader finds the old generation or the new one; a build that dies changes nothing."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import IndexStateError, ResourceError
from kb.index import generations as module
from kb.index.generations import (
    current_generation,
    drop_all,
    drop_others,
    generation_folder,
    generations,
    new_draft,
    next_generation,
    publish,
    rollback,
)
from kb.index.lock import build_lock
from kb.index.store import open_store
from tests.index.material import NOW, PLAIN, write_generation


def title(index: Path) -> str:
    """The title of the one document, which tells the generations apart."""
    return open_store(index).document(PLAIN.id).title


def write(index: Path, name: str, keep: int = 3) -> str:
    return write_generation(index, [replace(PLAIN, title=name)], keep=keep)


def test_names_sort_by_age_whatever_the_clock_does(tmp_path: Path) -> None:
    first = write(tmp_path, "A")
    second = write(tmp_path, "B")
    assert first == "000001-20261122T120000"
    assert generations(tmp_path) == (first, second)
    assert next_generation(tmp_path, NOW.replace(year=2001)) > second


def test_the_newest_are_kept(tmp_path: Path) -> None:
    names = [write(tmp_path, letter, keep=2) for letter in "ABCD"]
    assert generations(tmp_path) == tuple(names[2:])
    assert title(tmp_path) == "D"


def test_rollback_goes_one_back_at_a_time(tmp_path: Path) -> None:
    names = [write(tmp_path, letter) for letter in "ABC"]
    assert (rollback(tmp_path), title(tmp_path)) == (names[1], "B")
    assert (rollback(tmp_path), title(tmp_path)) == (names[0], "A")
    with pytest.raises(IndexStateError) as caught:
        rollback(tmp_path)
    assert caught.value.code == "no_previous_generation"
    assert title(tmp_path) == "A"


def test_rollback_steps_over_a_damaged_generation(tmp_path: Path) -> None:
    names = [write(tmp_path, letter) for letter in "ABC"]
    (generation_folder(tmp_path, names[1]) / "vectors.faiss").write_bytes(b"")
    assert rollback(tmp_path) == names[0]


def test_the_current_generation_is_never_pruned(tmp_path: Path) -> None:
    names = [write(tmp_path, letter) for letter in "ABC"]
    rollback(tmp_path)
    rollback(tmp_path)
    module.prune(tmp_path, 1)
    assert generations(tmp_path) == (names[0], names[2])


def test_rollback_without_an_index_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(IndexStateError):
        rollback(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_current_must_name_a_generation(tmp_path: Path) -> None:
    write(tmp_path, "A")
    (tmp_path / "CURRENT").write_text("../..\n")
    with pytest.raises(IndexStateError) as caught:
        current_generation(tmp_path)
    assert caught.value.code == "index_damaged"


def test_two_builds_do_not_collide(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kb.index.lock import build_lock\n"
        "with build_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ResourceError) as caught, build_lock(tmp_path):
            pass
        assert caught.value.code == "build_running"
        holder.send_signal(signal.SIGKILL)
        holder.wait(timeout=30)
    with build_lock(tmp_path):  # the system freed what the killed process held
        pass


KILLED_BEFORE = {
    "the move": "os.rename",
    "the switch": "kb.index.generations.replace_text",
    "the end of the switch": "os.replace",
}


@pytest.mark.parametrize("moment", KILLED_BEFORE)
def test_a_build_killed_before_the_switch_leaves_the_old_generation(tmp_path: Path, moment: str) -> None:
    write(tmp_path, "old")
    target = KILLED_BEFORE[moment]
    code = (
        "import os, signal, sys; from pathlib import Path; from unittest import mock\n"
        "from tests.index.test_generations import write\n"
        f"with mock.patch('{target}', lambda *_: os.kill(os.getpid(), signal.SIGKILL)):\n"
        "    write(Path(sys.argv[1]), 'new')"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, cwd=os.getcwd())
    assert run.returncode == -signal.SIGKILL
    assert title(tmp_path) == "old"
    write(tmp_path, "newest")
    assert title(tmp_path) == "newest"
    assert not (tmp_path / "generations" / ".draft").exists()


def test_a_draft_that_is_not_whole_is_not_published(tmp_path: Path) -> None:
    write(tmp_path, "old")
    draft = new_draft(tmp_path)
    with pytest.raises(IndexStateError):
        publish(tmp_path, draft, 3)
    assert title(tmp_path) == "old"


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    (new_draft(tmp_path) / "half").write_text("x")
    assert list(new_draft(tmp_path).iterdir()) == []


def test_a_full_disk_leaves_the_old_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "sync_tree", full)
    with pytest.raises(ResourceError) as caught:
        write(tmp_path, "new")
    assert caught.value.code == "disk_full"
    assert title(tmp_path) == "old"


@pytest.fixture
def remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what is remembered of large files, which all are."""
    monkeypatch.setattr("kb.disk.LARGE_BYTES", -1)
    monkeypatch.setattr("kb.disk.platformdirs.user_cache_path", lambda _: tmp_path / "cache")
    return tmp_path / "cache" / "checksums"


@pytest.mark.usefixtures("remembered")
def test_what_was_just_built_is_opened_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "index", "Ny")

    def hashed(path: Path) -> str:
        raise AssertionError(path)

    monkeypatch.setattr("kb.disk.sha256_of", hashed)
    assert title(tmp_path / "index") == "Ny"


def test_what_is_remembered_goes_with_its_generation(tmp_path: Path, remembered: Path) -> None:
    index = tmp_path / "index"
    for name in "abc":
        write(index, name, keep=2)
    few = len(list(remembered.iterdir()))
    for name in "defg":
        write(index, name, keep=2)
    assert len(list(remembered.iterdir())) == few
    drop_others(index)
    alone = len(list(remembered.iterdir()))
    assert alone < few
    assert title(index) == "g"
    assert len(list(remembered.iterdir())) == alone
    drop_all(index)
    assert len(list(remembered.iterdir())) < alone


@pytest.mark.usefixtures("remembered")
def test_a_large_file_that_was_touched_is_read_again(tmp_path: Path) -> None:
    index = tmp_path / "index"
    codes = generation_folder(index, write(index, "Ny")) / "tokens" / "codes.bin"
    codes.write_bytes(codes.read_bytes()[:-1] + b"?")
    os.utime(codes, ns=(0, 1))
    with pytest.raises(IndexStateError) as caught:
        open_store(index)
    assert caught.value.code == "index_damaged"
