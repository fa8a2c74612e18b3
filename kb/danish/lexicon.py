"""The Danish word list of simplemma: the words, their lemmas, and how many compounds each builds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import simplemma
from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

_LONG_WORD = 4
_SHORTEST_COMPOUND = 6
_CORRECTED = {"børne": "barn"}  # simplemma says barnebarn
_LOST_E = re.compile(r"(?<=\w\w)([rln])e$")  # centre: center
_LINKERS = "se"  # arbejd-s-miljø, jul-e-mærke

# Words of two and three letters that compounds are made of; other short strings are parts by accident.
SHORT_PARTS = frozenset(
    """
    arv bad bil bro bus by eje gas hal hav hus leje liv lov lån løn mål net pas ret rum råd sag salg sti
    sø tal tid tog uge vej år ø
    """.split()
)
# Prefixes and particles that are words too: a prefixed word is one word, not a compound.
NOT_HEADS = frozenset(
    """
    ad af al alle an at be besk bi bort de den det ef efter eks en er et fast for fore fort forud fra frem
    før ge gen gene gennem hen hjem hvor in ind inde kon med mis mod ned og om op over pre pro på re sam
    sammen til tilbage tran trans u ud und under van vare ved vi videre
    """.split()
)
# Endings that are words too, and words that are mostly endings.
NOT_TAILS = frozenset(
    """
    agende ager agtig bar dom ede eds efter elser ende er eri erne gere hed hede ig iker ing ion isk isme
    ister iv kere lede lig lige lighed ling løs ner ning over rede rende ring sam skab skaber slig som
    terne tion
    """.split()
)


@dataclass(frozen=True, slots=True)
class Productivity:
    """How many words of the dictionary have each word as their first part, and how many as their last."""

    heads: Mapping[str, int]
    tails: Mapping[str, int]


@cache
def _forms() -> Mapping[str, str]:
    """The lemma of each form in simplemma's dictionary, which simplemma keeps once per process."""
    dictionary: Mapping[str, str] = DEFAULT_DICTIONARY_FACTORY.get_dictionary("da")
    return dictionary


@cache
def _lemmas() -> frozenset[str]:
    """The lemmas of the dictionary that are written in small letters only; names are not among them."""
    return frozenset(word for word in set(_forms().values()) if word.isalpha() and word.islower())


def is_known(word: str) -> bool:
    """Whether the lower-case word is in the dictionary, in any form."""
    return _forms().get(word) is not None


def is_lemma(word: str) -> bool:
    """Whether the lower-case word is a lemma of the dictionary."""
    return word in _lemmas()


@lru_cache(maxsize=100_000)
def lemmas(word: str) -> tuple[str, ...]:
    """The lemmas of a lower-case word: itself where it is one, and the one simplemma gives; never empty.

    Many forms belong to two words (``giver`` is a form of give and a word of its own), and simplemma
    knows only one of them; it takes some that lost an e for words of their own (``centre``, ``åbne``).
    """
    known: str = _CORRECTED.get(word) or simplemma.lemmatize(word, "da").lower()
    full = _LOST_E.sub(r"e\1", word)
    found = ([word] if is_lemma(word) else []) + [known] + ([full] if full != word and is_lemma(full) else [])
    return tuple(dict.fromkeys(found))


def is_part(word: str) -> bool:
    """Whether compounds may be made of the word: it is long enough, or one of the short ones that are."""
    return len(word) >= _LONG_WORD or word in SHORT_PARTS


def heads_of(stretch: str) -> Iterator[str]:
    """The words that may stand before a tail as ``stretch``: itself, and without a linking s or e."""
    yield stretch
    if len(stretch) > 2 and stretch[-1] in _LINKERS:
        yield stretch[:-1]


@cache
def productivity() -> Productivity:
    """How productive each word is, counted once over all lemmas cut in two; about half a second.

    A cut counts where both sides are words, the first perhaps with a linking letter.
    """
    words = _lemmas()
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    endings = {word for word in words if is_part(word) and word not in NOT_TAILS}
    for word in words:
        for cut in range(2, len(word) - 1 if len(word) > _SHORTEST_COMPOUND else 0):
            tail = word[cut:]
            if tail not in endings:
                continue
            for head in heads_of(word[:cut]):
                if head not in NOT_HEADS and is_known(head):
                    heads[head] += 1
                    tails[tail] += 1
                    break
    return Productivity(heads, tails)
