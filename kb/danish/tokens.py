"""Words of Danish text: what counts as one word, for the index and for the question alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kb.danish.lexicon import is_listed

# Digits may hold . , : / between them (dates, amounts, case numbers, times); letters only a hyphen.
TOKEN = re.compile(r"§|\w+(?:(?:-|(?<=\d)[./:,](?=\d))\w+)*(?:-(?!\w))?")
_IDENTIFIER = re.compile(r"\d[-/.:,]\d")
_YEARS = re.compile(r"((?:19|20)\d\d)[-/]((?:19|20)?\d\d)")
_ELLIPSIS = re.compile(r"(?=\b([^\W\d_]{2,})-(?:,\s*[^\W\d_]+-)*,?\s+(?:og|eller|samt)\s+([^\W\d_]{5,}))")
_COMMITTEE_TAIL = re.compile(r"(?:udvalg|råd)(?:et)?s?$")
_SHORTEST_TAIL = 3


def normalise(text: str) -> str:
    """The text in composed form (NFC), without soft hyphens, which only say where a line may break."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "")


def words(text: str) -> list[str]:
    """The lower-case words of ``text`` in order.

    A compound with a hyphen gives the joined word and its parts, and a shared tail is given back to
    each word that left it out ("kultur- og fritidspolitik"). Numbers, dates and case numbers stay
    whole. No word is dropped: ``ikke`` decides what a sentence says.
    """
    composed = normalise(text)
    found: list[str] = []
    for match in TOKEN.finditer(composed.lower()):
        found.extend(_forms(match.group()))
    found.extend(_expanded(composed))
    return found


@lru_cache(maxsize=200_000)
def _forms(token: str) -> tuple[str, ...]:
    """The words that one token stands for: itself, or a compound's joined form and its parts."""
    bare = token.strip("-_")
    if not bare:
        return ()
    years = _YEARS.fullmatch(bare)
    if years:
        return (bare, *years.groups())
    if "-" not in bare or _IDENTIFIER.search(bare):
        return (bare,)
    parts = [part for part in bare.split("-") if part]
    return ("".join(parts), *parts)


def _expanded(text: str) -> list[str]:
    """Words that share the tail of a later word, written out in full; committee names stay as they are."""
    if "- " not in text and "-\n" not in text and "-," not in text:
        return []
    found = []
    for match in _ELLIPSIS.finditer(text):
        head, full = match.groups()
        if full[0].isupper() and _COMMITTEE_TAIL.search(full.lower()):
            continue
        tail = compound_tail(full.lower())
        if tail:
            found.append(head.lower() + tail)
    return found


@lru_cache(maxsize=20_000)
def compound_tail(word: str) -> str | None:
    """The last part of a compound, or None: the longest known word that leaves a known word before it."""
    for cut in range(3, len(word) - _SHORTEST_TAIL + 1):
        head, tail = word[:cut], word[cut:]
        if is_listed(tail) and _is_head(head):
            return tail
    return None


def _is_head(head: str) -> bool:
    """Whether ``head`` is a word, with or without the s or e that joins compounds."""
    if is_listed(head):
        return True
    return len(head) > 3 and head[-1] in "se" and is_listed(head[:-1])
