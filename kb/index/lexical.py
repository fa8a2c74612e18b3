"""A lexical index: the postings of each term in arrays of which a question reads what it needs.

terms.txt     the terms, one a line, by the alphabet
starts.npy    (t + 1,) int64: term i has the postings starts[i] to starts[i + 1]
keys.bin      (p,) int32, the chunk of each posting
counts.bin    (p,) uint8, how often the term occurs in it, at most 255
lengths.npy   (n,) int32, how many terms each chunk has
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.bm25 import Postings, best_by_bm25, norms_of
from kb.index.ranking import Mask, Ranking
from kb.index.slices import Slices

TERMS_FILE, STARTS_FILE, LENGTHS_FILE = "terms.txt", "starts.npy", "lengths.npy"
KEYS_FILE, COUNTS_FILE = "keys.bin", "counts.bin"


class Vocabulary(Sequence[bytes]):
    """Sorted terms in one block of bytes, which takes a fraction of what as many strings take."""

    def __init__(self, block: bytes) -> None:
        ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n"))
        self._block = block
        self._starts = np.concatenate(([0], ends + 1)) if block else np.zeros(0, np.int64)
        self._ends = np.concatenate((ends, [len(block)])) if block else np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 - a slice would be a Sequence
        return self._block[self._starts[at] : self._ends[at]]

    def number(self, term: str) -> int | None:
        """Where a term stands, None for an unknown one."""
        wanted = term.encode()
        at = bisect_left(self, wanted)
        return at if wanted and at < len(self) and self[at] == wanted else None

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._block.split(b"\n") if self._block else ())


class LexicalIndex:
    """A read-only index of the terms of n chunks. Safe to search from several threads."""

    def __init__(self, folder: Path) -> None:
        """Opens the folder. Raises OSError or ValueError where it is not such an index."""
        self._vocabulary = Vocabulary((folder / TERMS_FILE).read_bytes())
        self.starts: NDArray[np.int64] = np.load(folder / STARTS_FILE, allow_pickle=False)
        self.lengths: NDArray[np.int32] = np.load(folder / LENGTHS_FILE, allow_pickle=False)
        if len(self._vocabulary) != len(self.starts) - 1:
            raise ValueError(TERMS_FILE)
        self._keys = Slices(folder / KEYS_FILE, np.int32, int(self.starts[-1]))
        self._counts = Slices(folder / COUNTS_FILE, np.uint8, int(self.starts[-1]))
        self.count = len(self.lengths)
        self._norms = norms_of(self.lengths, float(self.lengths.mean()) if self.count else 0.0)

    def terms(self) -> Iterator[str]:
        """Every term, by the alphabet."""
        return (term.decode() for term in self._vocabulary)

    def postings(self, term: str) -> Postings | None:
        """The chunks that hold a term, None for an unknown one."""
        number = self._vocabulary.number(term)
        if number is None:
            return None
        keys, counts = self.of_terms(number, number + 1)
        return Postings(keys, counts, len(keys))

    def of_terms(self, first: int, last: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """The keys and counts of all postings of the terms ``first`` to ``last``, in order of the terms."""
        start, end = int(self.starts[first]), int(self.starts[last])
        return self._keys.read(start, end), self._counts.read(start, end)

    def search(self, terms: Sequence[str], allowed: Mask, limit: int) -> Ranking:
        """The ``limit`` allowed chunks that hold any of ``terms``, by BM25, best first, ties by key.

        ``allowed`` is (n,). Terms that no chunk holds count for nothing.
        """
        found = [postings for term in terms if (postings := self.postings(term))]
        return best_by_bm25(found, self._norms, self.count, allowed, limit)

    def document_frequency(self, terms: Sequence[str]) -> list[int]:
        """In how many chunks each term occurs, in order; 0 for an unknown term."""
        numbers = (self._vocabulary.number(term) for term in terms)
        return [0 if at is None else int(self.starts[at + 1] - self.starts[at]) for at in numbers]

    def close(self) -> None:
        """Lets go of the files."""
        self._keys.close()
        self._counts.close()
