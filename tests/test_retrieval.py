"""Fusion, late interaction and agreement as arithmetic, and search over the real sample collection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest

from kb.datatypes import Filter, SectionKind, Status
from kb.index.ranking import Ranking
from kb.knowledge import KnowledgeBase
from kb.retrieval import Recipe, agreed, fuse, late_interaction, min_max


def ranking(keys: Sequence[int], scores: Sequence[float]) -> Ranking:
    return Ranking(np.array(keys, np.int64), np.array(scores, np.float32))


def test_fusion_is_the_weighted_sum_of_min_max_scores() -> None:
    fused = fuse(
        {"dense": ranking([1, 2, 3], [0.9, 0.8, 0.7]), "words": ranking([3, 2], [8.0, 2.0])},
        {"dense": 0.6, "words": 0.4},
    )
    assert [each.key for each in fused] == [1, 3, 2]
    assert [round(each.score, 6) for each in fused] == [0.6, 0.4, 0.3]
    assert fused[2].legs == pytest.approx({"dense": 0.5, "words": 0.0}, abs=1e-6)


def test_equal_scores_are_ordered_by_key() -> None:
    fused = fuse({"dense": ranking([7, 4, 9], [0.5, 0.5, 0.5])}, {"dense": 1.0})
    assert [each.key for each in fused] == [4, 7, 9]
    assert [each.score for each in fused] == [1.0, 1.0, 1.0]


def test_an_empty_leg_changes_nothing() -> None:
    dense = ranking([1, 2], [0.9, 0.1])
    empty = ranking([], [])
    both = fuse({"dense": dense, "words": empty}, {"dense": 1.0, "words": 0.5})
    assert [(each.key, each.score) for each in both] == [(1, 1.0), (2, 0.0)]


def test_scaling_to_the_range_keeps_order_and_equal_scores_are_all_the_best() -> None:
    assert min_max(np.array([3.0, 1.0, 2.0])).tolist() == [1.0, 0.0, 0.5]
    assert min_max(np.array([2.0, 2.0])).tolist() == [1.0, 1.0]
    assert min_max(np.array([])).tolist() == []


# Two passages: the first token of the question is in both alike, the second only in the second passage.
COSINES = np.array([[0.9, 0.8], [0.2, 0.7]], np.float32)


def test_late_interaction_without_sharpness_is_the_mean_of_the_best_cosines() -> None:
    scores = late_interaction(COSINES, Recipe(sharpness=0.0))
    np.testing.assert_allclose(scores, [0.55, 0.75], atol=1e-6)


def test_a_token_that_tells_passages_apart_counts_more() -> None:
    # Best less mean: 0.9 - 0.85 = 0.05 and 0.7 - 0.45 = 0.25; weights 1/6 and 5/6.
    scores = late_interaction(COSINES, Recipe(sharpness=1.0))
    np.testing.assert_allclose(scores, [(0.9 + 5 * 0.2) / 6, (0.8 + 5 * 0.7) / 6], atol=1e-6)


def test_tokens_that_tell_nothing_apart_count_alike() -> None:
    assert late_interaction(
        np.array([[0.5, 0.5], [0.7, 0.7]], np.float32), Recipe()
    ).tolist() == pytest.approx([0.6, 0.6])
    assert late_interaction(np.zeros((0, 3), np.float32), Recipe()).tolist() == [0.0, 0.0, 0.0]


def test_a_passage_like_a_good_one_rises() -> None:
    # Around their mean the first two point the same way, the other two the opposite way.
    vectors = np.array([[1.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]], np.float32)
    scores = agreed(np.array([1.0, 0.4, 0.5, 0.0]), vectors, Recipe(agreement=0.5, closeness=2.0))
    np.testing.assert_allclose(scores, [0.7, 0.7, 0.25, 0.25], atol=1e-6)


def test_without_likeness_scores_only_shrink() -> None:
    vectors = np.eye(3, dtype=np.float32)
    scores = agreed(np.array([1.0, 0.5, 0.0]), vectors, Recipe(agreement=0.3))
    np.testing.assert_allclose(scores, [0.7, 0.35, 0.0], atol=1e-6)


def test_hits_are_ranked_from_one_with_falling_scores(knowledge: KnowledgeBase) -> None:
    hits = knowledge.search("Hvilke værdier bygger Vores Norddjurs på?", k=8)
    assert [hit.rank for hit in hits] == list(range(1, 9))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].document.startswith("norddjurs/")
    for hit in hits:
        assert knowledge.document(hit.document).text[hit.start : hit.end] == hit.text


def test_the_same_question_gives_the_same_hits(knowledge: KnowledgeBase) -> None:
    question = "Hvad blev besluttet om seniorpolitikken?"
    assert knowledge.search(question) == knowledge.search(question)


@pytest.mark.parametrize(
    "where",
    [
        Filter(committees=("Økonomiudvalget",)),
        Filter(date_from=dt.date(2024, 1, 1), date_to=dt.date(2024, 12, 31)),
        Filter(sections=(SectionKind.DECISION,)),
        Filter(statuses=(Status.DRAFT,)),
        Filter(collections=("norddjurs",)),
        Filter(documents=("fjordby/seniorpolitik-2023.pdf",)),
    ],
    ids=["committee", "year", "section", "status", "collection", "document"],
)
def test_every_hit_satisfies_the_filter(knowledge: KnowledgeBase, where: Filter) -> None:
    hits = knowledge.search("Hvad gælder for medarbejdere?", k=20, where=where)
    assert hits
    for hit in hits:
        assert not where.committees or hit.committee == "Økonomiudvalget"
        assert not where.date_from or (hit.date is not None and hit.date.year == 2024)
        assert not where.sections or hit.section_kind is SectionKind.DECISION
        assert not where.statuses or hit.status is Status.DRAFT
        assert not where.collections or hit.document.startswith("norddjurs/")
        assert not where.documents or hit.document == "fjordby/seniorpolitik-2023.pdf"


def test_a_filter_that_allows_nothing_gives_no_hits(knowledge: KnowledgeBase) -> None:
    assert knowledge.search("værdier", where=Filter(date_from=dt.date(2099, 1, 1))) == ()


def test_closed_items_leave_no_trace(knowledge: KnowledgeBase) -> None:
    closed = {
        "fjordby/lukket-sag-ejendomshandel.pdf",
        "fjordby/lukket-punkt-ansaettelse-kommunaldirektoer.txt",
    }
    assert not closed & {summary.id for summary in knowledge.documents()}
    hits = knowledge.search("lukket sag ejendomshandel køb af grund ansættelse af kommunaldirektør", k=50)
    assert not closed & {hit.document for hit in hits}
