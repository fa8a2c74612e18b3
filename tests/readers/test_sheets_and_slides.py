"""Workbooks and presentations: what people see of them, row by row and slide by slide, and nothing else."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from kb.datatypes import BlockKind
from kb.errors import ReadError
from kb.readers import read_bytes
from tests.readers.holders import pptx, shape, zipped
from tests.readers.make import blocks, texts


def book() -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Budget 2026"
    sheet.append(["Post", "Beløb", "Andel", "Dato", "Vedtaget"])
    sheet.append(["Rengøring af skoler", 1234567.5, 0.125, dt.date(2026, 1, 31), True])
    sheet["B2"].number_format, sheet["C2"].number_format = "#,##0.00", "0.0%"
    sheet["D2"].number_format = "dd/mm/yyyy"
    return workbook


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_a_row_is_a_line_with_its_cells_as_they_are_shown() -> None:
    extraction = read_bytes(saved(book()), ".xlsx")
    assert blocks(extraction) == [
        ("heading", "Budget 2026"),
        ("table_row", "Post | Beløb | Andel | Dato | Vedtaget"),
        ("table_row", "Rengøring af skoler | 1.234.567,50 | 12,5 % | 31-01-2026 | SAND"),
    ]
    assert extraction.format == "xlsx"


def test_each_sheet_is_a_page_of_its_own() -> None:
    workbook = book()
    workbook.create_sheet("Tom")
    workbook.create_sheet("Noter").append(["Beløb i 2026-priser", None, "æøå"])
    extraction = read_bytes(saved(workbook), ".xlsx")
    assert [(page.number, page.inferred) for page in extraction.pages] == [(1, False), (2, False), (3, False)]
    third = extraction.pages[2]
    assert extraction.text[third.start : third.end].strip() == "Noter\n\nBeløb i 2026-priser | | æøå"


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.1 + 0.2, "General", "0,3"),
        (1000000, "General", "1000000"),
        (-12.5, "0.00", "-12,50"),
        (1234.5, "#,##0", "1.235"),
        (3, '0" stk."', "3"),
        (12.5, '#,##0.0" kr."', "12,5"),
        (dt.datetime(2026, 5, 4, 14, 30), "dd-mm-yyyy hh:mm", "04-05-2026 14:30"),
        (dt.time(8, 15), "hh:mm", "08:15"),
        (1e-7, "General", "0,0000001"),
        ("012345", "General", "012345"),
        (2026, '[Red]0', "2026"),
        (45000, '"dag "0', "45000"),
    ],
)  # fmt: skip
def test_numbers_are_shown_as_in_a_danish_excel(value: object, number_format: str, shown: str) -> None:
    workbook = Workbook()
    workbook.active["A1"] = value
    workbook.active["A1"].number_format = number_format
    assert texts(read_bytes(saved(workbook), ".xlsx"), BlockKind.TABLE_ROW) == [shown]


def test_hidden_sheets_rows_and_columns_are_left_out_and_told() -> None:
    workbook = book()
    sheet = workbook.active
    sheet.append(["Hemmelig linje"])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    secret = workbook.create_sheet("Løn")
    secret.append(["Direktørens løn"])
    secret.sheet_state = "hidden"
    extraction = read_bytes(saved(workbook), ".xlsx")
    assert "Hemmelig" not in extraction.text
    assert "Direktørens" not in extraction.text
    assert "12,5 %" not in extraction.text
    assert extraction.warnings == ("hidden_text",)
    assert [page.hidden for page in extraction.pages] == [
        len("Hemmeliglinje") + len("Andel12,5%"),
        len("Direktørensløn"),
    ]


def test_a_formula_shows_the_value_that_was_saved_with_it_and_is_never_computed() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1"><f>SUM(1,2)</f><v>3</v></c><c r="B1"><f>WEBSERVICE("http://x/")</f></c>'
        '<c r="C1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="E1" t="e"><v>#N/A</v></c><c r="F1" t="inlineStr"><is><t>inde</t></is></c>'
        "</row></sheetData></worksheet>"
    )
    extraction = read_bytes(workbook_of(sheet), ".xlsx")
    assert extraction.warnings == ("formulas_without_values",)
    assert texts(extraction, BlockKind.TABLE_ROW) == ["3 | | ab | #DIV/0! | #I/T | inde"]


def workbook_of(sheet: str, **parts: str) -> bytes:
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    relations = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>%s</Relationships>'
    return zipped(
        {
            "xl/workbook.xml": f'<workbook {space}><sheets><sheet name="Ark" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations % parts.pop("relation", ""),
            "xl/worksheets/sheet1.xml": sheet,
            **{name.replace("__", "/").replace("_xml", ".xml"): text for name, text in parts.items()},
        }
    )


def test_macros_and_links_to_other_files_are_not_looked_at() -> None:
    with_macros = io.BytesIO(saved(book()))
    with zipfile.ZipFile(with_macros, "a") as target:
        target.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Shell(calc.exe)")
        target.writestr("xl/externalLinks/externalLink1.xml", "<!DOCTYPE x><a/>")
    extraction = read_bytes(with_macros.getvalue(), ".xlsm")
    assert "Shell" not in extraction.text
    assert "Rengøring af skoler" in extraction.text


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ('<!DOCTYPE x [<!ENTITY a "ha">]><worksheet><row><c><v>&a;</v></c></row></worksheet>', "unsafe_xml"),
        ("<worksheet><row><c><v>1</v></c>", "corrupt_document"),
        ('<worksheet><row><c t="s"><v>99999999999</v></c><c t="s"><v>x</v></c></row></worksheet>', "no_text"),
        ('<worksheet><row><c r="ZZZ1"><v>7</v></c></row></worksheet>', "no_text"),
    ],
)
def test_damaged_and_hostile_workbooks(sheet: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(workbook_of(sheet), ".xlsx")
    assert caught.value.code == code


def test_relations_that_lead_out_of_the_file_find_nothing() -> None:
    data = workbook_of(
        "<worksheet/>",
        relation='<Relationship Id="r1" Target="../../../../etc/passwd"/>'
        '<Relationship Id="r1" TargetMode="External" Target="http://ond.dk/x.xml"/>',
    )
    with pytest.raises(ReadError) as caught:
        read_bytes(data, ".xlsx")
    assert caught.value.code == "no_text"


def test_numbers_of_no_size_are_shown_as_they_stand() -> None:
    sheet = (
        '<worksheet><row><c s="0"><v>1E+400</v></c><c><v>NaN</v></c><c><v>-1e-300</v></c>'
        '<c s="1"><v>99999999</v></c><c s="1"><v>-5</v></c></row></worksheet>'
    )
    styles = (
        '<styleSheet><cellXfs><xf numFmtId="4"/><xf numFmtId="14"/><xf numFmtId="x"/></cellXfs></styleSheet>'
    )
    assert texts(read_bytes(workbook_of(sheet, xl__styles_xml=styles), ".xlsx"), BlockKind.TABLE_ROW) == [
        "1E+400 | NaN | -1e-300 | 99999999 | -5"
    ]


# presentations


def test_a_slide_is_a_page_with_its_title_first() -> None:
    extraction = read_bytes(
        pptx(
            shape("Vi ansætter 12 pædagoger", "Fra august 2026", place="body")
            + shape("Flere hænder", place="title"),
            shape("Tak", place="ctrTitle") + shape("Tekst i en boks") + shape("7", place="sldNum"),
        ),
        ".pptx",
    )
    assert blocks(extraction) == [
        ("heading", "Flere hænder"),
        ("list_item", "- Vi ansætter 12 pædagoger"),
        ("list_item", "- Fra august 2026"),
        ("heading", "Tak"),
        ("paragraph", "Tekst i en boks"),
    ]
    assert [(page.number, page.inferred) for page in extraction.pages] == [(1, False), (2, False)]
    second = extraction.pages[1]
    assert extraction.text[second.start : second.end].strip() == "Tak\n\nTekst i en boks"


def test_tables_groups_and_diagrams_are_read() -> None:
    table = (
        "<p:graphicFrame><a:tbl><a:tr><a:tc><a:p><a:r><a:t>År</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r>"
        "<a:t>Antal</a:t></a:r></a:p></a:tc></a:tr></a:tbl></p:graphicFrame>"
    )
    diagram = '<p:graphicFrame><a:relIds r:dm="rd"/></p:graphicFrame>'
    group = f"<p:grpSp>{shape('I en gruppe')}</p:grpSp>"
    data = pptx(
        group + table + diagram,
        **{
            "ppt__slides___rels__slide1_xml.rels": "<Relationships>"
            '<Relationship Id="rd" Target="../diagrams/data1.xml"/></Relationships>',
            "ppt__diagrams__data1_xml": '<d xmlns:a="x"><a:p><a:r><a:t>Trin et</a:t></a:r></a:p></d>',
        },
    )
    assert blocks(read_bytes(data, ".pptx")) == [
        ("paragraph", "I en gruppe"),
        ("table_row", "År | Antal"),
        ("list_item", "- Trin et"),
    ]


def test_slides_that_are_not_shown_are_left_out_and_told() -> None:
    extraction = read_bytes(pptx(shape("Synlig"), "skjult:" + shape("Kun til mig selv")), ".pptx")
    assert extraction.text == "Synlig"
    assert extraction.warnings == ("hidden_text",)
    assert [page.hidden for page in extraction.pages] == [0, len("Kuntilmigselv")]


def test_notes_are_not_read() -> None:
    data = pptx(shape("Synlig"), ppt__notesSlides__notesSlide1_xml="<n>Husk at sige det</n>")
    assert "Husk" not in read_bytes(data, ".pptx").text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"ppt/presentation.xml": "<p/>"}), "no_text"),
        (zipped({"ppt/presentation.xml": "<p"}), "corrupt_document"),
        (zipped({"ppt/presentation.xml": '<p xmlns:r="r"><sldId r:id="r9"/></p>'}), "corrupt_document"),
        (pptx(shape("&a;")), "corrupt_document"),
    ],
)
def test_damaged_presentations_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, ".pptx")
    assert caught.value.code == code
