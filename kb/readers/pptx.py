"""A presentation -> its slides: a slide is a page, its title a heading. Notes are not shown, and not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.datatypes import Extraction
from kb.errors import ReadError
from kb.readers.archive import Archive, usable_title
from kb.readers.build import assemble
from kb.readers.cleanup import clean_text
from kb.readers.draft import Draft, heading, list_item, paragraph, table_row
from kb.readers.office_parts import local, related, title_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SHOW = "ppt/presentation.xml"
_TITLES = frozenset({"title", "ctrTitle"})
_DRESSING = frozenset({"dt", "ftr", "sldNum", "hdr"})
"""Placeholders that every slide has alike."""
_BODY = "body"
_DEEPEST = 30


def read_pptx(data: bytes) -> Extraction:
    """The extraction of a presentation. Raises ReadError."""
    archive = Archive(data)
    show = archive.xml(_SHOW)
    if show is None:
        raise ReadError("corrupt_document")
    targets = related(archive, _SHOW)
    order = [_relation(each) for each in show.iter() if local(each) == "sldId"]
    drafts: list[Draft] = []
    hidden: dict[int, int] = {}
    for page, relation in enumerate(order, 1):
        slide = archive.xml(targets.get(relation, ""))
        if slide is None:
            raise ReadError("corrupt_document")
        found = list(_slide(archive, slide, targets[relation], page))
        if slide.get("show") in ("0", "false"):
            hidden[page] = sum(len("".join(each.text.split())) for each in found)
        else:
            drafts.extend(found)
    title = usable_title(title_of(archive))
    return assemble(drafts, "pptx", title=title, pages=len(order), inferred=False, hidden=hidden)


def _slide(archive: Archive, slide: Element, part: str, page: int) -> Iterator[Draft]:
    """The texts of a slide: its title first, then the shapes in their order."""
    shapes = list(_shapes(slide, 0))
    titled = [each for each in shapes if _placeholder(each) in _TITLES]
    for shape in titled:
        if words := _line(shape):
            yield heading(words, 1, page)
    targets = related(archive, part)
    for shape in (each for each in shapes if each not in titled):
        if local(shape) == "graphicFrame":
            yield from _frame(archive, shape, targets, page)
        elif _placeholder(shape) not in _DRESSING:
            yield from _paragraphs(shape, page, listed=_placeholder(shape) == _BODY)


def _shapes(element: Element, depth: int) -> Iterator[Element]:
    """The shapes with text that are shown, groups opened, in the order in which they lie on the slide."""
    for each in element:
        name = local(each)
        if name in ("sp", "graphicFrame"):
            if not _is_hidden(each):
                yield each
        elif depth < _DEEPEST and not _is_hidden(each):
            yield from _shapes(each, depth + 1)


def _frame(archive: Archive, frame: Element, targets: dict[str, str], page: int) -> Iterator[Draft]:
    """The rows of a table, or the texts of a diagram."""
    rows = [each for each in frame.iter() if local(each) == "tr"]
    for row in rows:
        cells = [_line(each) for each in row if local(each) == "tc"]
        if any(cells):
            yield table_row(cells, page)
    if rows:
        return
    for each in (each for each in frame.iter() if local(each) == "relIds"):
        relation = next((value for name, value in each.attrib.items() if name.endswith("}dm")), "")
        diagram = archive.xml(targets.get(relation, ""))
        if diagram is not None:
            yield from _paragraphs(diagram, page, listed=True)


def _paragraphs(shape: Element, page: int, *, listed: bool) -> Iterator[Draft]:
    """The paragraphs of a shape; those of a slide's body are a list, as they are shown."""
    for each in (each for each in shape.iter() if local(each) == "p"):
        words = _line(each)
        if words:
            plain = any(local(mark) == "buNone" for mark in each.iter())
            yield list_item(f"- {words}", page) if listed and not plain else paragraph(words, page)


def _line(element: Element) -> str:
    """The words in an element in one line; where a paragraph or line ends there is a space."""
    parts: list[str] = []
    for each in element.iter():
        name = local(each)
        if name == "t":
            parts.append(each.text or "")
        elif name in ("p", "br"):
            parts.append(" ")
    return " ".join(clean_text("".join(parts)).split())


def _placeholder(shape: Element) -> str:
    """What place of the slide's layout the shape fills; empty for a shape of its own."""
    found = next((each for each in shape.iter() if local(each) == "ph"), None)
    return "" if found is None else found.get("type", _BODY)


def _is_hidden(shape: Element) -> bool:
    """Whether the shape is marked as one that is not shown."""
    own = next((each for each in shape.iter() if local(each) == "cNvPr"), None)
    return own is not None and own.get("hidden") in ("1", "true")


def _relation(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
