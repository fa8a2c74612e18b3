"""Embedding elsewhere gives the same index: in other processes, on a cluster, and when workers are killed."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.embedding import Encoder, load_encoder
from kb.errors import ModelError, ResourceError, SettingsError
from kb.index.generations import generations
from kb.index.store import LocalStore, open_store
from kb.ingest import build
from kb.serve import free_port
from kb.settings import Settings
from tests.dask_cluster import cluster

PAPERS = 12
"""More than fill a window, so that several are under way."""

PARAGRAPHS = 80
LEAST_COSINE = 0.999


def written(settings: Settings, folder: Path, papers: int = PAPERS) -> Settings:
    """Settings over papers of some 40 chunks each; the short budget makes them many and cheap."""
    place = settings.model_copy(
        update={"data": folder / "data", "index": folder / "index", "chunk_tokens": 32}
    )
    place.data.mkdir()
    for paper in range(papers):
        body = "\n\n".join(
            f"Punkt {paper}.{at}: Byrådet drøftede sag {paper * 100 + at} om skolevej nummer {at}."
            for at in range(PARAGRAPHS)
        )
        (place.data / f"{paper:02d}.txt").write_text(f"Sag {paper}\n\n{body}\n", "utf-8")
    return place


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Settings:
    """Settings over all papers, of which nothing is indexed."""
    return written(settings, tmp_path)


def postings(store: LocalStore, field: str) -> NDArray[np.int32]:
    """The chunks of all postings of a field, term by term."""
    index = store.searched.lexical[field]
    return index.of_terms(0, len(index.starts) - 1)[0]


def same(one: LocalStore, other: LocalStore) -> bool:
    """Whether two stores hold the same chunks, terms and tokens, and vectors that differ by rounding."""
    keys = range(one.chunk_count)
    cosines = (one.searched.vectors.all() * other.searched.vectors.all()).sum(axis=1)
    terms = all(np.array_equal(postings(one, name), postings(other, name)) for name in one.searched.lexical)
    return one.chunks(keys) == other.chunks(keys) and terms and float(cosines.min()) > LEAST_COSINE


@pytest.fixture(scope="module")
def at_home(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    """The index of all papers that this process builds alone."""
    home = written(settings, tmp_path_factory.mktemp("home"))
    build([home.data], home, encoder)
    return open_store(home.index, encoder)


def test_any_executor_gives_the_same_index(place: Settings, encoder: Encoder, at_home: LocalStore) -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        report = build([place.data], place, encoder, executor=executor)
    assert report.embedded == report.chunks > 400
    assert same(open_store(place.index, encoder), at_home)


def test_a_worker_killed_in_the_middle_loses_nothing(
    place: Settings, encoder: Encoder, at_home: LocalStore, tmp_path: Path
) -> None:
    class Killing:
        """Progress that kills a worker once the first window is in the draft."""

        def stage(self, name: str, total: int) -> None:
            pass

        def advance(self, steps: int) -> None:
            if steps and workers[0].poll() is None:
                os.kill(workers[0].pid, signal.SIGKILL)

    with cluster(tmp_path / "dask", 2) as (address, workers):
        there = place.model_copy(update={"executor": address})
        report = build([there.data], there, encoder, progress=Killing())
        assert workers[0].poll() == -signal.SIGKILL
    assert report.embedded == report.chunks
    assert same(open_store(place.index, encoder), at_home)


def test_a_worker_with_another_model_is_refused(place: Settings, encoder: Encoder) -> None:
    class Other:
        """The same model under another fingerprint, as of another version."""

        def __init__(self) -> None:
            self.name, self.fingerprint, self.dimensions = "ny", "anden", encoder.dimensions
            self.count_tokens = encoder.count_tokens

    with ProcessPoolExecutor(1, get_context("spawn")) as executor, pytest.raises(ModelError) as caught:
        build([place.data], place, Other(), executor=executor)  # type: ignore[arg-type]
    assert caught.value.code == "worker_model_mismatch"
    assert generations(place.index) == ()


def test_workers_that_all_die_are_named_and_the_old_generation_stays(
    settings: Settings, encoder: Encoder, tmp_path: Path
) -> None:
    place = written(settings, tmp_path, papers=2)
    first = build([place.data], place, encoder).generation
    (place.data / "00.txt").write_text("Ny sag\n\nDer bygges en bro over åen.\n", "utf-8")
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        executor.submit(os.getpid).result()
        (pid,) = executor._processes
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)
        with pytest.raises(ResourceError) as caught:
            build([place.data], place, encoder, executor=executor)
    assert caught.value.code == "workers_lost"
    assert generations(place.index) == (first,)
    assert build([place.data], place, encoder).changed == 1


def test_a_cluster_that_is_not_there_is_named(
    place: Settings, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.bulk.CONNECT_SECONDS", 1)
    nobody = place.model_copy(update={"executor": f"tcp://127.0.0.1:{free_port('127.0.0.1', 28786)}"})
    with pytest.raises(ResourceError) as caught:
        build([place.data], nobody, encoder)
    assert caught.value.code == "no_workers"
    assert nobody.executor in caught.value.message


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "tcp://"])
def test_what_is_no_address_is_refused(place: Settings, encoder: Encoder, address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        build([place.data], place.model_copy(update={"executor": address}), encoder)
    assert caught.value.code == "bad_executor"


def test_a_model_uses_no_more_cores_than_it_is_given(settings: Settings) -> None:
    alone = load_encoder(settings.model_copy(update={"runtime": "openvino", "cores": 1}))
    assert alone._runtime.streams == 1  # type: ignore[attr-defined]
    # Or two such processes would share one core.
    assert not alone._runtime._compiled.get_property("ENABLE_CPU_PINNING")  # type: ignore[attr-defined]
