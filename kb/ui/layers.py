"""Text with spans of it wrapped in elements that nest: a quote, a heading, a place that was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.ui.render import prose


@dataclass(frozen=True, slots=True)
class Wrap:
    """An element around text[start:end]. ``attributes`` are of each piece of it, ``first`` of the first."""

    start: int
    end: int
    tag: str
    attributes: str = ""
    first: str = ""


Layers = Sequence[Sequence[Wrap]]


def wrapped(text: str, low: int, high: int, layers: Layers) -> str:
    """text[low:high] as HTML, with each layer's wraps inside those of the layer before.

    The wraps of a layer are in order and apart from each other. One that an outer layer or the range cuts is
    drawn in pieces; only the piece where it begins has its ``first`` attributes.
    """
    if not layers:
        return prose(text[low:high])
    outer, inner = layers[0], layers[1:]
    parts: list[str] = []
    at = low
    for wrap in outer:
        start, end = max(wrap.start, low), min(wrap.end, high)
        if start >= end:
            continue
        first = wrap.first if start == wrap.start else ""
        parts += [
            wrapped(text, at, start, inner),
            f"<{wrap.tag}{wrap.attributes}{first}>{wrapped(text, start, end, inner)}</{wrap.tag}>",
        ]
        at = end
    return "".join((*parts, wrapped(text, at, high, inner)))
