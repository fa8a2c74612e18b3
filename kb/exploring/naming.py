"""Names for themes: the words that occur in one theme and hardly in the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from kb.danish.telling import Told, is_acronym, is_compound, is_name, shown_form, telling_words, word_key

WORDS = 3
"""How many words name a theme."""

TITLED = 3
"""A word of a title counts as so many of the text."""

COMMON = 0.2
"""The share of a theme's matters that must have a word that names it, two at least."""

RARE = 0.1
"""What a word of fewer matters counts for: a theme is named after it where no other is left."""

COMPOUND = 1.5
"""What a compound counts for: it says more than a short word."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is known of one matter: its title, some of its passages, and how much it counts for its theme."""

    title: str
    passages: tuple[str, ...]
    weight: float = 1.0


def named(themes: Sequence[Sequence[Text]]) -> list[tuple[str, ...]]:
    """The words that name each theme, the most telling first, at most WORDS; () where nothing tells.

    Class-based tf-idf: how often a word occurs in the theme, by how few matters of others have it (after
    Grootendorst, "BERTopic", 2022). Names of people and places are left out, and no two themes begin with
    the same word.
    """
    occurring = [[_words(text) for text in theme] for theme in themes]
    told: defaultdict[str, list[Told]] = defaultdict(list)
    for each in (word for theme in occurring for words in theme for word in words):
        told[word_key(each.word)].append(each)
    kept = {key: shown_form(places) for key, places in told.items() if not is_name(places)}
    counts = [[Counter(word_key(each.word) for each in words) for words in theme] for theme in occurring]
    having = Counter(key for theme in counts for matter in theme for key in matter)
    total = sum(map(len, counts))
    weights = [[text.weight for text in theme] for theme in themes]
    scores = [
        _scores(theme, weight, kept, having, total) for theme, weight in zip(counts, weights, strict=True)
    ]
    ranked = [sorted(each, key=lambda key: (-each[key], key)) for each in scores]
    return _distinct(ranked, scores, kept)


def _words(text: Text) -> list[Told]:
    """The telling words of a matter, those of its title repeated."""
    words = [word for passage in text.passages for word in telling_words(passage)]
    return words + TITLED * telling_words(text.title)


def _scores(
    matters: Sequence[Mapping[str, int]],
    weights: Sequence[float],
    kept: Mapping[str, str],
    having: Mapping[str, int],
    total: int,
) -> dict[str, float]:
    """How well each word names the theme that is made of these matters."""
    spread = Counter(key for matter in matters for key in matter if key in kept)
    enough = max(2, COMMON * len(matters))
    scores = {}
    for key, count in spread.items():
        often = sum(
            weight**2 * log(1 + matter.get(key, 0)) for matter, weight in zip(matters, weights, strict=True)
        ) / len(matters)
        telling = (1.0 if count >= enough else RARE) * (COMPOUND if is_compound(kept[key]) else 1.0)
        scores[key] = often * log(1 + total / having[key]) * telling
    return scores


def _distinct(
    ranked: Sequence[Sequence[str]], counts: Sequence[Mapping[str, float]], kept: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """The first words of each ranking that are not in each other; a first word belongs to one theme only.

    A word that several themes rank first is that theme's in which it counts most.
    """
    taken: set[str] = set()
    names: list[tuple[str, ...]] = []
    for at, ranking in enumerate(ranked):
        chosen: list[str] = []
        for key in ranking:
            word = kept[key]
            if not chosen and (key in taken or _leads_elsewhere(key, at, ranked, counts)):
                continue
            if any(_within(word, other) for other in chosen):
                continue
            chosen.append(word)
            if len(chosen) == 1:
                taken.add(key)
            if len(chosen) == WORDS:
                break
        names.append(tuple(chosen))
    return names


def _leads_elsewhere(
    key: str, at: int, ranked: Sequence[Sequence[str]], counts: Sequence[Mapping[str, float]]
) -> bool:
    return any(
        other != at and ranking[:1] == [key] and counts[other][key] > counts[at][key]
        for other, ranking in enumerate(ranked)
    )


def _within(word: str, other: str) -> bool:
    """Whether one of the two words is part of the other; an abbreviation says something by itself."""
    one, two = word.lower(), other.lower()
    return (one in two or two in one) and not (is_acronym(word) or is_acronym(other))
