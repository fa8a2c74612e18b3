"""How long a search takes over 100,000 passages with every leg, and what the passages take on disk.

    python -m tests.benchmarks.scale [--chunks 100000] [--shared FOLDER]

The passages are made of real ones: sentences of several in a random order, a real passage's vector with a
little noise, its tokens in another order. So words are as frequent, vectors as close and passages as long
as in real material, however many there are. The questions are those of tests/eval.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch

from kb.datatypes import (
    Block,
    BlockKind,
    Chunk,
    Document,
    Filter,
    Manifest,
    Page,
    Section,
    SectionKind,
    Survey,
    TitleSource,
)
from kb.disk import files_under
from kb.embedding import Encoder, Role, Vectors, load_encoder
from kb.index.health import health_of
from kb.index.lexical import write_lexical
from kb.index.manifest import FORMAT, write_manifest
from kb.index.schema import write_catalogue
from kb.index.searched import FIELDS, LEXICAL_FOLDER, TOKENS_FOLDER, VECTORS_FILE
from kb.index.store import CATALOGUE_FILE, LocalStore, open_store
from kb.index.tokens import TokenCodes, write_tokens
from kb.index.vectors import write_vectors
from kb.ingest import build
from kb.retrieval import RECIPE, agreed, fuse, late_interaction, search, to_hit
from kb.settings import load_settings
from tests.benchmarks.output import write_results
from tests.benchmarks.sets import EVAL, SHARED, json_lines, sources

SEED = 20_261_129
CHUNKS_OF_DOCUMENT = 12
NOISE = 0.02
"""Deviation of the noise on each number of a vector: its cosine with the real one is about 0.93."""

WARM_UP, QUESTIONS, HITS = 5, 100, 10
EVERYTHING = Filter()
Result = TypeVar("Result")
Times = dict[str, list[float]]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Real passages: their sentences, vectors (n, d) and token codes."""

    sentences: Sequence[Sequence[str]]
    vectors: Vectors
    tokens: TokenCodes


