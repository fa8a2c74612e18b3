"""One vector a chunk in a FAISS file, half precision: searched exactly, or by a graph where that pays.

Exact search is one pass over the allowed vectors. From :data:`GRAPH_FROM` chunks on a build also links them
into a graph (HNSW: Malkov and Yashunin, TPAMI 2020), which a search of nearly everything walks instead. A
filtered search never does: a graph that may only return a few of its nodes loses most of them.

The graph is of the vectors less their mean, which is what questions are compared with too: over the vectors
as they are, all in one narrow cone, the walk does not come to where a question without the mean points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import faiss
import numpy as np

from kb.embedding.encoder import Vectors
from kb.index.ranking import Mask, Ranking, nothing, ranked
from kb.index.threads import search_in_this_thread, use_all_cores

VECTORS_FILE, CENTRE_FILE, GRAPH_FILE = "vectors.faiss", "centre.npy", "graph.faiss"

GRAPH_FROM = 2_000_000
"""Chunks from which exact search takes longer than all else together.

Measured on a million (benchmarks/scale.md): a pass takes some 30 ms, and a walk that finds as much no less.
"""

GRAPH_ALLOWED = 0.9
"""The share of the chunks that must be allowed for the graph to be walked."""

LINKS, LINKED_AMONG, WALKED = 32, 80, 4000
"""Neighbours of a node, nodes seen to find them, and nodes seen by a search."""

TRAINED_ON = 20_000
BLOCK = 65_536


class VectorWriter:
    """Writes the vectors of chunks, in order of key, to a folder."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._folder = folder
        self._index = faiss.IndexScalarQuantizer(
            dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )

    def add(self, vectors: Vectors) -> None:
        """Adds the (n, d) float32 vectors of the next chunks."""
        if len(vectors):
            self._index.add(np.ascontiguousarray(vectors, np.float32))

    def of(self, keys: Sequence[int]) -> Vectors:
        """The vectors (n, d) of chunks that were added."""
        return _of(self._index, keys)

    def finish(self, graph_from: int = GRAPH_FROM) -> None:
        """Writes the files. Raises OSError."""
        count, dimensions = int(self._index.ntotal), int(self._index.d)
        total = np.zeros(dimensions, np.float64)
        for block in self._blocks():
            total += block.sum(axis=0, dtype=np.float64)
        centre = (total / max(count, 1)).astype(np.float32)
        np.save(self._folder / CENTRE_FILE, centre)
        _write(self._index, self._folder / VECTORS_FILE)
        if count >= graph_from:
            self._write_graph(centre)

    def _blocks(self) -> Iterator[Vectors]:
        count = int(self._index.ntotal)
        for first in range(0, count, BLOCK):
            yield _all(self._index, first, min(BLOCK, count - first))

    def _write_graph(self, centre: Vectors) -> None:
        # A byte a number: what the walk brings is scored anew. FAISS's stubs know the C++ signatures only.
        graph = faiss.IndexHNSWSQ(
            len(centre),
            faiss.ScalarQuantizer.QT_8bit,  # type: ignore[arg-type]
            LINKS,
            faiss.METRIC_INNER_PRODUCT,
        )
        graph.hnsw.efConstruction = LINKED_AMONG
        use_all_cores()
        for block in self._blocks():
            apart = _unit(block - centre)
            if not graph.is_trained:
                graph.train(apart[:TRAINED_ON])
            graph.add(apart)
        _write(graph, self._folder / GRAPH_FILE)


