"""How fast an index in PostgreSQL is written and searched, beside a local one of the same passages.

    python -m tests.benchmarks.postgresql [--chunks 20000] [--replicas 1]

The servers are real, a primary and its replica on this machine; commits wait for the replica, and questions
are put to it. The passages are made of the sample collection's: sentences of several in a random order, a
real passage's vector with a little noise, a real passage's tokens in another order. Times are of one asker.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from kb.datatypes import (
    Block,
    BlockKind,
    Chunk,
    Document,
    Filter,
    Page,
    Section,
    SectionKind,
    Survey,
    TitleSource,
)
from kb.embedding import Encoder, Vectors, load_encoder
from kb.index.draft import Batch, Collection, Origin
from kb.index.local import LocalRepository
from kb.index.ranking import Mask
from kb.index.records import kept_chunk
from kb.index.repository import Repository
from kb.index.searched import terms_of
from kb.index.store import Store
from kb.index.token_codes import Codes
from kb.ingest import build
from kb.postgresql.connecting import writer
from kb.postgresql.generations import current_generation, wait_for_replicas
from kb.postgresql.layout import LINKED_AMONG, LINKS
from kb.postgresql.repository import PostgresRepository
from kb.postgresql.store import PostgresStore
from kb.retrieval import RECIPE, search
from kb.settings import load_settings
from tests.benchmarks.output import write_results
from tests.benchmarks.sets import EVAL, json_lines
from tests.postgresql.cluster import cluster_of

DATA = Path(__file__).parents[2] / "data"
SEED = 20_261_128
CHUNKS_OF_DOCUMENT, BATCH = 12, 256
NOISE = 0.02
WARM_UP, QUESTIONS, HITS, ALIKE = 5, 40, 10, 10
COMMITTEES = 40
EVERYTHING, ONE_COMMITTEE = Filter(), Filter(committees=("Udvalg 7",))
NO_GRAPH = 10**12
Result = TypeVar("Result")
Times = dict[str, list[float]]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Real passages: their sentences, vectors (n, d) and token codes."""

    sentences: Sequence[Sequence[str]]
    vectors: Vectors
    codes: Sequence[Codes]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question as a leg is asked it."""

    text: str
    vector: Vectors
    tokens: Vectors


def main() -> None:
    """Writes the passages to both kinds of store, asks the questions and writes benchmarks/postgresql.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=20_000)
    parser.add_argument("--replicas", type=int, default=1)
    arguments = parser.parse_args()
    encoder = load_encoder(load_settings())
    with tempfile.TemporaryDirectory() as scratch, cluster_of(arguments.replicas) as cluster:
        folder = Path(scratch)
        documents, batches = _passages(_material(folder / "real", encoder), arguments.chunks)
        local = LocalRepository(folder / "local")
        remote = PostgresRepository(cluster.new_database("kb"), graph_from=NO_GRAPH)
        building = {
            "local": _written(local, documents, batches, encoder),
            "postgresql": _written(remote, documents, batches, encoder),
        }
        stores = {"local": local.open(encoder), "postgresql": remote.open(encoder)}
        asked = _asked(encoder)
        times = {name: _times(store, encoder, asked) for name, store in stores.items()}
        building["postgresql"]["linking the graph"], walking = _linked(cluster.dsn("kb"), remote)
        graph, missed = _graph_times(walking, asked)
        sizes = _sizes(folder / "local", dict(cluster.sql(SIZES, "kb")))  # type: ignore[arg-type]
        rows = _rows(arguments.chunks, building, times, graph, sizes)
        table = "\n".join((*rows, "", _told(missed, arguments.replicas)))
        record = {
            "chunks": arguments.chunks,
            "seconds of building": building,
            "milliseconds": {
                name: {leg: _spread(each) for leg, each in of.items()} for name, of in times.items()
            },
            "milliseconds by the graph": {leg: _spread(each) for leg, each in graph.items()},
            "recall@10 of the graph": missed,
            "megabytes": sizes,
        }
        write_results("postgresql", table, record)


def _material(index: Path, encoder: Encoder) -> Material:
    """The passages of the sample collection."""
    build([DATA], load_settings(index=index), encoder)
    store = LocalRepository(index).open(encoder)
    keys = range(store.chunk_count)
    sentences = [re.split(r"(?<=[.!?])\s+|\n+", chunk.text) for chunk in store.chunks(keys)]
    return Material(sentences, store.vectors_of(keys), [store.searched.tokens.of(key) for key in keys])


