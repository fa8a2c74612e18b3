"""How often somebody may call."""

from __future__ import annotations

import pytest

from kb import limits
from kb.limits import TokenBuckets


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_is_emptied_by_calls_and_filled_by_time() -> None:
    clock = Clock()
    buckets = TokenBuckets(60, clock)
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert buckets.take("a") == pytest.approx(1.0)
    assert buckets.take("b") == 0.0
    clock.now = 0.75
    assert buckets.take("a") == pytest.approx(0.25)
    clock.now = 1.0
    assert (buckets.take("a"), buckets.take("a")) == (0.0, pytest.approx(1.0))


def test_waiting_long_saves_up_no_more_than_a_minute_of_calls() -> None:
    clock = Clock()
    buckets = TokenBuckets(3, clock)
    buckets.take("a")
    clock.now = 3600.0
    assert [buckets.take("a") == 0.0 for _ in range(4)] == [True, True, True, False]


def test_of_too_many_callers_the_one_silent_for_the_longest_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MAX_CALLERS", 2)
    buckets = TokenBuckets(1, Clock())
    for caller in ("a", "b", "a", "c"):
        buckets.take(caller)
    assert buckets.take("a") > 0
    assert buckets.take("b") == 0.0
