"""Civil registration numbers as they are written, and numbers that are none. All are made up."""

from __future__ import annotations

import pytest

from kb.privacy import covered, cpr_spans, email_spans, phone_spans, without_cpr


@pytest.mark.parametrize(
    "written",
    [
        "010203-1234",
        "010203 1234",
        "0102031234",
        "010203 - 1234",
        "010203–1234",
        "010203-\n1234",
        "010203\n-1234",
        "010203\n1234",
        "01.02.03-1234",
        "01-02-03-1234",
        "01/02/03 - 1234",
        "01 02 03 1234",
        "01 02 03-1234",
        "010203\u00ad1234",
        "311299-4321",
        "290200-4001",
        "290200-9001",
        "010203_1234",
        "0102\n03-1234",
        "010203-12\n34",
        "010203-\n\n1234",
        "0 1 0 2 0 3 - 1 2 3 4",
        "０１０２０３-１２３４",
        "010203－1234",
        "010203\u200b1234",
        "010203\u2212 1234",
    ],
)
def test_every_written_form_is_found(written: str) -> None:
    text = f"Borgeren (cpr.nr. {written}) søgte om støtte."
    assert [text[start:end] for start, end in cpr_spans(text)] == [written]


@pytest.mark.parametrize(
    "written",
    [
        "320101-1234",  # no 32nd day
        "011301-1234",  # no 13th month
        "310401-1234",  # April has 30 days
        "290200-1234",  # 1900 was no leap year
        "290203-1234",
        "01020312345",  # eleven digits
        "2010203-1234",
        "010203-12345",
        "1.010203-1234",
        "0.010203 1234",
        "06.12.22 1430",  # a date and a time
        "06-12-2022",
        "12 34 56 78",  # a telephone number
        "29189811",  # a company's number
        "29.00.00-G01-1-24",  # a case number
        "010203-1234-5",
    ],
)
def test_other_numbers_are_left_alone(written: str) -> None:
    assert cpr_spans(f"Sagen {written} blev behandlet.") == ()


@pytest.mark.parametrize(
    ("before", "written"),
    [
        ("CPR-nr. ", "010 203 1234"),
        ("cpr: ", "0102 0312 34"),
        ("C.P.R. ", "610203-1234"),  # for administration: the day is 60 too high
        ("Personnummer:\n", "01 0203/1234"),
        ("CPR", "0102031234"),
    ],
)
def test_after_a_word_that_says_so_any_way_of_writing_counts(before: str, written: str) -> None:
    text = f"{before}{written} fremgår af sagen."
    assert [text[start:end] for start, end in cpr_spans(text)] == [written]
    assert cpr_spans(f"Sag {written} fremgår af sagen.".replace("0102031234", "x")) == ()


@pytest.mark.parametrize(
    "written",
    [
        "Kontonr. 0102031234",
        "konto: 1234 0102031234",
        "P-nummer 1003282710",
        "EAN 5798 01 02 03 1234",
        "DK50 0040 0440 1162 43",
        "5798001020312",
        "faktura 0102031234",
        "DN0102031234",
        "330-2018-3619",
        "25/26257",
        "02.00.01-P35-1-25",
        "1-51-71-3321-08",
        "+45 12 34 56 78",
        "01-02-03 1234",
        "98 01 02 03 1234",
    ],
)
def test_numbers_of_other_kinds_are_left_alone(written: str) -> None:
    assert cpr_spans(f"Se {written} i sagen.") == ()


@pytest.mark.parametrize(
    "name", ["2024-05-01-010203-1234.pdf", "bilag-2-010203-1234.pdf", "Sag nr. 12-010203-1234"]
)
def test_a_number_after_another_and_a_dash_is_hidden(name: str) -> None:
    assert "010203" not in without_cpr(name)
    assert without_cpr(name).startswith(name.partition("010203")[0])


def test_a_list_of_numbers_with_commas_or_slashes_hides_all_of_them() -> None:
    assert without_cpr("010203-1234,020304-1234/030405-1234") == "██████-████,██████-████/██████-████"


def test_what_is_masked_keeps_length_breaks_and_signs() -> None:
    text = "Ø: 010203 -\n1234. Æ"
    assert without_cpr(text) == "Ø: ██████ -\n████. Æ"
    assert len(without_cpr("a０１０２０３-１２３４b")) == len("a010203-1234b")


def test_addresses_and_telephones() -> None:
    text = "Skriv til eva.skov@kommune.dk, ring 12 34 56 78, +45 12345678, tlf. 87654321 eller 1234 5678."
    assert [text[start:end] for start, end in email_spans(text)] == ["eva.skov@kommune.dk"]
    assert [text[start:end] for start, end in phone_spans(text)] == [
        "12 34 56 78",
        "+45 12345678",
        "87654321",
        "1234 5678",
    ]
    assert phone_spans("CVR 29189811, dok. 4625571, 2.000.000 kr., 2022 2023 2024, 12-34-56-78") == ()
    assert covered("a@b.dk", [(0, 6)]) == "█@█.██"


def test_several_are_told_apart_and_in_order() -> None:
    text = "010203-1234, 02.03.04-1234 og 0304051234"
    assert [text[start:end] for start, end in cpr_spans(text)] == [
        "010203-1234",
        "02.03.04-1234",
        "0304051234",
    ]
    assert cpr_spans("") == ()
