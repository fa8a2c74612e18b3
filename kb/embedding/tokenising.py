"""Texts to the tokens that a model reads, with each token's place in its text.

The texts are tokenised here and not by a model library, because token vectors need each token's place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from tokenizers import Encoding, Tokenizer

from kb.embedding.encoder import Role, Spans

BATCH_TOKENS = 8192
"""Tokens in one forward pass, padding counted: wide enough for the CPU, small enough for memory."""

MAX_BATCH = 32

PROMPT_NAMES = {Role.QUERY: ("query",), Role.PASSAGE: ("passage", "document")}
"""Where model configurations keep the prompt of each role, in order of preference."""


class TextTokenizer:
    """A model's tokenizer with its prompts and its longest input. Safe to use from several threads."""

    def __init__(self, tokenizer: Tokenizer, prompts: Mapping[Role, str], max_tokens: int) -> None:
        """Takes the tokenizer for its own: it neither pads nor cuts from then on."""
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self.prompts = prompts
        self.max_tokens = max_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, in order, without prompt and special tokens."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def encoded(self, texts: Sequence[str], role: Role) -> list[Encoding]:
        """Encodings with prompt and special tokens, of at most ``max_tokens`` tokens, in order."""
        prompt = self.prompts[role]
        room = self.max_tokens - self._tokenizer.num_special_tokens_to_add(False)
        encodings = self._tokenizer.encode_batch([prompt + text for text in texts], add_special_tokens=False)
        for encoding in encodings:
            encoding.truncate(room)
        return [self._tokenizer.post_process(encoding) for encoding in encodings]

    def prompt_tokens(self, role: Role) -> int:
        """How many tokens stand before the text, the opening special token counted."""
        return len(self.encoded([""], role)[0]) - 1

    def own_tokens(self, text: str, encoding: Encoding, role: Role) -> tuple[list[int], Spans]:
        """Which tokens of an encoding belong to the text itself, and their spans (t, 2) in it."""
        prompt = len(self.prompts[role])
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


def prompt_in(prompts: Mapping[str, str], role: Role) -> str:
    """The prompt that a model's configuration has for ``role``, or the empty string."""
    found = (prompts.get(name) for name in PROMPT_NAMES[role])
    return next((prompt for prompt in found if prompt), "")


def batches(encodings: Sequence[Encoding], texts: Sequence[str]) -> Iterator[list[int]]:
    """The places of all encodings in batches of like length, longest first.

    Ties are broken by the text, so that the batches, and with them the last bits of the vectors,
    depend on which texts there are and not on their order.
    """
    order = sorted(range(len(texts)), key=lambda index: (-len(encodings[index]), texts[index]))
    batch: list[int] = []
    for index in order:
        longest = len(encodings[batch[0]]) if batch else 0
        if len(batch) == MAX_BATCH or (batch and longest * (len(batch) + 1) > BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


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
