"""Numbers and dates that match exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.danish.exact import exact_terms, find_exact

DAY = ["2025-10-06", "--10-06", "2025-10"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sagsnr. 24/10873-5", ["24/10873-5", "24/10873"]),
        ("Sag EMN-2025-003383", ["emn-2025-003383"]),
        ("sag 330-2018-3619.", ["330-2018-3619"]),
        ("00.22.04-P35-1-25", ["00.22.04-p35-1-25", "00.22.04"]),
        ("KLE-nr. 27.69.48", ["27.69.48"]),
        ("§ 17, stk. 4", ["§17", "§17stk4"]),
        ("§17 stk 4", ["§17", "§17stk4"]),
        ("§ 17 a, stk. 2 og 3", ["§17a", "§17astk2", "§17astk3"]),
        ("§§ 17 og 18", ["§17", "§18"]),
        ("paragraf 17", ["§17"]),
        ("§ 83 i serviceloven", ["§83"]),
        ("lokalplan nr. 123", ["lokalplan:123"]),
        ("Lokalplanen 123-4", ["lokalplan:123-4"]),
        ("dagsordenspunkt 5 og 6", ["punkt:5", "punkt:6"]),
        ("pkt. 7", ["punkt:7"]),
        ("bilagene 1, 2 og 3a", ["bilag:1", "bilag:2", "bilag:3a"]),
        ("Bilag nr.: 4", ["bilag:4"]),
        ("budgetforslag 148", ["budgetforslag:148"]),
        ("matr.nr. 7b", ["matrikel:7b"]),
        ("CVR-nr. 29189846", ["cvr:29189846"]),
        ("6. oktober 2025", DAY),
        ("06-10-2025", DAY),
        ("6/10 2025", DAY),
        ("2025-10-06", DAY),
        ("mandag den 6. okt. 2025", DAY),
        ("forslag 6. oktober 2025", DAY),
        ("06.10.25", ["06.10.25", *DAY]),
        ("den 6. oktober", ["--10-06"]),
        ("d. 29/2", ["--02-29"]),
        ("oktober 2025", ["2025-10"]),
        ("den 31. februar 2025", []),
        ("1.250.000 kr. i 2022-2025, skoleåret 2024/25, kl. 14.00, tlf. 87 59 10 00", []),
        ("", []),
    ],
)
def test_a_number_that_names_something_has_one_form(text: str, expected: list[str]) -> None:
    assert exact_terms(text) == expected


def test_terms_stand_in_the_order_of_the_text() -> None:
    text = "Den 6. oktober 2025 blev § 17 og bilag 2 behandlet i 24/10873."
    assert exact_terms(text) == [*DAY, "§17", "bilag:2", "24/10873"]
    assert [text[one.start : one.end] for one in find_exact(text)] == [
        "6. oktober 2025",
        "§ 17",
        "bilag 2",
        "24/10873",
    ]


@given(st.text(alphabet="§0123456789/-.,: abcdeEMNKLPQstkbilagnroktpu\n", max_size=120))
def test_terms_of_any_text(text: str) -> None:
    found = exact_terms(text)
    assert all(found)
    assert found == exact_terms(text)
    assert not any(" " in term for term in found)
