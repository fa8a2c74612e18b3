"""Where in a document a fact stands: its section and the whole sentences that tell it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from kb.danish.sentences import sentence_spans
from kb.datatypes import Document, Evidence, Section

_WRAPPED = re.compile(r"(?<=[^\s.:;!?|])[ \t]*\n(?=[ \t]*[a-zæøå(])")


def unwrapped(text: str) -> str:
    """The text, equally long, with a blank for each line break inside a sentence."""
    return _WRAPPED.sub(lambda match: " " * len(match[0]), text) if "\n" in text else text


def evidence_of(document: Document, flat: str, at: int, to: int) -> Evidence:
    """The whole sentences that ``flat[at:to]`` lies in, as evidence; ``flat`` is the unwrapped text."""
    start = flat.rfind("\n", 0, at) + 1
    stop = flat.find("\n", to)
    spans = sentence_spans(flat, start, stop if stop >= 0 else len(flat))
    over = [(a, b) for a, b in spans if a < to and b > at]
    first, last = (over[0][0], over[-1][1]) if over else (at, to)
    return Evidence(document.id, document.page_at(at).number, first, last, document.text[first:last])


def section_at(document: Document, starts: Sequence[int], offset: int) -> Section | None:
    """The section that holds the character at ``offset``; ``starts`` are where the sections start."""
    at = bisect_right(starts, offset) - 1
    return document.sections[at] if at >= 0 else None
