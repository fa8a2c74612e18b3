"""Writes a source as DOCX or ODT with real headings and lists, the same bytes every time."""

from __future__ import annotations

import copy
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.collection.markup import SOFT_HYPHEN, Block, Kind, Source, plain, runs

WRITTEN = datetime(2026, 1, 2, 12, 0, 0)
ZIP_TIME = (2026, 1, 2, 12, 0, 0)
ODT_TYPE = "application/vnd.oasis.opendocument.text"
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in [
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("manifest", "manifest"),
    ]
)  # fmt: skip


def docx_bytes(source: Source) -> bytes:
    """Return the document as DOCX."""
    document: Any = docx.Document()
    document.core_properties.created = document.core_properties.modified = WRITTEN
    document.core_properties.title = source.title
    document.core_properties.author = document.core_properties.comments = ""
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    section = document.sections[0]
    section.header.paragraphs[0].text = source.meta.get("header", "")
    _docx_footer(section.footer.paragraphs[0], source.meta.get("footer", ""))
    for block in source.blocks:
        _docx_block(document, block)
    buffer = BytesIO()
    document.save(buffer)
    return _same_every_time(buffer.getvalue())


def odt_bytes(source: Source) -> bytes:
    """Return the document as ODT."""
    body = "".join(_odt_block(block) for block in source.blocks)
    members = [
        ("mimetype", ODT_TYPE),
        ("META-INF/manifest.xml", _odt_manifest()),
        ("styles.xml", _odt_styles(source)),
        ("content.xml", _odt_content(body)),
    ]
    return _zipped([(name, text.encode()) for name, text in members])


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in members:
            info = ZipInfo(name, ZIP_TIME)
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, data)
    return buffer.getvalue()


def _same_every_time(data: bytes) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        return _zipped([(name, archive.read(name)) for name in sorted(archive.namelist())])


def _docx_footer(paragraph: Any, text: str) -> None:  # noqa: ANN401 - python-docx has no types
    paragraph.add_run(f"{text}  Side ")
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = code
        run._r.append(mark)


def _docx_block(document: Any, block: Block) -> None:  # noqa: ANN401 - python-docx has no types
    if block.kind is Kind.NEW_PAGE:
        document.add_page_break()
    elif block.kind is Kind.TABLE:
        _docx_table(document, block)
    elif block.kind is Kind.HEADING:
        document.add_heading(plain(block.text), level=block.level)
    elif block.kind is Kind.PARAGRAPH:
        _docx_runs(document.add_paragraph(), block.text)
    else:
        _docx_list(document, block)


def _docx_runs(paragraph: Any, text: str) -> None:  # noqa: ANN401 - python-docx has no types
    for piece, bold in runs(text.replace(SOFT_HYPHEN, "")):
        paragraph.add_run(piece).bold = bold or None


def _docx_list(document: Any, block: Block) -> None:  # noqa: ANN401 - python-docx has no types
    numbered = block.kind is Kind.NUMBERS
    number = _docx_new_numbering(document) if numbered else 0
    for item in block.items:
        style = "List Number" if numbered else "List Bullet" if item.level == 1 else "List Bullet 2"
        paragraph = document.add_paragraph(style=style)
        _docx_runs(paragraph, item.text)
        if numbered:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = number
            properties.get_or_add_ilvl().val = 0


def _docx_new_numbering(document: Any) -> int:  # noqa: ANN401 - python-docx has no types
    """Start a new count: every numbered list begins at 1."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    known = next(num for num in numbering.num_lst if num.numId == style)
    fresh = copy.deepcopy(known)
    fresh.numId = max(num.numId for num in numbering.num_lst) + 1
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    numbering.append(fresh)
    return int(fresh.numId)


def _docx_table(document: Any, block: Block) -> None:  # noqa: ANN401 - python-docx has no types
    table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
    for nr, row in enumerate(block.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _docx_runs(cell.paragraphs[0], f"**{text}**" if nr == 0 else text)


def _odt_inline(text: str) -> str:
    parts = []
    for piece, bold in runs(text.replace(SOFT_HYPHEN, "")):
        safe = escape(piece).replace("\n", "<text:line-break/>")
        parts.append(f'<text:span text:style-name="Strong">{safe}</text:span>' if bold else safe)
    return "".join(parts)


def _odt_block(block: Block) -> str:
    if block.kind is Kind.NEW_PAGE:
        return '<text:p text:style-name="NewPage"/>'
    if block.kind is Kind.TABLE:
        return _odt_table(block)
    text = _odt_inline(block.text)
    if block.kind is Kind.HEADING:
        level = block.level
        return f'<text:h text:style-name="Heading_{level}" text:outline-level="{level}">{text}</text:h>'
    if block.kind is Kind.PARAGRAPH:
        return f'<text:p text:style-name="Standard">{text}</text:p>'
    style = "Numbered" if block.kind is Kind.NUMBERS else "Bulleted"
    paragraphs = (
        f'<text:p text:style-name="Standard">{_odt_inline(item.text)}</text:p>' for item in block.items
    )
    items = "".join(f"<text:list-item>{paragraph}</text:list-item>" for paragraph in paragraphs)
    return f'<text:list text:style-name="{style}">{items}</text:list>'


def _odt_table(block: Block) -> str:
    rows = []
    for row in block.rows:
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{_odt_inline(cell)}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        rows.append(f"<table:table-row>{cells}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{len(block.rows[0])}"/>'
    return f'<table:table table:name="Tabel">{columns}{"".join(rows)}</table:table>'


def _odt_content(body: str) -> str:
    level = 'text:level="1"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} office:version="1.3">'
        "<office:automatic-styles>"
        '<style:style style:name="NewPage" style:family="paragraph">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
        f'<text:list-style style:name="Numbered"><text:list-level-style-number {level} '
        'style:num-format="1" style:num-suffix="."/></text:list-style>'
        f'<text:list-style style:name="Bulleted"><text:list-level-style-bullet {level} '
        'text:bullet-char="•"/></text:list-style></office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def _odt_styles(source: Source) -> str:
    header, footer = (escape(source.meta.get(key, "")) for key in ("header", "footer"))
    headings = "".join(
        f'<style:style style:name="Heading_{level}" style:display-name="Heading {level}" '
        f'style:family="paragraph" style:default-outline-level="{level}">'
        f'<style:text-properties fo:font-size="{size}pt" fo:font-weight="bold"/></style:style>'
        for level, size in ((1, 17), (2, 13), (3, 11))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {NAMESPACES} office:version="1.3">'
        f'<office:styles><style:style style:name="Standard" style:family="paragraph"/>{headings}'
        '<style:style style:name="Strong" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="Page"/></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"<style:header><text:p>{header}</text:p></style:header>"
        f"<style:footer><text:p>{footer} Side <text:page-number>1</text:page-number></text:p></style:footer>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )


def _odt_manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", ODT_TYPE), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {NAMESPACES} manifest:version="1.3">'
        f"{entries}</manifest:manifest>"
    )
