"""Text of an ODT that nobody sees: the styles and elements that hide it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SMALL = frozenset({"0pt", "1pt", "0%"})
_PAPER = frozenset({None, "transparent", "#ffffff"})
_DEEPEST = 20


def hidden_styles(*roots: Element | None) -> frozenset[str]:
    """The names of the styles whose text nobody sees.

    White letters count where nothing in the document can have another colour behind them.
    """
    styles = [style for root in roots if root is not None for style in root.iter(_S + "style")]
    grounds = (each.get(_FO + "background-color") for style in styles for each in style)
    plain = all(ground in _PAPER for ground in grounds)
    hiding = {str(style.get(_S + "name")) for style in styles if _hides(style, plain)}
    parents = {str(style.get(_S + "name")): style.get(_S + "parent-style-name") for style in styles}
    return frozenset(name for name in parents if hiding.intersection(_lineage(name, parents)))


def is_hidden(element: Element, styles: frozenset[str]) -> bool:
    """Whether nobody sees the paragraph, span or section."""
    if element.tag == _T + "section":
        return bool(element.get(_T + "display") == "none")
    if element.tag == _T + "hidden-text":
        return True
    field = element.find(_T + "hidden-paragraph") if element.tag == _T + "p" else None
    if field is not None and field.get(_T + "is-hidden") == "true":
        return True
    return element.get(_T + "style-name") in styles


def letters(element: Element) -> int:
    """How many characters the element holds, blanks apart."""
    text = str(element.get(_T + "string-value") or "") + "".join(element.itertext())
    return len("".join(text.split()))


def _hides(style: Element, plain: bool) -> bool:
    properties = style.find(_S + "text-properties")
    if properties is None:
        return False
    white = plain and str(properties.get(_FO + "color")).lower() == "#ffffff"
    return white or properties.get(_T + "display") == "none" or properties.get(_FO + "font-size") in _SMALL


def _lineage(name: str, parents: dict[str, str | None]) -> Iterator[str]:
    """The style and those that it builds on."""
    known: str | None = name
    for _ in range(_DEEPEST):
        if known is None:
            return
        yield known
        known = parents.get(known)
