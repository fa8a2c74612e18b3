"""Suggested spellings of a question: words that the material does not know but has a near word for.

Suggested, never applied: only a person knows whether a name or a rare word was meant as it stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.danish.analysis import EMPTY_WORDS, QUESTION_WORDS, STOP_WORDS, same_word
from kb.danish.lexicon import is_listed
from kb.danish.tokens import normalise

MAX_SUGGESTIONS = 3
SHORTEST_WORD = 4
"""Shorter words have a neighbour by chance."""

LONGEST_WORD = 40
"""Longer runs of letters are no words."""

LONG_WORD = 9
"""A word of so many letters may be two edits from the word that was meant."""

SHORTEST_PART = 4
"""Parts of a compound are at least this long."""

MAX_VARIANTS = 64
"""How many ways of writing a, o, aa, ae and oe are tried in one word."""

_WORD = re.compile(r"(?<![\w.-])[^\W\d_]+(?![\w-]|\.\w)")
# What may be written for what.
_LETTERS: Mapping[str, tuple[str, ...]] = {
    "aa": ("å",), "oe": ("ø",), "ae": ("æ",), "a": ("å",), "o": ("ø",), "å": ("aa", "a"),
    "ø": ("oe", "o"), "æ": ("ae",),
}  # fmt: skip
_UNITS = re.compile(r"aa|oe|ae|.")
_ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"
_ENDINGS = frozenset(
    "skab skabet skaber skaberne heden heder else elsen elser ning ningen ninger eren".split()
)
_SHARED_START = 2
"""A word two edits away begins with the same letters: slips at the very beginning are rare."""


def suggest(question: str, vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """The question with unknown words spelt as the material spells them, likeliest first, at most three.

    ``vocabulary`` holds the lower-case words of the material with the number of documents each is in.
    Numbers, abbreviations, words with a capital inside the question, short words and inflections or
    compounds of known words stay. () where there is nothing to suggest.
    """
    composed = normalise(question)
    if not vocabulary:
        return ()
    slips: list[tuple[re.Match[str], tuple[str, ...]]] = []
    for match in _WORD.finditer(composed):
        near = near_words(match.group().lower(), vocabulary) if _may_be_misspelt(match, composed) else ()
        if near:
            slips.append((match, near))
    found: dict[str, None] = {}
    for choice in _choices([len(near) for _, near in slips]):
        text = composed
        for (match, near), at in reversed(list(zip(slips, choice, strict=True))):
            text = text[: match.start()] + _in_case_of(match.group(), near[at]) + text[match.end() :]
        found.setdefault(text)
        if len(found) == MAX_SUGGESTIONS:
            break
    return tuple(text for text in found if text != composed)


def near_words(word: str, vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """The words of the material that an unknown ``word`` may be meant as, likeliest first, at most three.

    () for a word that the material or the dictionary knows, in this or another form. Other ways of writing
    å, æ and ø come before edits, one edit before two, and words of more documents before rarer ones.
    """
    if word in vocabulary or not SHORTEST_WORD <= len(word) <= LONGEST_WORD or is_listed(word):
        return ()
    respelt = [each for each in _respelt(word) if each in vocabulary]
    if respelt:
        return _likeliest(respelt, vocabulary)
    edited = [each for each in _edited(word) if each in vocabulary and len(each) >= SHORTEST_WORD]
    if not edited and len(word) >= LONG_WORD:
        edited = _two_edits_away(word, vocabulary)
    if any(same_word(word, each) for each in edited) or _is_compound(word, vocabulary):
        return ()
    return _likeliest(edited or list(_mended_compounds(word, vocabulary)), vocabulary)


def _may_be_misspelt(match: re.Match[str], question: str) -> bool:
    """Whether a word of the question is one to look at: no abbreviation, no name, no word that only asks."""
    word = match.group()
    opens = not question[: match.start()].strip(" »\"'(")
    capital = word != word.lower() and not (opens and word[1:] == word[1:].lower())
    lowered = word.lower()
    return not capital and lowered not in STOP_WORDS | QUESTION_WORDS | EMPTY_WORDS


def _choices(counts: list[int]) -> Iterator[tuple[int, ...]]:
    """Which of so many spellings to take for each slip: the best for all, then another for one of them."""
    if not counts:
        return
    yield (0,) * len(counts)
    for at, count in enumerate(counts):
        for other in range(1, count):
            yield tuple(other if place == at else 0 for place in range(len(counts)))


def _in_case_of(word: str, other: str) -> str:
    """``other`` with a capital where ``word`` has one."""
    return other[0].upper() + other[1:] if word[0].isupper() else other


def _likeliest(found: list[str], vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """The words in most documents first, ties by the alphabet, at most MAX_SUGGESTIONS."""
    ordered = sorted(set(found), key=lambda each: (-vocabulary.get(each, 0), each))
    return tuple(ordered[:MAX_SUGGESTIONS])


def _respelt(word: str) -> Iterator[str]:
    """The other ways of writing the word with å, æ and ø, or without them; the word itself left out."""
    units = _UNITS.findall(word)
    ways = [_ways(unit) for unit in units]
    for combination in itertools.islice(itertools.product(*ways), MAX_VARIANTS):
        spelling = "".join(combination)
        if spelling != word:
            yield spelling


def _ways(unit: str) -> tuple[str, ...]:
    """How one letter, or two that stand for one, may be written, as it stands first."""
    return (unit, *_LETTERS.get(unit, ()))


def _edited(word: str) -> Iterator[str]:
    """The words one edit away: a letter left out, doubled up, put in, changed, or two neighbours swapped."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _ALPHABET:
            yield head + letter + tail
            if tail and letter != tail[0]:
                yield head + letter + tail[1:]


