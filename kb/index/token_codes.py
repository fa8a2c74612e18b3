"""A quantiser for token vectors: two bits a number, no training, the same for every collection.

A unit vector is turned by a fixed rotation, after which each of its numbers is nearly normal with
variance 1/d whatever the model, so that the best four levels are known beforehand (Lloyd 1982, Max 1960).
A vector's length is known to be 1 and is not stored. Rotating both sides leaves inner products as they
are, so a question is rotated and the codes are compared as they lie. (The idea of RaBitQ, Gao and Long,
SIGMOD 2024, and TurboQuant, Zandieh et al. 2025; measured for this collection in benchmarks/storage.md.)
"""

from __future__ import annotations

import threading
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kb.embedding.encoder import Vectors

Codes = NDArray[np.uint8]

PER_BYTE = 4
"""Numbers in one byte, two bits each, the first in the lowest bits."""

SEED = 20_261_128
THRESHOLD = 0.9816
"""Where the inner and outer level of a standard normal number meet (Max 1960, table I, N = 4)."""

BLOCK = 2048
"""Tokens that are decoded at a time: three megabytes."""

LEVELS = np.array([-127, -38, 38, 127], np.int8)
"""What each of the four codes stands for, but for a common factor (Max: 1.510 and 0.4528 deviations)."""


def width(dimensions: int) -> int:
    """How many bytes the code of a vector of ``dimensions`` numbers has."""
    return -(-dimensions // PER_BYTE)


@cache
def rotation(dimensions: int) -> Vectors:
    """A fixed random rotation, (d, D) float32, D being ``dimensions`` made up to whole bytes.

    The columns beyond d belong to numbers that are always 0. Read-only.
    """
    padded = width(dimensions) * PER_BYTE
    drawn = np.random.default_rng(SEED).normal(size=(padded, padded))
    factor, triangle = np.linalg.qr(drawn)
    # QR leaves the signs open: with them fixed every library gives the same rotation.
    turned: Vectors = (factor * np.sign(np.diag(triangle)))[:dimensions].astype(np.float32)
    turned.flags.writeable = False
    return turned


def rotated(vectors: Vectors) -> Vectors:
    """The vectors (n, d) after the rotation, (n, D) float32; inner products among them stay the same."""
    return vectors @ rotation(vectors.shape[1])


def encode(vectors: Vectors) -> Codes:
    """The codes (n, D / 4) of unit vectors (n, d); (0, D / 4) for none."""
    turned = rotated(np.asarray(vectors, np.float32))
    outer = np.abs(turned) >= THRESHOLD / np.sqrt(turned.shape[1])
    positive = turned >= 0
    # -outer 0, -inner 1, +inner 2, +outer 3
    levels = positive.view(np.uint8) << 1 | (outer == positive).view(np.uint8)
    codes: Codes = levels[:, ::PER_BYTE].copy()
    for place in range(1, PER_BYTE):
        codes |= levels[:, place::PER_BYTE] << np.uint8(2 * place)
    return codes


def cosines(vectors: Vectors, codes: Codes) -> Vectors:
    """The cosines (q, n) of unit vectors (q, d) with those that ``codes`` (n, D / 4) stand for.

    In blocks, and in memory that each thread keeps: fresh memory for each would have threads wait for the
    system, which hands it out to one at a time.
    """
    turned = rotated(np.asarray(vectors, np.float32))
    found = np.empty((len(turned), len(codes)), np.float32)
    packed, levels = _scratch.of(codes.shape[1])
    for first in range(0, len(codes), BLOCK):
        block = codes[first : first + BLOCK]
        count = len(block)
        # take and not an index: an array of bytes would first be copied to one of eight bytes a number.
        np.take(_levels_of_bytes(), block, out=packed[:count], mode="clip")
        np.copyto(levels[:count], packed[:count].view(np.int8))
        found[:, first : first + BLOCK] = turned @ levels[:count].T / _lengths(block)
    return found


class _Scratch(threading.local):
    """Memory of each thread for a block of levels, as bytes in fours and as numbers."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[NDArray[np.uint32], Vectors]] = {}

    def of(self, width: int) -> tuple[NDArray[np.uint32], Vectors]:
        if width not in self._kept:
            packed = np.empty((BLOCK, width), np.uint32)
            self._kept[width] = packed, np.empty((BLOCK, width * PER_BYTE), np.float32)
        return self._kept[width]


_scratch = _Scratch()


def _lengths(codes: Codes) -> Vectors:
    """The lengths (n,) of the vectors of levels: they only have two kinds of numbers, which are counted."""
    inner, outer = (int(level) ** 2 for level in LEVELS[2:])
    # The two bits of an outer level are equal, those of an inner one are not.
    differing = (codes ^ codes >> np.uint8(1)) & np.uint8(0b01_01_01_01)
    inside = np.bitwise_count(differing).sum(axis=1, dtype=np.int32)
    squares = codes.shape[1] * PER_BYTE * outer - inside * (outer - inner)
    lengths: Vectors = np.sqrt(squares.astype(np.float32))
    return lengths


@cache
def _levels_of_bytes() -> NDArray[np.uint32]:
    """The four levels of each byte side by side in one number, (256,): one look-up instead of four."""
    every = np.arange(256, dtype=np.uint8)[:, None]
    levels = LEVELS[(every >> np.arange(0, 2 * PER_BYTE, 2, dtype=np.uint8)) & 3]
    packed: NDArray[np.uint32] = np.ascontiguousarray(levels).view(np.uint32)[:, 0]
    return packed
