"""Sentences that may be quoted, with the signals that choose between them.

The index holds the token vectors of every passage; a sentence is scored by late interaction (Khattab
and Zaharia, ColBERT, SIGIR 2020): the mean over the question's tokens of the best cosine among the
sentence's tokens, each weighted by how far it tells the passages apart, as in the ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.answers.question import Interpretation
from kb.danish.analysis import match_keys, whole_terms
from kb.danish.sentences import sentence_spans
from kb.danish.tokens import words
from kb.datatypes import BlockKind, Chunk, Document, Hit, Section
from kb.retrieval import RECIPE, token_weights

if TYPE_CHECKING:
    from kb.embedding import Encoder, Spans
    from kb.index.store import Store

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence ``document.text[start:end]`` with its signals.

    ``similarity`` is the late interaction with the sentence, ``passage_similarity`` with the whole
    passage and its context line (both weighted means of cosines, about 0.75-1 with the bundled model).
    ``titled`` is the share of the question's meaningful words that the titles above the sentence hold,
    ``focus`` the share of the others that stand in the sentence itself; both weighted by rarity.
    """

    hit: Hit
    document: Document
    section: Section
    start: int
    end: int
    similarity: float
    passage_similarity: float
    titled: float
    focus: float

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class WeightedWord:
    """A meaningful word of the question and its weight; the weights of a question sum to 1."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What reading the best passages for a question gave: all candidates, and the chosen, best first."""

    reading: Interpretation
    words: tuple[WeightedWord, ...]
    hits: tuple[Hit, ...]
    pool: tuple[Candidate, ...]
    chosen: tuple[Candidate, ...]


def weighted_words(store: Store, content: Sequence[str]) -> tuple[WeightedWord, ...]:
    """The question's words weighted by inverse document frequency in the store (Robertson 2004).

    The frequency is that of the most frequent of the terms that the word is indexed by.
    """
    if not content:
        return ()
    terms = [[term for part in words(word) for term in whole_terms(part)] for word in content]
    counts = [max(store.document_frequency(each), default=0) for each in terms]
    rarity = [float(np.log1p(store.chunk_count / (1 + count))) for count in counts]
    total = sum(rarity) or 1.0
    return tuple(WeightedWord(word, weight / total) for word, weight in zip(content, rarity, strict=True))


def candidates(
    store: Store, encoder: Encoder, question: str, content: Sequence[WeightedWord], hits: Sequence[Hit]
) -> list[Candidate]:
    """The sentences of the passages behind ``hits``, in the order of the hits and of the text."""
    if not hits:
        return []
    chunks = store.chunks([hit.chunk for hit in hits])
    cosines = store.token_cosines(encoder.query_tokens(question).vectors, [chunk.key for chunk in chunks])
    weights = token_weights(np.stack([_best(each) for each in cosines], axis=1), RECIPE.sharpness)
    spans = encoder.passage_spans([chunk.searchable for chunk in chunks])
    found: list[Candidate] = []
    for hit, chunk, likeness, places in zip(hits, chunks, cosines, spans, strict=True):
        found.extend(
            _of_passage(store.document(hit.document), hit, chunk, likeness, weights, places, content)
        )
    return found


def _of_passage(
    document: Document,
    hit: Hit,
    chunk: Chunk,
    cosines: Matrix,
    weights: Floats,
    spans: Spans,
    content: Sequence[WeightedWord],
) -> list[Candidate]:
    """The candidates of one passage, from the cosines (q, t) of the question's tokens with its own."""
    section = document.sections[chunk.section]
    titles = f"{document.title}\n{section.heading}\n{section.item or ''}"
    starts = spans[:, 0] + chunk.start - (len(chunk.searchable) - len(chunk.text))
    whole = float(weights @ _best(cosines))
    titled, untitled = coverage(content, titles), beyond(content, titles)
    found = []
    for start, end in quotable_spans(document, chunk):
        inside = (starts >= start) & (starts < end)
        if not inside.any():
            continue
        found.append(
            Candidate(
                hit=hit,
                document=document,
                section=section,
                start=start,
                end=end,
                similarity=float(weights @ _best(cosines[:, inside])),
                passage_similarity=whole,
                titled=titled,
                focus=coverage(untitled, document.text[start:end]),
            )
        )
    return found


def _best(cosines: Matrix) -> Matrix:
    """The best cosine (q,) of each question token (row) among a passage's tokens (columns); -1 for none."""
    best: Matrix = cosines.max(axis=1, initial=-1.0)
    return best


def quotable_spans(document: Document, chunk: Chunk) -> list[tuple[int, int]]:
    """The sentence spans of a passage without its headings."""
    headings = [
        (block.start, block.end)
        for block in document.blocks
        if block.kind is BlockKind.HEADING and block.start < chunk.end and block.end > chunk.start
    ]
    section = document.sections[chunk.section]
    headings.append((section.start, section.body_start))
    return [
        (start, end)
        for start, end in sentence_spans(document.text, chunk.start, chunk.end)
        if not any(low <= start and end <= high for low, high in headings)
    ]


def coverage(content: Sequence[WeightedWord], text: str) -> float:
    """The weight of the question's words that occur in ``text``, also as a part of a compound, in [0, 1].

    1 where the question has no such words: a committee and a date may be all it asks by.
    """
    if not content:
        return 1.0
    present = text_keys(text)
    return sum(word.weight * _occurrence(word.text, present) for word in content)


def beyond(content: Sequence[WeightedWord], titles: str) -> tuple[WeightedWord, ...]:
    """The words with what ``titles`` hold of them taken from their weights, which sum to 1 again.

    A sentence below the title "Svømmehallen" need not say "svømmehal": it must say what else is asked. ()
    where the titles hold all.
    """
    present = text_keys(titles)
    left = [(word.text, word.weight * (1.0 - _occurrence(word.text, present))) for word in content]
    total = sum(weight for _, weight in left)
    return tuple(WeightedWord(text, weight / total) for text, weight in left if total > 0 and weight > 0)


@lru_cache(maxsize=4096)
def text_keys(text: str) -> frozenset[str]:
    """The match keys of all words of ``text``."""
    return frozenset(key for word in words(text) for key in match_keys(word))


@lru_cache(maxsize=4096)
def _lines(keys: frozenset[str]) -> str:
    """The keys in one text, each between line breaks: how they begin and end is looked up in all at once."""
    return "\n".join(["", *keys, ""])


def _occurrence(word: str, present: frozenset[str]) -> float:
    """How far the word is among ``present``: 1 as a word, in a compound or by its hyphenated parts.

    SHARED_PART where it is itself a compound that begins or ends with a word that is present.
    """
    keys = match_keys(word)
    if keys & present:
        return 1.0
    parts = [part for part in word.split("-") if part]
    telling = all(len(part) >= MIN_COMPOUND_PART or part.isupper() for part in parts)
    if len(parts) > 1 and telling and all(_occurrence(part, present) == 1.0 for part in parts):
        return 1.0
    lines = _lines(present)
    if any(len(key) >= MIN_COMPOUND_PART and (f"\n{key}" in lines or f"{key}\n" in lines) for key in keys):
        return 1.0
    shared = any(
        key[:length] in present or key[-length:] in present
        for key in keys
        for length in range(MIN_SHARED_PART, len(key) + 1)
    )
    return SHARED_PART if shared else 0.0


MIN_COMPOUND_PART = 4
"""Shorter words begin or end too many others by chance."""

MIN_SHARED_PART = 6
"""A part of the question's own compound must be longer to say what it is about."""

SHARED_PART = 0.6
"""What such a part counts for."""
