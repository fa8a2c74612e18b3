"""What a second worker of a Dask cluster adds to a build, and what a cluster costs beside this process alone.

    python -m tests.benchmarks.cluster [--documents 600] [--shared FOLDER]

Each worker has one thread and gives the model one core; the builds are of the same documents in one run, made
of paragraphs of real municipal texts as in tests.benchmarks.incremental, and so many that the first and the
last window hardly count. The scheduler, the workers and what builds share the cores of this machine.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from kb.embedding import Encoder, load_encoder
from kb.ingest import build
from kb.settings import Settings, load_settings
from tests.benchmarks.incremental import write_documents
from tests.benchmarks.output import write_results
from tests.benchmarks.sets import SHARED
from tests.dask_cluster import cluster

RUNS = 1


def main() -> None:
    """Builds alone, with one worker and with two, and writes benchmarks/cluster.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--shared", type=Path, default=SHARED)
    arguments = parser.parse_args()
    encoder = load_encoder(load_settings())
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "data"
        write_documents(source, arguments.documents, arguments.shared)
        rates = {"this process, one core": _rate(source, load_encoder(load_settings(cores=1)), "local")}
        rates["this process, all cores"] = _rate(source, encoder, "local")
        for workers in (1, 2):
            with cluster(Path(scratch) / str(workers), workers) as (address, _):
                build_once(source, load_settings(executor=address), encoder)  # each loads the model
                rates[f"Dask, {workers} worker{'s'[: workers - 1]}"] = _rate(source, encoder, address)
    first = rates["Dask, 1 worker"]
    rows = ["| model run by | passages a second | to one worker |", "|---|---:|---:|"]
    rows += [f"| {name} | {rate:.1f} | {rate / first:.2f} × |" for name, rate in rates.items()]
    write_results("cluster", "\n".join(rows), {name: round(rate, 1) for name, rate in rates.items()})


def _rate(source: Path, encoder: Encoder, executor: str) -> float:
    """Passages a second of a full build, the middle of several."""
    settings = load_settings(executor=executor)
    return statistics.median(build_once(source, settings, encoder) for _ in range(RUNS))


def build_once(source: Path, settings: Settings, encoder: Encoder) -> float:
    """Passages a second of one full build."""
    with tempfile.TemporaryDirectory() as index:
        began = time.perf_counter()
        report = build([source], settings.model_copy(update={"index": Path(index)}), encoder)
        return report.chunks / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
