"""Text of a DOCX that nobody sees: marked as hidden, too small to read, or white on the white page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.readers.numbering import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OFF = frozenset({"0", "false", "off"})
_SMALLEST = 2
"""Half points: a font of this size cannot be read, not even as small print."""
_PALEST = 250
# Cells and text boxes may be dark, and what colours them stands in styles of their own.
_GROUNDS = frozenset({W + "tbl", W + "txbxContent"})


def is_vanished(properties: Element | None) -> bool:
    """Whether run properties mark the text as hidden."""
    mark = None if properties is None else properties.find(W + "vanish")
    return mark is not None and mark.get(W + "val") not in _OFF


def is_unseen(run: Element) -> bool:
    """Whether the run is hidden, tiny or white, as far as its own properties tell."""
    properties = run.find(W + "rPr")
    if properties is None:
        return False
    size = value(properties, W + "sz")
    tiny = size is not None and size.isdecimal() and int(size) <= _SMALLEST
    return tiny or is_vanished(properties) or (_is_white(properties) and not _is_shaded(run))


def _is_white(properties: Element) -> bool:
    colour = value(properties, W + "color") or ""
    try:
        return len(colour) == 6 and min(bytes.fromhex(colour)) >= _PALEST
    except ValueError:  # "auto", or damaged
        return False


def _is_shaded(run: Element) -> bool:
    """Whether something that white can be read on may lie behind the run."""
    if any(run.find(f"{W}rPr/{W}{name}") is not None for name in ("shd", "highlight", "rStyle")):
        return True
    for around in run.iterancestors():
        if around.tag in _GROUNDS:
            return True
        if around.tag == W + "p" and any(
            around.find(f"{W}pPr/{W}{name}") is not None for name in ("shd", "pStyle")
        ):
            return True
    return run.getroottree().find(W + "background") is not None