def _unit(vectors: Vectors) -> Vectors:
    """The vectors with the last axis scaled to unit length, or nearly 0 where they are."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, 1e-9)
    return unit


def write_vectors(folder: Path, vectors: Vectors) -> None:
    """Write the (n, d) float32 ``vectors``; row number is chunk key. Raises OSError."""
    writer = VectorWriter(folder, vectors.shape[1])
    writer.add(vectors)
    writer.finish()


def _write(index: faiss.Index, path: Path) -> None:
    # Python writes the bytes: FAISS reports a full disk as a nameless RuntimeError.
    with path.open("wb") as file:
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]


def _all(index: faiss.Index, first: int, count: int) -> Vectors:
    vectors: Vectors = index.reconstruct_n(first, count)
    return vectors


def _of(index: faiss.Index, keys: Sequence[int]) -> Vectors:
    if not len(keys):
        return np.zeros((0, index.d), np.float32)
    vectors: Vectors = index.reconstruct_batch(np.asarray(keys, np.int64))
    return vectors


class VectorIndex:
    """A read-only index of n vectors of ``dimensions`` numbers. Safe to search from several threads."""

    def __init__(self, folder: Path) -> None:
        """Maps the files. Raises RuntimeError, OSError or ValueError where they are not such an index."""
        self._index = faiss.read_index(str(folder / VECTORS_FILE), faiss.IO_FLAG_MMAP_IFC)
        self.count = int(self._index.ntotal)
        self.dimensions = int(self._index.d)
        self.centre: Vectors = np.load(folder / CENTRE_FILE, allow_pickle=False)
        if self.centre.shape != (self.dimensions,):
            raise ValueError(CENTRE_FILE)
        self._graph = self._opened_graph(folder / GRAPH_FILE)

    def _opened_graph(self, path: Path) -> faiss.Index | None:
        if not path.exists():
            return None
        graph = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        if graph.ntotal != self.count:
            raise ValueError(path.name)
        return graph

    @property
    def has_graph(self) -> bool:
        """Whether a search of nearly everything walks a graph."""
        return self._graph is not None

    def all(self) -> Vectors:
        """Every vector, (n, d) float32, in order of key."""
        return _all(self._index, 0, self.count) if self.count else _of(self._index, ())

    def of(self, keys: Sequence[int]) -> Vectors:
        """The vectors (n, d) with these keys, in the order given."""
        return _of(self._index, keys)

    def search(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks with the greatest inner product with ``vector`` (d,), best first.

        ``allowed`` is (n,); ties are broken by key, also at the limit. By the graph where there is one and
        nearly everything is allowed; a few in a hundred of the best may then be missed.
        """
        available = int(np.count_nonzero(allowed))
        if self._graph is not None and available >= GRAPH_ALLOWED * self.count:
            found = self._walk(vector, allowed, limit)
            if found is not None:
                return found
        return self.exact(vector, allowed, limit)

    def exact(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """What :meth:`search` gives without the graph."""
        available = int(np.count_nonzero(allowed))
        wanted = min(limit, available)
        if wanted <= 0:
            return nothing()
        parameters = None
        if available < self.count:
            bits = np.packbits(allowed, bitorder="little")
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg,arg-type]
        search_in_this_thread()
        query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        fetched = min(wanted + 1, available)
        while True:
            scores, keys = self._index.search(query, fetched, params=parameters)
            # FAISS keeps any of the equal scores at the end of its list: look on until none is cut off.
            if fetched == available or scores[0, -1] < scores[0, wanted - 1]:
                break
            fetched = min(fetched * 2, available)
        found = keys[0] >= 0  # FAISS pads short lists with -1
        return ranked(keys[0][found], scores[0][found], wanted)

    def _walk(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking | None:
        """The ranking by the graph, None where it does not bring ``limit`` allowed chunks."""
        if self._graph is None or limit <= 0:
            return None
        search_in_this_thread()
        query = np.ascontiguousarray(_unit(vector), np.float32).reshape(1, -1)
        seen = min(max(WALKED, 2 * limit), self.count)
        parameters = faiss.SearchParametersHNSW(efSearch=seen)  # type: ignore[attr-defined]
        keys = self._graph.search(query, seen, params=parameters)[1][0]
        keys = keys[keys >= 0]
        keys = keys[allowed[keys]]
        if len(keys) < limit:
            return None
        return ranked(keys, self.of(keys.tolist()) @ np.asarray(vector, np.float32), limit)
