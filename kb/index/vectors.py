"""Exact search by inner product over one vector a chunk, in a FAISS file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from kb.embedding.encoder import Vectors
from kb.index.ranking import Mask, Ranking, nothing, ranked


def write_vectors(path: Path, vectors: Vectors) -> None:
    """Write the (n, d) float32 ``vectors``; row number is chunk key. Raises OSError."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, np.float32))
    # Python writes the bytes: FAISS reports a full disk as a nameless RuntimeError.
    path.write_bytes(faiss.serialize_index(index).tobytes())


class VectorIndex:
    """A read-only index of n vectors of ``dimensions`` numbers. Safe to search from several threads."""

    def __init__(self, path: Path) -> None:
        """Reads the file. Raises RuntimeError or OSError where it is not a FAISS index."""
        self._index = faiss.read_index(str(path))
        self.count = int(self._index.ntotal)
        self.dimensions = int(self._index.d)
        self.centre: Vectors = (
            self.all().mean(axis=0) if self.count else np.zeros(self.dimensions, np.float32)
        )

    def all(self) -> Vectors:
        """Every vector, (n, d) float32, in order of key."""
        if self.count == 0:
            return np.zeros((0, self.dimensions), np.float32)
        vectors: Vectors = self._index.reconstruct_n(0, self.count)
        return vectors

    def of(self, keys: Sequence[int]) -> Vectors:
        """The vectors (n, d) with these keys, in the order given."""
        if not len(keys):
            return np.zeros((0, self.dimensions), np.float32)
        vectors: Vectors = self._index.reconstruct_batch(np.asarray(keys, np.int64))
        return vectors

    def search(self, vector: Vectors, allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks with the greatest inner product with ``vector`` (d,), best first.

        ``allowed`` is (n,); ties are broken by key, also at the limit.
        """
        available = int(np.count_nonzero(allowed))
        wanted = min(limit, available)
        if wanted <= 0:
            return nothing()
        bits = np.packbits(allowed, bitorder="little")
        # FAISS's stubs know the C++ signatures only, not the Python ones.
        parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg,arg-type]
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
