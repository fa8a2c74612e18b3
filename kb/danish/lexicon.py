"""The Danish word list of simplemma: the words, their lemmas, and how many compounds each builds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import platformdirs

from kb.danish.wordlist import Forms, WordList, Words, opened, written

if TYPE_CHECKING:
    from simplemma import Lemmatizer
    from simplemma.strategies import DictionaryLookupStrategy

LANGUAGE = "da"
LIST_FORMAT = 1
"""Raised when the same dictionary is to be written out differently."""

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
class _Simplemma:
    """simplemma over its own dictionary as it lies on the disk."""

    lemmatizer: Lemmatizer
    lookup: DictionaryLookupStrategy


@cache
def _simplemma() -> _Simplemma:
    """simplemma, imported when a word is first asked for: it takes a tenth of a second."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
    from simplemma.strategies.dictionaries import DictionaryFactory

    class OnDisk(DictionaryFactory):
        """Gives simplemma the list that lies on the disk."""

        def get_dictionary(self, lang: str) -> Mapping[str, str]:
            """The lemma of each form."""
            return Forms(_words())

    strategy = DefaultStrategy(dictionary_factory=OnDisk())
    return _Simplemma(Lemmatizer(lemmatization_strategy=strategy), DictionaryLookupStrategy(OnDisk()))


@cache
def _words() -> WordList:
    """The word list, made of simplemma's dictionary the first time; about three seconds."""
    name = f"words-{LANGUAGE}-{version('simplemma')}-{LIST_FORMAT}.sqlite"
    path = platformdirs.user_cache_path("kb") / name
    return opened(path) or written(path, _of_simplemma())


def _of_simplemma() -> Words:
    """Simplemma's dictionary, with the lemmas in small letters (no names) and what compounds words build."""
    from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

    forms = dict(DEFAULT_DICTIONARY_FACTORY.get_dictionary(LANGUAGE))
    found = frozenset(word for word in set(forms.values()) if word.isalpha() and word.islower())
    return Words(forms, found, *built(forms, found))


def is_known(word: str) -> bool:
    """Whether the lower-case word is in the dictionary, in any form."""
    return _words().entry(word).lemma is not None


def is_lemma(word: str) -> bool:
    """Whether the lower-case word is a lemma of the dictionary."""
    return _words().entry(word).is_lemma


def is_listed(word: str) -> bool:
    """Whether simplemma knows the word, also with a capital letter (Berlin)."""
    return _simplemma().lookup.get_lemma(word, LANGUAGE) is not None


def lemma_of(word: str) -> str:
    """The one lemma that simplemma gives for a word, in small letters; the word itself where it has none."""
    lemma: str = _simplemma().lemmatizer.lemmatize(word, LANGUAGE)
    return lemma.lower()


@lru_cache(maxsize=100_000)
def lemmas(word: str) -> tuple[str, ...]:
    """The lemmas of a lower-case word: itself where it is one, and the one simplemma gives; never empty.

    Many forms belong to two words (``giver`` is a form of give and a word of its own), and simplemma
    knows only one of them; it takes some that lost an e for words of their own (``centre``, ``åbne``).
    """
    known = _CORRECTED.get(word) or lemma_of(word)
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


def begun(word: str) -> int:
    """How many words of the dictionary have the word as their first part."""
    return _words().entry(word).as_first


def ended(word: str) -> int:
    """How many words of the dictionary have the word as their last part."""
    return _words().entry(word).as_last


def built(forms: Mapping[str, str], words: frozenset[str]) -> tuple[Counter[str], Counter[str]]:
    """How many of the lemmas ``words`` each word begins, and how many it ends, when they are cut in two.

    A cut counts where both sides are words, the first perhaps with a linking letter. Half a second.
    """
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    endings = {word for word in words if is_part(word) and word not in NOT_TAILS}
    for word in words:
        for cut in range(2, len(word) - 1 if len(word) > _SHORTEST_COMPOUND else 0):
            tail = word[cut:]
            if tail not in endings:
                continue
            for head in heads_of(word[:cut]):
                if head not in NOT_HEADS and head in forms:
                    heads[head] += 1
                    tails[tail] += 1
                    break
    return heads, tails
