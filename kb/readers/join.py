"""Joining a wrapped line to the next one: where a hyphen, a space or nothing belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_TAIL = re.compile(r"([\w]+)-$")
_HEAD = re.compile(r"[\w]+")
_WORDS = re.compile(r"\w+(?:-\w+)*")
# "social- og sundhedsområdet": the hyphen stands for a word part that follows later.
_CONJUNCTIONS = frozenset({"og", "eller", "samt", "men", "til", "og/eller"})
# Compounds that keep their hyphen: "it-system", "e-mail", "ikke-digital".
_KEEPS = re.compile(r"^(?:it|ikke|hr|e|a|b|co2|eu|mini|ex|vice|non|pr|tv|p|cpr|cvr)$", re.IGNORECASE)

Vocabulary = Mapping[str, int]


def vocabulary(lines: Iterable[str]) -> Counter[str]:
    """How often each word stands whole in the lines; words cut at a line end are left out."""
    counts: Counter[str] = Counter()
    for line in lines:
        words = _WORDS.findall(line)
        if line.endswith("-"):
            words = words[:-1]
        counts.update(word.lower() for word in words)
    return counts


def joint(left: str, right: str, words: Vocabulary, *, cautious: bool = False) -> str:
    """``left`` with what it needs before ``right`` follows: a space, nothing, or its hyphen cut off.

    ``cautious`` cuts a hyphen only where the joined word stands elsewhere in the same document.
    """
    if left.endswith("/"):
        return left
    if not left.endswith("-"):
        return left + " "
    tail, head = _TAIL.search(left), _HEAD.match(right)
    if tail is None:
        # A dash after a space is punctuation; after ")" or "/" it belongs to the word.
        return left + " " if left.endswith(" -") or left == "-" else left
    if head is None:
        return left + " "
    first, second = tail[1], head[0]
    if second.lower() in _CONJUNCTIONS:
        return left + " "
    if not second[0].islower() or first[-1].isdigit():
        return left
    if words.get((first + second).lower()):
        return left[:-1]
    if words.get(f"{first}-{second}".lower()) or cautious:
        return left
    if _KEEPS.match(first) or first.isupper():
        return left
    return left[:-1]
