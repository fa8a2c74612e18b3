"""Generations of any size, made of real passages, through the writer that a build uses.

A real passage, its vector with a little noise, its tokens in another order: so words are as frequent,
vectors as close and passages as long as in real material, however many there are. Above the number of real
ones texts repeat themselves, vectors never.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.datatypes import (
    Block,
    BlockKind,
    Chunk,
    Document,
    Page,
    Section,
    SectionKind,
    Survey,
    TitleSource,
)
from kb.embedding import Encoder, Vectors
from kb.index.draft import Batch, Collection, Draft, Origin
from kb.index.records import chunk_row
from kb.index.searched import terms_of
from kb.index.store import LocalStore, open_store
from kb.index.token_codes import Codes
from kb.ingest import build
from kb.settings import load_settings
from tests.benchmarks.sets import SHARED, sources

SEED = 20_261_129
CHUNKS_OF_DOCUMENT = 12
NOISE = 0.02
"""Deviation of the noise on each number of a vector: its cosine with the real one is about 0.93."""

COMMITTEES = 40
BATCH = 252
NOW = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Real passages with their vectors (n, d) and token codes, by the model of ``fingerprint``."""

    chunks: Sequence[Chunk]
    vectors: Vectors
    tokens: Sequence[Codes]
    fingerprint: str


def real_index(scratch: Path, encoder: Encoder, shared: Path = SHARED) -> Path:
    """An index of the real texts that are there, in ``scratch``."""
    folders = sources(shared, scratch)
    used = [folders[name] for name in ("municipal", "ft_spoergetid") if name in folders]
    settings = load_settings(index=scratch / "real")
    build(used or [folders["sample"]], settings, encoder)
    return settings.index


def material_of(store: LocalStore) -> Material:
    """What lies in a store of real passages."""
    keys = range(store.chunk_count)
    tokens = [store.searched.tokens.of(key) for key in keys]
    vectors = store.searched.vectors.all()
    return Material(store.chunks(keys), vectors, tokens, store.manifest.model_fingerprint)


def material_in(index: Path) -> Material:
    """What lies in an index of real passages."""
    return material_of(open_store(index))


def fill(draft: Draft, material: Material, count: int) -> dict[str, float]:
    """Seconds of each part of writing ``count`` passages to a draft and finishing it."""
    random = np.random.default_rng(SEED)
    documents: list[Document] = []
    seconds = dict.fromkeys(("making texts", "analysis", "adding chunks", "finishing"), 0.0)
    key, began = 0, time.perf_counter()
    while key < count:
        real = random.integers(len(material.chunks), size=min(BATCH, count - key))
        chunks: list[Chunk] = []
        for first in range(0, len(real), CHUNKS_OF_DOCUMENT):
            drawn = [material.chunks[at] for at in real[first : first + CHUNKS_OF_DOCUMENT]]
            documents.append(_document(len(documents), [each.text for each in drawn]))
            chunks += _chunks(documents[-1], key + first, [each.context for each in drawn])
        seconds["making texts"] += (now := time.perf_counter()) - began
        terms = terms_of([chunk.searchable for chunk in chunks])
        seconds["analysis"] += (then := time.perf_counter()) - now
        noise = random.normal(scale=NOISE, size=(len(chunks), material.vectors.shape[1]))
        vectors = material.vectors[real] + noise.astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        codes = [random.permutation(material.tokens[each]) for each in real]
        own = np.full(len(chunks), -1, np.int64)
        # With digests that no later build will look for.
        rows = [(*chunk_row(chunk), str(chunk.key)) for chunk in chunks]
        draft.add(Batch(rows, own, vectors, codes, terms))
        key += len(chunks)
        seconds["adding chunks"] += (began := time.perf_counter()) - then
    origin = Origin(("synthetic",), "model", material.fingerprint, "")
    draft.settle()
    draft.finish(Collection(documents, [""] * len(documents), (), (), Survey(), ()), origin, NOW, 1)
    seconds["finishing"] = time.perf_counter() - began
    return seconds


def _document(number: int, bodies: Sequence[str]) -> Document:
    """A document of a section a passage, from one of the committees: the first has the most."""
    starts = np.cumsum([0, *(len(body) + 1 for body in bodies)]).tolist()
    text = "\n".join(bodies)
    committee = int(COMMITTEES * ((number * 0.618034) % 1.0) ** 2)
    return Document(
        id=f"{number:07d}.txt",
        title=" ".join(text.split()[:6]),
        title_source=TitleSource.FILE_NAME,
        text=text,
        pages=(Page(1, 0, len(text)),),
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(text), 0),),
        sections=tuple(
            Section(at, SectionKind.UNKNOWN, "", start, start, start + len(body))
            for at, (start, body) in enumerate(zip(starts, bodies, strict=False))
        ),
        format="txt",
        sha256=str(number),
        committee=f"Udvalg {committee:02d}",
        date=dt.date(2020, 1, 1) + dt.timedelta(days=number % 2000),
    )


def _chunks(document: Document, first: int, contexts: Sequence[str]) -> list[Chunk]:
    """The document's chunks, one a section, with what stands beside each."""
    return [
        Chunk(
            first + section.ordinal,
            document.id,
            section.ordinal,
            section.ordinal,
            section.start,
            section.end,
            document.text[section.start : section.end],
            context,
        )
        for section, context in zip(document.sections, contexts, strict=True)
    ]
