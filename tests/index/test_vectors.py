"""FAISS agrees with plain numpy in ids and scores, whatever is allowed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.embedding import Vectors
from kb.index.ranking import Mask
from kb.index.vectors import VectorIndex, write_vectors


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
