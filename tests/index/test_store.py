"""A store gives back what was written, filters before it ranks, and refuses what does not fit."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.datatypes import Case, Filter, Gap, GapKind, Part, Survey
from kb.errors import IndexStateError
from kb.index.generations import current_generation, generation_folder
from kb.index.manifest import FORMAT, read_manifest, verify, write_manifest
from kb.index.store import LocalStore, open_store
from kb.index.vectors import write_vectors
from tests.index.material import (
    DOCUMENTS,
    MINUTES,
    PLAIN,
    chunks_of,
    write_generation,
)

CHUNKS = chunks_of(DOCUMENTS)
EVERYTHING = Filter()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    write_generation(folder)
    return folder


@pytest.fixture(scope="module")
def store(index: Path) -> LocalStore:
    return open_store(index)


def test_no_index_is_named_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexStateError) as caught:
        open_store(tmp_path)
    assert (caught.value.code, str(tmp_path) in caught.value.message) == ("no_index", True)
    assert "kb index" in caught.value.remedy


def test_another_format_is_refused(tmp_path: Path) -> None:
    manifest = generation_folder(tmp_path, write_generation(tmp_path)) / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))
    with pytest.raises(IndexStateError) as caught:
        open_store(tmp_path)
    assert caught.value.code == "index_format_mismatch"
    assert "99" in caught.value.message


@pytest.mark.parametrize("name", ["catalogue.sqlite", "vectors.faiss", "lexical/words/terms.txt"])
@pytest.mark.parametrize("damage", ["change", "remove"])
def test_a_damaged_file_is_named(tmp_path: Path, name: str, damage: str) -> None:
    file = generation_folder(tmp_path, write_generation(tmp_path)) / name
    if damage == "remove":
        file.unlink()
    else:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    with pytest.raises(IndexStateError) as caught:
        open_store(tmp_path)
    assert caught.value.code == "index_damaged"
    assert name in caught.value.message


def test_parts_of_different_builds_are_not_searched_together(tmp_path: Path) -> None:
    folder = generation_folder(tmp_path, write_generation(tmp_path))
    manifest = read_manifest(folder)
    write_vectors(folder, np.eye(2, manifest.dimensions, dtype=np.float32))
    write_manifest(folder, manifest)
    store = open_store(tmp_path)
    assert store.decisions(Filter())
    with pytest.raises(IndexStateError) as caught:
        _ = store.searched
    assert caught.value.code == "index_damaged"


def test_a_large_file_is_hashed_once_to_open_it_and_each_time_to_be_sure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.disk.LARGE_BYTES", 0)
    monkeypatch.setattr("kb.disk.platformdirs.user_cache_path", lambda name: tmp_path / name)
    index = tmp_path / "index"
    folder = generation_folder(index, write_generation(index))
    open_store(index)
    file = folder / "vectors.faiss"
    stat = file.stat()
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert open_store(index).manifest.generation == folder.name
    with pytest.raises(IndexStateError, match=r"vectors\.faiss"):
        verify(folder)
    os.utime(file)
    with pytest.raises(IndexStateError, match=r"vectors\.faiss"):
        open_store(index)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", f'{{"format": {FORMAT}}}'])
def test_a_damaged_manifest_is_named(tmp_path: Path, content: str) -> None:
    (generation_folder(tmp_path, write_generation(tmp_path)) / "manifest.json").write_text(content)
    with pytest.raises(IndexStateError) as caught:
        open_store(tmp_path)
    assert caught.value.code == "index_damaged"


def test_a_reader_cannot_write(index: Path) -> None:
    store = open_store(index)
    with pytest.raises(sqlite3.OperationalError):
        store.catalogue._rows("DELETE FROM chunks")


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    write_generation(tmp_path / "a")
    write_generation(tmp_path / "b")
    first, second = (
        open_store(tmp_path / name).manifest.checksums  # of every file but the manifest
        for name in ("a", "b")
    )
    assert first == second
    assert len(first) == 20


def test_a_store_outlives_its_generation(tmp_path: Path) -> None:
    write_generation(tmp_path)
    store = open_store(tmp_path)
    for title in ("To", "Tre", "Fire"):
        write_generation(tmp_path, [replace(PLAIN, title=title)], keep=1)
    assert store.document(MINUTES.id) == MINUTES
    assert store.manifest.generation != current_generation(tmp_path)


def test_equal_surveys_give_equal_bytes(tmp_path: Path) -> None:
    case = Case("a", "Skoleveje", (), (Part(MINUTES.id), Part(PLAIN.id)), (), (), ())
    gaps = (Gap(GapKind.UNREAD_FILE, "planer/i-stykker.pdf", "i-stykker.pdf", None, None, "Beskadiget."),)
    for name in ("a", "b"):
        write_generation(tmp_path / name, survey=Survey(cases=(case,), gaps=gaps))
    one, other = (open_store(tmp_path / name).manifest.checksums for name in ("a", "b"))
    assert one == other


def test_a_chunk_is_told_with_its_document_and_its_agenda_item(store: LocalStore) -> None:
    places = store.places(range(len(CHUNKS)))
    for chunk, place in zip(CHUNKS, places, strict=True):
        section = store.document(chunk.document).sections[chunk.section]
        assert (place.document, place.item) == (chunk.document, section.item)
    assert store.places([5, 0, 5]) == (places[5], places[0], places[5])
    with pytest.raises(KeyError):
        store.places([len(CHUNKS)])