def main() -> None:
    """Builds the passages, asks the questions and writes benchmarks/scale.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=100_000)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--real", type=Path, help="an index of real passages that is there already")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "generation"
        # In a process of its own, so that the memory of this one is that of searching.
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            built = pool.submit(_built, folder, arguments.real, arguments.shared, arguments.chunks)
            building = built.result()
        encoder = load_encoder(load_settings())
        store, opening = _timed(lambda: LocalStore(folder))
        health, probing = _timed(lambda: health_of(store))
        building |= {"opening and checking": opening, "probing the legs": probing}
        times = _times(store, encoder, questions())
        write_results("scale", *_results(folder, store, building, times))
        assert all(leg.ok for leg in health), health


def questions() -> list[str]:
    """Distinct questions of all files, evenly spaced: first those to warm up with, then those to time."""
    asked = dict.fromkeys(
        str(row["q"]) for path in sorted(EVAL.glob("*.jsonl")) for row in json_lines(path) if "q" in row
    )
    places = np.linspace(0, len(asked) - 1, WARM_UP + QUESTIONS).astype(int)
    return [list(asked)[place] for place in np.random.default_rng(SEED).permutation(places)]


def _built(folder: Path, real: Path | None, shared: Path, count: int) -> dict[str, float]:
    """Seconds that each part of ``count`` passages took to write to ``folder``."""
    return _write(folder, _material(real or _real_index(shared, folder.parent)), count)


def _real_index(shared: Path, scratch: Path) -> Path:
    """An index of the real texts that are there."""
    folders = sources(shared, scratch)
    used = [folders[name] for name in ("municipal", "ft_spoergetid") if name in folders]
    settings = load_settings(index=scratch / "real")
    build(used or [folders["sample"]], settings, load_encoder(settings))
    return settings.index


def _material(index: Path) -> Material:
    """What lies in the index of real passages."""
    store = open_store(index)
    chunks = store.chunks(range(store.chunk_count))
    sentences = [re.split(r"(?<=[.!?:])\s+|\n+", chunk.text.strip()) for chunk in chunks]
    return Material(sentences, store.searched.vectors.all(), store.searched.tokens.all)


def _write(folder: Path, material: Material, count: int) -> dict[str, float]:
    """Seconds that each part took to write."""
    folder.mkdir()
    random = np.random.default_rng(SEED)
    seconds: dict[str, float] = {}
    (documents, chunks), seconds["making texts"] = _timed(lambda: _documents(material, count, random))
    real = random.integers(len(material.vectors), size=count)
    noise = random.normal(scale=NOISE, size=(count, material.vectors.shape[1])).astype(np.float32)
    vectors = material.vectors[real] + noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = _with_digests(chunks)
    seconds["catalogue"] = _timed(
        lambda: write_catalogue(folder / CATALOGUE_FILE, documents, rows, [], Survey(), [])
    )[1]
    seconds["vectors"] = _timed(lambda: write_vectors(folder / VECTORS_FILE, vectors))[1]
    seconds["tokens"] = _timed(
        lambda: write_tokens(folder / TOKENS_FOLDER, _shuffled(material.tokens, real, random))
    )[1]
    for name, field in FIELDS.items():
        terms, seconds[f"analysis, {name}"] = _timed(
            lambda: [field.of_passage(chunk.searchable) for chunk in chunks]  # noqa: B023 - called at once
        )
        seconds[f"BM25, {name}"] = _timed(
            lambda: write_lexical(folder / LEXICAL_FOLDER / name, terms)  # noqa: B023 - called at once
        )[1]
    now = dt.datetime(2026, 11, 28, tzinfo=dt.UTC).isoformat()
    shape = (vectors.shape[1], "", len(documents), count)
    write_manifest(folder, Manifest(FORMAT, "000001-scale", now, "", "", "", *shape))
    return seconds


def _with_digests(chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, str]]:
    """The chunks with a digest that no later build will look for."""
    return ((chunk, str(chunk.key)) for chunk in chunks)


def _documents(
    material: Material, count: int, random: np.random.Generator
) -> tuple[list[Document], list[Chunk]]:
    """Documents of one section each, cut into chunks of a real chunk's number of sentences."""
    pool = list(chain.from_iterable(material.sentences))
    lengths = random.choice([len(each) for each in material.sentences], size=count)
    drawn = random.integers(len(pool), size=int(lengths.sum()))
    texts = [
        " ".join(pool[at] for at in part) for part in np.split(drawn, np.cumsum(lengths)[:-1].astype(int))
    ]
    documents, chunks = [], []
    for first in range(0, count, CHUNKS_OF_DOCUMENT):
        made = _document(f"{first:06d}.txt", texts[first : first + CHUNKS_OF_DOCUMENT])
        documents.append(made)
        start = 0
        for ordinal, text in enumerate(texts[first : first + CHUNKS_OF_DOCUMENT]):
            end = start + len(text)
            chunks.append(Chunk(len(chunks), made.id, ordinal, 0, start, end, text, made.title))
            start = end + 1
    return documents, chunks


def _document(name: str, texts: Sequence[str]) -> Document:
    """A document of one page and one section."""
    text = "\n".join(texts)
    return Document(
        id=name,
        title=" ".join(text.split()[:6]),
        title_source=TitleSource.FILE_NAME,
        text=text,
        pages=(Page(1, 0, len(text)),),
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(text), 0),),
        sections=(Section(0, SectionKind.UNKNOWN, "", 0, 0, len(text)),),
        format="txt",
        sha256=name,
    )


def _shuffled(tokens: TokenCodes, real: Sequence[int], random: np.random.Generator) -> TokenCodes:
    """The codes of the real chunks, those of each in another order."""
    rows = [random.permutation(np.arange(tokens.starts[key], tokens.starts[key + 1])) for key in real]
    starts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    return TokenCodes(tokens.codes[np.concatenate(rows)], starts)


