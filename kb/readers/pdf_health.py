"""Whether the text layer of a PDF page can be used: scans and garbled fonts are told apart from text."""

from __future__ import annotations

import re
from enum import StrEnum

from kb.readers.pdf_page import PageContent

_FEW_CHARACTERS = 30
_IMAGE_SHARE = 0.5
_UNMAPPED_SHARE = 0.08
_ENOUGH_WORDS = 60
_STOP_WORD_SHARE = 0.04
_WORD = re.compile(r"[^\W\d_]+")
# Danish first; other languages so that a page in one of them is not taken for garbled.
_STOP_WORDS = frozenset(
    "og i at er en et den det de der til på af for med som har ikke om fra kan skal vil blev være "
    "the of and to in is that with und der die das in den von zu mit och att som för det av är ikke".split()
)


class Health(StrEnum):
    """What a page's text layer is worth."""

    TEXT = "text"
    EMPTY = "empty"
    SCAN = "scan"
    GARBLED = "garbled"
    RECOGNISED = "recognised"


def page_health(page: PageContent) -> Health:
    """The state of one page's text layer."""
    if page.characters < _FEW_CHARACTERS and page.images > _IMAGE_SHARE:
        return Health.SCAN
    if page.characters == 0:
        return Health.EMPTY
    if page.unmapped > _UNMAPPED_SHARE * page.characters:
        return Health.GARBLED
    words = _WORD.findall(page.words.lower())
    if len(words) <= _ENOUGH_WORDS:
        return Health.TEXT
    stop_words = sum(word in _STOP_WORDS for word in words)
    return (
        Health.TEXT if stop_words >= _STOP_WORD_SHARE * len(words) or _is_natural(words) else Health.GARBLED
    )


def _is_natural(words: list[str]) -> bool:
    """Whether the letters are spread as in a language: lists of names have no stop words, but vowels."""
    letters = "".join(words)
    vowels = sum(letter in "aeiouyæøåéäö" for letter in letters)
    return 0.28 <= vowels / max(1, len(letters)) <= 0.55
