"""Whole agendas and minutes are cut into their items, with and without layout."""

from __future__ import annotations

import pytest

from kb.datatypes import Access, Document, SectionKind
from tests.cases.papers import parsed

PROTOCOL = """BESLUTNINGSPROTOKOL

Kommunalbestyrelsen

Sted: Mødesal 1

Dato: Tirsdag den 13. december 2022

Indholdsfortegnelse

1. Godkendelse af dagsorden ............ 2

2. Ny cykelsti ............ 3

3. Salg af Storegade 4 ............ 5

1. Godkendelse af dagsorden

Åben sag

Beslutning i Kommunalbestyrelsen den 13-12-2022

Godkendt.

2. Ny cykelsti

Sagsnr.: 22/14571

Åben sag

Sagsfremstilling

Tre ting er vigtige:

1. Bredde

2. Lys

3. Skilte

Indstilling

Direktøren indstiller, at stien bygges.

Beslutning i Kommunalbestyrelsen den 13-12-2022

Tiltrådt.

3. Salg af Storegade 4

Sagsnr.: 22/1499

Lukket sag

Beslutning i Kommunalbestyrelsen den 13-12-2022

Godkendt.

4. Eventuelt

Ingen.
"""


def told(document: Document) -> list[tuple[str | None, str, Access, str | None]]:
    return [(item.number, item.title, item.access, item.case_number) for item in document.items]


def test_a_protocol_without_layout_is_cut_into_its_items() -> None:
    document = parsed(PROTOCOL)
    assert told(document) == [
        ("1", "Godkendelse af dagsorden", Access.OPEN, None),
        ("2", "Ny cykelsti", Access.OPEN, "22/14571"),
        ("3", "Salg af Storegade 4", Access.CLOSED, "22/1499"),
        ("4", "Eventuelt", Access.UNKNOWN, None),
    ]
    assert (document.access, document.case_number) == (Access.UNKNOWN, None)


def test_an_item_spans_its_text_and_its_sections_know_it() -> None:
    document = parsed(PROTOCOL)
    second = document.items[1]
    assert document.text[second.start :].startswith("2. Ny cykelsti")
    assert document.text[second.end :].startswith("3. Salg")
    inside = [section for section in document.sections if section.item_at == 1]
    assert (inside[0].start, inside[-1].end) == (second.start, second.end)
    assert {section.item for section in inside} == {"Ny cykelsti"}


def test_two_items_of_one_title_are_two_items() -> None:
    document = parsed("# Referat\n\n## 4. Eventuelt\n\nIntet.\n\n## 5. Eventuelt\n\nHeller intet.")
    assert [(item.ordinal, item.number) for item in document.items] == [(0, "4"), (1, "5")]
    assert {section.item_at for section in document.sections if section.item} == {0, 1}


def test_an_item_announced_as_a_heading_and_treated_below_is_one_item() -> None:
    document = parsed(
        "# Referat fra Byrådet\n\n## 5. Eventuelt\n\nHer er mødet.\n\nAd 5. Eventuelt\n\nIntet."
    )
    assert len(document.items) == 1
    assert document.text[document.items[0].start :].startswith("Ad 5.")


@pytest.mark.parametrize(
    ("line", "number", "title", "access"),
    [
        ("Punkt 3: Ny vej", "3", "Ny vej", Access.UNKNOWN),
        ("Pkt. 3 Ny vej", "3", "Ny vej", Access.UNKNOWN),
        ("Sag nr. 3 - Ny vej", "3", "Ny vej", Access.UNKNOWN),
        ("Punkt 3 (B) Ny vej", "3", "Ny vej", Access.UNKNOWN),
        ("3. Ny vej (O)", "3", "Ny vej", Access.UNKNOWN),
        ("3. O - Ny vej", "3", "Ny vej", Access.UNKNOWN),
        ("3. Ny vej (Åben)", "3", "Ny vej", Access.OPEN),
        ("3. LUKKET - Ny vej", "3", "Ny vej", Access.CLOSED),
        ("3. Ny vej - Lukket punkt", "3", "Ny vej", Access.CLOSED),
        ("Punkt 3: Lukket: Ny vej", "3", "Ny vej", Access.CLOSED),
        ("Ad 3. Ny vej", "3", "Ny vej", Access.UNKNOWN),
        ("3\n\nNy vej", "3", "Ny vej", Access.UNKNOWN),
        ("Sag nr. 3\n\nNy vej", "3", "Ny vej", Access.UNKNOWN),
        ("Punkt 3: Ny vej Sagsnr.: 24/1408", "3", "Ny vej", Access.UNKNOWN),
    ],
)
def test_forms_of_items(line: str, number: str, title: str, access: Access) -> None:
    document = parsed(f"Dagsorden for Byrådet\n\n{line}\n\nIndstilling\n\nAt vejen bygges.")
    assert [(item.number, item.title, item.access) for item in document.items] == [(number, title, access)]