def _times(store: LocalStore, encoder: Encoder, asked: Sequence[str]) -> Times:
    """Milliseconds of each question, for the whole search and for its parts one by one."""
    times: Times = defaultdict(list)
    for at, question in enumerate(asked):
        whole = _timed(lambda: search(store, encoder, question, EVERYTHING, HITS))[1]  # noqa: B023
        parts: dict[str, float] = {"search": whole}
        _parts(store, encoder, question, parts)
        if at >= WARM_UP:
            for name, seconds in parts.items():
                times[name].append(1000 * seconds)
    return times


def _parts(store: LocalStore, encoder: Encoder, question: str, times: dict[str, float]) -> None:
    """Fills in the seconds of each part of a search."""
    # Not by query, which remembers what the search has asked.
    (asked,), times["encode the question"] = _timed(lambda: encoder.encode([question], Role.QUERY))
    allowed = store.allowed(EVERYTHING)
    rankings = {}
    rankings["dense"], times["dense"] = _timed(lambda: store.dense(asked.pooled, allowed, RECIPE.pool))
    for leg in RECIPE.legs.keys() - {"dense"}:
        rankings[leg], times[leg] = _timed(lambda: store.lexical(question, leg, allowed, RECIPE.pool))  # noqa: B023
    pool, times["fuse"] = _timed(lambda: fuse(rankings, RECIPE.legs))
    keys = [each.key for each in pool[: RECIPE.read]]
    late, times["late read"] = _timed(
        lambda: late_interaction(store.best_cosines(asked.tokens.vectors, keys), RECIPE)
    )
    times["agreement"] = _timed(lambda: agreed(late, store.vectors_of(keys), RECIPE))[1]
    first = list(zip(store.chunks(keys[:HITS]), pool, strict=False))
    times["making the hits"] = _timed(lambda: [to_hit(store, chunk, each, 1) for chunk, each in first])[1]


def _results(
    folder: Path, store: LocalStore, building: Mapping[str, float], times: Times
) -> tuple[str, dict[str, object]]:
    """The Markdown table and the JSON record."""
    percentiles = {
        name: [round(float(np.percentile(times[name], each)), 1) for each in (50, 95, 100)] for name in times
    }
    sizes = {
        part: sum(
            file.stat().st_size for file in files_under(folder) if part in str(file.relative_to(folder))
        )
        for part in (
            CATALOGUE_FILE,
            VECTORS_FILE,
            TOKENS_FOLDER,
            *(f"{LEXICAL_FOLDER}/{name}" for name in FIELDS),
        )
    }
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = store.chunk_count
    lines = [
        f"{count:,} passages in {store.manifest.documents:,} documents, {len(times['search'])} questions,"
        f" {torch.get_num_threads()} threads, milliseconds:",
        "",
        "| stage | p50 | p95 | max |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {name} | {' | '.join(f'{each:.1f}' for each in row)} |" for name, row in percentiles.items()),
        "",
        "| part | MB | bytes a passage |",
        "| --- | ---: | ---: |",
        *(f"| {part} | {size / 1e6:,.1f} | {size / count:,.0f} |" for part, size in sizes.items()),
        "",
        "| building | seconds |",
        "| --- | ---: |",
        *(f"| {name} | {seconds:.1f} |" for name, seconds in building.items()),
        "",
        f"Most memory, model and the mapped tokens that were read included: {memory:,.0f} MB.",
    ]
    record: dict[str, object] = {
        "passages": count,
        "threads": torch.get_num_threads(),
        "milliseconds": percentiles,
        "bytes": sizes,
        "building_seconds": {name: round(seconds, 1) for name, seconds in building.items()},
        "max_resident_mb": round(memory),
    }
    return "\n".join(lines), record


def _timed(action: Callable[[], Result]) -> tuple[Result, float]:
    """What ``action`` returns and how many seconds it took."""
    began = time.perf_counter()
    return action(), time.perf_counter() - began


if __name__ == "__main__":
    main()