def _passages(real: Material, count: int) -> tuple[list[Document], list[Batch]]:
    """So many made passages in documents, and batches of what they are searched by."""
    random = np.random.default_rng(SEED)
    everything = [sentence for passage in real.sentences for sentence in passage if sentence]
    documents: list[Document] = []
    chunks: list[Chunk] = []
    origins = random.integers(0, len(real.vectors), count)
    while len(chunks) < count:
        of_document = min(CHUNKS_OF_DOCUMENT, count - len(chunks))
        lengths = [len(real.sentences[origins[len(chunks) + at]]) for at in range(of_document)]
        texts = [
            " ".join(everything[at] for at in random.integers(0, len(everything), size)) for size in lengths
        ]
        documents.append(_document(len(documents), texts))
        chunks += _chunks_of(documents[-1], len(chunks))
    return documents, list(_batches(real, chunks, origins, random))


def _document(number: int, texts: Sequence[str]) -> Document:
    ends = np.cumsum([len(text) + 2 for text in texts]).tolist()
    starts = [0, *ends[:-1]]
    text = "\n\n".join(texts) + "\n\n"
    name = f"lavet/{number:06}.txt"
    return Document(
        id=name,
        title=name,
        title_source=TitleSource.FILE_NAME,
        text=text,
        pages=(Page(1, 0, len(text)),),
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(text), 0),),
        sections=tuple(
            Section(at, SectionKind.CASE, "", start, start, end)
            for at, (start, end) in enumerate(zip(starts, ends, strict=True))
        ),
        format="txt",
        sha256=name,
        committee=f"Udvalg {number % COMMITTEES}",
        date=dt.date(2020, 1, 1) + dt.timedelta(days=number % 2000),
    )


def _chunks_of(document: Document, first: int) -> Iterator[Chunk]:
    for at, section in enumerate(document.sections):
        body = document.text[section.start : section.end].rstrip()
        yield Chunk(first + at, document.id, at, at, section.start, section.start + len(body), body, "")


def _batches(
    real: Material, chunks: Sequence[Chunk], origins: Sequence[int], random: np.random.Generator
) -> Iterator[Batch]:
    for first in range(0, len(chunks), BATCH):
        some = chunks[first : first + BATCH]
        own = origins[first : first + BATCH]
        vectors = real.vectors[own] + random.normal(0, NOISE, (len(some), real.vectors.shape[1]))
        vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        texts = [chunk.searchable for chunk in some]
        codes = [random.permutation(real.codes[at]) for at in own]
        taken = np.full(len(some), -1, np.int64)
        yield Batch([kept_chunk(each) for each in some], taken, vectors, codes, terms_of(texts))


def _written(
    repository: Repository, documents: Sequence[Document], batches: Sequence[Batch], encoder: Encoder
) -> dict[str, float]:
    """The seconds that the parts of writing took."""
    with repository.lock():
        draft = repository.draft(encoder.dimensions, None)
        adding = _seconds(lambda: [draft.add(batch) for batch in batches])
        collection = Collection(documents, [""] * len(documents), (), (), Survey(), ())
        origin = Origin(("lavet",), encoder.name, encoder.fingerprint, "")
        finishing = _seconds(draft.settle)
        finishing += _seconds(lambda: draft.finish(collection, origin, dt.datetime.now(dt.UTC), 1))
        draft.discard()
    return {"adding": adding, "finishing": finishing}


def _linked(dsn: str, repository: PostgresRepository) -> tuple[float, PostgresStore]:
    """The seconds that linking the embeddings took, and a store that walks the graph."""
    readers = repository._readers
    generation = current_generation(readers)
    statement = (
        f"CREATE INDEX graph ON {generation.schema}.embeddings USING hnsw (embedding halfvec_ip_ops)"
        f" WITH (m = {LINKS}, ef_construction = {LINKED_AMONG})"
    )
    with writer(dsn) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        linking = _seconds(lambda: connection.execute(statement.encode()))
        wait_for_replicas(connection)
    return linking, PostgresStore(readers, replace(generation, graph=True))


def _asked(encoder: Encoder) -> list[Asked]:
    """Questions of the evaluation sets, evenly spaced: first those to warm up with, then those to time."""
    found = dict.fromkeys(str(row["q"]) for row in json_lines(EVAL / "questions.jsonl") if "q" in row)
    places = np.linspace(0, len(found) - 1, WARM_UP + QUESTIONS).astype(int)
    texts = [list(found)[place] for place in places]
    return [Asked(text, encoder.query(text), encoder.query_tokens(text).vectors) for text in texts]


