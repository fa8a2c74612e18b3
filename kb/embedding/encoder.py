"""The seam to an embedding model: what an encoder gives, whatever runs behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Spans = NDArray[np.int32]
ReportCount = Callable[[int], None]


class Role(StrEnum):
    """Which side of a search a text stands on; many models want another prompt for each."""

    QUERY = "query"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """One vector for each of a text's own tokens, in reading order.

    ``vectors`` is (t, d) float32 of unit length; ``spans`` is (t, 2) int32, half-open character
    offsets into the text without the blanks around the token. Special tokens and the prompt's
    tokens are left out, so t is 0 for a blank text.
    """

    vectors: Vectors
    spans: Spans


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """What one forward pass makes of a text: ``pooled`` is (d,) float32 of unit length."""

    pooled: Vectors
    tokens: TokenVectors


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their cosine similarity in [-1, 1].

    Texts longer than ``max_tokens`` (prompt and special tokens counted) are cut at the end.
    ``fingerprint`` changes with anything that changes a vector by more than rounding: weights, prompts.
    """

    @property
    def name(self) -> str:
        """The model's name for people."""

    @property
    def fingerprint(self) -> str:
        """Identity of the vector space, equal only where vectors may be compared."""

    @property
    def engine(self) -> str:
        """What runs the model, and in which precision: "openvino bf16"."""

    @property
    def dimensions(self) -> int:
        """Length of a pooled vector."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads of a text, with its prompt and special tokens."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, in order, without prompt and special tokens."""

    def passages(self, texts: Sequence[str], progress: ReportCount | None = None) -> Vectors:
        """Pooled vectors of passages, (n, d) in the given order; ``progress`` gets counts as they finish."""

    def stream(self, texts: Sequence[str], role: Role) -> Iterator[tuple[int, Embedding]]:
        """Each text's place in ``texts`` with its vectors, as they are computed: in no order of note.

        Who compresses each embedding when it comes never holds all token vectors.
        """

    def query(self, text: str) -> Vectors:
        """The pooled vector of a question, (d,)."""

    def passage_spans(self, texts: Sequence[str]) -> list[Spans]:
        """The spans of each passage's :class:`TokenVectors`, in the given order, without the model's work."""

    def query_tokens(self, text: str) -> TokenVectors:
        """Token vectors of a question."""

    def encode(self, texts: Sequence[str], role: Role) -> list[Embedding]:
        """Pooled and token vectors of each text from one forward pass, in the given order."""
