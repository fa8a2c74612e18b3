"""Lists of attachments, row by row."""

from __future__ import annotations

import pytest

from kb.cases import parse_document
from kb.datatypes import Access, Attachment, Block, BlockKind, Document, Extraction, Page
from tests.cases.papers import parsed


def attached(rows: str) -> Document:
    return parsed(f"# Ny vej\n\nIndstilling\n\nAt vejen bygges.\n\nBilag:\n\n{rows}")


def short(each: Attachment) -> tuple[str | None, str, Access]:
    return each.number, each.title, each.access


def test_a_row_of_the_records_system_may_take_five_lines() -> None:
    document = attached(
        "1 -\n3742388\nÅben Hjælp os med at finde\nvejen 27-02-\n2025\n(23227/25) (H)\n"
        "2 -\n3742389\nLukket Pris (23228/25)"
    )
    first, second = document.attachments
    assert short(first) == ("1", "Hjælp os med at finde vejen 27-02-2025", Access.OPEN)
    assert (first.document_number, first.reference, first.mark) == ("3742388", "23227/25", "H")
    assert short(second) == ("2", "Pris", Access.CLOSED)
    assert (second.document_number, second.reference, second.mark) == ("3742389", "23228/25", None)
    assert document.text[first.start : first.end].startswith("1 -")
    assert document.text[second.end - 10 : second.end] == "(23228/25)"


@pytest.mark.parametrize(
    ("row", "number", "title", "access"),
    [
        ("Bilag 1: Kort over vejen", "1", "Kort over vejen", Access.UNKNOWN),
        ("Bilag 1.2 - Kort over vejen", "1.2", "Kort over vejen", Access.UNKNOWN),
        ("2. Kort over vejen (LUKKET)", "2", "Kort over vejen", Access.CLOSED),
        ("- Kort over vejen (åben)", None, "Kort over vejen", Access.OPEN),
        ("Lukket bilag: Kort over vejen", None, "Kort over vejen", Access.CLOSED),
        (
            "Notat 19.08.2025 (påført 26.08.2025)",
            None,
            "Notat 19.08.2025 (påført 26.08.2025)",
            Access.UNKNOWN,
        ),
        ("Åben skole i vejene", None, "Åben skole i vejene", Access.UNKNOWN),
    ],
)
def test_forms_of_rows(row: str, number: str | None, title: str, access: Access) -> None:
    assert [short(each) for each in attached(row).attachments] == [(number, title, access)]


@pytest.mark.parametrize(
    "rows",
    ["Ingen", "Ingen bilag.", "30", "Bilagene ligger på sagen hos sekretariatet.", "×\n\nKopier linket"],
)
def test_what_is_no_attachment(rows: str) -> None:
    assert attached(rows).attachments == ()


def test_a_number_may_be_that_of_the_document() -> None:
    [row] = attached("330-2023-221904 - Kort over vejen").attachments
    assert (row.title, row.document_number) == ("Kort over vejen", "330-2023-221904")


def test_lines_that_became_one_are_parted_at_their_numbers() -> None:
    rows = "\n\n".join(
        ("1 Mad til alle", "1 Svar A Mad til alle 2 Bedre veje 2 Svar A Veje i 3 byer", "3 Lys", "4 Broer")
    )
    titles = [each.title for each in attached(rows).attachments]
    assert titles == [
        "1 Mad til alle",
        "1 Svar A Mad til alle",
        "2 Bedre veje",
        "2 Svar A Veje i 3 byer",
        "3 Lys",
        "4 Broer",
    ]


def test_a_table_gives_number_access_and_reference() -> None:
    lines = [
        "Bilag",
        "Nr. | Status | Titel",
        "1 | Åben | Høringsnotat (18824/25)",
        "2 | Lukket | Pris, udkast (19007/25)",
    ]
    text = "\n\n".join(lines) + "\n"
    starts = [text.index(line) for line in lines]
    kinds = [BlockKind.HEADING, *([BlockKind.TABLE_ROW] * 3)]
    blocks = tuple(
        Block(kind, at, at + len(line), int(kind is BlockKind.HEADING))
        for kind, at, line in zip(kinds, starts, lines, strict=True)
    )
    document = parse_document("a.pdf", Extraction(text, (Page(1, 0, len(text)),), blocks, "pdf"), "0" * 64)
    assert [short(each) for each in document.attachments] == [
        ("1", "Høringsnotat", Access.OPEN),
        ("2", "Pris, udkast", Access.CLOSED),
    ]
    assert [each.reference for each in document.attachments] == ["18824/25", "19007/25"]


def test_attachments_belong_to_their_item() -> None:
    document = parsed(
        "# Dagsorden for Byrådet\n\n## 1. Vej\n\nBilag\n\nKort\n\n## 2. Køb - Lukket punkt\n\nBilag\n\nPris"
    )
    assert [(each.title, each.item, each.access) for each in document.attachments] == [
        ("Kort", 0, Access.UNKNOWN),
        ("Pris", 1, Access.CLOSED),
    ]
