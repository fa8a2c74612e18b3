"""Finding what is typed in the text of one document, as a browser finds it on a page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kb.ui.marks import Span

LONGEST = 100
"""How many characters may be looked for."""

MOST = 500
"""How many places are marked."""


@dataclass(frozen=True, slots=True)
class Found:
    """The places of what was typed, in order; ``apart`` where only its single words were found.

    ``more`` says that there are more than MOST of them.
    """

    typed: str
    places: tuple[Span, ...] = ()
    apart: bool = False
    more: bool = False


def find(text: str, typed: str) -> Found:
    """Where what was typed stands in the text, case and line breaks ignored, or else each word of it.

    Nothing is found where nothing is typed.
    """
    wanted = unicodedata.normalize("NFC", " ".join(typed[:LONGEST].split()))
    words = wanted.split()
    if not words:
        return Found("")
    together = _places(text, r"\s+".join(map(re.escape, words)))
    if together or len(words) == 1:
        return Found(wanted, together[:MOST], more=len(together) > MOST)
    either = sorted(dict.fromkeys(words), key=len, reverse=True)
    apart = _places(text, "|".join(map(re.escape, either)))
    # Each of the words must stand somewhere: one common word alone is not what was looked for.
    folded = text.casefold()
    if not all(word.casefold() in folded for word in words):
        apart = ()
    return Found(wanted, apart[:MOST], apart=bool(apart), more=len(apart) > MOST)


def _places(text: str, pattern: str) -> tuple[Span, ...]:
    """The first places of the pattern, one more than are marked at most."""
    found: list[Span] = []
    for match in re.finditer(pattern, text, re.IGNORECASE):
        found.append(match.span())
        if len(found) > MOST:
            break
    return tuple(found)
