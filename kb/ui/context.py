"""A quote in its surroundings: what stands just before and after it, and the section around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.datatypes import Citation, Document

NEAR = 220
"""How many characters of surrounding text a card shows on each side of the quote."""

FAR = 6000
"""How many characters on each side "the whole section" shows at most."""

_SENTENCE_END = re.compile(r"[.!?:;]\s+|\n+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with the text around it; ``before + quote + after`` is a verbatim piece of the document.

    ``cut_before`` and ``cut_after`` say whether the section goes on beyond what is shown.
    """

    before: str
    quote: str
    after: str
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with its surroundings: ``near`` for a glance, ``whole`` for the section around it."""

    citation: Citation
    near: Excerpt
    whole: Excerpt


def source(document: Document, citation: Citation) -> Source:
    """The citation with the text around it, taken from its document."""
    start, end = citation.start, citation.end
    return Source(citation, near(document, start, end), section(document, start, end))


def near(document: Document, start: int, end: int) -> Excerpt:
    """The quote at [start:end] with about a sentence on each side, inside its own section."""
    return _excerpt(document, start, end, NEAR)


def section(document: Document, start: int, end: int) -> Excerpt:
    """The quote at [start:end] with the whole text of its section, up to a generous limit."""
    return _excerpt(document, start, end, FAR)


def _excerpt(document: Document, start: int, end: int, reach: int) -> Excerpt:
    """The quote with at most ``reach`` characters on each side, cut where a sentence or word begins."""
    low, high = _body(document, start, end)
    text = document.text
    left = low if start - low <= reach else _cut_left(text, start - reach, start)
    right = high if high - end <= reach else _cut_right(text, end, end + reach)
    return Excerpt(
        before=text[left:start],
        quote=text[start:end],
        after=text[end:right].rstrip(),
        cut_before=bool(text[low:left].strip()),
        cut_after=bool(text[right:high].strip()),
    )


def _body(document: Document, start: int, end: int) -> tuple[int, int]:
    """The span of the section's text that holds [start:end], without its heading and outer blank space."""
    low, high = start, end
    for part in document.sections:
        if part.start <= start < part.end:
            low = part.body_start if part.body_start <= start else part.start
            high = max(part.end, end)
            break
    while low < start and document.text[low].isspace():
        low += 1
    return low, high


def _cut_left(text: str, low: int, high: int) -> int:
    """The first place in [low:high] where a sentence begins, or else where a word does."""
    sentence = _SENTENCE_END.search(text, low, high)
    if sentence and sentence.end() < high:
        return sentence.end()
    space = text.find(" ", low, high)
    return low if space < 0 else space + 1


def _cut_right(text: str, low: int, high: int) -> int:
    """The last place in [low:high] where a sentence ends, or else where a word does."""
    ends = [match.start() + 1 for match in _SENTENCE_END.finditer(text, low, high)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", low, high)
    return high if space < 0 else space
