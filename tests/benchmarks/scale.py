"""What it takes to build, keep and search 1,000 to a million passages, and where that stops being linear.

    python -m tests.benchmarks.scale [--sizes 1000 10000 100000] [--shared FOLDER] [--real INDEX]

The passages are made of real ones (tests/benchmarks/synthetic.py), the questions are those of tests/eval.
Each size is built in a process of its own and searched in another, so that the memory of each is its own.
The vectors are given, so building here is all that a build does but the reading of files and the model.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TypeVar

import numpy as np

from kb.answers.answering import answer_question
from kb.datatypes import Date, Filter
from kb.disk import files_under
from kb.embedding import Encoder, Role, load_encoder
from kb.index.generations import current_generation, generation_folder
from kb.index.health import health_of
from kb.index.local import LocalRepository
from kb.index.searched import LEXICAL_FOLDER, TOKENS_FOLDER
from kb.index.store import CATALOGUE_FILE, LocalStore, open_store
from kb.index.vectors import GRAPH_FILE, VECTORS_FILE
from kb.knowledge import KnowledgeBase
from kb.retrieval import RECIPE, agreed, fuse, late_interaction, search, to_hit
from kb.settings import load_settings
from tests.benchmarks.output import write_results
from tests.benchmarks.sets import EVAL, SHARED, json_lines
from tests.benchmarks.synthetic import SEED, fill, material_in, real_index

SIZES = (1_000, 10_000, 100_000)
WARM_UP, QUESTIONS, HITS = 5, 100, 10
THREADS = 16
EVERYTHING = Filter()
ONE_COMMITTEE = Filter(committees=("Udvalg 20",))
PARTS = {
    "catalogue": CATALOGUE_FILE,
    "vectors": VECTORS_FILE,
    "graph": GRAPH_FILE,
    "tokens": TOKENS_FOLDER,
    "words": f"{LEXICAL_FOLDER}/words",
    "n-grams": f"{LEXICAL_FOLDER}/ngrams",
    "exact terms": f"{LEXICAL_FOLDER}/exact",
}
Result = TypeVar("Result")
Figures = dict[str, float]


def main() -> None:
    """Builds each size, asks it the questions and writes benchmarks/scale.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--real", type=Path, help="an index of real passages that is there already")
    arguments = parser.parse_args()
    figures: dict[int, Figures] = {}
    with tempfile.TemporaryDirectory() as scratch:
        real = arguments.real or _alone(_real_index, Path(scratch), arguments.shared)
        for size in arguments.sizes:
            with tempfile.TemporaryDirectory() as folder:
                building = _alone(_build, Path(folder), real, size)
                figures[size] = {**building, **_alone(_measure, Path(folder))}
                figures[size] |= _processes(Path(folder), figures[size]["questions a second, 1 thread"])
            write_results("scale", _table(figures), {str(size): row for size, row in figures.items()})