def _two_edits_away(word: str, vocabulary: Mapping[str, int]) -> list[str]:
    """The words of the material that are two edits away and begin alike."""
    start, shortest, longest = word[:_SHARED_START], len(word) - 2, len(word) + 2
    alike = [each for each in vocabulary if shortest <= len(each) <= longest and each.startswith(start)]
    near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=2, limit=None)
    return [each for each, _, _ in near]


def _is_known(part: str, vocabulary: Mapping[str, int]) -> bool:
    """Whether the material has the word, or the dictionary, which has odd short ones."""
    return part in vocabulary or (len(part) > SHORTEST_PART and is_listed(part))


def _cuts(word: str) -> Iterator[tuple[str, str, str]]:
    """The ways of parting a compound, as (head with its joint, head without, tail)."""
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        head, tail = word[:at], word[at:]
        yield head, head, tail
        if head[-1] in "se" and len(head) > SHORTEST_PART:
            yield head, head[:-1], tail


def _is_compound(word: str, vocabulary: Mapping[str, int]) -> bool:
    """Whether the word is made of two known words or more; endings such as -skaber are no words here."""
    return any(
        _is_known(bare, vocabulary)
        and tail not in _ENDINGS
        and (_is_known(tail, vocabulary) or _is_compound(tail, vocabulary))
        for _, bare, tail in _cuts(word)
    )


def _mended_compounds(word: str, vocabulary: Mapping[str, int]) -> Iterator[str]:
    """The compound with one of its two parts spelt as the material spells it, where it knows the other."""
    for head, bare, tail in _cuts(word):
        joint = head[len(bare) :]
        if bare in vocabulary and len(tail) > SHORTEST_PART:
            yield from (
                head + each for each in _edited(tail) if each in vocabulary and len(each) >= len(tail)
            )
        if tail in vocabulary and len(bare) > SHORTEST_PART:
            # A slip in the letter that joins the parts would give words without it.
            alike = (each for each in _edited(bare) if each in vocabulary and each[-1] == bare[-1])
            yield from (each + joint + tail for each in alike)
