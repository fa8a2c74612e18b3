"""ODT -> drafts. Deleted text and comments are left out, list numbers are counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kb.datatypes import BlockKind, Extraction
from kb.errors import ReadError
from kb.readers.archive import Archive, usable_title
from kb.readers.build import assemble
from kb.readers.cleanup import SOFT_HYPHEN, clean_text
from kb.readers.draft import Draft, Run, parted, table_row
from kb.readers.numbering import render_number
from kb.readers.odt_sight import hidden_styles, is_hidden, letters

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_REMOVED = frozenset(
    {_T + name for name in ("note", "tracked-changes", "sequence-decls", "ruby-text")}
    | {_O + "annotation", _O + "annotation-end", _O + "forms"}
)
_DEEPEST = 60


def read_odt(data: bytes) -> Extraction:
    """The extraction of an ODT file; pages are soft page breaks where the file has them."""
    archive = Archive(data)
    content = archive.xml("content.xml")
    text = None if content is None else content.find(f"{_O}body/{_O}text")
    if content is None or text is None:
        raise ReadError("corrupt_document")
    styles = archive.xml("styles.xml")
    walker = _Walker({**_list_styles(styles), **_list_styles(content)}, hidden_styles(styles, content))
    walker.walk(text, 0)
    meta = archive.xml("meta.xml")
    title = None if meta is None else meta.findtext(f".//{_TITLE}")
    return assemble(walker.drafts, "odt", title=usable_title(title), pages=walker.page, hidden=walker.hidden)


def _list_styles(root: Element | None) -> dict[str, list[str | None]]:
    """For each list style the number format of each level; None for a bullet."""
    if root is None:
        return {}
    return {
        str(style.get(_S + "name")): [
            (level.get(_S + "num-format") or "1") + (level.get(_S + "num-suffix") or ".")
            if level.tag == _T + "list-level-style-number"
            else None
            for level in style
        ]
        for style in root.iter(_T + "list-style")
    }


class _Walker:
    """Walks the body once, counting pages and list numbers on the way."""

    def __init__(self, styles: dict[str, list[str | None]], unseen: frozenset[str]) -> None:
        self.styles = styles
        self.unseen = unseen
        self.hidden: Counter[int] = Counter()
        self.drafts: list[Draft] = []
        self.page = 1
        self.mark = ""
        self.counts: dict[tuple[str, int], int] = {}

    def walk(self, element: Element, depth: int, style: str = "", level: int = 0) -> None:
        """Read the block-level children of ``element``; ``level`` counts the lists around it."""
        if depth > _DEEPEST:
            raise ReadError("corrupt_document")
        for child in element:
            if self._passes(child):
                continue
            if child.tag == _T + "h":
                outline = str(child.get(_T + "outline-level") or "1")
                self._add(BlockKind.HEADING, child, int(outline) if outline.isdecimal() else 1)
            elif child.tag == _T + "p":
                self._add(BlockKind.LIST_ITEM if self.mark else BlockKind.PARAGRAPH, child)
            elif child.tag == _T + "list":
                self._list(child, depth, str(child.get(_T + "style-name") or style), level)
            elif child.tag == _TABLE + "table":
                self._table(child)
            elif child.tag == _T + "soft-page-break":
                self.page += 1
            elif child.tag not in _REMOVED:
                self.walk(child, depth + 1, style, level)

    def _passes(self, element: Element) -> bool:
        """Whether nobody sees the element; its letters are counted."""
        if not is_hidden(element, self.unseen):
            return False
        self.hidden[self.page] += letters(element)
        return True

    def _add(self, kind: BlockKind, element: Element, level: int = 0) -> None:
        runs = self._runs(element)
        if not "".join(run.text for run in runs).strip():
            return
        if kind is BlockKind.LIST_ITEM:
            runs[0] = Run(self.mark + runs[0].text.lstrip(), runs[0].page)
            self.mark = ""
        for part in parted(runs) if kind is BlockKind.PARAGRAPH else [tuple(runs)]:
            self.drafts.append(Draft(kind, part, max(0, min(level, 6))))

    def _list(self, element: Element, depth: int, style: str, level: int) -> None:
        formats = self.styles.get(style, [])
        number_format = formats[level] if level < len(formats) else None
        goes_on = element.get(_T + "continue-numbering") == "true" or element.get(_T + "continue-list")
        count = self.counts.get((style, level), 0) if goes_on else 0
        for item in element:
            if item.tag == _T + "list-item":
                start = str(item.get(_T + "start-value") or "")
                count = int(start) if start.isdecimal() else count + 1
                self.mark = "- "
                if number_format is not None:
                    self.mark = render_number(count, number_format[:-1]) + number_format[-1] + " "
            elif item.tag != _T + "list-header":
                continue
            self.walk(item, depth + 1, style, level + 1)
            self.mark = ""
        self.counts[style, level] = count

    def _table(self, element: Element) -> None:
        for row in element.iter(_TABLE + "table-row"):
            if next(row.iterancestors(_TABLE + "table")) is not element:
                continue
            cells = [
                " ".join(
                    " ".join(
                        "".join(run.text for run in self._runs(part))
                        for part in cell.iter(_T + "p", _T + "h")
                    ).split()
                )
                for cell in row
                if cell.tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell")
            ]
            if any(cells):
                self.drafts.append(table_row(cells, self.page))

    def _runs(self, element: Element) -> list[Run]:
        """The visible text of a paragraph, one run for each page it touches and each line broken by hand."""
        runs: list[Run] = []
        parts: list[str] = [element.text or ""]

        def visit(node: Element, depth: int) -> None:
            if depth > _DEEPEST:
                raise ReadError("corrupt_document")
            for child in node:
                if child.tag == _T + "soft-page-break":
                    runs.append(Run(_clean("".join(parts)), self.page))
                    parts.clear()
                    self.page += 1
                elif child.tag == _T + "line-break":
                    runs.append(Run(_clean("".join((*parts, " "))), self.page))
                    parts.clear()
                elif child.tag in (_T + "s", _T + "tab"):
                    parts.append(" ")
                elif child.tag not in _REMOVED and not self._passes(child):
                    parts.append(child.text or "")
                    visit(child, depth + 1)
                parts.append(child.tail or "")

        visit(element, 0)
        runs.append(Run(_clean("".join(parts)), self.page))
        return [run for run in runs if run.text]


def _clean(text: str) -> str:
    return clean_text(text).replace(SOFT_HYPHEN, "")
