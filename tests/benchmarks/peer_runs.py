"""Which systems are compared, and the run of one of them in a process of its own, with what it took."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.benchmarks import peer_systems
from tests.benchmarks.peer_protocol import (
    DEPTH,
    NO_MODEL,
    Passage,
    System,
    product_settings,
)

DOCUMENTS = "documents"
PASSAGES = "passages.jsonl"
QUERIES = "queries.jsonl"
"""What a run finds in its work folder: our own indexes the documents, the others the passages."""

SHIPPED = "as shipped"
TUNED = "Danish-tuned"
INSTALL = "pip install -e '.[peers]'"
INSTALL_BM25 = f"{INSTALL} && pip install --no-deps llama-index-retrievers-bm25==0.8.0"

THREADS = 2
WARM_UPS = 5
MIB = 2**20
SHOWN_CHARACTERS = 2000
"""How much of what a failed run said is told: the end, where the reason stands."""

ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "DO_NOT_TRACK": "1",
    "CUDA_VISIBLE_DEVICES": "",
    "OMP_NUM_THREADS": str(THREADS),
    "MKL_NUM_THREADS": str(THREADS),
    "OPENBLAS_NUM_THREADS": str(THREADS),
    "RAYON_NUM_THREADS": str(THREADS),
}
"""No network, no telemetry, the processor alone, and the same threads for all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A system in one variant: its name, what must be installed for it and how it is made.

    ``needs`` are distributions beyond the product's own; the first gives the version.
    """

    name: str
    system: str
    variant: str
    make: Callable[[], System]
    needs: tuple[str, ...] = ()
    install: str = INSTALL

    @property
    def missing(self) -> tuple[str, ...]:
        """The needed distributions that are not installed."""
        return tuple(each for each in self.needs if installed(each) is None)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took and found: ``rankings`` are passage positions per query, best first.

    ``index_seconds`` is without loading the model and with saving; memory is the peak of the process.
    """

    precision: str
    index_seconds: float
    query_p50_ms: float
    query_p95_ms: float
    peak_mib: float
    disk_mib: float
    rankings: list[list[int]]


class RunError(Exception):
    """A system's process failed; the message is the end of what it said."""


class Kb:
    """Our own: reads the documents as files, and cuts, analyses and indexes them as it does for a user."""

    def __init__(self) -> None:
        from kb.embedding import load_encoder

        self._encoder = load_encoder(product_settings())
        self.precision = self._encoder.engine

    def build(self, passages: Sequence[Passage], folder: Path) -> None:
        from kb.ingest import build
        from kb.knowledge import KnowledgeBase

        settings = product_settings().model_copy(update={"index": folder})
        build([folder.parent / DOCUMENTS], settings, self._encoder)
        self._knowledge = KnowledgeBase(settings, self._encoder)

    def search(self, query: str, k: int) -> list[int]:
        return [hit.chunk for hit in self._knowledge.search(query, k)]


_LLAMA = ("llama-index-core", "llama-index-embeddings-huggingface")
_LLAMA_BM25 = (*_LLAMA, "llama-index-retrievers-bm25")
_HAYSTACK = ("haystack-ai", "sentence-transformers-haystack")

OWN = Entry("kb", "kb", SHIPPED, Kb)
PEERS = (
    Entry("txtai", "txtai", SHIPPED, peer_systems.Txtai, ("txtai",)),
    Entry("txtai-danish", "txtai", TUNED, peer_systems.TxtaiDanish, ("txtai",)),
    Entry("llamaindex", "LlamaIndex", SHIPPED, peer_systems.LlamaIndex, _LLAMA),
    Entry("llamaindex-danish", "LlamaIndex", TUNED, peer_systems.LlamaIndexDanish, _LLAMA_BM25, INSTALL_BM25),
    Entry("haystack", "Haystack", SHIPPED, peer_systems.Haystack, _HAYSTACK),
    Entry("haystack-danish", "Haystack", TUNED, peer_systems.HaystackDanish, _HAYSTACK),
    Entry("chroma", "Chroma", SHIPPED, peer_systems.Chroma, ("chromadb",)),
    Entry("chroma-danish", "Chroma", TUNED, peer_systems.ChromaDanish, ("chromadb",)),
    Entry("lancedb", "LanceDB", SHIPPED, peer_systems.LanceDb, ("lancedb",)),
    Entry("lancedb-danish", "LanceDB", TUNED, peer_systems.LanceDbDanish, ("lancedb",)),
    Entry("bm25s", "bm25s", SHIPPED, peer_systems.Bm25s),
    Entry("bm25s-danish", "bm25s", TUNED, peer_systems.Bm25sDanish),
)
SYSTEMS: Mapping[str, Entry] = {entry.name: entry for entry in (OWN, *PEERS)}


def installed(distribution: str) -> str | None:
    """The version of an installed distribution, or None."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def run(entry: Entry, work: Path) -> Measured:
    """What ``entry`` took and found over the work folder, in a process of its own.

    Raises RunError where it fails.
    """
    command = [sys.executable, "-m", "tests.benchmarks.peers", "--system", entry.name, "--work", str(work)]
    done = subprocess.run(
        command, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RunError(f"{entry.name}: {done.stderr.strip()[-SHOWN_CHARACTERS:]}")
    return Measured(**json.loads(_result(entry, work).read_text(encoding="utf-8")))


def measure(entry: Entry, work: Path) -> None:
    """Nothing; runs ``entry`` in this process and writes what it took and found into the work folder."""
    passages = [Passage(str(each["document"]), str(each["text"])) for each in read_lines(work / PASSAGES)]
    queries = [str(each["text"]) for each in read_lines(work / QUERIES)]
    system = entry.make()
    if system.precision != NO_MODEL:
        import torch

        torch.set_num_threads(THREADS)
    folder = work / entry.name
    started = time.perf_counter()
    system.build(passages, folder)
    index_seconds = time.perf_counter() - started
    for query in queries[:WARM_UPS]:
        # Turned round, so that nothing of a question to come is cached.
        system.search(" ".join(reversed(query.split())), DEPTH)
    rankings, milliseconds = [], []
    for query in queries:
        started = time.perf_counter()
        rankings.append(system.search(query, DEPTH))
        milliseconds.append((time.perf_counter() - started) * 1000)
    measured = Measured(
        precision=system.precision,
        index_seconds=index_seconds,
        query_p50_ms=statistics.median(milliseconds),
        query_p95_ms=sorted(milliseconds)[math.ceil(0.95 * len(milliseconds)) - 1],
        peak_mib=_peak_mib(),
        disk_mib=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MIB,
        rankings=rankings,
    )
    _result(entry, work).write_text(json.dumps(asdict(measured)), encoding="utf-8")


def read_lines(path: Path) -> list[dict[str, object]]:
    """The records of a JSON Lines file, none where there is no file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def _result(entry: Entry, work: Path) -> Path:
    return work / f"{entry.name}.json"


def _peak_mib() -> float:
    """The most memory this process had resident.

    On Linux ``ru_maxrss`` starts at what the parent had, so the kernel's own mark is read where it is there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        mark = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(mark.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / MIB if sys.platform == "darwin" else peak / 1024
