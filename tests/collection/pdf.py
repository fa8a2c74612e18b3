"""Writes a source as PDF: real headings, running header, and a footer that counts the pages."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

from tests.collection.markup import Block, Item, Kind, Source, runs

MARGIN = 2.8 * cm
GUTTER = 0.8 * cm
BODY = ParagraphStyle("Body", fontName="Helvetica", fontSize=11.5, leading=17, spaceAfter=9)
CELL = ParagraphStyle("Cell", parent=BODY, fontSize=9.5, leading=12, spaceAfter=0)
HEADINGS = {
    1: ParagraphStyle("H1", parent=BODY, fontName="Helvetica-Bold", fontSize=17, leading=21, spaceAfter=10),
    2: ParagraphStyle(
        "H2", parent=BODY, fontName="Helvetica-Bold", fontSize=13, leading=17, spaceBefore=8, spaceAfter=5,
        keepWithNext=1,
    ),
    3: ParagraphStyle(
        "H3", parent=BODY, fontName="Helvetica-Bold", spaceBefore=4, spaceAfter=3, keepWithNext=1
    ),
}  # fmt: skip


def pdf_bytes(source: Source) -> bytes:
    """Return the document as PDF; it is laid out twice, as the footer says how many pages there are."""
    pages, _ = _laid_out(source, total=0)
    _, data = _laid_out(source, total=pages)
    return data


def _laid_out(source: Source, total: int) -> tuple[int, bytes]:
    buffer = BytesIO()
    document: Any = BaseDocTemplate(
        buffer, pagesize=A4, invariant=1, pageCompression=0, title=source.title, author="", lang="da"
    )
    frames = _frames(int(source.meta.get("columns", "1")))
    document.addPageTemplates([PageTemplate(frames=frames, onPage=_furniture(source, total))])
    document.build([_flowable(block) for block in source.blocks])
    return int(document.page), buffer.getvalue()


def _frames(columns: int) -> list[Any]:
    width, height = A4
    each = (width - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    return [
        Frame(
            MARGIN + nr * (each + GUTTER), MARGIN, each, height - 2 * MARGIN,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )
        for nr in range(columns)
    ]  # fmt: skip


def _furniture(source: Source, total: int) -> Callable[[Any, Any], None]:
    def draw(canvas: Any, document: Any) -> None:  # noqa: ANN401 - reportlab has no types
        width, height = A4
        canvas.saveState()
        canvas.setFont("Helvetica", 9)
        canvas.drawString(MARGIN, height - 1.6 * cm, source.meta.get("header", ""))
        canvas.drawRightString(width - MARGIN, height - 1.6 * cm, source.meta.get("header_right", ""))
        canvas.line(MARGIN, height - 1.8 * cm, width - MARGIN, height - 1.8 * cm)
        canvas.drawString(MARGIN, 1.4 * cm, source.meta.get("footer", ""))
        canvas.drawRightString(width - MARGIN, 1.4 * cm, f"Side {document.page} af {total}")
        canvas.restoreState()

    return draw


def _flowable(block: Block) -> Any:  # noqa: ANN401 - reportlab has no types
    if block.kind is Kind.NEW_PAGE:
        return PageBreak()
    if block.kind is Kind.TABLE:
        return _table(block)
    if block.kind in (Kind.BULLETS, Kind.NUMBERS):
        return _list(block)
    return Paragraph(_inline(block.text), HEADINGS.get(block.level, BODY))


def _inline(text: str) -> str:
    marked = "".join(f"<b>{escape(piece)}</b>" if bold else escape(piece) for piece, bold in runs(text))
    return marked.replace("\n", "<br/>")


def _table(block: Block) -> Any:  # noqa: ANN401 - reportlab has no types
    head, *rest = block.rows
    rows = [[Paragraph(f"<b>{escape(cell)}</b>", CELL) for cell in head]]
    rows += [[Paragraph(_inline(cell), CELL) for cell in row] for row in rest]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return Table(rows, style=TableStyle(style), spaceBefore=4, spaceAfter=12, repeatRows=1)


def _list(block: Block) -> Any:  # noqa: ANN401 - reportlab has no types
    numbered = block.kind is Kind.NUMBERS
    return ListFlowable(
        [_list_item(item) for item in block.items],
        bulletType="1" if numbered else "bullet",
        bulletFormat="%s." if numbered else None,
        start="1" if numbered else "•",
        bulletFontName="Helvetica",
        bulletFontSize=11,
        leftIndent=18,
        spaceAfter=8,
    )


def _list_item(item: Item) -> Any:  # noqa: ANN401 - reportlab has no types
    style = ParagraphStyle("Item", parent=BODY, spaceAfter=3)
    if item.level == 1:
        return ListItem(Paragraph(_inline(item.text), style))
    inner = ListItem(Paragraph(_inline(item.text), style))
    return ListFlowable([inner], bulletType="bullet", start="-", leftIndent=14)
