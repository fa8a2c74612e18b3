"""Whether a quote is whole: it begins and ends where a sentence, a list item or a heading does."""

from __future__ import annotations

from collections.abc import Iterable

from kb.danish.sentences import sentence_spans
from kb.datatypes import Document


def is_whole(document: Document, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` neither begins nor ends inside a sentence; False of a blank span.

    Sentences are those of the blocks and of the section that the ends of the span lie in; marks, bullets and
    blanks may be left out at either end.
    """
    quote = document.text[start:end]
    if not any(character.isalnum() for character in quote):
        return False
    first = start + len(quote) - len(quote.lstrip())
    last = end - (len(quote) - len(quote.rstrip()))
    begins = any(
        left <= first < right and not _has_letters(document.text[left:first])
        for left, right in _sentences_at(document, first)
    )
    return begins and any(
        left < last <= right and not _has_letters(document.text[last:right])
        for left, right in _sentences_at(document, last - 1)
    )


def _sentences_at(document: Document, offset: int) -> Iterable[tuple[int, int]]:
    """The spans of the block at ``offset`` and the sentences in it, and of the body of its section."""
    for block in document.blocks:
        if block.start <= offset < block.end:
            yield block.start, block.end
            yield from sentence_spans(document.text, block.start, block.end)
    for section in document.sections:
        if section.body_start <= offset < section.end:
            yield from sentence_spans(document.text, section.body_start, section.end)


def _has_letters(text: str) -> bool:
    """Whether there is a letter or digit in the text."""
    return any(character.isalnum() for character in text)