def _times(store: Store, encoder: Encoder, asked: Sequence[Asked]) -> Times:
    """The seconds of each leg and of whole searches, question by question."""
    mask, narrow = store.allowed(EVERYTHING), store.allowed(ONE_COMMITTEE)
    times: Times = {}
    for number, question in enumerate(asked):
        best = store.dense(question.vector, mask, RECIPE.pool).keys[: RECIPE.read].tolist()
        parts: dict[str, Callable[[], object]] = {
            "dense, all": partial(store.dense, question.vector, mask, RECIPE.pool),
            "dense, one committee of 40": partial(store.dense, question.vector, narrow, RECIPE.pool),
            **{
                f"lexical, {field}": partial(store.lexical, question.text, field, mask, RECIPE.pool)
                for field in ("words", "ngrams", "exact")
            },
            "late interaction, 60 passages": partial(store.best_cosines, question.tokens, best),
            "whole search, all": partial(search, store, encoder, question.text, EVERYTHING, HITS),
            "whole search, one committee": partial(
                search, store, encoder, question.text, ONE_COMMITTEE, HITS
            ),
        }
        for name, part in parts.items():
            taken = _seconds(part)
            if number >= WARM_UP:
                times.setdefault(name, []).append(taken)
    return times


def _graph_times(store: PostgresStore, asked: Sequence[Asked]) -> tuple[Times, dict[str, float]]:
    """The seconds of walking the graph, and which share of the ten best it finds."""
    mask: Mask = store.allowed(EVERYTHING)
    most = mask & (np.arange(len(mask)) % 10 != 0)
    times: Times = {}
    recall: dict[str, list[float]] = {}
    for number, question in enumerate(asked):
        for name, allowed in (("dense by the graph, all", mask), ("dense by the graph, nine in ten", most)):
            taken = _seconds(partial(store.dense, question.vector, allowed, RECIPE.pool))
            if number >= WARM_UP:
                times.setdefault(name, []).append(taken)
            walked = store.dense(question.vector, allowed, ALIKE).keys
            exact = store.exact(question.vector - store.centre, allowed, ALIKE).keys
            recall.setdefault(name, []).append(len(np.intersect1d(walked, exact)) / ALIKE)
    return times, {name: float(np.mean(each)) for name, each in recall.items()}


SIZES = (
    "SELECT relname::text, pg_total_relation_size(oid) FROM pg_class"
    " WHERE relnamespace = 'kb_g000001'::regnamespace AND relkind = 'r' AND relname <> 'graph'"
)


def _sizes(local: Path, tables: Mapping[str, int]) -> dict[str, float]:
    """Megabytes on disk."""
    files = sum(path.stat().st_size for path in local.rglob("*") if path.is_file())
    largest = sorted(tables.items(), key=lambda each: -each[1])[:4]
    return {
        "local, all": files / 1e6,
        "postgresql, all": sum(tables.values()) / 1e6,
        **{f"postgresql, {name} with its indexes": size / 1e6 for name, size in largest},
    }


def _rows(
    count: int,
    building: Mapping[str, Mapping[str, float]],
    times: Mapping[str, Times],
    graph: Times,
    sizes: Mapping[str, float],
) -> Iterator[str]:
    """The tables in Markdown."""
    yield f"{count:,} passages.\n"
    yield "| writing | local | postgresql | ratio |\n| --- | --- | --- | --- |"
    for part in ("adding", "finishing"):
        local, remote = building["local"][part], building["postgresql"][part]
        yield f"| {part}, s | {local:.1f} | {remote:.1f} | {remote / local:.1f} |"
    rates = [count / building[name]["adding"] for name in ("local", "postgresql")]
    yield f"| rows added a second | {rates[0]:,.0f} | {rates[1]:,.0f} | {rates[0] / rates[1]:.1f} |"
    yield f"| linking the graph, s | - | {building['postgresql']['linking the graph']:.1f} | - |"
    yield f"| on disk, MB | {sizes['local, all']:.0f} | {sizes['postgresql, all']:.0f} |" + (
        f" {sizes['postgresql, all'] / sizes['local, all']:.1f} |"
    )
    yield "\n| asking, ms p50 / p95 | local | postgresql | ratio of p50 |\n| --- | --- | --- | --- |"
    for part, of_local in times["local"].items():
        one, other = _spread(of_local), _spread(times["postgresql"][part])
        yield f"| {part} | {_ms(one)} | {_ms(other)} | {other['p50'] / one['p50']:.1f} |"
    for part, seconds in graph.items():
        yield f"| {part} | - | {_ms(_spread(seconds))} | - |"


def _told(recall: Mapping[str, float], replicas: int) -> str:
    found = ", ".join(
        f"{name.removeprefix('dense by the graph, ')} {share:.3f}" for name, share in recall.items()
    )
    return (
        f"Recall@10 of the graph against comparing all: {found}. Commits wait for one of {replicas} replicas,"
        " which answers the questions. The graph is used from 50,000 passages on; here it was asked by force."
    )


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    """Milliseconds."""
    return {"p50": float(np.median(seconds) * 1e3), "p95": float(np.percentile(seconds, 95) * 1e3)}


def _ms(spread: Mapping[str, float]) -> str:
    return f"{spread['p50']:.1f} / {spread['p95']:.1f}"


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
