"""Texts to the tokens that a model reads, with each token's place in its text.

The texts are tokenised here and not by a model library, because token vectors need each token's place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kb.embedding.encoder import Role, Spans
from kb.embedding.latin import LatinPart, is_latin

BATCH_TOKENS = 8192
"""Tokens in one forward pass, padding counted: wide enough for the CPU, small enough for memory."""

MAX_BATCH = 32

PROMPT_NAMES = {Role.QUERY: ("query",), Role.PASSAGE: ("passage", "document")}
"""Where model configurations keep the prompt of each role, in order of preference."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokenised:
    """A text as a model reads it, prompt and special tokens included.

    ``ids`` is (t,); ``offsets`` are half-open character places in prompt and text; ``special`` says which
    tokens stand for no text.
    """

    ids: NDArray[np.int64]
    offsets: Sequence[tuple[int, int]]
    special: Sequence[int]

    def __len__(self) -> int:
        return len(self.ids)


class TextTokenizer:
    """A model's tokenizer with its prompts and its longest input. Safe to use from several threads."""

    def __init__(
        self,
        whole: Callable[[], Tokenizer],
        prompts: Mapping[Role, str],
        max_tokens: int,
        latin: LatinPart | None = None,
    ) -> None:
        """``whole`` gives the tokenizer; it is not asked for where ``latin``, a part of it, will do."""
        self.prompts = prompts
        self.max_tokens = max_tokens
        self._load = whole
        self._latin = latin

    @cached_property
    def _whole(self) -> Tokenizer:
        return plain(self._load())

    def count(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, in order, without prompt and special tokens."""
        counts = [0] * len(texts)
        for tokenizer, _, places in self._divided(texts):
            chosen = [texts[at] for at in places]
            encodings = tokenizer.encode_batch_fast(chosen, add_special_tokens=False)
            for at, encoding in zip(places, encodings, strict=True):
                counts[at] = len(encoding)
        return counts

    def encoded(self, texts: Sequence[str], role: Role) -> list[Tokenised]:
        """The texts with prompt and special tokens, of at most ``max_tokens`` tokens, in order."""
        prompted = [self.prompts[role] + text for text in texts]
        found: dict[int, Tokenised] = {}
        for tokenizer, numbers, places in self._divided(prompted):
            room = self.max_tokens - tokenizer.num_special_tokens_to_add(False)
            encodings = tokenizer.encode_batch([prompted[at] for at in places], add_special_tokens=False)
            for at, encoding in zip(places, encodings, strict=True):
                encoding.truncate(room)
                full = tokenizer.post_process(encoding)
                ids = np.array(full.ids, np.int64)
                found[at] = Tokenised(
                    ids if numbers is None else numbers[ids], full.offsets, full.special_tokens_mask
                )
        return [found[at] for at in range(len(texts))]

    def _divided(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[Tokenizer, NDArray[np.int64] | None, list[int]]]:
        """Tokenizers, the model's numbers of their ids (None: the same), and the places of their texts."""
        part = self._latin
        latin = [at for at, text in enumerate(texts) if part is not None and is_latin(text)]
        if part is not None and latin:
            yield part.tokenizer, part.numbers, latin
        others = sorted({*range(len(texts))}.difference(latin))
        if others:
            yield self._whole, None, others

    def prompt_tokens(self, role: Role) -> int:
        """How many tokens stand before the text, the opening special token counted."""
        return len(self.encoded([""], role)[0]) - 1

    def own_tokens(self, text: str, tokenised: Tokenised, role: Role) -> tuple[list[int], Spans]:
        """Which tokens belong to the text itself, and their spans (t, 2) in it."""
        prompt = len(self.prompts[role])
        spans: list[tuple[int, int]] = []
        rows: list[int] = []
        for row, ((start, end), special) in enumerate(zip(tokenised.offsets, tokenised.special, strict=True)):
            if special or end <= prompt:
                continue
            rows.append(row)
            spans.append(_tidied(text, max(start - prompt, 0), end - prompt))
        return rows, np.array(spans, np.int32).reshape(-1, 2)


def plain(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer, which neither pads nor cuts from then on."""
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def prompt_in(prompts: Mapping[str, str], role: Role) -> str:
    """The prompt that a model's configuration has for ``role``, or the empty string."""
    found = (prompts.get(name) for name in PROMPT_NAMES[role])
    return next((prompt for prompt in found if prompt), "")


def batches(tokenised: Sequence[Tokenised], texts: Sequence[str]) -> Iterator[list[int]]:
    """The places of all texts in batches of like length, longest first.

    Ties are broken by the text, so that the batches, and with them the last bits of the vectors,
    depend on which texts there are and not on their order.
    """
    order = sorted(range(len(texts)), key=lambda index: (-len(tokenised[index]), texts[index]))
    batch: list[int] = []
    for index in order:
        longest = len(tokenised[batch[0]]) if batch else 0
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
