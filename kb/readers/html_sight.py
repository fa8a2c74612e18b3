"""Text of a web page that nobody sees, as far as its elements say so: style sheets are not read."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

DROPPED = frozenset(
    "script style noscript template nav footer form iframe svg button select aside head object".split()
)
"""Elements that hold no text of the document, seen or not."""

_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}"
    r"|(?:font-size|opacity)\s*:\s*0(?![.\d])|(?<![\w-])color\s*:\s*transparent",
    re.IGNORECASE,
)
_FLAT = re.compile(r"(?<![\w-])(?:height|width)\s*:\s*0(?![.\d])", re.IGNORECASE)
_CUT = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_WHITE = re.compile(r"(?<![\w-])color\s*:\s*(?:white|#fff(?:fff)?)\b", re.IGNORECASE)
_COLOURED = re.compile(r"background|bgcolor|<style|stylesheet", re.IGNORECASE)


def without_hidden(tree: LexborHTMLParser, page: str) -> int:
    """How many characters nobody sees; their elements are taken out of the tree.

    White letters count where nothing on the page can have another colour behind them.
    """
    plain = not _COLOURED.search(page)
    found = [node for node in tree.css("[style], [hidden]") if _is_hidden(node, plain)]
    known = {node.mem_id for node in found}
    outermost = [node for node in found if not _is_inside(node, known)]
    count = sum(len("".join(node.text().split())) for node in outermost)
    for node in outermost:
        node.decompose()
    return count


def _is_hidden(node: LexborNode, plain: bool) -> bool:
    style = node.attributes.get("style") or ""
    return (
        "hidden" in node.attributes
        or bool(_UNSEEN.search(style))
        or bool(_FLAT.search(style) and _CUT.search(style))
        or (plain and bool(_WHITE.search(style)))
    )


def _is_inside(node: LexborNode, hidden: set[int]) -> bool:
    """Whether an element around it is hidden too, or holds no text of the document."""
    around = node.parent
    while around is not None:
        if around.mem_id in hidden or around.tag in DROPPED:
            return True
        around = around.parent
    return False
