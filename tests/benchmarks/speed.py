"""How fast a command starts from nothing, what runs the model how fast, and what a build adds to the model.

    python -m tests.benchmarks.speed [--shared FOLDER]

Commands run in processes of their own over the sample collection; what is shown is the middle of several
runs. The ways to run the model embed the same passages in one run, and so do the build and the bare model:
compare within a table, the machine is shared. The first command of all on a machine also writes the model
and the word list out, which is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from kb.embedding import Encoder, Role, Vectors, load_encoder
from kb.index.store import open_store
from kb.ingest import build
from kb.settings import load_settings
from tests.benchmarks.asking import ROOT, indexed
from tests.benchmarks.output import write_results

QUESTION = "Hvornår blev TRIO-stormødet holdt?"
COMMANDS = {
    "kb ask": ["ask", QUESTION],
    "kb search": ["search", QUESTION],
    "kb decisions": ["decisions"],
    "kb documents": ["documents"],
}
RUNS = 7
PORT = 8763
HEALTHY_WITHIN = 60.0
PASSAGES = 384
WARM_UP = 32
WAYS = (("torch", "fp32"), ("torch", "bf16"), ("openvino", "fp32"), ("openvino", "bf16"))


def main() -> None:
    """Measures everything and writes benchmarks/speed.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared = parser.parse_args().shared
    encoder = load_encoder(load_settings())
    source = shared / "data" / "municipal" if shared.is_dir() else ROOT / "data"
    record: dict[str, object] = {}
    rows = [f"Chosen on this machine: {encoder.engine}.", ""]
    with tempfile.TemporaryDirectory() as scratch:
        build([ROOT / "data"], load_settings(index=Path(scratch)), encoder)
        rows += ["| from nothing | seconds, middle | slowest |", "|---|---|---|"]
        for name, arguments in COMMANDS.items():
            seconds = [_started(arguments, Path(scratch)) for _ in range(RUNS)]
            rows.append(f"| {name} | {statistics.median(seconds):.2f} | {max(seconds):.2f} |")
            record[name] = {"median": round(statistics.median(seconds), 3), "max": round(max(seconds), 3)}
        seconds = [_served(Path(scratch)) for _ in range(3)]
        rows.append(f"| kb serve, healthy | {statistics.median(seconds):.2f} | {max(seconds):.2f} |")
        record["kb serve"] = {"median": round(statistics.median(seconds), 3)}
    built, bare, count = _build(encoder, source)
    rows += ["", f"{count} passages: the bare model {count / bare:.1f} passages a second, a full build"]
    rows += [f"{count / built:.1f}, which is {bare / built:.0%} of it.", ""]
    record["build"] = {"passages": count, "bare": round(bare, 2), "build": round(built, 2)}
    texts = _texts(encoder, source)[:PASSAGES]
    rows += ["| way | passages a second | to torch fp32 | least cosine to it |", "|---|---|---|---|"]
    reference, slowest = None, 0.0
    for runtime, precision in WAYS:
        # In a process of its own: what one library has loaded slows the other down.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            rate, vectors = alone.submit(_rate, runtime, precision, texts).result()
        if reference is None:
            reference, slowest = vectors, rate
        least = float((vectors * reference).sum(axis=1).min())
        rows.append(f"| {runtime} {precision} | {rate:.1f} | {rate / slowest:.1f} × | {least:.5f} |")
        record[f"{runtime} {precision}"] = {"rate": round(rate, 1), "cosine": round(least, 6)}
    write_results("speed", "\n".join(rows), record)


def _rate(runtime: str, precision: str, texts: Sequence[str]) -> tuple[float, Vectors]:
    """Passages a second of one way to run the model, and their vectors."""
    encoder = load_encoder(load_settings(runtime=runtime, precision=precision))
    encoder.passages(texts[:WARM_UP])
    began = time.perf_counter()
    vectors = encoder.passages(texts)
    return len(texts) / (time.perf_counter() - began), vectors


def _started(arguments: Sequence[str], index: Path) -> float:
    """Seconds of one command from its start to its end."""
    command = [sys.executable, "-m", "kb.cli", *arguments, "--index", str(index)]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - began


def _served(index: Path) -> float:
    """Seconds from the start of the web app until it says that it is healthy. Raises TimeoutError."""
    command = [sys.executable, "-m", "kb.cli", "serve", "--index", str(index), "--port", str(PORT)]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - began < HEALTHY_WITHIN:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=1):
                    return time.perf_counter() - began
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.02)
        raise TimeoutError("the web app was not healthy in time")
    finally:
        process.terminate()
        process.wait()


def _build(encoder: Encoder, source: Path) -> tuple[float, float, int]:
    """Seconds of a full build, seconds of the bare model on the same passages, and how many those are."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = load_settings(index=Path(scratch))
        began = time.perf_counter()
        build([source], settings, encoder)
        built = time.perf_counter() - began
        store = open_store(settings.index, encoder)
        texts = [chunk.searchable for chunk in store.chunks(range(store.chunk_count))]
    began = time.perf_counter()
    lengths = [len(each.tokens.vectors) for _, each in encoder.stream(texts, Role.PASSAGE)]
    return built, time.perf_counter() - began, len(lengths)


def _texts(encoder: Encoder, source: Path) -> list[str]:
    """Passages of the source, spread over all of it."""
    with indexed(encoder, source) as store:
        keys = np.linspace(0, store.chunk_count - 1, min(PASSAGES, store.chunk_count)).astype(int)
        return [chunk.searchable for chunk in store.chunks(keys.tolist())]


if __name__ == "__main__":
    main()
