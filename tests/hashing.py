"""An encoder of hashed words, loaded at once: it finds what shares words. For tests of crashes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from kb.embedding.encoder import Embedding, ReportCount, Role, Spans, TokenVectors, Vectors

DIMENSIONS = 32
_WORD = re.compile(r"\w+")


class HashingEncoder:
    """Each word has a direction of its own; a text points where its words do together."""

    name = "hashing"
    fingerprint = "hashing-1"
    engine = "hashing"
    dimensions = DIMENSIONS
    max_tokens = 400

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of words of each text."""
        return [len(_WORD.findall(text)) for text in texts]

    def passages(self, texts: Sequence[str], progress: ReportCount | None = None) -> Vectors:
        """Pooled vectors (n, d)."""
        if progress:
            progress(len(texts))
        return np.stack([_embedding(text).pooled for text in texts])

    def stream(self, texts: Sequence[str], role: Role) -> Iterator[tuple[int, Embedding]]:
        """Each text's place with its vectors."""
        yield from enumerate(self.encode(texts, role))

    def query(self, text: str) -> Vectors:
        """The pooled vector of a question."""
        return _embedding(text).pooled

    def passage_spans(self, texts: Sequence[str]) -> list[Spans]:
        """The spans of each text's words."""
        return [_embedding(text).tokens.spans for text in texts]

    def query_tokens(self, text: str) -> TokenVectors:
        """Token vectors of a question."""
        return _embedding(text).tokens

    def encode(self, texts: Sequence[str], role: Role) -> list[Embedding]:
        """Pooled and token vectors of each text."""
        return [_embedding(text) for text in texts]


def _embedding(text: str) -> Embedding:
    words = list(_WORD.finditer(text))
    spans = np.array([match.span() for match in words], np.int32).reshape(-1, 2)
    directions = [_direction(match.group().lower()) for match in words]
    vectors = np.array(directions, np.float32).reshape(-1, DIMENSIONS)
    pooled = vectors.sum(axis=0) if words else np.ones(DIMENSIONS, np.float32)
    return Embedding((pooled / np.linalg.norm(pooled)).astype(np.float32), TokenVectors(vectors, spans))


def _direction(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
    vector = np.random.default_rng(seed).standard_normal(DIMENSIONS)
    return (vector / np.linalg.norm(vector)).astype(np.float32)
