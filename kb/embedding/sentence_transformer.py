"""The Encoder over sentence-transformers: any model of its kind, by name or from a folder.

The texts are tokenised here and not by the library, because token vectors need each token's place in
the text. Only immutable state is kept, so one encoder may serve several threads.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from tokenizers import Encoding, Tokenizer

from kb.embedding.encoder import Embedding, ReportCount, Role, Spans, TokenVectors, Vectors

BATCH_TOKENS = 8192
"""Tokens in one forward pass, padding counted: wide enough for the CPU, small enough for memory."""

MAX_BATCH = 32
FALLBACK_MAX_TOKENS = 512
CACHED_QUESTIONS = 256
"""One question is searched with several filters and read with its tokens: it is encoded once."""

PROMPT_NAMES = {Role.QUERY: ("query",), Role.PASSAGE: ("passage", "document")}
"""Where model configurations keep the prompt of each role, in order of preference."""


class SentenceTransformerEncoder:
    """An Encoder over a loaded model. ``name`` and ``fingerprint`` are those the caller gives."""

    def __init__(self, model: SentenceTransformer, name: str, fingerprint: str) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._model = model.eval()
        self._tokenizer = own_tokenizer(model)
        self._prompts = {role: prompt_of(model, role) for role in Role}
        self.max_tokens = max_tokens_of(model)
        self.dimensions = int(model.get_embedding_dimension() or 0)
        self._question = lru_cache(CACHED_QUESTIONS)(self._encode_question)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, in order, without prompt and special tokens."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def passages(self, texts: Sequence[str], progress: ReportCount | None = None) -> Vectors:
        """Pooled vectors of passages, (n, d) in the given order; ``progress`` gets counts as they finish."""
        pooled = np.zeros((len(texts), self.dimensions), np.float32)
        for batch, features in self._forward(texts, Role.PASSAGE):
            pooled[[index for index, _ in batch]] = _unit(features["sentence_embedding"])
            if progress is not None:
                progress(len(batch))
        return pooled

    def query(self, text: str) -> Vectors:
        """The pooled vector of a question, (d,)."""
        return self._question(text).pooled

    def passage_spans(self, texts: Sequence[str]) -> list[Spans]:
        """The spans of each passage's own tokens, in the given order, without the model's work."""
        prompt = self._prompts[Role.PASSAGE]
        encodings = self._tokenised([prompt + text for text in texts])
        return [
            spans_of(text, encoding, len(prompt))[1] for text, encoding in zip(texts, encodings, strict=True)
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
        prompt = len(self._prompts[role])
        for batch, features in self._forward(texts, role):
            pooled = _unit(features["sentence_embedding"])
            tokens = _unit(features["token_embeddings"])
            for row, (index, encoding) in enumerate(batch):
                # The mask, because padding may stand on either side of the text.
                real = tokens[row][features["attention_mask"][row].numpy(force=True).astype(bool)]
                yield index, Embedding(pooled[row], token_vectors(texts[index], encoding, real, prompt))

    def _forward(
        self, texts: Sequence[str], role: Role
    ) -> Iterable[tuple[list[tuple[int, Encoding]], dict[str, Any]]]:
        """Batches of (position in ``texts``, encoding) with the model's output, longest texts first."""
        prompt = self._prompts[role]
        # Some models leave the prompt out of the mean; the closing special token is not part of it.
        prompt_length = len(self._tokenised([prompt])[0]) - 1
        encodings = self._tokenised([prompt + text for text in texts])
        for batch in batches(encodings, texts):
            features = self._padded([encoding for _, encoding in batch])
            if prompt:
                features["prompt_length"] = prompt_length
            with torch.inference_mode():
                yield batch, self._model(features)

    def _tokenised(self, texts: Sequence[str]) -> list[Encoding]:
        """Encodings with special tokens, of at most ``max_tokens`` tokens."""
        room = self.max_tokens - self._tokenizer.num_special_tokens_to_add(False)
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for encoding in encodings:
            encoding.truncate(room)
        return [self._tokenizer.post_process(encoding) for encoding in encodings]

    def _padded(self, encodings: Sequence[Encoding]) -> dict[str, Any]:
        rows = {"input_ids": [encoding.ids for encoding in encodings]}
        if "token_type_ids" in self._model.tokenizer.model_input_names:
            rows["token_type_ids"] = [encoding.type_ids for encoding in encodings]
        features = self._model.tokenizer.pad(rows, return_tensors="pt")
        return {name: tensor.to(self._model.device) for name, tensor in features.items()}


