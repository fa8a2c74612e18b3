"""The token vectors of every chunk, compressed, in a file of which a question reads what it needs.

codes.bin     the codes of all chunks' tokens in order, b bytes each
starts.npy    (n + 1,) int64: chunk k has the tokens starts[k] to starts[k + 1]
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.embedding.encoder import Vectors
from kb.index.slices import Slices
from kb.index.token_codes import Codes, cosines, width

CODES_FILE = "codes.bin"
STARTS_FILE = "starts.npy"
BLOCK = 16 * 2**20


class TokenWriter:
    """Writes the codes of chunks' tokens, in order of key, to a folder."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        """Raises OSError where the folder cannot be made."""
        folder.mkdir(parents=True)
        self._folder, self._width = folder, width(dimensions)
        self._file = (folder / CODES_FILE).open("wb")
        self._starts = array("q", [0])

    def add(self, codes: Codes) -> None:
        """Adds the codes (t, b) of the next chunk's tokens. Raises OSError."""
        self._file.write(codes.tobytes())
        self._starts.append(self._starts[-1] + len(codes))

    def take(self, index: TokenIndex, first: int, last: int) -> None:
        """Adds the codes of the chunks ``first`` to ``last`` of another index. Raises OSError."""
        starts = index.starts[first : last + 1]
        self._file.write(index.between(first, last).tobytes())
        self._starts.extend((starts[1:] - starts[0] + self._starts[-1]).tolist())

    def of(self, key: int) -> Codes:
        """The codes (t, b) of a chunk that was added. Raises OSError."""
        self._file.flush()
        start, end = (at * self._width for at in self._starts[key : key + 2])
        with (self._folder / CODES_FILE).open("rb") as file:
            file.seek(start)
            return np.frombuffer(file.read(end - start), np.uint8).reshape(-1, self._width)

    def finish(self) -> None:
        """Closes the files. Raises OSError."""
        self._file.close()
        np.save(self._folder / STARTS_FILE, np.array(self._starts, np.int64))

    def discard(self) -> None:
        """Lets go of the file of what is not to be finished."""
        self._file.close()


def write_tokens(folder: Path, chunks: Iterable[Codes], dimensions: int) -> None:
    """Write the codes of all chunks, in order of key. Raises OSError."""
    writer = TokenWriter(folder, dimensions)
    for codes in chunks:
        writer.add(codes)
    writer.finish()


class TokenIndex:
    """The compressed token vectors of n chunks on disk. Safe to read from several threads."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        """Opens the folder. Raises OSError or ValueError where it is not such an index."""
        self.starts: NDArray[np.int64] = np.load(folder / STARTS_FILE, allow_pickle=False)
        self.count = len(self.starts) - 1
        self._codes = Slices(folder / CODES_FILE, np.uint8, int(self.starts[-1]), width(dimensions))

    def close(self) -> None:
        """Lets go of the file."""
        self._codes.close()

    def of(self, key: int) -> Codes:
        """The codes (t, b) of one chunk's tokens. Raises OSError."""
        return self.between(key, key + 1)

    def between(self, first: int, last: int) -> Codes:
        """The codes (t, b) of the tokens of the chunks ``first`` to ``last``. Raises OSError."""
        return self._codes.read(int(self.starts[first]), int(self.starts[last]))

    def cosines(self, vectors: Vectors, keys: Iterable[int]) -> list[Vectors]:
        """The cosines (q, t) of the vectors (q, d) with each chunk's tokens, in the order of ``keys``."""
        return cosines_of(vectors, [self.of(int(key)) for key in keys])

    def best(self, vectors: Vectors, keys: Sequence[int]) -> Vectors:
        """The best cosine of each of the vectors (q, d) among each chunk's tokens, (q, len(keys))."""
        return best_of(self.cosines(vectors, keys), len(vectors))


def cosines_of(vectors: Vectors, parts: Sequence[Codes]) -> list[Vectors]:
    """The cosines (q, t) of the vectors (q, d) with the tokens of each part's codes (t, b)."""
    if not parts:
        return []
    ends = np.cumsum([len(part) for part in parts])[:-1]
    return np.split(cosines(vectors, np.concatenate(parts)), ends, axis=1)


def best_of(found: Sequence[Vectors], count: int) -> Vectors:
    """The best of the cosines (q, t) ``found`` in each chunk, (q, chunks), 0 for none; q is ``count``."""
    best = np.zeros((count, len(found)), np.float32)
    for column, each in enumerate(found):
        if each.shape[1]:
            best[:, column] = each.max(axis=1)
    return best
