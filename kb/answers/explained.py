"""What a word means, from the glossary: the first definition of each sense, quoted where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.answers.citing import cite_spans, spans_of
from kb.danish.analysis import same_word
from kb.datatypes import Citation, Term
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.index.store import Store

MAX_SENSES = 4
"""At most so many senses are quoted; the glossary has them all."""


def term_for(terms: Sequence[Term], word: str) -> Term | None:
    """The term that ``word`` is, case aside, or else an inflected form of; None where there is none."""
    exact = [term for term in terms if term.term.casefold() == word.casefold()]
    if exact:
        return exact[0]
    if " " in word or word.isupper():
        return None
    return next((term for term in terms if " " not in term.term and same_word(term.term, word)), None)


def explanations(store: Store, term: Term) -> list[Citation]:
    """The first mention of each sense as citations, at most MAX_SENSES."""
    return cite_spans(store, spans_of(sense.evidence for sense in term.senses[:MAX_SENSES]))


def notes_on_senses(term: Term) -> tuple[str, ...]:
    """That a word has several senses, where it has."""
    if len(term.senses) < 2:
        return ()
    return (phrases.SEVERAL_SENSES.format(term=term.term, count=len(term.senses)),)
