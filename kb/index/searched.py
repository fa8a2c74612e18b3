"""What a generation is searched with: its vectors, its tokens, and the terms of each lexical field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.danish.analysis import ngrams, question_ngrams, question_terms, search_terms
from kb.danish.exact import exact_terms
from kb.index.lexical import LexicalIndex
from kb.index.threads import calm_numpy
from kb.index.tokens import TokenIndex
from kb.index.vectors import VectorIndex

LEXICAL_FOLDER, TOKENS_FOLDER = "lexical", "tokens"

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
        """Opens the files. Raises OSError, RuntimeError, ValueError or KeyError where they are damaged."""
        calm_numpy()
        self.vectors = VectorIndex(folder)
        self.tokens = TokenIndex(folder / TOKENS_FOLDER, self.vectors.dimensions)
        self.lexical = {name: LexicalIndex(folder / LEXICAL_FOLDER / name) for name in FIELDS}

    @property
    def counts(self) -> set[int]:
        """How many chunks each part holds: one number, unless parts of several builds lie together."""
        return {self.vectors.count, self.tokens.count, *(each.count for each in self.lexical.values())}

    def close(self) -> None:
        """Lets go of the files."""
        self.tokens.close()
        for each in self.lexical.values():
            each.close()
