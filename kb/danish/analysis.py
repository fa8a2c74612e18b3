"""The one analyzer of the index and of the question: stems, lemmas, letter folding, character n-grams."""

from __future__ import annotations

from functools import lru_cache

import simplemma
import Stemmer

from kb.danish.tokens import TOKEN, normalise, words

_STEMMER = Stemmer.Stemmer("danish")
_FOLDING = str.maketrans(
    {"å": "aa", "æ": "ae", "ø": "oe", "é": "e", "è": "e", "ü": "u", "ö": "oe", "ä": "ae", "á": "a"}
)
NGRAM = 5

# Kept small on purpose: words that turn a sentence round (ikke, ej, uden, kun, imod, mod) are never here.
STOP_WORDS = frozenset(
    """
    og i at det den der de som en et på til for af er med har var om ved fra kan vil skal bliver blev blive
    være været sig sin sit sine dette denne disse også eller men så da når hvor der han hun vi jeg du deres
    vores man dem os jer efter end samt
    """.split()
)
QUESTION_WORDS = frozenset(
    """
    hvad hvem hvornår hvilke hvilken hvilket hvor hvordan hvorfor mange meget hvis mon
    """.split()
)
# Verbs and phrases that ask without saying about what.
EMPTY_WORDS = frozenset(
    """
    står stå stod findes fandtes fandt finde find fortæl fortælle forklar forklare vis vise giv give gives mig
    gør gøre gjorde sker skete ske kunne skulle ville må måtte have havde haft få får fik lige sagt siger sige
    gerne tak nogen noget nogle der her hos omkring angående vedrørende handler handle information oplysninger
    betyder betyde kommer komme kom
    """.split()
)


def fold(word: str) -> str:
    """The word with Danish letters as typed without a Danish keyboard (å as aa, ø as oe)."""
    return word.translate(_FOLDING)


@lru_cache(maxsize=200_000)
def word_terms(word: str) -> tuple[str, ...]:
    """The index terms of one lower-case word: its stem and, where it differs, its lemma; () for stop words.

    Letters are folded after stemming, since the stemmer knows å, æ and ø. Where a digit occurs
    the word is a number or a name and stays as it is.
    """
    if word in STOP_WORDS:
        return ()
    if not word.isalpha():
        return (fold(word),)
    stem = fold(_STEMMER.stemWord(word))
    lemma = fold(simplemma.lemmatize(word, "da").lower())
    return (stem,) if stem == lemma else (stem, lemma)


def index_terms(text: str) -> list[str]:
    """The terms that ``text`` is indexed and searched under, in order, with repeats (they are counts)."""
    return [term for word in words(text) for term in word_terms(word)]


@lru_cache(maxsize=200_000)
def _word_ngrams(word: str) -> tuple[str, ...]:
    """The n-grams of one word between boundary marks; a short word whole; nothing for stop words."""
    if word in STOP_WORDS:
        return ()
    marked = f"_{fold(word)}_"
    if len(marked) - 2 < NGRAM:
        return (marked,)
    return tuple(marked[at : at + NGRAM] for at in range(len(marked) - NGRAM + 1))


def ngrams(text: str) -> list[str]:
    """The character n-grams of the words of ``text``, which find parts of compounds and misspellings."""
    return [gram for word in words(text) for gram in _word_ngrams(word)]


@lru_cache(maxsize=200_000)
def match_keys(word: str) -> frozenset[str]:
    """The keys of a word as it stands; two words are forms of the same word when their keys meet."""
    lowered = normalise(word).lower().strip("-_")
    joined = lowered if any(letter.isdigit() for letter in lowered) else lowered.replace("-", "")
    return frozenset({fold(joined), *word_terms(joined)})


def same_word(first: str, second: str) -> bool:
    """Whether the two are forms of the same word (stem, lemma or spelling without Danish letters)."""
    return not match_keys(first).isdisjoint(match_keys(second))


def content_words(question: str) -> list[str]:
    """The words that say what a question is about, as they stand and in order, without repeats."""
    found: dict[str, str] = {}
    for match in TOKEN.finditer(normalise(question)):
        surface = match.group().strip("-_")
        lowered = surface.lower()
        if not surface or lowered in STOP_WORDS or lowered in QUESTION_WORDS or lowered in EMPTY_WORDS:
            continue
        found.setdefault(lowered, surface)
    return list(found.values())