def own_tokenizer(model: SentenceTransformer) -> Tokenizer:
    """A copy of the model's tokenizer that neither pads nor cuts. TypeError where it keeps no offsets.

    The library's own changes its settings at each call, which two threads must not do at once.
    """
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if not isinstance(backend, Tokenizer):
        raise TypeError(f"{type(model.tokenizer).__name__} gives no character offsets")
    tokenizer = Tokenizer.from_str(backend.to_str())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def prompt_of(model: SentenceTransformer, role: Role) -> str:
    """The prompt that the model's configuration has for ``role``, or the empty string."""
    prompts = model.prompts or {}
    found = (prompts.get(name) for name in PROMPT_NAMES[role])
    return next((prompt for prompt in found if prompt), "")


def max_tokens_of(model: SentenceTransformer) -> int:
    """How many tokens the model reads: the least limit that its configuration states."""
    stated = (model.max_seq_length, getattr(model.config, "max_position_embeddings", None))
    limits = [limit for limit in stated if limit is not None and limit < 1_000_000]
    return min(limits, default=FALLBACK_MAX_TOKENS)


def batches(encodings: Sequence[Encoding], texts: Sequence[str]) -> Iterable[list[tuple[int, Encoding]]]:
    """All (position, encoding) pairs in batches of like length, longest first.

    Ties are broken by the text, so that the batches, and with them the last bits of the vectors,
    depend on which texts there are and not on their order.
    """
    order = sorted(range(len(texts)), key=lambda index: (-len(encodings[index]), texts[index]))
    batch: list[tuple[int, Encoding]] = []
    for index in order:
        longest = len(batch[0][1]) if batch else 0
        if len(batch) == MAX_BATCH or (batch and longest * (len(batch) + 1) > BATCH_TOKENS):
            yield batch
            batch = []
        batch.append((index, encodings[index]))
    if batch:
        yield batch


def token_vectors(text: str, encoding: Encoding, vectors: Vectors, prompt: int) -> TokenVectors:
    """The rows of ``vectors`` that belong to ``text`` itself, which follows ``prompt`` characters."""
    rows, spans = spans_of(text, encoding, prompt)
    return TokenVectors(vectors[rows], spans)


def spans_of(text: str, encoding: Encoding, prompt: int) -> tuple[list[int], Spans]:
    """Which tokens belong to ``text`` itself, which follows ``prompt`` characters, and their spans in it."""
    spans: list[tuple[int, int]] = []
    rows: list[int] = []
    for row, ((start, end), special) in enumerate(
        zip(encoding.offsets, encoding.special_tokens_mask, strict=True)
    ):
        if special or end <= prompt:
            continue
        rows.append(row)
        spans.append(_tidied(text, max(start - prompt, 0), end - prompt))
    return rows, np.array(spans, np.int32).reshape(-1, 2)


def _tidied(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks around it, and with the marks that belong to its last letter."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    # The tokenizer composes letters and then forgets that the ring of a decomposed å was there.
    while start < end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end


def _unit(tensor: torch.Tensor) -> NDArray[np.float32]:
    """``tensor`` as float32 with its last axis scaled to unit length."""
    values = tensor.to(torch.float32).numpy(force=True)
    lengths = np.linalg.norm(values, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = values / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit
