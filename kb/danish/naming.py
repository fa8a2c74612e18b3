"""Which of known committees a typed name means: its spellings, initials, the council's other name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from rapidfuzz import fuzz, process

from kb.danish.committees import find_committees
from kb.danish.variants import committees_in_question, same_council

_WORD = re.compile(r"[^\W\d_]+")
_JOINING = frozenset({"og", "for", "af", "om"})
_BODY = re.compile(r"(?:udvalg|råd|bestyrelse|repræsentation|nævn|styre)(?:e[nt]|[nt])?$")
_ARTICLE = re.compile(r"e[nt]$")
_TYPED = (str.maketrans({"å": "aa", "ø": "oe", "æ": "ae"}), str.maketrans({"å": "a", "ø": "o", "æ": "ae"}))
_LONGEST_INITIALS = 6
_NEAR = 70.0


def named(word: str, names: Collection[str]) -> str | None:
    """The one of ``names`` that ``word`` means, None where none or several fit.

    In order: the name itself, its other spellings ("okonomiudvalg"), the name that papers use for it ("HU"),
    the municipal council by another of its names, and the initials ("TU").
    """
    read = _read(word)
    councils = frozenset[str]().union(*map(same_council, read))
    typed = _spellings(word)
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name.casefold() == word.strip().casefold(),
        lambda name: not typed.isdisjoint(_spellings(name)),
        lambda name: name in read,
        lambda name: name in councils,
        lambda name: _letters(word) in initials(name),
    )
    for fits in tests:
        found = [name for name in names if fits(name)]
        if len(found) == 1:
            return found[0]
    return None


def nearest(word: str, names: Collection[str]) -> str | None:
    """The one of ``names`` that holds ``word``, or is spelt most like it; None where none is near."""
    typed = word.strip().casefold()
    spelt = {name: name.casefold() for name in names}
    holding = [name for name in names if typed and typed in spelt[name]]
    if len(holding) == 1:
        return holding[0]
    best = process.extractOne(typed, spelt, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return best[2] if best else None


def initials(name: str) -> frozenset[str]:
    """The abbreviations of a committee's name, as typed with or without å, ø and æ: "tu", "mtu", "br"."""
    letters = ""
    for part in _WORD.findall(name.casefold()):
        if part in _JOINING:
            continue
        body = _BODY.search(part)
        letters += part[0] if body is None or body.start() == 0 else part[0] + body[0][0]
    return (
        frozenset({letters, *(letters.translate(table) for table in _TYPED)})
        if len(letters) > 1
        else frozenset()
    )


def _letters(word: str) -> str:
    """The word in small letters where it may be an abbreviation, else nothing."""
    bare = word.strip().strip(".").casefold()
    return bare if bare.isalpha() and len(bare) <= _LONGEST_INITIALS else ""


def _read(word: str) -> frozenset[str]:
    """The committees that the whole word is a name of in papers, also one that is a name in a list only."""
    bare = word.strip()
    found = [each for each in committees_in_question(bare) if (each.start, each.end) == (0, len(bare))]
    listed = find_committees(f"HU/{bare.upper()}") if _letters(bare) else []
    return frozenset(each.name for each in (*found, *(each for each in listed if each.start == len("HU/"))))


def _spellings(name: str) -> frozenset[str]:
    """The name in small letters without blanks, hyphens and article, in each way of typing å, ø and æ."""
    bare = _ARTICLE.sub("", "".join(_WORD.findall(name.casefold())))
    return frozenset({bare, *(bare.translate(table) for table in _TYPED)})
