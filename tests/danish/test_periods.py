"""The period that a question restricts itself to, and the years that belong to names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.danish.dates import find_period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("question", "days", "words"),
    [
        ("Hvad skete i 2022?", "2022-01-01/2022-12-31", "i 2022"),
        ("alle beslutninger 2024", "2024-01-01/2024-12-31", "2024"),
        ("i 2022 og 2023", "2022-01-01/2023-12-31", "i 2022 og 2023"),
        ("i 2022 og i 2025", "2022-01-01/2025-12-31", "i 2022 og i 2025"),
        ("årene 2022-2024", "2022-01-01/2024-12-31", "årene 2022-2024"),
        ("fra 2022 -> 2025", "2022-01-01/2025-12-31", "fra 2022 -> 2025"),
        ("fra 2022 til i dag", "2022-01-01/", "fra 2022 til i dag"),
        ("fra 2022 og frem", "2022-01-01/", "fra 2022 og frem"),
        ("alle sager om ferie 2022-2025", "2022-01-01/2025-12-31", "2022-2025"),
        ("sager fra 2022", "2022-01-01/2022-12-31", "fra 2022"),
        ("politikken fra 2019", "2019-01-01/2019-12-31", "fra 2019"),
        ("hvad skete fra og med 2022", "2022-01-01/", "fra og med 2022"),
        ("d. 6/12 2022", "2022-12-06/2022-12-06", "6/12 2022"),
        ("ØK 12.3.24", "2024-03-12/2024-03-12", "12.3.24"),
        ("efter mødet den 6. december 2022", "2022-12-07/", "efter mødet den 6. december 2022"),
        ("mellem 1. maj og 1. juni 2024", "2024-05-01/2024-06-01", "mellem 1. maj og 1. juni 2024"),
        ("fra januar til marts 2024", "2024-01-01/2024-03-31", "fra januar til marts 2024"),
        ("juni-august 2024", "2024-06-01/2024-08-31", "juni-august 2024"),
        ("siden efteråret 2024", "2024-09-01/", "siden efteråret 2024"),
        ("vinteren 2023/24", "2023-12-01/2024-02-29", "vinteren 2023/24"),
        ("sidste efterår", "2025-09-01/2025-11-30", "sidste efterår"),
        ("sidste sommer", "2026-06-01/2026-08-31", "sidste sommer"),
        ("Q1 2025", "2025-01-01/2025-03-31", "Q1 2025"),
        ("før 1. kvartal 2025", "/2024-12-31", "før 1. kvartal 2025"),
        ("i første kvartal af 2025", "2025-01-01/2025-03-31", "i første kvartal af 2025"),
        ("2. halvår af 2024", "2024-07-01/2024-12-31", "2. halvår af 2024"),
        ("i skoleåret 2024/25", "2024-08-01/2025-07-31", "i skoleåret 2024/25"),
        ("i uge 42 2024", "2024-10-14/2024-10-20", "i uge 42 2024"),
        ("uge 1, 2026", "2025-12-29/2026-01-04", "uge 1, 2026"),
        ("i år", "2026-01-01/2026-12-31", "i år"),
        ("siden sidste år", "2025-01-01/", "siden sidste år"),
        ("det seneste år", "2025-11-23/2026-11-22", "det seneste år"),
        ("de seneste to år", "2024-11-23/2026-11-22", "de seneste to år"),
        ("i de sidste tre måneder", "2026-08-23/2026-11-22", "i de sidste tre måneder"),
        ("det sidste halve år", "2026-05-23/2026-11-22", "det sidste halve år"),
        ("sidste kvartal", "2026-07-01/2026-09-30", "sidste kvartal"),
        ("forrige måned", "2026-10-01/2026-10-31", "forrige måned"),
        ("sidste uge", "2026-11-09/2026-11-15", "sidste uge"),
        ("denne uge", "2026-11-16/2026-11-22", "denne uge"),
        ("Hvad kom der i går?", "2026-11-21/2026-11-21", "i går"),
        ("Hvad blev besluttet på mødet i dag?", "2026-11-22/2026-11-22", "i dag"),
        ("i denne valgperiode", "2026-01-01/2029-12-31", "i denne valgperiode"),
        ("i sidste valgperiode", "2022-01-01/2025-12-31", "i sidste valgperiode"),
        ("i denne og forrige valgperiode", "2022-01-01/2029-12-31", "i denne og forrige valgperiode"),
        ("i valgperioden 2018-2021", "2018-01-01/2021-12-31", "i valgperioden 2018-2021"),
    ],
)
def test_periods(question: str, days: str, words: str) -> None:
    period = find_period(question, TODAY)
    assert period is not None
    assert "/".join(day.isoformat() if day else "" for day in (period.first, period.last)) == days
    assert question[period.start : period.end] == words


@pytest.mark.parametrize(
    "question",
    [
        "Hvad står der i Budget 2026?",
        "Hvad siger Kommuneplan 2013?",
        "målene i Vision 2030",
        "Digitaliseringsprogram 2021-2025",
        "alle sager om HR-strategi 2022-2025",
        "i 2025-budgettet",
        "ferieplan for skoleåret 2024/25",
        "regnskabet for 2024",
        "regnskabet for sidste år",
        "Hvad mener Maj Hansen om marts?",
        "Kan jeg få fri i marts?",
        "den 6. december",
        "Hvad gælder i dag?",
        "Hvor mange er der ansat i dag?",
        "i uge 41",
        "uge 54 2024",
        "inden 2030",
        "i 2030",
        "næste år",
        "i de seneste år",
        "i efteråret",
        "skoleåret 2024/27",
        "lov nr. 123 af 2018",
    ],
)
def test_what_restricts_nothing(question: str) -> None:
    assert find_period(question, TODAY) is None


WORDS = (
    "i fra til og siden efter før inden mellem den 2022 2025-2029 6. december marts 2024 uge 42 kvartal Q1 "
    "sidste år de seneste to måneder skoleåret 2024/25 valgperiode denne vinteren 9999 1900 - i dag"
).split(" ")


@given(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.dates(date(1990, 1, 1), date(2090, 1, 1))
)
def test_a_period_begins_before_it_ends_and_stands_in_the_question(question: str, today: date) -> None:
    period = find_period(question, today)
    if period:
        assert question[period.start : period.end].strip()
        assert period.first or period.last
        assert not (period.first and period.last) or period.first <= period.last
