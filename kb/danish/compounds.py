"""Compounds cut into the words they are made of: sygefraværspolitik is syge, fravær, sygefravær and politik.

A word can often be cut in several ways, most of them nonsense. Koehn and Knight ("Empirical Methods for
Compound Splitting", EACL 2003) choose the cut whose parts are frequent, by the geometric mean of their counts
in a corpus. Here a part's count is the number of dictionary words that it builds (``lexicon.built``):
it needs no corpus, is the same for every collection, and says better than frequency that a word builds
compounds at all. A cut into two words that the dictionary has comes before any other.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from kb.danish.lexicon import (
    NOT_HEADS,
    NOT_TAILS,
    begun,
    ended,
    heads_of,
    is_known,
    is_lemma,
    is_part,
    lemmas,
)

_SHORTEST_COMPOUND, _LONGEST_COMPOUND = 6, 60  # letters
_SHORTEST_INNER = 7  # a part that is itself a compound
_LEAST_BUILT = 3  # words that a part builds, else it is one by accident
_SHORTEST_RARE_HEAD = 5  # a long word may begin compounds that no dictionary has: whistleblowerordning

# Words that only look like compounds, and names of municipalities, which every paper of theirs carries.
_WHOLE_WORDS = frozenset(
    """
    afledning andel anledning billede deltage deltager egenskab foranledning forelæggelse formand
    forudsætning fredag fællesskab genstand handel handle indledning kundskab landskab lørdag mandag
    medlem medlemskab middag måltid onsdag redskab samråd selskab søndag tirsdag torsdag udledning
    undtagelse vejlede vejledning årlig årsag
    aabenraa aalborg aarhus albertslund allerød assens ballerup billund bornholm brøndby brønderslev
    dragør egedal esbjerg faaborg fanø favrskov faxe fredensborg fredericia frederiksberg frederikshavn
    frederikssund furesø gentofte gladsaxe glostrup greve gribskov guldborgsund haderslev halsnæs
    hedensted helsingør herlev herning hillerød hjørring holbæk holstebro horsens hvidovre hørsholm ikast
    ishøj jammerbugt kalundborg kerteminde kolding københavn køge langeland lejre lemvig lolland lyngby
    læsø mariagerfjord middelfart midtfyn morsø norddjurs nordfyn nyborg næstved odder odense odsherred
    randers rebild ringkøbing ringsted roskilde rudersdal rødovre samsø silkeborg skanderborg skive
    slagelse solrød sorø stevns struer svendborg syddjurs sønderborg taarbæk taastrup thisted tårnby
    tønder vallensbæk varde vejen vejle vesthimmerland viborg vordingborg åbenrå ålborg århus ærø
    """.split()
)


class _Cut(NamedTuple):
    """A way to cut a compound in two; greater is likelier. ``at`` is where the tail starts."""

    knows_both: bool
    score: float
    at: int
    head: str
    tail: str


class _Compound(NamedTuple):
    """A compound as the dictionary would list it, and the half-open spans of its smallest parts."""

    lemma: str
    spans: tuple[tuple[int, int], ...]


def parts(word: str) -> tuple[str, ...]:
    """The lemmas of the words and shorter compounds within a lower-case compound; () for other words.

    >>> parts("spildevandsplanen")
    ('spild', 'spildevand', 'vand', 'vandsplan', 'plan')
    """
    compound = _compound(word)
    if compound is None:
        return ()
    lemma, spans = compound
    stretches = [
        lemma[start:end]
        for at, (start, _) in enumerate(spans)
        for _, end in spans[at:]
        if end - start < len(lemma)
    ]
    return tuple(dict.fromkeys(reading for one in stretches for reading in _readings(one)))


def compound_lemma(word: str) -> str | None:
    """The lemma of a lower-case compound, taken from its last part; None for other words.

    >>> compound_lemma("kommuneplantillæggene")
    'kommuneplantillæg'
    """
    compound = _compound(word)
    return compound.lemma if compound else None


def _is_whole(word: str) -> bool:
    """Whether the lower-case word, or what it is the genitive of, is listed as one that is never cut."""
    return word in _WHOLE_WORDS or word.removesuffix("s") in _WHOLE_WORDS


def _readings(word: str) -> tuple[str, ...]:
    """The lemmas of a word of the dictionary; another word as it is."""
    return lemmas(word) if is_known(word) else (word,)


@lru_cache(maxsize=200_000)
def _compound(word: str) -> _Compound | None:
    """The compound that a word is, by the first of its lemmas that is one; None for other words."""
    for form in lemmas(word) if is_known(word) else dict.fromkeys((*lemmas(word), word)):
        cut = _cut(form)
        if cut:
            inner = _divided(cut.head)
            ends = [(start, min(end, len(cut.head))) for start, end in inner.spans]
            tail = _divided(cut.tail)
            ends += [(start + cut.at, end + cut.at) for start, end in tail.spans]
            return _Compound(form[: cut.at] + tail.lemma, tuple(ends))
    return None


def _divided(part: str) -> _Compound:
    """A part of a compound as a compound, of itself only where it is none."""
    cut = _cut(part)
    compound = _compound(part) if cut else None
    return compound or _Compound(part, ((0, len(part)),))


@lru_cache(maxsize=200_000)
def _cut(word: str) -> _Cut | None:
    """The likeliest way to cut a word into two that build compounds, or None where it is no compound."""
    if not _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND or _is_whole(word):
        return None
    best = None
    for at in range(2, len(word) - 1):
        tail = _tail(word[at:])
        if tail is None or word[:at] in NOT_HEADS or (word[at:] == "ret" and is_lemma(word[:-1])):
            continue  # the last: interesseret is a form of interessere
        for stretch in heads_of(word[:at]):
            head = _head(stretch)
            if head:
                both = is_known(stretch) and is_known(tail[1])
                found = _Cut(both, math.sqrt(head * tail[0]), at, stretch, tail[1])
                best = max(best, found) if best else found
    return best


def _tail(stretch: str) -> tuple[float, str] | None:
    """How productive the last part is, with its lemma; None where it is no word that ends compounds."""
    if is_part(stretch) and is_known(stretch):
        usable = [
            form
            for form in lemmas(stretch)
            if is_lemma(form) and is_part(form) and form not in NOT_TAILS and ended(form) >= _LEAST_BUILT
        ]
        if usable:
            best = max(usable, key=ended)
            return ended(best), best
    inner = _cut(stretch) if len(stretch) >= _SHORTEST_INNER else None
    return (inner.score, stretch) if inner else None


def _head(stretch: str) -> float | None:
    """How productive the first part is; None where it is no word that begins compounds."""
    if stretch in NOT_HEADS:
        return None
    count = begun(stretch)
    if count >= _LEAST_BUILT and is_part(stretch):
        return count
    if len(stretch) >= _SHORTEST_RARE_HEAD and stretch[-1] != "e" and is_lemma(stretch):
        return max(count, 1)
    inner = _cut(stretch) if len(stretch) >= _SHORTEST_INNER else None
    return inner.score if inner else None
