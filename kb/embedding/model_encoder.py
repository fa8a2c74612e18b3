"""The Encoder over a model: tokenises, batches, runs the model and keeps each text's own tokens.

What runs the model is behind :class:`Runtime`, so that torch and OpenVINO give the same vectors from the
same tokens. Only immutable state is kept, so one encoder may serve several threads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.embedding.encoder import Embedding, ReportCount, Role, Spans, TokenVectors, Vectors
from kb.embedding.tokenising import TextTokenizer, Tokenised, batches

CACHED_QUESTIONS = 256
"""One question is searched with several filters and read with its tokens: it is encoded once."""


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """What a model makes of a batch of b texts, padded to t tokens: vectors of any length, float32.

    ``pooled`` is (b, d), ``tokens`` (b, t, d), ``mask`` (b, t) bool: which tokens are no padding.
    """

    pooled: Vectors
    tokens: Vectors
    mask: NDArray[np.bool_]


class Runtime(Protocol):
    """Runs a model over tokenised texts."""

    @property
    def streams(self) -> int:
        """How many batches are computed side by side."""

    def run(self, tokenised: Sequence[Tokenised], prompt_tokens: int) -> Output:
        """The output for a batch; the first ``prompt_tokens`` of each are its prompt. Thread-safe."""


class ModelEncoder:
    """An Encoder. ``name``, ``fingerprint`` and ``engine`` are those the caller gives."""

    def __init__(
        self,
        runtime: Runtime,
        tokenizer: TextTokenizer,
        dimensions: int,
        name: str,
        fingerprint: str,
        engine: str,
    ) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.engine = engine
        self.dimensions = dimensions
        self.max_tokens = tokenizer.max_tokens
        self._runtime = runtime
        self._tokenizer = tokenizer
        self._question = lru_cache(CACHED_QUESTIONS)(self._encode_question)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, in order, without prompt and special tokens."""
        return self._tokenizer.count(texts)

    def passages(self, texts: Sequence[str], progress: ReportCount | None = None) -> Vectors:
        """Pooled vectors of passages, (n, d) in the given order; ``progress`` gets counts as they finish."""
        pooled = np.zeros((len(texts), self.dimensions), np.float32)
        for batch, _, output in self._outputs(texts, Role.PASSAGE):
            pooled[batch] = _unit(output.pooled)
            if progress is not None:
                progress(len(batch))
        return pooled

    def query(self, text: str) -> Vectors:
        """The pooled vector of a question, (d,)."""
        return self._question(text).pooled

    def passage_spans(self, texts: Sequence[str]) -> list[Spans]:
        """The spans of each passage's own tokens, in the given order, without the model's work."""
        tokenised = self._tokenizer.encoded(texts, Role.PASSAGE)
        return [
            self._tokenizer.own_tokens(text, each, Role.PASSAGE)[1]
            for text, each in zip(texts, tokenised, strict=True)
        ]

    def query_tokens(self, text: str) -> TokenVectors:
        """Token vectors of a question."""
        return self._question(text).tokens

    def _encode_question(self, text: str) -> Embedding:
        return self.encode([text], Role.QUERY)[0]

    def encode(self, texts: Sequence[str], role: Role) -> list[Embedding]:
        """Pooled and token vectors of each text from one forward pass, in the given order."""
        found = dict(self.stream(texts, role))
        return [found[index] for index in range(len(texts))]

    def stream(self, texts: Sequence[str], role: Role) -> Iterator[tuple[int, Embedding]]:
        """Each text's place in ``texts`` with its vectors, as they are computed: longest texts first."""
        for batch, tokenised, output in self._outputs(texts, role):
            pooled = _unit(output.pooled)
            for row, (index, each) in enumerate(zip(batch, tokenised, strict=True)):
                own, spans = self._tokenizer.own_tokens(texts[index], each, role)
                # The mask, because padding may stand on either side of the text.
                vectors = output.tokens[row][output.mask[row]][own]
                yield index, Embedding(pooled[row], TokenVectors(_unit(vectors), spans))

    def _outputs(
        self, texts: Sequence[str], role: Role
    ) -> Iterator[tuple[list[int], list[Tokenised], Output]]:
        """Batches of (places in ``texts``, what is read there, the model's output), longest texts first."""
        prompt = self._tokenizer.prompt_tokens(role) if self._tokenizer.prompts[role] else 0
        tokenised = self._tokenizer.encoded(texts, role)
        under_way: deque[tuple[list[int], list[Tokenised], Future[Output]]] = deque()
        for batch in batches(tokenised, texts):
            chosen = [tokenised[index] for index in batch]
            if len(batch) == len(texts):
                yield batch, chosen, self._runtime.run(chosen, prompt)
                return
            under_way.append((batch, chosen, self._threads.submit(self._runtime.run, chosen, prompt)))
            # One more than are computed, so that none waits for the next to be asked for.
            if len(under_way) > self._runtime.streams:
                yield _settled(*under_way.popleft())
        while under_way:
            yield _settled(*under_way.popleft())

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._runtime.streams, "model")


def _settled(
    batch: list[int], chosen: list[Tokenised], output: Future[Output]
) -> tuple[list[int], list[Tokenised], Output]:
    """The batch with its output, once that is there."""
    return batch, chosen, output.result()


def _unit(vectors: Vectors) -> Vectors:
    """The vectors with the last axis scaled to unit length."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit
