"""PDF: layout rules that made the difference, positions, hidden text, refusals of unusable text."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pypdfium2
import pytest
from reportlab.lib.colors import HexColor, white
from reportlab.pdfgen.canvas import Canvas

from kb.datatypes import BlockKind
from kb.errors import ReadError
from kb.readers import pdf as pdf_reader
from kb.readers import read_bytes
from kb.readers.options import Limits, Options
from tests.readers.make import blocks, lines, pdf, texts
from tests.readers.test_build import check

PROSE = [
    "Kommunalbestyrelsen besluttede i forbindelse med budgetaftalen for 2025-2028 at",
    "igangsætte en samlet omstilling af de administrative arbejdsgange på social- og",
    "arbejdsmarkedsområdet. Omstillingen skal understøtte, at borgere møder én ind-",
    "sats.",
]


def code(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data)
    return caught.value.code


def test_wrapped_lines_make_paragraphs_and_hyphens_are_judged() -> None:
    extraction = read_bytes(pdf(lines([*PROSE, "", "Det er hele sagen."])))
    check(extraction)
    assert blocks(extraction) == [
        (
            "paragraph",
            "Kommunalbestyrelsen besluttede i forbindelse med budgetaftalen for 2025-2028 at igangsætte en "
            "samlet omstilling af de administrative arbejdsgange på social- og arbejdsmarkedsområdet. "
            "Omstillingen skal understøtte, at borgere møder én indsats.",
        ),
        ("paragraph", "Det er hele sagen."),
    ]


def test_every_printed_line_has_its_text_and_box() -> None:
    extraction = read_bytes(pdf(lines(PROSE)))
    assert [extraction.text[line.start : line.end] for line in extraction.lines] == [
        PROSE[0],
        PROSE[1],
        PROSE[2].removesuffix("-"),
        PROSE[3],
    ]
    first = extraction.lines[0]
    assert first.page == 1
    assert first.left == pytest.approx(60 / 595.28, abs=0.005)
    assert first.top < 1 - 760 / 841.89 < first.bottom
    assert all(
        0 <= line.left < line.right <= 1 and 0 <= line.top < line.bottom <= 1 for line in extraction.lines
    )


def test_a_paragraph_over_a_page_break_is_one_block_and_furniture_is_gone() -> None:
    def page(number: int, rows: list[str]) -> object:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(60, 800, "Nordlund Kommune · Økonomiudvalget")
            canvas.drawString(280, 30, f"Side {number} af 2")
            lines(rows)(canvas)

        return draw

    extraction = read_bytes(pdf(page(1, PROSE[:2]), page(2, PROSE[2:])))  # type: ignore[arg-type]
    assert len(extraction.blocks) == 1
    assert "Nordlund" not in extraction.text
    assert "Side" not in extraction.text
    assert extraction.text[extraction.pages[1].start :].startswith("arbejdsmarkedsområdet.")
    assert [page.inferred for page in extraction.pages] == [False, False]


def test_repeated_table_figures_at_the_top_are_not_furniture() -> None:
    extraction = read_bytes(pdf(lines(["19,4 20,7"], top=800), lines(["18,1 22,3"], top=800)))
    assert extraction.text.split() == ["19,4", "20,7", "18,1", "22,3"]


def test_headings_lists_and_dates_at_line_starts() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(60, 780, "Indstilling")
        canvas.setFont("Helvetica", 11)
        rows = [
            "Direktøren indstiller, at forslaget gennemføres i tre faser, der løber fra den",
            "1. januar 2026 og frem.",
        ]
        lines(rows, top=760)(canvas)
        lines(["1. at forslaget godkendes,", "2. at der meddeles bevilling."], top=710)(canvas)
        lines(["• Én indgang", "• Fælles plan"], top=660)(canvas)

    assert blocks(read_bytes(pdf(draw))) == [
        ("heading", "Indstilling"),
        (
            "paragraph",
            "Direktøren indstiller, at forslaget gennemføres i tre faser, der løber fra den "
            "1. januar 2026 og frem.",
        ),
        ("list_item", "1. at forslaget godkendes,"),
        ("list_item", "2. at der meddeles bevilling."),
        ("list_item", "- Én indgang"),
        ("list_item", "- Fælles plan"),
    ]


def test_bullets_drawn_as_dots_are_marks() -> None:
    def draw(canvas: Canvas) -> None:
        for index, text in enumerate(["Én indgang", "Fælles plan"]):
            canvas.circle(64, 763.5 - 20 * index, 1.6, stroke=0, fill=1)
            canvas.drawString(72, 760 - 20 * index, text)

    assert texts(read_bytes(pdf(draw)), BlockKind.LIST_ITEM) == ["- Én indgang", "- Fælles plan"]


def test_ruled_and_borderless_tables() -> None:
    def ruled(canvas: Canvas) -> None:
        canvas.grid([60, 200, 300], [760, 740, 720])
        for y, row in ((746, ("Post", "2025")), (726, ("Løn", "1.240"))):
            canvas.drawString(64, y, row[0])
            canvas.drawString(204, y, row[1])

    def borderless(canvas: Canvas) -> None:
        for index, row in enumerate((("Post", "2025"), ("Løn", "1.240"), ("I alt", "2.480"))):
            canvas.drawString(60, 760 - 14 * index, row[0])
            canvas.drawRightString(300, 760 - 14 * index, row[1])

    assert texts(read_bytes(pdf(ruled)), BlockKind.TABLE_ROW) == ["Post | 2025", "Løn | 1.240"]
    assert texts(read_bytes(pdf(borderless)), BlockKind.TABLE_ROW) == [
        "Post | 2025",
        "Løn | 1.240",
        "I alt | 2.480",
    ]


def test_columns_drawn_across_the_page_are_put_in_order() -> None:
    left = [f"venstre spalte linje {n} med nogle ord mere" for n in range(12)]
    right = [f"højre spalte linje {n} med nogle ord mere" for n in range(12)]

    def draw(canvas: Canvas) -> None:
        for index, (a, b) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(50, 760 - 14 * index, a)
            canvas.drawString(320, 760 - 14 * index, b)

    text = read_bytes(pdf(draw)).text
    assert text.index("venstre spalte linje 11") < text.index("højre spalte linje 0")


def white_text(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    canvas.drawString(60, 740, "Skjult instruks")


def unpainted_text(canvas: Canvas) -> None:
    text = canvas.beginText(60, 720)
    text.setTextRenderMode(3)
    text.textLine("Skjult instruks")
    canvas.drawText(text)


def text_off_the_page(canvas: Canvas) -> None:
    canvas.drawString(-400, 760, "Skjult instruks")


@pytest.mark.parametrize("hide", [white_text, unpainted_text, text_off_the_page])
def test_hidden_text_does_not_enter(hide: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 760, "Synlig tekst om sagen")
        hide(canvas)

    extraction = read_bytes(pdf(draw))
    assert extraction.text == "Synlig tekst om sagen"
    assert extraction.warnings == ("hidden_text",)


def test_a_line_left_short_by_a_long_word_does_not_end_the_paragraph() -> None:
    rows = [
        "Den nuværende tilrettelæggelse, som",
        "blev vedtaget i 2024, giver et pres.",
        "Sådan er det.",
        "Arbejdsmiljøorganisationerne anbefaler,",
        "at det sker trinvist i hver enhed.",
    ]
    assert len(read_bytes(pdf(lines(rows))).blocks) == 1
    # A short word would have found room, so here the paragraph ended.
    rows[3] = "Nu anbefaler organisationerne alle,"
    assert len(read_bytes(pdf(lines(rows))).blocks) == 2


def test_justified_lines_are_not_a_table() -> None:
    rows = [("Status bygger på mange", "trivselsmålinger"), ("fravær og sygdom, så", "en personaleflugt")]

    def draw(canvas: Canvas) -> None:
        for index, (first, second) in enumerate([*rows, *rows]):
            canvas.drawString(60, 760 - 14 * index, first)
            canvas.drawRightString(280, 760 - 14 * index, second)

    extraction = read_bytes(pdf(draw))
    assert texts(extraction, BlockKind.TABLE_ROW) == []
    assert len(extraction.blocks) == 1


def test_white_text_on_a_dark_ground_is_kept() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor("#003366"))
        canvas.rect(50, 750, 300, 30, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(60, 760, "Hvid på blå")

    assert read_bytes(pdf(draw)).text == "Hvid på blå"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_upright_and_its_boxes_follow_the_viewer(turn: int) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(lines(["Øverst til venstre på siden"]))))
    writer.pages[0].rotate(turn)
    buffer = io.BytesIO()
    writer.write(buffer)
    extraction = read_bytes(buffer.getvalue())
    assert extraction.text == "Øverst til venstre på siden"
    line = extraction.lines[0]
    # Turned clockwise, what stood top left goes to the top right, bottom right and bottom left.
    assert (line.left < 0.5, line.top < 0.5) == {
        0: (True, True),
        90: (False, True),
        180: (False, False),
        270: (True, False),
    }[turn]
    tall = line.bottom - line.top > line.right - line.left
    assert tall == (turn in (90, 270))


def test_text_across_the_others_is_left_out_and_said() -> None:
    def draw(canvas: Canvas) -> None:
        lines(PROSE)(canvas)
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Arkivstempel på tværs 123")

    extraction = read_bytes(pdf(draw))
    assert "stempel" not in extraction.text
    assert extraction.warnings == ("turned_text",)


def test_title_from_metadata_unless_it_is_noise() -> None:
    assert (
        read_bytes(pdf(lines(["Tekst"]), title="Helhedsorienteret indsats")).title
        == "Helhedsorienteret indsats"
    )
    assert read_bytes(pdf(lines(["Tekst"]), title="Microsoft Word - dagsorden_14.docx")).title is None


def test_junk_before_the_header_and_a_lost_end_are_no_hindrance() -> None:
    data = pdf(lines(["Sagsfremstilling på Ærø"]))
    assert read_bytes(b"\r\nHTTP junk\r\n" * 200 + data).text == "Sagsfremstilling på Ærø"
    cut = read_bytes(data[: data.rindex(b"xref\n", 0, data.rindex(b"trailer")) + 60])
    assert cut.text == "Sagsfremstilling på Ærø"


def test_scans_passwords_and_damage_are_told_apart() -> None:
    from reportlab.lib.utils import ImageReader

    image = pypdfium2.PdfDocument(pdf(lines(PROSE)))[0].render().to_pil()

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, 595, 842)

    assert code(pdf(scan)) == "scanned_pdf"
    assert read_bytes(pdf(scan, lines(PROSE))).warnings == ("scanned_pages",)
    assert code(b"%PDF-1.7\n") == "corrupt_pdf"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(lines(PROSE))))
    writer.encrypt("hemmelig", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert code(buffer.getvalue()) == "password_protected"


def test_limits_are_in_force() -> None:
    data = pdf(lines(["a"]), lines(["b"]), lines(["c"]))
    with pytest.raises(ReadError) as caught:
        read_bytes(data, ".pdf", Options(Limits(pages=2)))
    assert caught.value.code == "too_many_pages"


def test_forms_that_draw_forms_without_end_are_stopped() -> None:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    generic = pypdf.generic
    inner = None
    for _ in range(6):
        form = generic.DecodedStreamObject()
        form.set_data(b"/X Do " * 10 if inner is not None else b"")
        form.update({generic.NameObject("/Subtype"): generic.NameObject("/Form")})
        if inner is not None:
            objects = generic.DictionaryObject({generic.NameObject("/X"): inner})
            form[generic.NameObject("/Resources")] = generic.DictionaryObject(
                {generic.NameObject("/XObject"): objects}
            )
        inner = writer._add_object(form)
    page[generic.NameObject("/Resources")] = generic.DictionaryObject(
        {generic.NameObject("/XObject"): generic.DictionaryObject({generic.NameObject("/X"): inner})}
    )
    buffer = io.BytesIO()
    writer.write(buffer)
    assert code(buffer.getvalue()) == "pdf_too_complex"


def test_pypdf_reads_what_pdfium_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(data: bytes, options: Options) -> list[object]:
        raise pypdfium2.PdfiumError("refused")

    monkeypatch.setattr(pdf_reader, "_read_pages", refuse)
    extraction = read_bytes(pdf(lines(PROSE), lines(["Anden side."])))
    assert extraction.warnings == ("no_positions",)
    assert extraction.lines == ()
    assert len(extraction.pages) == 2
    assert "samlet omstilling" in extraction.text


def test_form_values_are_appended() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 760, "Ansøgning")
        canvas.acroForm.textfield(name="navn", value="Søren Holm", x=60, y=700)

    assert "navn: Søren Holm" in read_bytes(pdf(draw)).text


def test_a_label_begins_a_paragraph_under_a_full_line() -> None:
    full = [*PROSE[:2], "arbejdsmarkedsområdet. Det drøftes på et møde med de faglige organisationer."]
    extraction = read_bytes(pdf(lines([*full, "Punkt 4: Lukket: Salg af en ejendom i byen"])))
    assert [text for _, text in blocks(extraction)] == [
        " ".join(full),
        "Punkt 4: Lukket: Salg af en ejendom i byen",
    ]
