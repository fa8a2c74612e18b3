"""Text that a bar hides which its objects alone do not tell of, and text that only seems to be hidden."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, Rectangle
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject
from reportlab.lib.colors import black, yellow
from reportlab.pdfgen.canvas import Canvas

from kb.readers import read_bytes
from tests.readers.make import lines, pdf
from tests.readers.test_hidden import HIDDEN, LETTERS, SHOWN, hidden_at

BAR = (50, 690, 250, 712)
Draw = Callable[[Canvas], None]


def page_with(draw: Draw) -> bytes:
    """A PDF whose second page has a line that is shown and what ``draw`` draws."""

    def both(canvas: Canvas) -> None:
        canvas.drawString(60, 760, SHOWN)
        draw(canvas)

    return pdf(lines(["Første side"]), both)


def annotated(data: bytes, annotation: DictionaryObject) -> bytes:
    """The PDF with an annotation on its second page."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.add_annotation(1, annotation)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def text(canvas: Canvas) -> None:
    canvas.drawString(60, 697, HIDDEN)


def in_a_form(canvas: Canvas) -> None:
    text(canvas)
    canvas.beginForm("bar")
    canvas.setFillColor(black)
    canvas.rect(0, 0, 200, 22, stroke=0, fill=1)
    canvas.endForm()
    canvas.translate(50, 690)
    canvas.doForm("bar")


def by_a_thick_line(canvas: Canvas) -> None:
    text(canvas)
    canvas.setLineWidth(24)
    canvas.line(50, 700, 250, 700)


def by_a_bar_with_round_corners(canvas: Canvas) -> None:
    text(canvas)
    canvas.setFillColor(black)
    canvas.roundRect(45, 688, 220, 26, 4, stroke=0, fill=1)


def by_two_bars(canvas: Canvas) -> None:
    text(canvas)
    path = canvas.beginPath()
    path.rect(50, 688, 100, 26)
    path.rect(150, 688, 100, 26)
    canvas.drawPath(path, stroke=0, fill=1)


@pytest.mark.parametrize("hide", [in_a_form, by_a_thick_line, by_a_bar_with_round_corners, by_two_bars])
def test_what_a_bar_of_another_kind_hides_is_left_out_and_counted(hide: Draw) -> None:
    extraction = read_bytes(page_with(hide))
    assert " ".join(extraction.text.split()) == f"Første side {SHOWN}"
    assert extraction.warnings == ("hidden_text",)
    assert hidden_at(extraction) == {2: LETTERS}


def redact() -> DictionaryObject:
    """The mark that a place is to be blacked out, which nobody has done yet."""
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Redact"),
            NameObject("/Rect"): ArrayObject(map(FloatObject, BAR)),
        }
    )


@pytest.mark.parametrize("annotation", [Rectangle(rect=BAR, interior_color="000000"), redact()])
def test_what_an_annotation_hides_or_marks_for_it_is_left_out(annotation: DictionaryObject) -> None:
    extraction = read_bytes(annotated(page_with(text), annotation))
    assert HIDDEN not in extraction.text
    assert SHOWN in extraction.text
    assert hidden_at(extraction) == {2: LETTERS}


def quads() -> ArrayObject:
    left, bottom, right, top = BAR
    return ArrayObject(map(FloatObject, (left, top, right, top, left, bottom, right, bottom)))


@pytest.mark.parametrize(
    "annotation",
    [
        Rectangle(rect=BAR),
        Highlight(rect=BAR, quad_points=quads(), highlight_color="ffff00"),
    ],
)
def test_what_is_framed_or_marked_in_yellow_is_read(annotation: DictionaryObject) -> None:
    extraction = read_bytes(annotated(page_with(text), annotation))
    assert HIDDEN in extraction.text
    assert extraction.warnings == ()


def on_a_form(canvas: Canvas) -> None:
    canvas.beginForm("ground")
    canvas.setFillColor(yellow)
    canvas.rect(0, 0, 200, 22, stroke=0, fill=1)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(50, 690)
    canvas.doForm("ground")
    canvas.restoreState()
    canvas.setFillColor(black)
    text(canvas)


def dashes(canvas: Canvas) -> None:
    canvas.setLineWidth(12)
    canvas.line(50, 600, 250, 600)
    canvas.drawString(60, 697, f"{HIDDEN} - . | _ l I")


@pytest.mark.parametrize("draw", [on_a_form, dashes])
def test_what_can_be_seen_on_a_page_that_was_drawn_is_read(draw: Draw) -> None:
    extraction = read_bytes(page_with(draw))
    assert HIDDEN in extraction.text
    assert extraction.warnings == ()


def test_dashes_are_no_bars() -> None:
    assert "- . | _ l I" in read_bytes(page_with(dashes)).text
