"""What compressing the token vectors costs: nDCG@10 and bytes a token of several ways to store them.

    python -m tests.benchmarks.storage [--shared FOLDER]

Over ft_spoergetid: late interaction alone on the pool, and the whole recipe as shipped. All ways score the
same pools with the same question vectors, which are never compressed.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import faiss
import numpy as np

from kb.datatypes import Filter
from kb.embedding import Encoder, Role, Vectors, load_encoder
from kb.evaluation.metrics import mean, ndcg_at
from kb.index.store import LocalStore, open_store
from kb.index.token_codes import encode, rotation, width
from kb.ingest import build
from kb.retrieval import RECIPE, Recipe, rank, to_hit
from kb.settings import load_settings
from tests.benchmarks.output import write_results
from tests.benchmarks.sets import SHARED, beir_queries, sources
from tests.decoding import decode

TRAINED_ON = 30_000
LATE_ALONE = replace(RECIPE, late=1.0, agreement=0.0)
Squeeze = Callable[[Vectors], Vectors]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to store token vectors: what comes back of them, and the bytes that each takes."""

    name: str
    bytes_per_token: float
    squeeze: Squeeze


class Compressed:
    """A store whose token vectors went through one way of compressing them; all else is the store's own."""

    def __init__(self, store: LocalStore, tokens: Sequence[Vectors]) -> None:
        self._store, self._tokens = store, tokens

    def best_cosines(self, vectors: Vectors, keys: Sequence[int]) -> Vectors:
        """The best cosine of each vector (q, d) among each chunk's tokens, (q, len(keys))."""
        return np.stack(
            [(vectors @ self._tokens[key].T.astype(np.float32)).max(axis=1) for key in keys], axis=1
        )

    def __getattr__(self, name: str) -> object:
        """Whatever else is asked for, from the store itself."""
        return getattr(self._store, name)


def main() -> None:
    """Builds the index, compresses in every way, ranks and writes benchmarks/storage.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared = parser.parse_args().shared
    if not shared.is_dir():
        parser.error(f"{shared} is not there: this benchmark needs the ft_spoergetid set")
    encoder = load_encoder(load_settings())
    with tempfile.TemporaryDirectory() as scratch:
        settings = load_settings(index=Path(scratch) / "index")
        build([sources(shared, Path(scratch))["ft_spoergetid"]], settings, encoder)
        store = open_store(settings.index, encoder)
        exact = token_vectors(store, encoder)
        rows = [
            "| stored as | bytes a token | bytes a passage | late interaction alone | recipe as shipped |"
        ]
        rows += ["|---" * 5 + "|"]
        record: dict[str, object] = {}
        for way in ways(exact, encoder.dimensions):
            squeezed = Compressed(store, [squeezed_by(each, way.squeeze) for each in exact])
            late, shipped = (ndcg(squeezed, encoder, shared, recipe) for recipe in (LATE_ALONE, RECIPE))
            passage = way.bytes_per_token * mean([float(len(each)) for each in exact])
            rows.append(
                f"| {way.name} | {way.bytes_per_token:.0f} | {passage:,.0f} | {late:.4f} | {shipped:.4f} |"
            )
            record[way.name] = {
                "bytes": way.bytes_per_token,
                "passage": passage,
                "late": late,
                "all": shipped,
            }
    write_results("storage", "\n".join(rows), record)


def token_vectors(store: LocalStore, encoder: Encoder) -> list[Vectors]:
    """The uncompressed token vectors of each chunk, in order of key, halved to float16 for memory."""
    chunks = store.chunks(range(store.chunk_count))
    found: dict[int, Vectors] = {}
    for row, embedding in encoder.stream([chunk.searchable for chunk in chunks], Role.PASSAGE):
        found[row] = embedding.tokens.vectors.astype(np.float16)  # type: ignore[assignment]
    return [found[row] for row in range(len(chunks))]


def ways(exact: Sequence[Vectors], dimensions: int) -> list[Way]:
    """The ways to store that are compared; the product quantiser and the mean are learned from the tokens."""
    sample = np.concatenate([each[::7] for each in exact])[:TRAINED_ON].astype(np.float32)
    quantiser = faiss.ProductQuantizer(dimensions, dimensions // 4, 8)
    quantiser.train(sample)
    mean_vector = sample.mean(axis=0)
    turn = rotation(dimensions)
    return [
        Way("float32", 4.0 * dimensions, lambda vectors: vectors),
        Way("int8, one scale a token", dimensions + 4.0, int8),
        Way(
            "**two bits, rotated (shipped)**",
            width(dimensions),
            lambda vectors: decode(encode(vectors)) @ turn.T,
        ),
        Way("one bit, rotated", dimensions / 8, lambda vectors: one_bit(vectors, turn, 0.0 * mean_vector)),
        Way(
            "one bit, rotated, less the mean",
            dimensions / 8 + 2,
            lambda each: one_bit(each, turn, mean_vector),
        ),
        Way(
            "product quantiser", dimensions / 4, lambda each: quantiser.decode(quantiser.compute_codes(each))
        ),
        Way("neighbours averaged by two", 2.0 * dimensions, pooled),
    ]


def int8(vectors: Vectors) -> Vectors:
    """The vectors rounded to 255 levels between the extremes of each."""
    scale = np.abs(vectors).max(axis=1, keepdims=True) / 127
    return (np.round(vectors / scale) * scale).astype(np.float32)


def one_bit(vectors: Vectors, turn: Vectors, centre: Vectors) -> Vectors:
    """The vectors by the signs of their rotated difference from ``centre``, at its length."""
    apart = (vectors - centre) @ turn
    length = np.linalg.norm(apart, axis=1, keepdims=True)
    return centre + (np.sign(apart) * length / np.sqrt(apart.shape[1])) @ turn.T


def pooled(vectors: Vectors) -> Vectors:
    """The mean of each two neighbours, of unit length."""
    pairs = np.add.reduceat(vectors, np.arange(0, len(vectors), 2), axis=0)
    return pairs / np.linalg.norm(pairs, axis=1, keepdims=True)


def squeezed_by(vectors: Vectors, squeeze: Squeeze) -> Vectors:
    """What comes back of the vectors, as float16 for memory; a passage without tokens as it is."""
    if not len(vectors):
        return vectors
    return squeeze(vectors.astype(np.float32)).astype(np.float16)  # type: ignore[return-value]


def ndcg(store: Compressed, encoder: Encoder, shared: Path, recipe: Recipe) -> float:
    """The mean nDCG@10 of all questions under a recipe."""
    values = []
    for query in beir_queries(shared / "data" / "ft_spoergetid"):
        found = rank(store, encoder, query.text, Filter(), recipe)  # type: ignore[arg-type]
        chunks = store.chunks([each.key for each in found])  # type: ignore[operator]
        hits = [to_hit(store, chunk, each, 1) for chunk, each in zip(chunks, found, strict=True)]  # type: ignore[arg-type]
        grades, relevant = query.grade(hits)
        values.append(ndcg_at(grades, relevant, 10))
    return mean(values)


if __name__ == "__main__":
    main()
