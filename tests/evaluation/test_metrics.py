"""Each metric against values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from kb.evaluation.metrics import dcg, hit_at, mean, ndcg_at, reciprocal_rank


def test_hit_at_looks_only_at_the_first_k() -> None:
    assert hit_at([0, 0, 1], 3) == 1.0
    assert hit_at([0, 0, 1], 2) == 0.0
    assert hit_at([], 3) == 0.0


def test_reciprocal_rank_counts_from_one() -> None:
    assert reciprocal_rank([0, 0, 2, 1]) == pytest.approx(1 / 3)
    assert reciprocal_rank([0, 0]) == 0.0


def test_dcg_discounts_by_log2_of_rank_plus_one() -> None:
    assert dcg([2, 0, 1], 3) == pytest.approx(2 / log2(2) + 1 / log2(4))
    assert dcg([2, 0, 1], 2) == pytest.approx(2.0)


def test_ndcg_is_one_for_the_best_order_and_less_for_others() -> None:
    assert ndcg_at([2, 1, 0], [1, 2], 10) == pytest.approx(1.0)
    assert ndcg_at([1, 2, 0], [1, 2], 10) == pytest.approx((1 + 2 / log2(3)) / (2 + 1 / log2(3)))
    assert ndcg_at([0, 0], [1], 10) == 0.0
    assert ndcg_at([], [], 10) == 0.0


def test_mean_of_nothing_is_zero() -> None:
    assert mean([]) == 0.0
    assert mean([1.0, 0.0]) == 0.5
