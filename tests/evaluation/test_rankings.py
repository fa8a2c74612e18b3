"""Rankings of documents against grades, by hand."""

from __future__ import annotations

from math import log2

import pytest

from kb.evaluation.metrics import recall_at
from kb.evaluation.rankings import RankingScores, judge_ranking, judge_rankings


def test_recall_is_a_share_of_all_that_is_relevant() -> None:
    assert recall_at([1, 0, 2], [1, 2, 1], 2) == pytest.approx(1 / 3)
    assert recall_at([1, 0, 2], [1, 2, 1, 0], 3) == pytest.approx(2 / 3)
    assert recall_at([0, 0], [], 2) == 0.0
    assert recall_at([], [1], 10) == 0.0


def test_a_ranking_is_judged_by_grade_and_place() -> None:
    scores = judge_ranking(["a", "b", "c"], {"b": 2, "c": 1, "d": 1, "a": 0})
    ideal = 2 + 1 / log2(3) + 1 / log2(4)
    assert scores.ndcg_10 == pytest.approx((2 / log2(3) + 1 / log2(4)) / ideal)
    assert (scores.hit_1, scores.hit_3, scores.mrr_10) == (0.0, 1.0, 0.5)
    assert scores.recall_10 == pytest.approx(2 / 3)


def test_each_metric_looks_only_as_far_as_its_name_says() -> None:
    ranked = [f"n{number}" for number in range(10)] + ["right"]
    assert judge_ranking(ranked, {"right": 1}) == RankingScores(0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    far = [f"n{number}" for number in range(100)] + ["right"]
    assert judge_ranking(far, {"right": 1}).recall_100 == 0.0


def test_a_document_counts_once_and_a_negative_grade_is_not_relevant() -> None:
    twice = judge_ranking(["b", "a", "a"], {"a": 1, "b": -1})
    assert twice == judge_ranking(["b", "a"], {"a": 1})
    assert twice.mrr_10 == 0.5
    assert judge_ranking(["a"], {}) == judge_ranking([], {"a": 1}) == RankingScores(0, 0, 0, 0, 0, 0)


def test_a_question_without_a_ranking_scores_nothing_and_an_unjudged_one_is_left_out() -> None:
    found = judge_rankings({"q1": ["a"], "q9": ["a"]}, {"q1": {"a": 1}, "q2": {"b": 1}})
    assert list(found) == ["q1", "q2"]
    assert (found["q1"].ndcg_10, found["q2"].ndcg_10) == (1.0, 0.0)
    assert found["q1"].by_name() == dict.fromkeys(
        ("ndcg@10", "hit@1", "hit@3", "recall@10", "recall@100", "mrr@10"), 1.0
    )
