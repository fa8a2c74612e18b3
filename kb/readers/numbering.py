"""List numbers of a DOCX, rebuilt from word/numbering.xml: the file stores only how to count."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%(\d)")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: format, first number and a template such as "%1.%2"."""

    style: str
    start: int
    template: str


@dataclass(frozen=True, slots=True)
class ListStyle:
    """A list: the abstract list whose counter it shares, its levels and restarted levels."""

    abstract: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int]


class Counter:
    """Counts list items in document order."""

    def __init__(self, numbering: Element | None) -> None:
        self._lists = {} if numbering is None else _lists(numbering)
        self._counts: dict[tuple[str, int], int] = {}

    def mark(self, list_id: str, level: int) -> str | None:
        """The next item's mark ("- ", "2. ", "b) "), None where the list is unknown or marks nothing."""
        style = self._lists.get(list_id)
        if style is None:
            return None
        shape = style.levels.get(level)
        if shape is None or shape.style == "bullet":
            return "- "
        if shape.style == "none":
            return None
        # A list with restarts counts on its own; others go on where the shared list stopped.
        key = list_id if style.restarts else style.abstract
        first = style.restarts.get(level, shape.start)
        self._counts[key, level] = self._counts.get((key, level), first - 1) + 1
        for other in [pair for pair in self._counts if pair[0] == key and pair[1] > level]:
            del self._counts[other]
        return self._render(key, style, shape, level)

    def _render(self, key: str, style: ListStyle, shape: Level, level: int) -> str:
        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            counted = self._counts.get((key, at), 1)
            return render_number(counted, style.levels[at].style if at in style.levels else "decimal")

        template = shape.template if _PLACE.search(shape.template) else f"%{level + 1}."
        return _PLACE.sub(number, template).strip() + " "


def render_number(value: int, style: str) -> str:
    """The number as its list format writes it."""
    if style in ("lowerLetter", "upperLetter", "a", "A"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter if style in ("lowerLetter", "a") else letter.upper()
    if style in ("lowerRoman", "upperRoman", "i", "I"):
        digits = ""
        for worth, sign in _ROMAN:
            while value >= worth:
                digits += sign
                value -= worth
        return digits if style in ("lowerRoman", "i") else digits.upper()
    return str(value)


def value(element: Element | None, path: str) -> str | None:
    """The w:val of the element at ``path`` below ``element``; None where either is missing."""
    found = None if element is None else element.find(path)
    text = None if found is None else found.get(W + "val")
    return None if text is None else str(text)


def _lists(root: Element) -> dict[str, ListStyle]:
    abstract = {
        str(element.get(W + "abstractNumId")): _levels(element) for element in root.iter(W + "abstractNum")
    }
    found: dict[str, ListStyle] = {}
    for element in root.findall(W + "num"):
        shared = value(element, W + "abstractNumId") or ""
        restarts = {
            _integer(override.get(W + "ilvl")): _integer(value(override, W + "startOverride"), 1)
            for override in element.iter(W + "lvlOverride")
            if override.find(W + "startOverride") is not None
        }
        found[str(element.get(W + "numId"))] = ListStyle(shared, abstract.get(shared, {}), restarts)
    return found


def _levels(element: Element) -> dict[int, Level]:
    return {
        _integer(level.get(W + "ilvl")): Level(
            value(level, W + "numFmt") or "bullet",
            _integer(value(level, W + "start"), 1),
            value(level, W + "lvlText") or "",
        )
        for level in element.iter(W + "lvl")
    }


def _integer(text: str | None, default: int = 0) -> int:
    return int(text) if text is not None and text.isdecimal() else default
