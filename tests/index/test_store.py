"""A store gives back what was written, filters before it ranks, and refuses what does not fit."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from kb.datatypes import Case, Facets, Filter, OutcomeClass, Part, SectionKind, Status, Survey
from kb.embedding import Encoder
from kb.errors import IndexStateError, UsageError
from kb.index.generations import current_generation, generation_folder
from kb.index.manifest import read_manifest, verify, write_manifest
from kb.index.store import LocalStore, open_store
from kb.index.vectors import write_vectors
from tests.index.material import (
    COPY,
    DECISIONS,
    DOCUMENTS,
    DRAFT,
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


def allowed(store: LocalStore, where: Filter) -> list[tuple[str, int]]:
    """The allowed chunks as (document, section)."""
    return [(CHUNKS[key].document, CHUNKS[key].section) for key in np.flatnonzero(store.allowed(where))]


def test_records_come_back_as_they_were_written(store: LocalStore) -> None:
    for document in DOCUMENTS:
        assert store.document(document.id) == document
    assert store.chunks([5, 0, 5]) == (CHUNKS[5], CHUNKS[0], CHUNKS[5])
    assert store.chunks_of(DRAFT.id) == tuple(chunk for chunk in CHUNKS if chunk.document == DRAFT.id)
    assert store.decisions(EVERYTHING) == DECISIONS
    assert store.chunk_count == len(CHUNKS)


def test_what_is_not_there_is_named(store: LocalStore) -> None:
    for ask in (store.document, store.chunks_of):
        with pytest.raises(UsageError) as caught:
            ask("findes/ikke.txt")
        assert caught.value.code == "unknown_document"
    with pytest.raises(KeyError):
        store.chunks([len(CHUNKS)])


def test_of_equal_documents_the_original_is_searched(store: LocalStore) -> None:
    documents = {document for document, _ in allowed(store, EVERYTHING)}
    assert documents == {MINUTES.id, DRAFT.id, PLAIN.id}
    assert store.renditions(MINUTES.id) == (COPY.id,)
    assert store.renditions(COPY.id) == (MINUTES.id,)
    assert store.renditions(PLAIN.id) == ()


def test_a_duplicate_stands_in_where_the_filter_leaves_no_original(store: LocalStore) -> None:
    where = Filter(collections=("kopier",))
    assert allowed(store, where) == [(COPY.id, 0), (COPY.id, 1), (COPY.id, 2)]
    assert [decision.document for decision in store.decisions(where)] == [COPY.id, COPY.id]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(committees=("BYRÅDET",)), [(MINUTES.id, 2)]),
        (Filter(committees=("børneudvalget",)), [(MINUTES.id, 0), (MINUTES.id, 1), (MINUTES.id, 2)]),
        (Filter(committees=("Økonomiudvalget",)), [(DRAFT.id, 0), (DRAFT.id, 1)]),
        (Filter(date_from=dt.date(2023, 1, 1)), [(MINUTES.id, 2)]),
        (
            Filter(date_from=dt.date(2022, 12, 6), date_to=dt.date(2022, 12, 6)),
            [(MINUTES.id, 0), (MINUTES.id, 1)],
        ),
        (Filter(date_to=dt.date(2021, 5, 1)), [(DRAFT.id, 0), (DRAFT.id, 1)]),
        (Filter(sections=(SectionKind.UNKNOWN, SectionKind.ECONOMY)), [(PLAIN.id, 0), (DRAFT.id, 1)]),
        (Filter(statuses=(Status.DRAFT,)), [(DRAFT.id, 0), (DRAFT.id, 1)]),
        (Filter(collections=("PLANER",)), [(PLAIN.id, 0)]),
        (Filter(documents=(PLAIN.id,)), [(PLAIN.id, 0)]),
        (Filter(documents=("planer/2020", "udkast")), [(PLAIN.id, 0), (DRAFT.id, 0), (DRAFT.id, 1)]),
        (Filter(documents=("%",)), []),
        (Filter(outcomes=(OutcomeClass.PROCEDURAL,)), [(MINUTES.id, 1), (MINUTES.id, 2)]),
        (Filter(outcomes=(OutcomeClass.REJECTED,)), []),
        (Filter(statuses=(Status.DRAFT,), sections=(SectionKind.ECONOMY,)), [(DRAFT.id, 1)]),
        (Filter(statuses=(Status.DRAFT,), committees=("Byrådet",)), []),
    ],
)
def test_filters_allow_exactly(store: LocalStore, where: Filter, expected: list[tuple[str, int]]) -> None:
    assert allowed(store, where) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(committees=("byrådet",)), DECISIONS[1:]),
        (Filter(committees=("Børneudvalget",)), DECISIONS[:1]),
        (Filter(outcomes=(OutcomeClass.POSTPONED,)), ()),
        (Filter(outcomes=(OutcomeClass.PROCEDURAL,)), DECISIONS[1:]),
        (Filter(date_to=dt.date(2022, 12, 31)), DECISIONS[:1]),
        (Filter(sections=(SectionKind.CASE,)), ()),
        (Filter(documents=("udkast",)), ()),
    ],
)
def test_decisions_are_filtered_by_their_own_committee_and_date(
    store: LocalStore, where: Filter, expected: tuple[object, ...]
) -> None:
    assert store.decisions(where) == expected


def test_a_decision_that_two_papers_print_is_one_row(tmp_path: Path) -> None:
    """Its own minutes tell it; where the filter leaves only the paper that quotes it, that one does."""
    here, told = DECISIONS[1], replace(DECISIONS[1], document=PLAIN.id, start=0, end=5)
    told = replace(told, effect=OutcomeClass.ADOPTED)
    case = Case("a", "Skoleveje", (), (Part(MINUTES.id), Part(PLAIN.id)), (), (), ())
    write_generation(tmp_path, survey=Survey(cases=(case,)), decided=(here, told))
    store = open_store(tmp_path)
    assert store.decisions(EVERYTHING) == store.decisions(Filter(committees=("Byrådet",))) == (here,)
    assert store.decisions(Filter(documents=(PLAIN.id,))) == (told,)
    assert store.decisions(Filter(outcomes=(OutcomeClass.PROCEDURAL,))) == (here,)
    assert store.decisions(Filter(outcomes=(OutcomeClass.ADOPTED,))) == ()


def test_summaries_list_every_rendition(store: LocalStore) -> None:
    found = store.summaries(EVERYTHING)
    assert [summary.id for summary in found] == sorted(document.id for document in DOCUMENTS)
    summary = store.summaries(Filter(committees=("Byrådet",), documents=("ref",)))[0]
    assert (summary.id, summary.pages, summary.sections, summary.duplicate_of) == (MINUTES.id, 1, 3, None)
    assert (summary.date, summary.status, summary.warnings) == (dt.date(2022, 12, 6), Status.MINUTES, ("w",))


def test_facets_are_what_occurs(store: LocalStore) -> None:
    kinds = (SectionKind.CASE, SectionKind.RECOMMENDATION, SectionKind.ECONOMY)
    assert store.facets() == Facets(
        committees=("Byrådet", "Børneudvalget", "økonomiudvalget"),
        years=(2023, 2022, 2021),
        sections=(*kinds, SectionKind.DECISION, SectionKind.UNKNOWN),
        statuses=(Status.DRAFT, Status.MINUTES, Status.UNKNOWN),
    )


def test_every_leg_keeps_to_what_is_allowed(store: LocalStore) -> None:
    mask = store.allowed(Filter(statuses=(Status.DRAFT,)))
    draft = [chunk.key for chunk in CHUNKS if chunk.document == DRAFT.id]
    assert store.dense(np.eye(16, dtype=np.float32)[draft[1]], mask, 5).keys.tolist() == [draft[1], draft[0]]
    assert store.lexical("Er det godkendt?", "words", mask, 5).keys.tolist() == [draft[1]]
    assert store.lexical("vandafgifter", "ngrams", mask, 5).keys.tolist() == [draft[0]]
    assert not mask.flags.writeable


def test_words_are_found_in_any_inflection_and_letters(store: LocalStore) -> None:
    mask = store.allowed(EVERYTHING)
    hit = next(chunk.key for chunk in CHUNKS if chunk.document == MINUTES.id and chunk.section == 0)
    assert store.lexical("skolevejene", "words", mask, 5).keys[0] == hit
    assert store.lexical("Aakirkeby", "words", mask, 5).keys.tolist() == [hit]
    assert store.document_frequency(["aakirkeby", "findesikke"]) == [2, 0]


def test_threads_share_a_store(store: LocalStore) -> None:
    def ask(number: int) -> tuple[object, ...]:
        where = Filter(statuses=(list(Status)[number % len(Status)],))
        document = DOCUMENTS[number % len(DOCUMENTS)]
        mask = store.allowed(where)
        hits = store.lexical("godkendt", "words", mask, 5).keys.tolist()
        return store.document(document.id), store.summaries(where), hits

    alone = [ask(number) for number in range(60)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(60))) == alone


def test_no_index_is_named_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexStateError) as caught:
        open_store(tmp_path)
    assert (caught.value.code, str(tmp_path) in caught.value.message) == ("no_index", True)
    assert "kb index" in caught.value.remedy


@dataclass(frozen=True)
class OtherEncoder:
    """What of an encoder is compared with a generation."""

    name: str = "anden-model"
    fingerprint: str = "0123456789"


def test_another_model_is_refused(index: Path) -> None:
    with pytest.raises(IndexStateError) as caught:
        open_store(index, cast(Encoder, OtherEncoder()))
    assert caught.value.code == "index_model_mismatch"
    assert "model (fingerpr)" in caught.value.message
    assert "anden-model (01234567)" in caught.value.message
    assert "kb index --full" in caught.value.remedy
    same = cast(Encoder, OtherEncoder(fingerprint="fingerprint"))
    assert open_store(index, same).chunk_count == len(CHUNKS)


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


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 5}'])
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
