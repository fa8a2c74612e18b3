"""Civil registration numbers as they are written, and numbers that are none. All are made up."""

from __future__ import annotations

import pytest

from kb.privacy import cpr_spans


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


def test_several_are_told_apart_and_in_order() -> None:
    text = "010203-1234, 02.03.04-1234 og 0304051234"
    assert [text[start:end] for start, end in cpr_spans(text)] == [
        "010203-1234",
        "02.03.04-1234",
        "0304051234",
    ]
    assert cpr_spans("") == ()
