"""Writing benchmark results where they are kept: benchmarks/NAME.md and benchmarks/NAME.json."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def machine() -> str:
    """The machine in words: architecture, cores, Python."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def write_results(name: str, table: str, record: Mapping[str, object]) -> None:
    """Writes the Markdown table and the JSON record, and shows the table."""
    BENCHMARKS.mkdir(exist_ok=True)
    heading = f"# {name}\n\n`python -m tests.benchmarks.{name}` on {machine()}.\n\n"
    (BENCHMARKS / f"{name}.md").write_text(heading + table + "\n", encoding="utf-8")
    (BENCHMARKS / f"{name}.json").write_text(
        json.dumps({"machine": machine(), "results": record}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    sys.stdout.write(table + "\n")
