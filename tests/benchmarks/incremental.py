"""What a change costs: a build after ten of many documents changed, next to the full build.

    python -m tests.benchmarks.incremental [--documents 10000] [--changed 10] [--shared FOLDER]

The documents are made of paragraphs of real municipal texts, their digits drawn anew, so that each is a text
of its own. The full build runs the real model, which takes most of its time; builds run in processes of
their own, whose memory is told.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from kb.datatypes import IngestReport
from kb.embedding import load_encoder
from kb.index.store import open_store
from kb.ingest import build
from kb.settings import load_settings
from tests.benchmarks.output import write_results
from tests.benchmarks.sets import ROOT, SHARED

SEED = 7
FOLDER_SIZE = 200
MOST_PARAGRAPHS = 12
OWN_SHARE = 0.7
"""Share of a document's paragraphs that are those of one real text; the others are from any."""

Result = TypeVar("Result")


def main() -> None:
    """Builds, changes, builds again and writes benchmarks/incremental.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--changed", type=int, default=10)
    parser.add_argument("--shared", type=Path, default=SHARED)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        data, index = Path(scratch) / "data", Path(scratch) / "index"
        files = write_documents(data, arguments.documents, arguments.shared)
        full, memory = _alone(_built, data, index)
        rows = [_row("all new", full, full.seconds, memory)]
        changed = files[:: max(1, len(files) // arguments.changed)][: arguments.changed]
        before = {path.name for path in files}
        for path in changed:
            path.write_text(
                path.read_text("utf-8") + "\n\nByrådet har siden besluttet en ændring.\n", "utf-8"
            )
        report, memory = _alone(_built, data, index)
        rows.append(_row(f"{len(changed)} changed", report, full.seconds, memory))
        model = _alone(_bare, index, report.embedded)
        without = (report.seconds - model) / full.seconds
        moved = files[1].with_name(f"omdøbt-{files[1].name}")
        files[1].rename(moved)
        renamed, memory = _alone(_built, data, index)
        rows.append(_row("1 renamed", renamed, full.seconds, memory))
        same, memory = _alone(_built, data, index)
        rows.append(_row("nothing changed", same, full.seconds, memory))
        assert len(before) == len(files)
    lines = [
        f"{full.documents:,} documents, {full.chunks:,} passages. The model alone takes {model:.2f} s for the"
        f" {report.embedded} passages of the {len(changed)} changed documents; without it that build takes"
        f" {without:.1%} of the full one.",
        "",
        "| build | seconds | of the full build | embedded | most memory, MB |",
        "|---|---:|---:|---:|---:|",
        *rows,
    ]
    record: dict[str, object] = {
        "documents": full.documents,
        "passages": full.chunks,
        "full_seconds": round(full.seconds, 1),
        "changed_seconds": round(report.seconds, 2),
        "model_seconds_of_changed": round(model, 2),
        "share_without_model": round(without, 4),
        "renamed_seconds": round(renamed.seconds, 2),
        "renamed_embedded": renamed.embedded,
        "unchanged_seconds": round(same.seconds, 2),
    }
    write_results("incremental", "\n".join(lines), record)


def write_documents(folder: Path, count: int, shared: Path) -> list[Path]:
    """The files of ``count`` documents written under ``folder``."""
    source = shared / "data" / "municipal" if shared.is_dir() else ROOT / "data"
    texts = [path.read_text("utf-8") for path in sorted(source.rglob("*.txt"))]
    papers = [[part for part in re.split(r"\n\s*\n", text) if part.strip()] for text in texts]
    paragraphs = [part for paper in papers for part in paper]
    drawn = random.Random(SEED)  # noqa: S311 - not for secrets
    files = []
    for number in range(count):
        parts = [
            part if drawn.random() < OWN_SHARE else drawn.choice(paragraphs)
            for part in drawn.choice(papers)[:MOST_PARAGRAPHS]
        ]
        text = re.sub(r"\d", lambda _: str(drawn.randrange(10)), "\n\n".join(parts))
        path = folder / f"{number // FOLDER_SIZE:03d}" / f"sag-{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        files.append(path)
    return files


def _alone(work: Callable[..., Result], *arguments: object) -> Result:
    """What ``work`` returns in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _built(data: Path, index: Path) -> tuple[IngestReport, float]:
    """The report of a build, and the most megabytes it took, the model's included."""
    settings = load_settings(index=index)
    report = build([data], settings, load_encoder(settings))
    return report, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bare(index: Path, count: int) -> float:
    """Seconds of the model for ``count`` passages of the index."""
    store = open_store(index)
    texts: Sequence[str] = [chunk.searchable for chunk in store.chunks(range(count))]
    encoder = load_encoder(load_settings())
    encoder.passages(texts)
    began = time.perf_counter()
    encoder.passages(texts)
    return time.perf_counter() - began


def _row(name: str, report: IngestReport, full: float, memory: float) -> str:
    cells = (f"{report.seconds:.2f}", f"{report.seconds / full:.1%}", str(report.embedded), f"{memory:,.0f}")
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