def _alone(work: Callable[..., Result], *arguments: object) -> Result:
    """What ``work`` returns in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _real_index(scratch: Path, shared: Path) -> Path:
    return real_index(scratch, load_encoder(load_settings()), shared)


def _build(index: Path, real: Path, size: int) -> Figures:
    """Seconds, and megabytes of memory, that building ``size`` passages took."""
    material = material_in(real)
    repository = LocalRepository(index)
    with repository.lock():
        seconds = fill(repository.draft(material.vectors.shape[1], None), material, size)
    made = seconds.pop("making texts")
    return {
        **{f"build: {name}, s": value for name, value in seconds.items()},
        "build: all, s": sum(seconds.values()),
        "build: passages a second": size / sum(seconds.values()),
        "build: most memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "(making the texts, s)": made,
    }


def questions() -> list[str]:
    """Distinct questions of all files, evenly spaced: first those to warm up with, then those to time."""
    asked = dict.fromkeys(
        str(row["q"]) for path in sorted(EVAL.glob("*.jsonl")) for row in json_lines(path) if "q" in row
    )
    places = np.linspace(0, len(asked) - 1, WARM_UP + QUESTIONS).astype(int)
    return [list(asked)[place] for place in np.random.default_rng(SEED).permutation(places)]


def _measure(index: Path) -> Figures:
    """Sizes, memory, and milliseconds of each part of a search."""
    folder = generation_folder(index, current_generation(index))
    figures: Figures = {
        f"disk: {name}, MB": sum(
            file.stat().st_size for file in files_under(folder) if part in str(file.relative_to(folder))
        )
        / 1e6
        for name, part in PARTS.items()
    }
    encoder = load_encoder(load_settings())
    model = _memory()
    store, figures["opening, s"] = _timed(lambda: open_store(index))
    _, figures["opening what is searched, s"] = _timed(lambda: store.searched)
    asked = questions()
    times = _times(store, encoder, asked)
    anonymous, mapped = (now - then for now, then in zip(_memory(), model, strict=True))
    figures |= {
        "memory: the model, MB": sum(model),
        "memory: the index, own, MB": anonymous,
        "memory: the index, mapped files read, MB": mapped,
    }
    for name, values in times.items():
        for share in (50, 95):
            figures[f"{name}, p{share} ms"] = float(np.percentile(values, share))
    figures |= _agreement(store, encoder, asked)
    figures |= _threads(KnowledgeBase(load_settings(index=index), encoder), asked[WARM_UP:])
    health, figures["probing the legs, s"] = _timed(lambda: health_of(store))
    assert all(leg.ok for leg in health), health
    return figures


def _memory() -> tuple[float, float]:
    """Megabytes of this process: its own, and files mapped into it."""
    status = dict(
        line.split(":", 1)
        for line in Path("/proc/self/status").read_text("ascii").splitlines()
        if ":" in line
    )
    own, mapped = (int(status[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile"))
    return own, mapped


def _times(store: LocalStore, encoder: Encoder, asked: Sequence[str]) -> Mapping[str, list[float]]:
    """Milliseconds of each question, for the whole answer and search and for its parts one by one."""
    times: dict[str, list[float]] = defaultdict(list)
    for at, question in enumerate(asked):
        parts: Figures = {}
        # Before all else: what is encoded once is remembered.
        today = Date(2026, 11, 28)
        parts["ask"] = _timed(lambda: answer_question(store, encoder, question, EVERYTHING, today))[1]  # noqa: B023
        fresh = f"{question} "
        parts["search"] = _timed(lambda: search(store, encoder, fresh, EVERYTHING, HITS))[1]  # noqa: B023
        parts["search in one committee"] = _timed(
            lambda: search(store, encoder, fresh, ONE_COMMITTEE, HITS)  # noqa: B023
        )[1]
        _parts(store, encoder, question, parts)
        if at >= WARM_UP:
            for name, seconds in parts.items():
                times[name].append(1000 * seconds)
    return times


def _parts(store: LocalStore, encoder: Encoder, question: str, times: Figures) -> None:
    """Fills in the seconds of each part of a search."""
    # Not by query, which remembers what the search has asked.
    (asked,), times["- encode the question"] = _timed(lambda: encoder.encode([question], Role.QUERY))
    allowed = store.allowed(EVERYTHING)
    rankings = {}
    rankings["dense"], times["- dense"] = _timed(lambda: store.dense(asked.pooled, allowed, RECIPE.pool))
    for leg in sorted(RECIPE.legs.keys() - {"dense"}):
        rankings[leg], times[f"- {leg}"] = _timed(lambda: store.lexical(question, leg, allowed, RECIPE.pool))  # noqa: B023
    pool, times["- fuse"] = _timed(lambda: fuse(rankings, RECIPE.legs))
    keys = [each.key for each in pool[: RECIPE.read]]
    late, times["- late interaction"] = _timed(
        lambda: late_interaction(store.best_cosines(asked.tokens.vectors, keys), RECIPE)
    )
    times["- agreement"] = _timed(lambda: agreed(late, store.vectors_of(keys), RECIPE))[1]
    first = list(zip(store.chunks(keys[:HITS]), pool, strict=False))
    times["- making the hits"] = _timed(lambda: [to_hit(store, chunk, each, 1) for chunk, each in first])[1]


def _agreement(store: LocalStore, encoder: Encoder, asked: Sequence[str]) -> Figures:
    """How much of what exact search finds the dense leg finds: among 10, and among all it brings."""
    vectors = store.searched.vectors
    allowed = store.allowed(EVERYTHING)
    shares: dict[int, list[float]] = {HITS: [], RECIPE.pool: []}
    for question in asked:
        asked_for = encoder.query(question) - store.centre
        for limit, found in shares.items():
            exact = vectors.exact(asked_for, allowed, limit).keys
            met = np.isin(exact, vectors.search(asked_for, allowed, limit).keys)
            found.append(float(met.mean()))
    return {
        f"dense: recall@{limit} of exact search": float(np.mean(found)) for limit, found in shares.items()
    }


def _threads(knowledge: KnowledgeBase, asked: Sequence[str]) -> Figures:
    """Questions a second of one thread and of many, which must find the same."""

    def one(question: str) -> list[tuple[int, float]]:
        return [(hit.chunk, hit.score) for hit in knowledge.search(question, HITS)]

    # Each time a question of its own, for what is encoded once is remembered.
    first, second = ([f"{question} {mark}" for question in asked] for mark in ("?", "??"))
    for question in first[:WARM_UP]:
        one(question)
    serial, alone = _timed(lambda: [one(question) for question in first])
    with ThreadPoolExecutor(THREADS) as pool:
        shared = _timed(lambda: list(pool.map(one, second)))[1]
        together = list(pool.map(one, first))
    assert serial == together, "threads found something else than one thread alone"
    return {
        "questions a second, 1 thread": len(asked) / alone,
        f"questions a second, {THREADS} threads": len(asked) / shared,
        f"{THREADS} threads to 1": alone / shared,
    }


def _processes(index: Path, alone: float) -> Figures:
    """Questions a second of a process for each core, which share nothing: what the machine itself allows."""
    context = get_context("spawn")
    count = os.cpu_count() or 1
    with ProcessPoolExecutor(count, context, _hold, (index, context.Barrier(count))) as pool:
        together = sum(pool.map(_rate_beside, range(count)))
    return {
        f"questions a second, {count} processes": together,
        f"{count} processes to 1 thread": together / alone,
    }


_held: tuple[KnowledgeBase, Barrier]


def _hold(index: Path, ready: Barrier) -> None:
    """Opens an index in this process, to be asked once all processes are ``ready``."""
    global _held
    _held = KnowledgeBase(load_settings(index=index), load_encoder(load_settings())), ready


def _rate_beside(number: int) -> float:
    """Questions a second of this process, while the others are asked too."""
    knowledge, ready = _held
    asked = [f"{question} {number}" for question in questions()]
    for question in asked[:WARM_UP]:
        knowledge.search(question, HITS)
    ready.wait()
    _, seconds = _timed(lambda: [knowledge.search(question, HITS) for question in asked[WARM_UP:]])
    return QUESTIONS / seconds


def _table(figures: Mapping[int, Figures]) -> str:
    """A row for each figure and a column for each size."""
    names = dict.fromkeys(name for row in figures.values() for name in row)
    lines = [
        f"| passages | {' | '.join(f'{size:,}' for size in figures)} |",
        "| --- |" + " ---: |" * len(figures),
    ]
    for name in names:
        cells = (_cell(row.get(name)) for row in figures.values())
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _timed(action: Callable[[], Result]) -> tuple[Result, float]:
    """What ``action`` returns and how many seconds it took."""
    began = time.perf_counter()
    return action(), time.perf_counter() - began


if __name__ == "__main__":
    main()
