"""Kills at random moments of builds, entries, uploads and copies: ``python -m tests.benchmarks.kills``."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.kills import kill_often


def main() -> None:
    """Prints how many kills there were, what was promised and what did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=2.0)
    chosen = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kb-kills-") as folder:
        tally = kill_often(Path(folder) / "work", chosen.kills, chosen.seed, chosen.longest)
    print(f"{sum(tally.kills.values())} kills in {time.monotonic() - began:.0f} s: {dict(tally.kills)}")
    print(f"promised: {dict(tally.promises)}")
    print(f"did not hold: {tally.faults or 'nothing'}")
    raise SystemExit(bool(tally.faults))


if __name__ == "__main__":
    main()
