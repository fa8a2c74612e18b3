"""Intervals and p values against what can be worked out without drawing lots."""

from __future__ import annotations

from itertools import product
from math import sqrt

import numpy as np
import pytest

from kb.evaluation.significance import bootstrap_interval, compare, difference_interval, paired_randomisation

HALVES = [0.0, 1.0] * 100


def test_equal_values_have_an_interval_without_width() -> None:
    assert bootstrap_interval([0.7] * 40) == pytest.approx((0.7, 0.7))


def test_the_interval_of_nothing_is_zero_and_of_one_value_that_value() -> None:
    assert bootstrap_interval([]) == (0.0, 0.0)
    assert bootstrap_interval([0.25]) == (0.25, 0.25)


def test_the_interval_of_many_values_is_as_wide_as_the_normal_approximation() -> None:
    low, high = bootstrap_interval(HALVES, resamples=20_000)
    half = 1.96 * 0.5 / sqrt(len(HALVES))
    assert (low, high) == pytest.approx((0.5 - half, 0.5 + half), abs=0.01)
    narrow = bootstrap_interval(HALVES, confidence=0.5, resamples=20_000)
    assert narrow[1] - narrow[0] == pytest.approx(2 * 0.6745 * 0.5 / sqrt(len(HALVES)), abs=0.01)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    values = np.random.default_rng(1).random(30).tolist()
    assert bootstrap_interval(values) == bootstrap_interval(values)
    assert bootstrap_interval(values) != bootstrap_interval(values, seed=2)


def test_the_interval_covers_the_true_mean_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(7)
    intervals = [bootstrap_interval(generator.random(60).tolist(), resamples=500) for _ in range(200)]
    covered = sum(low <= 0.5 <= high for low, high in intervals) / len(intervals)
    assert 0.90 <= covered <= 0.99


def test_a_weight_counts_like_so_many_values_in_the_mean() -> None:
    low, high = bootstrap_interval([1.0, 0.0], weights=[3.0, 1.0], resamples=4_000)
    assert (low, high) == (0.0, 1.0)
    assert compare([1.0, 0.0], [0.0, 0.0], first_weights=[3.0, 1.0]).first == 0.75
    with pytest.raises(ValueError, match="2 values have 1 weights"):
        bootstrap_interval([1.0, 0.0], weights=[1.0])


def test_identical_systems_have_p_one() -> None:
    assert paired_randomisation(HALVES, HALVES) == 1.0
    assert paired_randomisation([], []) == 1.0
    assert paired_randomisation([0.3], [0.3]) == 1.0


def test_a_clear_difference_has_a_small_p_and_one_of_chance_has_not() -> None:
    generator = np.random.default_rng(3)
    base = generator.random(80)
    assert paired_randomisation((base + 0.2).tolist(), base.tolist()) < 0.01
    noise = base + generator.normal(0.0, 0.2, 80) * np.resize([1, -1], 80)
    assert paired_randomisation(noise.tolist(), base.tolist()) > 0.05


def test_small_samples_are_enumerated() -> None:
    first, second = [0.9, 0.8, 0.4, 1.0, 0.5], [0.5, 0.6, 0.5, 0.3, 0.5]
    gains = [one - other for one, other in zip(first, second, strict=True)]
    sums = [
        sum(sign * gain for sign, gain in zip(signs, gains, strict=True))
        for signs in product((1, -1), repeat=5)
    ]
    expected = sum(abs(each) >= abs(sum(gains)) - 1e-9 for each in sums) / len(sums)
    assert expected == 0.25
    assert paired_randomisation(first, second) == pytest.approx(expected)
    assert paired_randomisation(second, first) == pytest.approx(expected)
    assert paired_randomisation([1.0] * 6, [0.0] * 6) == pytest.approx(2 / 2**6)


def test_drawn_exchanges_come_near_the_enumeration() -> None:
    generator = np.random.default_rng(5)
    first, second = generator.random(12).tolist(), (generator.random(12) * 0.8).tolist()
    exact = paired_randomisation(first, second, permutations=2**12)
    drawn = paired_randomisation(first, second, permutations=2**12 - 1)
    assert 0.0 < exact < 1.0
    assert drawn == pytest.approx(exact, abs=0.03)
    assert paired_randomisation([1.0] * 40, [0.0] * 40, permutations=99) == pytest.approx(0.01)


def test_a_comparison_counts_questions_and_their_difference() -> None:
    found = compare([1.0, 0.5, 0.0, 0.2], [0.5, 0.5, 0.1, 0.1])
    assert (found.wins, found.losses, found.ties) == (2, 1, 1)
    assert (found.first, found.second) == pytest.approx((0.425, 0.3))
    assert found.difference == pytest.approx(0.125)
    assert found.interval[0] <= 0.125 <= found.interval[1]
    assert found.p == pytest.approx(6 / 8)  # of ±0.5 ±0.1 ±0.1 only ±(0.5 - 0.1 - 0.1) is less extreme


def test_a_question_without_a_value_in_one_system_is_neither_won_nor_lost() -> None:
    found = compare([3.0, 0.0, 2.0], [1.0, 4.0, 2.0], first_weights=[1, 0, 1], second_weights=[1, 1, 1])
    assert (found.first, found.second) == pytest.approx((2.5, 7 / 3))
    assert (found.wins, found.losses, found.ties) == (1, 0, 1)


def test_the_difference_has_the_interval_of_the_paired_differences() -> None:
    generator = np.random.default_rng(9)
    base = generator.random(50)
    first, second = (base + 0.1 + generator.normal(0, 0.02, 50)).tolist(), base.tolist()
    low, high = difference_interval(first, second)
    assert (low, high) == pytest.approx(
        bootstrap_interval([a - b for a, b in zip(first, second, strict=True)])
    )
    assert high - low < 0.02


def test_comparing_nothing_or_unequal_numbers() -> None:
    found = compare([], [])
    assert (found.difference, found.interval, found.p) == (0.0, (0.0, 0.0), 1.0)
    assert (found.wins, found.losses, found.ties) == (0, 0, 0)
    for function in (compare, paired_randomisation, difference_interval):
        with pytest.raises(ValueError, match="2 values cannot be paired with 1"):
            function([1.0, 0.0], [1.0])
