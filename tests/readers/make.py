"""Small real documents for the reader tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kb.datatypes import BlockKind, Extraction

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def blocks(extraction: Extraction) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    return [(block.kind.value, extraction.text[block.start : block.end]) for block in extraction.blocks]


def texts(extraction: Extraction, kind: BlockKind) -> list[str]:
    """The texts of the blocks of one kind."""
    return [text for found, text in blocks(extraction) if found == kind.value]


def pdf(*pages: Callable[[Canvas], None], title: str = "") -> bytes:
    """A PDF whose pages are drawn by the functions."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    for draw in pages:
        canvas.setFont("Helvetica", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(
    rows: Sequence[str], top: float = 760, left: float = 60, step: float = 14
) -> Callable[[Canvas], None]:
    """A page with the lines under each other; an empty one leaves a gap."""

    def draw(canvas: Canvas) -> None:
        for index, row in enumerate(rows):
            canvas.drawString(left, top - step * index, row)

    return draw


def docx(body: str, **parts: str) -> bytes:
    """A DOCX with the given body XML; further parts by name, "__" for "/" and "_xml" for ".xml"."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    files = {"word/document.xml": document}
    files.update({name.replace("__", "/").replace("_xml", ".xml"): text for name, text in parts.items()})
    return archive(files)


def archive(files: dict[str, str]) -> bytes:
    """A ZIP with the files in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(name, text)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    """A DOCX paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str, styles: str = "") -> bytes:
    """An ODT with the given body XML and automatic styles."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    }
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
