"""The token vectors of every chunk, compressed, in a folder that is read where a question needs it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kb.embedding.encoder import Vectors
from kb.index.token_codes import Codes, decode, rotated

CODES_FILE = "codes.npy"
STARTS_FILE = "starts.npy"


@dataclass(frozen=True, slots=True, eq=False)
class TokenCodes:
    """``codes`` (t, b) uint8 of all chunks' tokens in order; chunk k has rows ``starts[k]:starts[k + 1]``."""

    codes: Codes
    starts: NDArray[np.int64]

    def of(self, key: int) -> Codes:
        """The codes of one chunk's tokens, (t, b)."""
        return self.codes[self.starts[key] : self.starts[key + 1]]


def gathered(parts: Sequence[Codes], bytes_per_token: int) -> TokenCodes:
    """The codes of chunks, in order of key."""
    starts = np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
    none = np.zeros((0, bytes_per_token), np.uint8)
    return TokenCodes(np.concatenate([none, *parts]), starts)


def write_tokens(folder: Path, tokens: TokenCodes) -> None:
    """Write the codes of all chunks. Raises OSError."""
    folder.mkdir(parents=True)
    np.save(folder / CODES_FILE, tokens.codes)
    np.save(folder / STARTS_FILE, tokens.starts)


class TokenIndex:
    """The compressed token vectors of n chunks, mapped from disk. Safe to read from several threads."""

    def __init__(self, folder: Path) -> None:
        """Opens the folder. Raises OSError or ValueError where it is not such an index."""
        starts = np.load(folder / STARTS_FILE, allow_pickle=False)
        # What is empty cannot be mapped.
        mode: Literal["r"] | None = "r" if len(starts) and starts[-1] else None
        codes = np.load(folder / CODES_FILE, mmap_mode=mode, allow_pickle=False)
        self.all = TokenCodes(codes, starts)
        self.count = len(starts) - 1

    def close(self) -> None:
        """Lets go of the mapped file."""
        self.all = TokenCodes(self.all.codes[:0].copy(), self.all.starts)

    def cosines(self, vectors: Vectors, keys: Iterable[int]) -> list[Vectors]:
        """The cosines (q, t) of the vectors (q, d) with each chunk's tokens, in the order of ``keys``."""
        parts = [self.all.of(int(key)) for key in keys]
        if not parts:
            return []
        ends = np.cumsum([len(part) for part in parts])[:-1]
        together = rotated(np.asarray(vectors, np.float32)) @ decode(np.concatenate(parts)).T
        return np.split(together, ends, axis=1)

    def best(self, vectors: Vectors, keys: Sequence[int]) -> Vectors:
        """The best cosine of each of the vectors (q, d) among each chunk's tokens, (q, len(keys)).

        0 for a chunk without tokens.
        """
        best = np.zeros((len(vectors), len(keys)), np.float32)
        for column, cosines in enumerate(self.cosines(vectors, keys)):
            if cosines.shape[1]:
                best[:, column] = cosines.max(axis=1)
        return best
