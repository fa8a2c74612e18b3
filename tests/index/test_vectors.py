"""FAISS agrees with plain numpy in ids and scores, whatever is allowed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.embedding import Vectors
from kb.index.ranking import Mask
from kb.index.vectors import GRAPH_FILE, VectorIndex, VectorWriter, write_vectors


def unit(count: int, dimensions: int = 24, seed: int = 1) -> Vectors:
    values = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return values / np.linalg.norm(values, axis=1, keepdims=True)


def halved(vectors: Vectors) -> Vectors:
    """The vectors as half precision keeps them."""
    return vectors.astype(np.float16).astype(np.float32)


def opened(folder: Path, vectors: Vectors) -> VectorIndex:
    write_vectors(folder, vectors)
    return VectorIndex(folder)


def expected(vectors: Vectors, query: Vectors, allowed: Mask, limit: int) -> list[int]:
    """The reference: every score, sorted by (score, key)."""
    scores = vectors @ query
    keys = [int(key) for key in np.flatnonzero(allowed)]
    return sorted(keys, key=lambda key: (-scores[key], key))[:limit]


@pytest.mark.parametrize("limit", [1, 7, 200, 1000])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 1.0])
def test_ids_and_scores_equal_numpy(tmp_path: Path, share: float, limit: int) -> None:
    vectors = halved(unit(533))
    index = opened(tmp_path, vectors)
    allowed = np.random.default_rng(2).random(533) < share
    for query in unit(5, seed=3):
        ranking = index.search(query, allowed, limit)
        keys = expected(vectors, query, allowed, limit)
        assert ranking.keys.tolist() == keys
        np.testing.assert_allclose(ranking.scores, (vectors @ query)[keys], atol=1e-6)
        assert (ranking.keys.dtype, ranking.scores.dtype) == (np.int64, np.float32)


def test_ties_are_broken_by_key_also_at_the_limit(tmp_path: Path) -> None:
    vectors = np.repeat(unit(3), [300, 1, 299], axis=0)
    index = opened(tmp_path, vectors)
    allowed = np.ones(600, np.bool_)
    allowed[[0, 4]] = False
    ranking = index.search(vectors[0], allowed, 5)
    assert ranking.keys.tolist() == [1, 2, 3, 5, 6]
    assert np.unique(ranking.scores).size == 1


def test_a_better_chunk_that_comes_late_does_not_push_out_the_first_of_equal_ones(tmp_path: Path) -> None:
    best, other = unit(2)
    index = opened(tmp_path, np.stack([*[other] * 8, best]))
    assert index.search(best, np.ones(9, np.bool_), 5).keys.tolist() == [8, 0, 1, 2, 3]


@pytest.mark.parametrize("limit", [0, -1])
def test_no_limit_left_gives_nothing(tmp_path: Path, limit: int) -> None:
    assert opened(tmp_path, unit(3)).search(unit(1)[0], np.ones(3, np.bool_), limit).keys.tolist() == []


def test_an_empty_index_gives_nothing(tmp_path: Path) -> None:
    index = opened(tmp_path, np.zeros((0, 24), np.float32))
    assert (index.count, index.all().shape) == (0, (0, 24))
    assert index.search(unit(1)[0], np.zeros(0, np.bool_), 10).keys.tolist() == []


def test_vectors_come_back_as_they_were_written(tmp_path: Path) -> None:
    vectors = unit(10)
    index = opened(tmp_path, vectors)
    assert index.all().tobytes() == halved(vectors).tobytes()
    assert index.of([7, 0, 7]).tobytes() == halved(vectors)[[7, 0, 7]].tobytes()
    np.testing.assert_allclose(index.centre, vectors.mean(axis=0), atol=1e-4)


def alike(count: int, dimensions: int = 32) -> Vectors:
    """Vectors in clusters, as those of texts are: in no direction of their own they have no neighbours."""
    random = np.random.default_rng(5)
    centres = unit(40, dimensions, seed=6)
    values = centres[random.integers(40, size=count)] + random.normal(scale=0.15, size=(count, dimensions))
    made: Vectors = (values / np.linalg.norm(values, axis=1, keepdims=True)).astype(np.float32)
    return halved(made)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    """5,000 vectors with a graph, as a collection of millions has."""
    folder = tmp_path_factory.mktemp("linked")
    writer = VectorWriter(folder, 32)
    writer.add(alike(5000))
    writer.finish(graph_from=5000)
    return VectorIndex(folder)


def test_few_vectors_have_no_graph(tmp_path: Path) -> None:
    assert not opened(tmp_path, unit(20)).has_graph


def test_the_graph_finds_nearly_all_that_exact_search_finds(
    linked: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert linked.has_graph
    monkeypatch.setattr("kb.index.vectors.WALKED", 400)
    everything = np.ones(5000, np.bool_)
    found = []
    for query in unit(30, 32, seed=7):
        exact, walked = linked.exact(query, everything, 50), linked.search(query, everything, 50)
        found.append(np.isin(exact.keys, walked.keys).mean())
        both = np.isin(walked.keys, exact.keys)
        order = {int(key): score for key, score in zip(exact.keys, exact.scores, strict=True)}
        for key, score in zip(walked.keys[both], walked.scores[both], strict=True):
            assert score == pytest.approx(order[int(key)], abs=1e-5)
    assert np.mean(found) > 0.98


def test_a_graph_leaves_out_what_is_not_allowed_and_still_brings_as_many(linked: VectorIndex) -> None:
    allowed = np.ones(5000, np.bool_)
    query = unit(1, 32, seed=8)[0]
    best = linked.exact(query, allowed, 30).keys
    allowed[best[:25]] = False
    ranking = linked.search(query, allowed, 30)
    assert len(ranking.keys) == 30
    assert allowed[ranking.keys].all()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.85])
def test_a_filter_is_never_walked(linked: VectorIndex, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk as short as this one would miss some."""
    monkeypatch.setattr("kb.index.vectors.WALKED", 1)
    allowed = np.random.default_rng(9).random(5000) < share
    for query in unit(5, 32, seed=10):
        exact, found = linked.exact(query, allowed, 100), linked.search(query, allowed, 100)
        assert found.keys.tolist() == exact.keys.tolist()
        assert found.keys.tolist() == expected(alike(5000), query, allowed, 100)


def test_where_the_graph_brings_too_few_all_are_looked_at(
    linked: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All the near ones are excluded, and the walk is short: it meets nothing else."""
    monkeypatch.setattr("kb.index.vectors.WALKED", 400)
    query = unit(1, 32, seed=11)[0]
    allowed = np.ones(5000, np.bool_)
    allowed[linked.exact(query, allowed, 450).keys] = False
    ranking = linked.search(query, allowed, 200)
    assert ranking.keys.tolist() == linked.exact(query, allowed, 200).keys.tolist()


def test_a_graph_of_other_vectors_does_not_open(tmp_path: Path, linked: VectorIndex) -> None:
    (tmp_path / "a").mkdir()
    writer = VectorWriter(tmp_path / "a", 32)
    writer.add(alike(100))
    writer.finish(graph_from=1)
    write_vectors(tmp_path / "a", alike(99))
    with pytest.raises(ValueError, match=GRAPH_FILE):
        VectorIndex(tmp_path / "a")
