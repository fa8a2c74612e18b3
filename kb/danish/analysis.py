"""The one analyzer of the index and of the question: lemmas, parts, stems, folding, character n-grams."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

from kb.danish.compounds import compound_lemma, parts
from kb.danish.lexicon import is_known, is_lemma, lemma_of, lemmas
from kb.danish.restoring import restored
from kb.danish.tokens import TOKEN, normalise, words

_STEMMER = Stemmer.Stemmer("danish")
_FOLDING = str.maketrans(
    {"å": "aa", "æ": "ae", "ø": "oe", "é": "e", "è": "e", "ü": "u", "ö": "oe", "ä": "ae", "á": "a"}
)
NGRAM = 4
STEM_MARK = "~"  # before the stem of an unknown word, which no dictionary word may meet
_VERB_NOUNS = (("else", "e"), ("ning", "e"), ("ing", "e"), ("ation", "ere"))
_SHORTEST_VERB_STEM = 3
_SHORTEST_STEM = 4

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
_ASKING = QUESTION_WORDS | EMPTY_WORDS
_ACRONYM = re.compile(r"(?<![\w-])(?<![A-ZÆØÅ] )[A-ZÆØÅ]{2,5}(?![\w])(?! [A-ZÆØÅ]{2})")


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
    lemma = fold(lemma_of(word))
    return (stem,) if stem == lemma else (stem, lemma)


def index_terms(text: str) -> list[str]:
    """The terms that ``text`` is indexed and searched under, in order, with repeats (they are counts)."""
    return [term for word in words(text) for term in word_terms(word)]


def search_terms(text: str) -> list[str]:
    """The terms of ``text`` in the words field, with repeats: the same analyzer for index and question.

    A word gives its lemmas, the verb it is made of, and the parts of a compound at every level, all with
    their letters folded. A word that no dictionary has gives itself and its marked stem as well, and a word
    typed without Danish letters what was meant. Stop words give nothing; numbers stay as they are. Terms
    stand in the order of the words, then those of abbreviations such as MED.

    >>> search_terms("Drøftelse af seniorpolitikken")
    ['droeftelse', 'droefte', 'seniorpolitik', 'senior', 'politik']
    """
    return [term for word in words(text) for term in _search_terms(word)] + _acronyms(text)


def question_terms(question: str) -> list[str]:
    """The search terms of the words that say what a question is about; of all words where none is left."""
    return search_terms(_asked(question))


@lru_cache(maxsize=200_000)
def _search_terms(word: str) -> tuple[str, ...]:
    """The search terms of one lower-case word, those of the whole word first; () for stop words."""
    if word in STOP_WORDS or not word.isalpha():
        return whole_terms(word)
    of_parts = map(fold, _with_verbs(parts(restored(word) or word)))
    return tuple(dict.fromkeys((*whole_terms(word), *of_parts)))


@lru_cache(maxsize=200_000)
def whole_terms(word: str) -> tuple[str, ...]:
    """The search terms of one lower-case word that stand for all of it, without the parts of a compound.

    A text that has one of them has the word, in some form; a text that has a part has something like it.
    """
    if word in STOP_WORDS:
        return ()
    if not word.isalpha():
        return (fold(word),)
    if is_known(word):
        return tuple(dict.fromkeys(map(fold, _with_verbs(lemmas(word)))))
    meant = restored(word)
    readings = [word, *lemmas(word), *(lemmas(meant) if meant else ())]
    found = _with_verbs((*readings, *filter(None, [compound_lemma(meant or word)])))
    stem = _STEMMER.stemWord(word)
    if len(stem) >= _SHORTEST_STEM:
        found.append(STEM_MARK + stem)
    return tuple(dict.fromkeys(map(fold, found)))


def _with_verbs(nouns: Iterable[str]) -> list[str]:
    """The words, and after them the verbs that they are made of: godkende, of godkendelse."""
    found = list(nouns)
    return found + [verb for noun in found for verb in _verb_of(noun)]


def _verb_of(noun: str) -> tuple[str, ...]:
    """The verb behind a noun in -else, -ning, -ing or -ation; () for other words."""
    for ending, of_verb in _VERB_NOUNS:
        stem = noun.removesuffix(ending)
        if stem == noun or len(stem) < _SHORTEST_VERB_STEM:
            continue
        for verb in (stem + of_verb, stem + stem[-1] + of_verb):  # beslutning: beslutte
            if is_lemma(verb):
                return (verb,)
    return ()


def _acronyms(text: str) -> list[str]:
    """The terms of stop words that stand as abbreviations in capitals (MED), not in a line of capitals."""
    found = (match[0].lower() for match in _ACRONYM.finditer(normalise(text)))
    return [fold(word) for word in found if word in STOP_WORDS]


def _asked(question: str) -> str:
    """The question without the words that only ask; as it is where nothing would be left."""
    composed = normalise(question)
    about = TOKEN.sub(lambda match: "" if match[0].lower() in _ASKING else match[0], composed)
    return about if any(word not in STOP_WORDS for word in words(about)) else composed


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


def question_ngrams(question: str) -> list[str]:
    """The n-grams of the words that say what a question is about; of all words where none is left."""
    return ngrams(_asked(question))


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
