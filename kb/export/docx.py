"""A report as a Word document with real footnotes.

python-docx has no footnotes, so the part that holds them is written here by hand, as ECMA-376 part 1, 11.3.4
and 17.11 describe it. The package around it (content types, relationships) is python-docx's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kb.export.report import Passage, Report, Source
from kb.strings_da.asking import Asking

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

LANGUAGE = "da-DK"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FIRST = 1
"""The number of the first footnote in the file: -1 and 0 are the lines above them."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STYLES = (
    (
        "FootnoteText",
        "footnote text",
        '<w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr>',
    ),
    ("FootnoteReference", "footnote reference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
    ("Hyperlink", "Hyperlink", '<w:rPr><w:color w:val="0B4F6C"/><w:u w:val="single"/></w:rPr>'),
)


def docx(report: Report) -> bytes:
    """The report as the bytes of a .docx: each source is a footnote with a link to its page."""
    from docx import Document

    document = Document()
    _prepare(document, report.title)
    notes = _Footnotes(document, report.sources)
    document.add_heading(clean(report.title), level=1)
    for fact in report.facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = 0
        line.add_run(f"{clean(fact.name)}: ").bold = True
        line.add_run(clean(fact.value))
    if report.notes:
        document.add_heading(Asking.REPORT_NOTES, level=2)
        for note in report.notes:
            document.add_paragraph(clean(note), style="List Bullet")
    if report.paragraphs:
        document.add_heading(Asking.REPORT_QUOTES if report.quoted else Asking.HISTORY, level=2)
    for paragraph in report.paragraphs:
        _paragraph(document.add_paragraph(style="Quote" if report.quoted else "Normal"), paragraph, notes)
    if report.more:
        document.add_heading(Asking.REPORT_MORE, level=2)
        for line_of in report.more:
            document.add_paragraph(clean(line_of), style="List Bullet")
    document.add_paragraph().add_run(Asking.BYLINE).italic = True
    notes.write()
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def clean(text: str) -> str:
    """The text without the characters that no XML can hold."""
    return _FORBIDDEN.sub("", text)


def _paragraph(paragraph: Any, passages: Sequence[Passage], notes: _Footnotes) -> None:  # noqa: ANN401 - docx has no types
    """Writes the passages after each other, each with its footnotes."""
    for at, passage in enumerate(passages):
        paragraph.add_run(("" if at == 0 else " ") + clean(passage.text))
        for number in passage.sources:
            notes.refer(paragraph, number)
        if passage.label:
            paragraph.add_run(f" ({clean(passage.label)})").italic = False


def _prepare(document: Document, title: str) -> None:
    """Makes the empty document Danish, names it, and adds the styles that footnotes use."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    properties = document.core_properties
    properties.title, properties.author, properties.language, properties.comments = (
        clean(title),
        "",
        LANGUAGE,
        "",
    )
    styles = document.styles.element
    for name in styles.iter(qn("w:lang")):
        name.set(qn("w:val"), LANGUAGE)
    present = {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    for style_id, name, inner in _STYLES:
        if style_id not in present:
            kind = "paragraph" if "pPr" in inner else "character"
            styles.append(
                parse_xml(
                    f'<w:style xmlns:w="{W}" w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>'
                    f'<w:uiPriority w:val="99"/><w:unhideWhenUsed/>{inner}</w:style>'
                )
            )


class _Footnotes:
    """The footnotes of one document. A source that is used twice has two notes: each page shows its own."""

    def __init__(self, document: Document, sources: Sequence[Source]) -> None:
        self._document = document
        self._sources = {source.number: source for source in sources}
        self._used: list[Source] = []

    def refer(self, paragraph: Any, number: int) -> None:  # noqa: ANN401 - docx has no types
        """Adds the mark of a new footnote with the source of this number."""
        from docx.oxml import parse_xml

        self._used.append(self._sources[number])
        note = FIRST + len(self._used) - 1
        paragraph._p.append(
            parse_xml(
                f'<w:r xmlns:w="{W}"><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
                f'<w:footnoteReference w:id="{note}"/></w:r>'
            )
        )

    def write(self) -> None:
        """Adds the part that holds the footnotes to the package; nothing where there is none."""
        if not self._used:
            return
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE, b"", package)
        root = etree.Element(f"{{{W}}}footnotes", nsmap={"w": W, "r": R})
        for at, kind in ((-1, "separator"), (0, "continuationSeparator")):
            note = etree.SubElement(root, f"{{{W}}}footnote", {f"{{{W}}}type": kind, f"{{{W}}}id": str(at)})
            run = etree.SubElement(etree.SubElement(note, f"{{{W}}}p"), f"{{{W}}}r")
            etree.SubElement(run, f"{{{W}}}{kind}")
        for at, source in enumerate(self._used, start=FIRST):
            _note(root, at, source, part)
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._document.part.relate_to(part, RELATION)


def _note(root: Any, at: int, source: Source, part: Part) -> None:  # noqa: ANN401 - lxml has no types
    """Adds one footnote: its mark, the reference, and the address as a link."""
    from lxml import etree

    note = etree.SubElement(root, f"{{{W}}}footnote", {f"{{{W}}}id": str(at)})
    paragraph = etree.SubElement(note, f"{{{W}}}p")
    style = etree.SubElement(etree.SubElement(paragraph, f"{{{W}}}pPr"), f"{{{W}}}pStyle")
    style.set(f"{{{W}}}val", "FootnoteText")
    _run(paragraph, "FootnoteReference", f"{{{W}}}footnoteRef")
    _run(paragraph, None, f"{{{W}}}t", f" {clean(source.reference)} ")
    link = etree.SubElement(paragraph, f"{{{W}}}hyperlink")
    link.set(f"{{{R}}}id", part.relate_to(source.address, HYPERLINK, is_external=True))
    _run(link, "Hyperlink", f"{{{W}}}t", clean(source.address))


def _run(parent: Any, style: str | None, tag: str, text: str | None = None) -> None:  # noqa: ANN401 - lxml has no types
    """Adds a run with one element in it."""
    from lxml import etree

    run = etree.SubElement(parent, f"{{{W}}}r")
    if style:
        named = etree.SubElement(etree.SubElement(run, f"{{{W}}}rPr"), f"{{{W}}}rStyle")
        named.set(f"{{{W}}}val", style)
    element = etree.SubElement(run, tag)
    if text is not None:
        element.text = text
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
