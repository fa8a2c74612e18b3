"""Danish words typed without Danish letters: økonomi out of okonomi, spørgsmål out of sporgsmal."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations

from kb.danish.compounds import parts
from kb.danish.lexicon import is_known

_SPELLED_OUT = {"ae": "æ", "oe": "ø", "aa": "å"}
_WITHOUT_MARK = {"o": "ø", "a": "å"}
_PAIRS = re.compile("|".join(_SPELLED_OUT))
_SHORTEST_WORD = 4
_MOST_PLACES, _MOST_CHANGES = 8, 3


@lru_cache(maxsize=100_000)
def restored(word: str) -> str | None:
    """The word that an unknown lower-case word was typed for, or None where no letter makes one of it.

    A word of the dictionary comes before a compound, and fewer changed letters before more.
    """
    if len(word) < _SHORTEST_WORD or is_known(word) or parts(word):
        return None
    spelled_out = _PAIRS.sub(lambda match: _SPELLED_OUT[match[0]], word)
    candidates = [spelled_out] if spelled_out != word else []
    candidates += _marked(word)
    for accepts in (is_known, parts):
        for candidate in candidates:
            if accepts(candidate):
                return candidate
    return None


def _marked(word: str) -> list[str]:
    """The word with a mark put on up to three letters, fewest first; [] where too many could bear one."""
    places = [at for at, letter in enumerate(word) if letter in _WITHOUT_MARK]
    if len(places) > _MOST_PLACES:
        return []
    found = []
    for count in range(1, _MOST_CHANGES + 1):
        for chosen in combinations(places, count):
            letters = list(word)
            for at in chosen:
                letters[at] = _WITHOUT_MARK[letters[at]]
            found.append("".join(letters))
    return found
