"""HTML -> drafts: a walk over the parsed page; navigation, scripts and hidden parts are left out."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers.build import assemble
from kb.readers.cleanup import SOFT_HYPHEN, clean_text
from kb.readers.draft import Draft, Run, heading, list_item, paragraph, parted, table_row
from kb.readers.html_sight import DROPPED, without_hidden
from kb.readers.text import decode

_BLOCKS = frozenset(
    "p div section article main header address blockquote dl dt dd figure figcaption pre ul ol li "
    "fieldset details summary table tbody thead tfoot tr td th caption body hgroup center".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DEEPEST = 200
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)", re.IGNORECASE)
# Elements that have no end or may be left without one: many of them are not deep.
_UNENDED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd td th tr thead tbody"
    " tfoot colgroup caption option optgroup html head body".split()
)
_DEEPEST_PARSED = 10_000
"""Beyond that the parser, which walks up from every tag, takes minutes."""
# Stands for <br>: a character that HTML does not allow.
_BREAK = "\x1e"


def read_html(data: bytes) -> Extraction:
    """The extraction of an HTML page; ``title`` is what <title> says."""
    page = _decode(data)
    _refuse_deep(page)
    tree = LexborHTMLParser(page)
    title_node = tree.css_first("title")
    title = _words(title_node.text()) if title_node is not None else ""
    hidden = without_hidden(tree, page)
    walker = _Walker()
    if tree.body is not None:
        walker.walk(tree.body, 0)
        walker.flush()
    return assemble(walker.drafts, "html", title=title or None, hidden={1: hidden})


def _refuse_deep(page: str) -> None:
    """Raise where elements stand deeper inside each other than on any page that people write."""
    depth = 0
    for found in _TAG.finditer(page):
        if found[2].lower() not in _UNENDED:
            depth = max(0, depth - 1) if found[1] else depth + 1
            if depth > _DEEPEST_PARSED:
                raise ReadError("corrupt_document")


def _decode(data: bytes) -> str:
    """The page as text; a declared single-byte table is believed only where the bytes are not UTF-8."""
    declared = _CHARSET.search(data[:2048])
    if declared and declared[1].lower() in (b"iso-8859-1", b"windows-1252", b"latin1"):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252", "replace")
    return decode(data)


def _words(text: str) -> str:
    return " ".join(clean_text(text).replace(SOFT_HYPHEN, "").split())


class _Walker:
    """Collects inline text until a block begins or ends."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.inline: list[str] = []
        self.mark = ""

    def flush(self) -> None:
        """Close the open paragraph or list item; labels between line breaks are paragraphs of their own."""
        lines = [Run(f"{text} ") for line in "".join(self.inline).split(_BREAK) if (text := _words(line))]
        self.inline.clear()
        for runs in parted(lines):
            text = "".join(run.text for run in runs).rstrip()
            self.drafts.append(list_item(f"{self.mark} {text}") if self.mark else paragraph(text))
            self.mark = ""

    def walk(self, node: LexborNode, depth: int) -> None:
        """Take in the children of ``node``."""
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self.inline.append(child.text(deep=False))
            elif tag == "br":
                self.inline.append(_BREAK)
            elif _is_dropped(child, tag):
                continue
            elif depth >= _DEEPEST:
                self.inline.append(child.text())
            elif tag in _HEADINGS:
                self.flush()
                self.drafts.append(heading(_words(child.text()), int(tag[1])))
            elif tag == "table":
                self.flush()
                self._table(child, depth)
            elif tag in ("ul", "ol"):
                self.flush()
                self._list(child, depth)
            elif tag in _BLOCKS:
                self._block(child, depth)
            else:
                self.walk(child, depth + 1)

    def _block(self, node: LexborNode, depth: int) -> None:
        # The mark of an open list item waits for the first text inside it.
        if "".join(self.inline).strip():
            self.flush()
        self.walk(node, depth + 1)
        if "".join(self.inline).strip():
            self.flush()

    def _list(self, node: LexborNode, depth: int) -> None:
        number = _integer(node.attributes.get("start"), 1)
        for item in node.iter():
            if item.tag != "li":
                self.walk(item, depth + 1) if item.tag in ("ul", "ol") else None
                continue
            number = _integer(item.attributes.get("value"), number)
            self.mark = f"{number}." if node.tag == "ol" else "-"
            number += 1
            self.walk(item, depth + 1)
            self.flush()
            self.mark = ""

    def _table(self, node: LexborNode, depth: int) -> None:
        # A table with headings or tables inside lays out the page; its cells are read as text.
        if node.css_first("h1, h2, h3, h4, h5, h6, td table, td ul, td ol") is not None:
            self.walk(node, depth + 1)
            self.flush()
            return
        for row in node.css("tr"):
            cells = [_words(_cell_text(cell)) for cell in row.iter() if cell.tag in ("td", "th")]
            if any(cells):
                self.drafts.append(table_row(cells))


def _cell_text(cell: LexborNode) -> str:
    return cell.text(separator=" ") if cell.css_first("p, br, div") is not None else cell.text()


def _is_dropped(node: LexborNode, tag: str) -> bool:
    if tag.startswith("-") or tag in DROPPED:
        return True
    if node.attributes.get("role") in ("navigation", "banner", "contentinfo", "search"):
        return True
    # A page header is decoration unless it holds the title.
    return tag == "header" and node.css_first("h1, h2") is None


def _integer(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.isdecimal() else default
