"""DOCX -> drafts. Tracked changes are read as accepted, hidden text is left out, numbers are rebuilt."""

from __future__ import annotations

import re
from collections import Counter as Tally
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.datatypes import BlockKind, Extraction
from kb.errors import ReadError
from kb.readers.archive import Archive, usable_title
from kb.readers.build import assemble
from kb.readers.cleanup import PUA_BULLETS, SOFT_HYPHEN, clean_text
from kb.readers.docx_sight import is_unseen, is_vanished
from kb.readers.draft import Draft, Run, parted, table_row
from kb.readers.numbering import Counter, W, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_SIGNS = {W + "tab": " ", W + "noBreakHyphen": "-"}
_REMOVED = frozenset(
    {W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")} | {_MC + "Fallback"}
)
_CONTAINERS = frozenset(
    {W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
    | {_MC + "AlternateContent", _MC + "Choice"}
)
_HEADING_STYLE = re.compile(r"(?:heading|overskrift) (\d)")
_TITLE_STYLES = frozenset({"title", "titel"})
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says about structure; ``base`` is the style it builds on."""

    name: str
    base: str | None
    outline: str | None
    list_id: str | None
    list_level: str | None
    hidden: str | None


def read_docx(data: bytes) -> Extraction:
    """The extraction of a DOCX file; pages are those Word last laid out, marked as inferred."""
    archive = Archive(data)
    document = archive.xml("word/document.xml")
    body = None if document is None else document.find(W + "body")
    if body is None:
        raise ReadError("corrupt_document")
    walker = _Walker(
        body, _styles(archive.xml("word/styles.xml")), Counter(archive.xml("word/numbering.xml"))
    )
    walker.walk(body, 0)
    notes = archive.xml("word/footnotes.xml")
    if notes is not None:
        walker.footnotes(notes)
    core = archive.xml("docProps/core.xml")
    title = None if core is None else core.findtext(f".//{_TITLE}")
    return assemble(walker.drafts, "docx", title=usable_title(title), pages=walker.page, hidden=walker.hidden)


def _styles(root: Element | None) -> dict[str, Style]:
    if root is None:
        return {}
    return {
        str(style.get(W + "styleId")): Style(
            name=(value(style, W + "name") or "").lower(),
            base=value(style, W + "basedOn"),
            outline=value(style, f"{W}pPr/{W}outlineLvl"),
            list_id=value(style, f"{W}pPr/{W}numPr/{W}numId"),
            list_level=value(style, f"{W}pPr/{W}numPr/{W}ilvl"),
            hidden="hidden" if is_vanished(style.find(W + "rPr")) else None,
        )
        for style in root.iter(W + "style")
    }


class _Walker:
    """Walks the body once, counting pages and list numbers on the way."""

    def __init__(self, body: Element, styles: dict[str, Style], counter: Counter) -> None:
        self.styles = styles
        self.counter = counter
        self.drafts: list[Draft] = []
        self.page = 1
        self.hidden: Tally[int] = Tally()
        self.pending: list[Run] = []
        # Word notes where pages began when it last saved; then explicit breaks would count twice.
        self.laid_out = next(body.iter(W + "lastRenderedPageBreak"), None) is not None

    def walk(self, element: Element, depth: int) -> None:
        """Read the block-level children of ``element``."""
        if depth > _DEEPEST:
            raise ReadError("corrupt_document")
        for child in element:
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag in _CONTAINERS:
                self.walk(child, depth + 1)

    def footnotes(self, root: Element) -> None:
        """Append the notes as paragraphs; separators are notes with a type."""
        for note in root.iter(W + "footnote"):
            if note.get(W + "type") is None:
                self._add(BlockKind.PARAGRAPH, self._runs(note))

    def _add(self, kind: BlockKind, runs: list[Run], mark: str = "", level: int = 0) -> None:
        if not "".join(run.text for run in runs).strip():
            return
        if mark:
            first = next(index for index, run in enumerate(runs) if run.text.strip())
            runs = [Run(mark + runs[first].text.lstrip(), runs[first].page), *runs[first + 1 :]]
        self.drafts.append(Draft(kind, tuple(runs), level))

    def _paragraph(self, element: Element) -> None:
        properties = element.find(W + "pPr")
        if (
            not self.laid_out
            and properties is not None
            and properties.find(W + "pageBreakBefore") is not None
        ):
            self.page += 1
        runs = [*self.pending, *self._runs(element)]
        self.pending = []
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            # The paragraph mark is deleted: the text runs on in the next paragraph.
            self.pending = runs
            return
        if not "".join(run.text for run in runs).strip():
            return
        style_id = value(properties, W + "pStyle")
        level = self._heading_level(properties, style_id)
        mark = self._mark(properties, style_id)
        if level:
            self._add(BlockKind.HEADING, runs, "" if mark == "- " else mark or "", level)
        elif mark:
            self._add(BlockKind.LIST_ITEM, runs, mark)
        elif runs[0].text.lstrip()[:1] in PUA_BULLETS and runs[0].text.strip():
            runs[0] = Run(runs[0].text.lstrip()[1:], runs[0].page)
            self._add(BlockKind.LIST_ITEM, runs, "- ")
        else:
            for part in parted(runs):
                self._add(BlockKind.PARAGRAPH, list(part))

    def _heading_level(self, properties: Element | None, style_id: str | None) -> int:
        """1-6 for a heading, 0 for anything else."""
        name = self.styles[style_id].name if style_id in self.styles else ""
        if name in _TITLE_STYLES:
            return 1
        if match := _HEADING_STYLE.match(name):
            return min(int(match[1]), 6)
        outline = value(properties, W + "outlineLvl") or self._inherited(style_id, "outline")
        if outline is not None and outline.isdecimal() and int(outline) < 9:
            return min(int(outline) + 1, 6)
        return 0

    def _mark(self, properties: Element | None, style_id: str | None) -> str | None:
        list_id = value(properties, f"{W}numPr/{W}numId") or self._inherited(style_id, "list_id")
        level = value(properties, f"{W}numPr/{W}ilvl") or self._inherited(style_id, "list_level") or "0"
        if list_id is None or list_id == "0" or not level.isdecimal():
            return None
        return self.counter.mark(list_id, int(level))

    def _inherited(self, style_id: str | None, name: str) -> str | None:
        for _ in range(20):
            if style_id not in self.styles:
                return None
            style = self.styles[style_id]
            found = getattr(style, name)
            if found is not None:
                return str(found)
            style_id = style.base
        return None

    def _runs(self, element: Element) -> list[Run]:
        """The visible text below ``element``, a run for each page it touches and each line broken by hand."""
        runs: list[Run] = []
        parts: list[str] = []
        of_paragraph = self._inherited(value(element, f"{W}pPr/{W}pStyle"), "hidden") is not None

        def turn(pages: int) -> None:
            runs.append(Run(_clean("".join(parts)), self.page))
            parts.clear()
            self.page += pages

        def visit(node: Element, depth: int) -> None:
            if depth > _DEEPEST:
                raise ReadError("corrupt_document")
            for child in node:
                if child.tag in _REMOVED or self._passes(child, of_paragraph):
                    continue
                if child.tag == W + "lastRenderedPageBreak" or (
                    child.tag == W + "br" and child.get(W + "type") == "page" and not self.laid_out
                ):
                    turn(1)
                elif child.tag == W + "t":
                    parts.append(child.text or "")
                elif child.tag in (W + "br", W + "cr"):
                    parts.append(" ")
                    turn(0)
                elif child.tag in _SIGNS:
                    parts.append(_SIGNS[child.tag])
                else:
                    visit(child, depth + 1)
                    # Paragraphs inside a text box must not run together.
                    parts.append(" " if child.tag == W + "p" else "")

        visit(element, 0)
        runs.append(Run(_clean("".join(parts)), self.page))
        return [run for run in runs if run.text]

    def _passes(self, element: Element, hidden: bool) -> bool:
        """Whether the element is a run that nobody sees, itself or its paragraph; its letters are counted."""
        if element.tag != W + "r":
            return False
        style = value(element, f"{W}rPr/{W}rStyle")
        if not (hidden or is_unseen(element) or self._inherited(style, "hidden")):
            return False
        self.hidden[self.page] += sum(_letters(part.text) for part in element.iter(W + "t"))
        return True

    def _table(self, element: Element) -> None:
        for row in element.iter(W + "tr"):
            if _owner(row) is not element or row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells: list[str] = []
            page = self.page
            for cell in row.iter(W + "tc"):
                if _owner(cell) is not row:
                    continue
                texts = (self._cell_paragraph(part) for part in cell.iter(W + "p"))
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                text = " ".join(" ".join(texts).split())
                cells.append("" if merged is not None and merged.get(W + "val") != "restart" else text)
            # Word notes a break inside the row that begins the page.
            if any(cells):
                self.drafts.append(table_row(cells, max(page, self.page)))

    def _cell_paragraph(self, element: Element) -> str:
        text = "".join(run.text for run in self._runs(element)).strip()
        mark = self._mark(element.find(W + "pPr"), value(element, f"{W}pPr/{W}pStyle")) if text else None
        return f"{mark or ''}{text}"


def _owner(element: Element) -> Element | None:
    """The nearest ancestor that is not a content control or a tracked insertion."""
    parent = element.getparent()
    while parent is not None and parent.tag in _CONTAINERS:
        parent = parent.getparent()
    return parent


def _letters(text: str | None) -> int:
    """How many characters can be seen of the text."""
    return len("".join((text or "").split()))


def _clean(text: str) -> str:
    return clean_text(text).replace(SOFT_HYPHEN, "")
