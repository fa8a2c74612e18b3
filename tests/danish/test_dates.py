"""Dates in text and periods in questions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.danish.dates import find_dates, find_period, last_day, question_period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("06-12-2022", date(2022, 12, 6), "day"),
        ("den 18.04.2024", date(2024, 4, 18), "day"),
        ("d. 07.06.2018", date(2018, 6, 7), "day"),
        ("29-06-2016 17:30:00", date(2016, 6, 29), "day"),
        ("15-maj-2002", date(2002, 5, 15), "day"),
        ("Tirsdag den 5. april 2022 kl. 8.00-12.30", date(2022, 4, 5), "day"),
        ("2018-09-03 Magistraten", date(2018, 9, 3), "day"),
        ("27-02-\n2025)", date(2025, 2, 27), "day"),
        ("6/12-2022", date(2022, 12, 6), "day"),
        ("i juni 2020", date(2020, 6, 1), "month"),
        ("budget 2026", date(2026, 1, 1), "year"),
        ("i 2. kvartal 2024", date(2024, 4, 1), "quarter"),
        ("2. halvår 2023", date(2023, 7, 1), "half"),
        ("uge 42, 2024", date(2024, 10, 14), "week"),
        ("skoleåret 2024/25", date(2024, 8, 1), "school_year"),
        ("ultimo 2024", date(2024, 1, 1), "year"),
        ("medio juni 2020", date(2020, 6, 1), "month"),
        ("Jan 2022", date(2022, 1, 1), "year"),
    ],
)
def test_forms_of_dates(text: str, expected: date, precision: str) -> None:
    [mention] = find_dates(text)
    assert (mention.date, mention.precision, mention.inferred) == (expected, precision, False)


@pytest.mark.parametrize(
    "text",
    [
        "330-2018-3619",
        "EMN-2025-008579",
        "2.000 kr.",
        "2000 kr.",
        "kl. 8.00-12.30",
        "31. februar 2022",
        "1149",
    ],
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert [m for m in find_dates(text) if m.precision == "day"] == []
    assert "2018" not in text or find_dates(text) == []


def test_a_day_without_a_year_takes_that_of_the_nearest_full_date() -> None:
    text = "Siden 2021 er meget sket. Mødet den 6. oktober 2022 blev fulgt op den 13. december."
    day = find_dates(text)[-1]
    assert (day.date, day.inferred) == (date(2022, 12, 13), True)
    assert find_dates("Den 6. oktober", year=2022)[0].date == date(2022, 10, 6)
    assert find_dates("Den 6. oktober") == []


def test_a_day_as_a_fraction_needs_the_word_before_it() -> None:
    assert [m.date for m in find_dates("HU den 11/11, ØK d. 6/12", year=2022)] == [
        date(2022, 11, 11),
        date(2022, 12, 6),
    ]
    assert find_dates("i 1/2 time", year=2022) == []


def test_a_week_without_a_year_is_inferred() -> None:
    [week] = find_dates("arkitekturugen i uge 41.", year=2025)
    assert (week.date, week.precision, week.inferred) == (date(2025, 10, 6), "week", True)
    assert find_dates("i uge 41") == []
    assert find_dates("i uge 60", year=2025) == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("06-12-2022", date(2022, 12, 6)),
        ("uge 42, 2024", date(2024, 10, 20)),
        ("juni 2020", date(2020, 6, 30)),
        ("1. kvartal 2024", date(2024, 3, 31)),
        ("1. halvår 2024", date(2024, 6, 30)),
        ("skoleåret 2024/25", date(2025, 7, 31)),
        ("2024", date(2024, 12, 31)),
    ],
)
def test_the_last_day_of_a_date(text: str, last: date) -> None:
    [mention] = find_dates(text)
    assert last_day(mention) == last


def test_a_period_of_years_gives_both() -> None:
    assert [m.date.year for m in find_dates("HR-strategi 2022-2025")] == [2022, 2025]


@pytest.mark.parametrize(
    ("question", "first", "last", "words"),
    [
        ("Hvad skete i 2022?", date(2022, 1, 1), date(2022, 12, 31), "i 2022"),
        ("sager siden 2020", date(2020, 1, 1), None, "siden 2020"),
        ("sager efter 1. maj 2021", date(2021, 5, 2), None, "efter 1. maj 2021"),
        ("sager før 2023", None, date(2022, 12, 31), "før 2023"),
        ("mellem 2020 og 2022", date(2020, 1, 1), date(2022, 12, 31), "mellem 2020 og 2022"),
        ("fra 2022 til 2025", date(2022, 1, 1), date(2025, 12, 31), "fra 2022 til 2025"),
        ("hvad skete sidste år", date(2025, 1, 1), date(2025, 12, 31), "sidste år"),
        ("i efteråret 2024", date(2024, 9, 1), date(2024, 11, 30), "i efteråret 2024"),
        ("i december 2022", date(2022, 12, 1), date(2022, 12, 31), "i december 2022"),
        ("mødet den 6. december 2022", date(2022, 12, 6), date(2022, 12, 6), "6. december 2022"),
        ("i forrige valgperiode", date(2022, 1, 1), date(2025, 12, 31), "i forrige valgperiode"),
        ("i 1. kvartal 2024", date(2024, 1, 1), date(2024, 3, 31), "i 1. kvartal 2024"),
    ],
)
def test_periods_of_questions(question: str, first: date | None, last: date | None, words: str) -> None:
    period = find_period(question, TODAY)
    assert period is not None
    assert (period.first, period.last) == (first, last)
    assert question[period.start : period.end] == words
    assert question_period(question, TODAY) == (first, last)


@pytest.mark.parametrize(
    "question",
    ["Hvad er budget 2026?", "HR-strategi 2022-2025", "budgettet for 2026", "hvad sker den 6. december"],
)
def test_a_year_in_a_name_restricts_nothing(question: str) -> None:
    assert question_period(question, TODAY) is None


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_every_day_is_read_back_from_its_forms(day: date) -> None:
    for form in (f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}", f"{day.day}.{day.month}.{day.year}"):
        assert [mention.date for mention in find_dates(f"Mødet {form}.")] == [day]


@given(st.text(alphabet="0123456789-./ majuni", max_size=60))
def test_nothing_that_looks_like_a_date_is_an_error(text: str) -> None:
    for mention in find_dates(text, 2022):
        assert 0 <= mention.start < mention.end <= len(text)
    find_period(text, TODAY)
