"""What a generation is searched with: its vectors, its tokens, and the terms of each lexical field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.danish.analysis import ngrams, question_ngrams, question_terms, search_terms
from kb.danish.exact import exact_terms
from kb.index.lexical import LexicalIndex
from kb.index.tokens import TokenIndex
from kb.index.vectors import VectorIndex

VECTORS_FILE = "vectors.faiss"
LEXICAL_FOLDER = "lexical"

TOKENS_FOLDER = "tokens"

Analyzer = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One lexical index: how a passage and a question become its terms.

    Both use the same analysis; a question is only freed of the words that ask.
    """

    of_passage: Analyzer
    of_question: Analyzer


FIELDS: Mapping[str, Field] = {
    "words": Field(search_terms, question_terms),
    "ngrams": Field(ngrams, question_ngrams),
    "exact": Field(exact_terms, exact_terms),
}


def terms_of(texts: Sequence[str]) -> dict[str, list[list[str]]]:
    """The terms of each text in each lexical field, by its name, in order of the texts."""
    return {name: [field.of_passage(text) for text in texts] for name, field in FIELDS.items()}


class Searched:
    """The vectors, tokens and terms of a generation. Safe to search from several threads."""

    def __init__(self, folder: Path) -> None:
        """Reads the files. Raises OSError, RuntimeError, ValueError or KeyError where they are damaged."""
        self.vectors = VectorIndex(folder / VECTORS_FILE)
        self.tokens = TokenIndex(folder / TOKENS_FOLDER)
        self.lexical = {name: LexicalIndex(folder / LEXICAL_FOLDER / name) for name in FIELDS}
