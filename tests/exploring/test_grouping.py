"""Groups of vectors: what is alike is together, always the same way; a meeting's mark is no likeness."""

from __future__ import annotations

import numpy as np
import pytest

from kb.exploring.grouping import MOST_GROUPS, group_count, grouped, laid_out, means, unit, without_common


def bunches(count: int, of_each: int, spread: float = 0.1, dimensions: int = 16) -> np.ndarray:
    """Unit vectors around ``count`` directions, those of one direction beside each other."""
    random = np.random.default_rng(7)
    middles = np.eye(dimensions, dtype=np.float32)[:count]
    noise = random.normal(0, spread, (count * of_each, dimensions)).astype(np.float32)
    return unit(np.repeat(middles, of_each, axis=0) + noise)


@pytest.mark.parametrize(
    ("things", "groups"), [(0, 1), (1, 1), (2, 1), (3, 1), (4, 2), (48, 11), (82, 14), (10_000, MOST_GROUPS)]
)
def test_the_number_of_groups_grows_with_the_root_of_the_things(things: int, groups: int) -> None:
    assert group_count(things) == groups


def test_alike_vectors_share_a_group_and_others_do_not() -> None:
    labels, centres = grouped(bunches(5, 20), 5)
    assert centres.shape == (5, 16)
    for start in range(0, 100, 20):
        assert len(set(labels[start : start + 20].tolist())) == 1
    assert len(set(labels.tolist())) == 5


def test_groups_are_found_from_a_part_of_many_vectors() -> None:
    labels, _ = grouped(bunches(4, 1000), 4)
    assert [len(set(labels[start : start + 1000].tolist())) for start in range(0, 4000, 1000)] == [1] * 4


def test_the_same_vectors_give_the_same_groups() -> None:
    vectors = bunches(6, 50, spread=0.4)
    first, second = grouped(vectors, 9), grouped(vectors.copy(), 9)
    assert first[0].tobytes() == second[0].tobytes()
    assert first[1].tobytes() == second[1].tobytes()


def test_numbers_of_groups_have_no_gap_and_nothing_gives_nothing() -> None:
    same = np.repeat(np.eye(3, dtype=np.float32)[:2], 5, axis=0)
    labels, centres = grouped(same, 6)
    assert sorted(set(labels.tolist())) == list(range(len(centres)))
    empty, none = grouped(np.zeros((0, 3), np.float32), 4)
    assert (empty.shape, none.shape) == ((0,), (0, 3))


def test_what_the_items_of_a_meeting_share_is_not_their_matter() -> None:
    """Three items on three matters with the meeting's mark on each, and a paper on the first matter."""
    matters = np.eye(5, dtype=np.float32)
    meeting = matters[4]
    items = unit(matters[:3] + 1.5 * meeting)
    paper = matters[:1]
    before = np.concatenate([items, paper])
    after = without_common(before, ["referat"] * 3 + ["politik"])
    assert before[0] @ before[1] > before[0] @ before[3]
    assert after[0] @ after[3] > after[0] @ after[1]
    np.testing.assert_allclose(np.linalg.norm(after, axis=1), 1, atol=1e-5)


def test_a_paper_of_two_items_keeps_them() -> None:
    vectors = bunches(2, 1)
    np.testing.assert_allclose(without_common(vectors, ["a", "a"]), vectors, atol=1e-6)


def test_means_are_of_each_owners_vectors_in_order_of_their_first() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 0], [0, -1]], np.float32)
    owners, found = means(vectors, ["b", "a", "b", "c"])
    assert owners == ["b", "a", "c"]
    np.testing.assert_allclose(found, [[1, 0], [0, 1], [0, -1]], atol=1e-6)


def test_the_plane_shows_likeness_and_never_turns_over() -> None:
    vectors = np.array([[1, 0, 0], [0.95, 0.1, 0], [-1, 0, 0.2]], np.float32)
    places = laid_out(vectors)
    near, far = np.linalg.norm(places[0] - places[1]), np.linalg.norm(places[0] - places[2])
    assert near < far
    assert places.min() >= 0
    assert places.max() <= 1
    np.testing.assert_array_equal(laid_out(vectors.copy()), places)
    assert places[:, 0].argmax() in (0, 1)  # the larger part of the direction is the positive one
    np.testing.assert_array_equal(laid_out(np.ones((1, 3), np.float32)), [[0.5, 0.5]])
