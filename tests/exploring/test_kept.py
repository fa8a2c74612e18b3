"""What is worked out once: for whoever asks at the same time, anew for a new owner, again after a failure."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from kb.exploring.kept import Kept


def test_several_who_ask_at_once_wait_for_one() -> None:
    made: list[object] = []
    start = Barrier(8)
    given: list[int] = []

    def make(owner: object) -> int:
        made.append(owner)
        return len(made)

    kept = Kept(make)
    owner = object()

    def ask() -> None:
        start.wait()
        given.append(kept.of(owner))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [owner]
    assert given == [1] * 8
    assert kept.ready(owner)
    other = object()
    assert not kept.ready(other)
    assert kept.of(other) == 2


def test_a_failure_is_not_kept() -> None:
    failing = [True]

    def make(_: str) -> str:
        if failing.pop():
            raise ValueError
        return "fundet"

    kept = Kept(make)
    with pytest.raises(ValueError, match=r"^$"):
        kept.of("a")
    assert not kept.ready("a")
    failing.append(False)
    assert kept.of("a") == "fundet"
