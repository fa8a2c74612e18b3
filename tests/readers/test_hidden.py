"""Text that nobody sees stays out of the document, and is counted where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.lib.colors import Color, black, white, yellow
from reportlab.pdfgen.canvas import Canvas

from kb.datatypes import Extraction
from kb.readers import read_bytes
from tests.readers.make import archive, docx, lines, p, pdf

SHOWN = "Synlig tekst om sagen"
HIDDEN = "Skjult instruks"
LETTERS = len("Skjultinstruks")


def hidden_at(extraction: Extraction) -> dict[int, int]:
    return {page.number: page.hidden for page in extraction.pages if page.hidden}


def mode_seven(canvas: Canvas) -> None:
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(7)
    text.textLine(HIDDEN)
    canvas.drawText(text)


def white_outlines(canvas: Canvas) -> None:
    canvas.setStrokeColor(white)
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(1)
    text.textLine(HIDDEN)
    canvas.drawText(text)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.4)
    canvas.drawString(60, 700, HIDDEN)


def transparent(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0, 0, 0, alpha=0))
    canvas.drawString(60, 700, HIDDEN)


def off_the_page(canvas: Canvas) -> None:
    canvas.drawString(60, -40, HIDDEN)


def blacked_out(canvas: Canvas) -> None:
    canvas.drawString(60, 700, HIDDEN)
    canvas.setFillColor(black)
    canvas.rect(50, 690, 200, 20, stroke=0, fill=1)


def under_a_white_sheet(canvas: Canvas) -> None:
    canvas.drawString(60, 700, HIDDEN)
    canvas.setFillColor(white)
    canvas.rect(50, 690, 200, 20, stroke=0, fill=1)


@pytest.mark.parametrize(
    "hide",
    [mode_seven, white_outlines, tiny, transparent, off_the_page, blacked_out, under_a_white_sheet],
)
def test_hidden_text_of_a_pdf_is_left_out_and_counted(hide: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 760, SHOWN)
        hide(canvas)

    extraction = read_bytes(pdf(lines(["Første side"]), draw))
    assert " ".join(extraction.text.split()) == f"Første side {SHOWN}"
    assert extraction.warnings == ("hidden_text",)
    assert hidden_at(extraction) == {2: LETTERS}


def marked(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "Markeret bagefter")
    canvas.setFillColor(Color(1, 1, 0, alpha=0.4))
    canvas.rect(50, 690, 200, 20, stroke=0, fill=1)


def on_a_ground(canvas: Canvas) -> None:
    canvas.setFillColor(yellow)
    canvas.rect(50, 690, 200, 20, stroke=0, fill=1)
    canvas.setFillColor(black)
    canvas.drawString(60, 700, "Markeret først")


def in_a_frame(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "I en ramme")
    canvas.rect(50, 690, 200, 20, stroke=1, fill=0)


def beside_a_shape(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "Under en skrå streg")
    path = canvas.beginPath()
    path.moveTo(50, 690)
    path.lineTo(250, 690)
    path.lineTo(250, 710)
    canvas.drawPath(path, stroke=0, fill=1)


def cut_away(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "Ved siden af et udsnit")
    path = canvas.beginPath()
    path.rect(300, 300, 50, 50)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.rect(0, 0, 595, 842, stroke=0, fill=1)


def struck(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "Understreget og streget ud")
    canvas.rect(60, 703, 200, 1, stroke=0, fill=1)


@pytest.mark.parametrize("show", [marked, on_a_ground, in_a_frame, beside_a_shape, cut_away, struck])
def test_what_is_drawn_beside_or_behind_text_hides_nothing(show: Callable[[Canvas], None]) -> None:
    extraction = read_bytes(pdf(show))
    assert len(extraction.text) > 8
    assert extraction.warnings == ()


RUN = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"


def of_word(properties: str, around: str = "<w:p>{}</w:p>", styles: str = "") -> Extraction:
    body = p(SHOWN) + around.format(RUN.format(properties, HIDDEN))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return read_bytes(docx(body, word__styles_xml=f"<w:styles {space}>{styles}</w:styles>"))


STYLE = '<w:style w:styleId="{}"><w:name w:val="{}"/>{}</w:style>'
VANISHING = STYLE.format("Skjult", "skjult", "<w:rPr><w:vanish/></w:rPr>")
HEIR = STYLE.format("Arving", "arving", '<w:basedOn w:val="Skjult"/>')


@pytest.mark.parametrize(
    "extraction",
    [
        of_word("<w:vanish/>"),
        of_word('<w:sz w:val="2"/>'),
        of_word('<w:color w:val="FFFFFF"/>'),
        of_word('<w:color w:val="fefefe"/>'),
        of_word('<w:rStyle w:val="Arving"/>', styles=VANISHING + HEIR),
        of_word("", '<w:p><w:pPr><w:pStyle w:val="Skjult"/></w:pPr>{}</w:p>', VANISHING),
    ],
)
def test_hidden_text_of_a_docx_is_left_out_and_counted(extraction: Extraction) -> None:
    assert extraction.text == SHOWN
    assert extraction.warnings == ("hidden_text",)
    assert hidden_at(extraction) == {1: LETTERS}


@pytest.mark.parametrize(
    "extraction",
    [
        of_word('<w:vanish w:val="0"/>'),
        of_word('<w:color w:val="FFFFFF"/><w:shd w:fill="003366"/>'),
        of_word('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'),
        of_word('<w:color w:val="FFFFFF"/>', "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>"),
        of_word('<w:color w:val="FFFFFF"/>', '<w:p><w:pPr><w:pStyle w:val="Banner"/></w:pPr>{}</w:p>'),
        of_word('<w:color w:val="auto"/>'),
        of_word('<w:sz w:val="14"/>'),
    ],
)
def test_text_of_a_docx_that_may_be_seen_is_kept(extraction: Extraction) -> None:
    assert HIDDEN in extraction.text
    assert extraction.warnings == ()


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        ("<p hidden>{}</p>", False),
        ('<p style="display: none">{}</p>', False),
        ('<p>Ved <span style="VISIBILITY:hidden">{}</span></p>', False),
        ('<p style="font-size:0">{}</p>', False),
        ('<p style="opacity: 0;">{}</p>', False),
        ('<div style="position:absolute; left:-9999px"><div hidden>{}</div></div>', False),
        ('<div style="height:0;overflow:hidden">{}</div>', False),
        ('<p style="color:#fff">{}</p>', False),
        ('<table><tr><td>Post<span style="display:none">{}</span></td></tr></table>', False),
        ('<h2>Møde<span style="display:none">{}</span></h2>', False),
        ('<p style="color:#fff;background:#036">{}</p>', True),
        ('<style>p {{background: navy}}</style><p style="color:white">{}</p>', True),
        ('<p style="font-size:0.9em; opacity:0.8; margin-left:-10px; line-height:0">{}</p>', True),
        ('<p style="height:0">{}</p>', True),
    ],
)
def test_hidden_text_of_a_web_page(element: str, shown: bool) -> None:
    page = f"<html><body><p>{SHOWN}</p>{element.format(HIDDEN)}</body></html>"
    extraction = read_bytes(page.encode(), ".html")
    assert (HIDDEN in extraction.text) == shown
    assert hidden_at(extraction) == ({} if shown else {1: LETTERS})
    assert extraction.warnings == (() if shown else ("hidden_text",))


def of_odt(body: str, styles: str = "") -> Extraction:
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    }
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text><text:p>{SHOWN}</text:p>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return read_bytes(
        archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
    )


def odt_style(properties: str, more: str = "") -> str:
    return f'<style:style style:name="S"><style:text-properties {properties}/>{more}</style:style>'


SPAN = f'<text:p><text:span text:style-name="S">{HIDDEN}</text:span></text:p>'
GROUND = '<style:paragraph-properties fo:background-color="#003366"/>'


@pytest.mark.parametrize(
    ("extraction", "shown"),
    [
        (of_odt(SPAN, odt_style('text:display="none"')), False),
        (of_odt(SPAN, odt_style('fo:font-size="1pt"')), False),
        (of_odt(SPAN, odt_style('fo:color="#FFFFFF"')), False),
        (of_odt(f'<text:p text:style-name="S">{HIDDEN}</text:p>', odt_style('text:display="none"')), False),
        (of_odt(f'<text:section text:display="none"><text:p>{HIDDEN}</text:p></text:section>'), False),
        (of_odt(f'<text:p><text:hidden-text text:string-value="{HIDDEN}"/></text:p>'), False),
        (of_odt(f'<text:p><text:hidden-paragraph text:is-hidden="true"/>{HIDDEN}</text:p>'), False),
        (of_odt(SPAN, odt_style('fo:color="#ffffff"', GROUND)), True),
        (of_odt(SPAN, odt_style('fo:font-size="9pt" fo:color="#000000"')), True),
        (of_odt(f'<text:section text:display="true"><text:p>{HIDDEN}</text:p></text:section>'), True),
    ],
)
def test_hidden_text_of_an_odt(extraction: Extraction, shown: bool) -> None:
    assert (HIDDEN in extraction.text) == shown
    assert hidden_at(extraction) == ({} if shown else {1: LETTERS})
