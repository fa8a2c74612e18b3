"""kill -9 at random moments: the index answers throughout, and nothing that was promised is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.kills import kill_often

KILLS = 10
"""A few of the 200 of ``python -m tests.benchmarks.kills``."""

SEED = 20261128
LONGEST_SECONDS = 0.6


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the helper forks its children")
def test_a_few_kills_lose_nothing(tmp_path: Path) -> None:
    tally = kill_often(tmp_path, KILLS, SEED, LONGEST_SECONDS)
    assert tally.faults == []
    assert sum(tally.kills.values()) == KILLS
    # The work was under way: something of each kind had been promised before a kill.
    assert {"feedback", "correction", "audit", "upload", "copy"} <= set(tally.promises)