@pytest.mark.parametrize(
    "lines",
    [
        "1. Bredde\n\n2. Lys\n\n3. Skilte\n\nIndstilling\n\nGodkendes.",
        "Beslutning\n\nPunkt 1: Godkendt\n\nDer blev talt længe om det.\n\nPunkt 2: Udsat",
        "1. godkendes taksten\n\n2. planen sendes ud\n\nBeslutning\n\nGodkendt.",
        "1. planen sendes ud\n\n2. Godkendt takst\n\nBeslutning\n\nGodkendt.",
        "12. juni 2018\n\nIndstilling\n\nGodkendes.",
        "Bilag\n\n1. Kort over vejen (ÅBEN)",
    ],
)
def test_lists_points_days_and_attachments_are_no_items(lines: str) -> None:
    assert parsed(f"Referat fra Byrådet\n\nSagsfremstilling\n\n{lines}").items == ()


def test_a_heading_closes_all_items_under_it() -> None:
    document = parsed(
        "# Dagsorden for Byrådet\n\n## 1. Vej\n\nTekst.\n\n## Lukket dagsorden\n\n## 2. Køb\n\nPris."
        "\n\n## Åben dagsorden\n\n## 3. Sti\n\nTekst."
    )
    assert [item.access for item in document.items] == [Access.UNKNOWN, Access.CLOSED, Access.UNKNOWN]


def test_minutes_without_headings_begin_an_item_with_its_decision() -> None:
    minutes = "# {} fra møde i Byrådet\n\n## 1. Nyt fra skolerne\n\nOrienteringen blev godkendt."
    assert parsed(minutes.format("Referat")).sections[-1].kind is SectionKind.DECISION
    assert parsed(minutes.format("Dagsorden")).sections[-1].kind is SectionKind.UNKNOWN


def test_the_item_of_the_title_comes_first_where_others_follow() -> None:
    text = "# Referat Teknisk Udvalg, 1. oktober 2025, punkt 4: Orientering\n\nBeslutninger\n\nNoteret."
    assert parsed(text).items == ()
    both = parsed(f"{text}\n\n5\n\nEventuelt\n\nBeslutninger\n\nUdvalget drøftede vejene.")
    assert [(item.number, item.title) for item in both.items] == [("4", "Orientering"), ("5", "Eventuelt")]
    assert both.committee == "Teknisk Udvalg"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Sagsnr.: 330-2018-3619", "330-2018-3619"),
        ("Sagnr. 25/26257", "25/26257"),
        ("Sagsid. 2026-009857", "2026-009857"),
        ("J.nr. 00.22.04-P35-1-25", "00.22.04-P35-1-25"),
        ("Journalnr.: 1-51-71-3321-08", "1-51-71-3321-08"),
        ("Sag: 299835", "299835"),
        ("Dato: 12-03-2024", None),
        ("Sag 12-03-2024", None),
        ("Sag 2024", None),
    ],
)
def test_case_numbers_of_items(line: str, number: str | None) -> None:
    document = parsed(f"# Dagsorden for Byrådet\n\n## 1. Ny vej\n\n{line}\n\nIndstilling\n\nGodkendes.")
    assert document.items[0].case_number == number
