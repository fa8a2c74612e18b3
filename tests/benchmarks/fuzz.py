"""Reads mutated files in a reading room, then good ones for long: python -m tests.benchmarks.fuzz.

Writes benchmarks/fuzz.md and benchmarks/fuzz.json: what became of the mutated files, the slowest, and how
much memory the process that reads and the one that asks hold after many files, when none is replaced.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from kb.readers import sandbox
from kb.readers.options import Limits
from kb.readers.sandbox import Sandbox
from kb.readers.wire import Setup
from tests.readers.fuzzing import Fate, mutated, remade, resident, survive, taken_in
from tests.readers.holders import imports

ROOT = Path(__file__).resolve().parents[2]
STEPS = 5


@dataclass(frozen=True)
class Held:
    """MB held after ``files`` files, by the process that reads and by the one that asks."""

    files: int
    reading: int
    asking: int


def good_files() -> list[tuple[bytes, str]]:
    """The files of the sample collection with their suffixes, and one of each kind that it has none of."""
    suffixes = {".pdf", ".docx", ".odt", ".html", ".txt", ".md"}
    paths = sorted(path for path in (ROOT / "data").rglob("*") if path.suffix in suffixes)
    return [*((path.read_bytes(), path.suffix) for path in paths), *imports()]


def memory(files: list[tuple[bytes, str]], count: int) -> list[Held]:
    """What is held along the way when one process reads so many files."""
    sandbox.FILES_A_PROCESS = count + 1
    room, held = Sandbox(Setup(Limits())), []
    for number in range(1, count + 1):
        data, suffix = files[number % len(files)]
        taken_in(room, data, suffix)
        if number % max(1, count // STEPS) == 0 and room.pid is not None:
            held.append(Held(number, resident(room.pid), resident(os.getpid())))
    room.close()
    return held


def report(fate: Fate, held: list[Held], seed: int) -> str:
    """The whole report in Markdown."""
    count = fate.outcomes.total()
    rows = [f"| {name} | {number} |" for name, number in fate.outcomes.most_common()]
    return "\n".join(
        [
            "# Mutated files",
            "",
            "Made by `python -m tests.benchmarks.fuzz`:",
            f"{count} mutated copies of the sample collection and of imports "
            f"(seed {seed}) in {fate.seconds:.0f} s, "
            f"{count / fate.seconds:.0f} files a second.",
            f"The slowest took {fate.slowest[0]:.1f} s; {len(fate.crashed)} broke the process that read; "
            f"{fate.processes} processes were used.",
            f"The process that asked grew by {fate.grown} MB.",
            "",
            "| outcome | files |",
            "|---|---|",
            *rows,
            "",
            "Memory of one process that is never replaced, over good files:",
            "",
            "| files read | reading process MB | asking process MB |",
            "|---|---|---|",
            *(f"| {each.files} | {each.reading} | {each.asking} |" for each in held),
            "",
        ]
    )


def main() -> None:
    """Measure, print and write the reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutated", type=int, default=10_000)
    parser.add_argument("--good", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    files = good_files()
    room = Sandbox(Setup(Limits()))
    half = arguments.mutated // 2
    spoilt = chain(
        mutated(files, arguments.mutated - half, arguments.seed), remade(files, half, arguments.seed)
    )
    fate = survive(room, spoilt)
    room.close()
    held = memory(files, arguments.good)
    text = report(fate, held, arguments.seed)
    print(text)
    target = ROOT / "benchmarks"
    target.mkdir(exist_ok=True)
    (target / "fuzz.md").write_text(text, encoding="utf-8")
    data = {
        "seed": arguments.seed,
        "outcomes": dict(fate.outcomes),
        "seconds": round(fate.seconds, 1),
        "slowest_seconds": round(fate.slowest[0], 2),
        "crashed": list(fate.crashed),
        "processes": fate.processes,
        "grown_mb": fate.grown,
        "memory": [[each.files, each.reading, each.asking] for each in held],
    }
    (target / "fuzz.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
