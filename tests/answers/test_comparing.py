"""The sides of a comparison: what each is called, how it is read and where it is sought."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.answers.comparing import in_order_of_text, sides_of
from kb.answers.question import interpret
from kb.datatypes import Citation, Filter, SectionKind, Status

TODAY = dt.date(2026, 11, 22)


def whole(year: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def test_two_committees_are_sought_apart() -> None:
    reading = interpret(
        "Hvad er forskellen på Byrådets og Økonomiudvalgets beslutning om klimaplanen?", TODAY
    )
    where = Filter(collections=("fjordby",))
    sides = sides_of(reading, where)
    assert [side.name for side in sides] == ["Byrådet", "Økonomiudvalget"]
    for side in sides:
        assert side.reading.committees == side.where.committees == (side.name,)
        assert side.where.collections == ("fjordby",)


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Hvad er forskellen på seniorpolitikken i 2019 og 2023?", [2019, 2023]),
        ("Sammenlign taksterne i 2023 og 2019", [2019, 2023]),
        ("Hvad er forskellen på budgettet i 2021, 2023 og 2022?", [2021, 2023]),
        ("Hvad er forskellen på seniorpolitikken i 2019?", []),
        ("Hvad er forskellen på 2023 og 2023?", []),
        ("Hvad er forskellen på mulighed A og mulighed B?", []),
        ("Hvad er forskellen på lokalplan 1203 og 1999?", []),
    ],
)
def test_the_first_and_the_last_year_are_sought_apart(question: str, years: list[int]) -> None:
    sides = sides_of(interpret(question, TODAY), Filter())
    assert [side.name for side in sides] == [str(year) for year in years]
    for side, year in zip(sides, years, strict=True):
        assert side.reading.period == whole(year)
        assert (side.where.date_from, side.where.date_to) == whole(year)


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("Hvad er forskellen på 2019 og 2023?", Filter(date_from=dt.date(2023, 1, 1))),
        ("Hvad er forskellen på 2019 og 2023?", Filter(date_to=dt.date(2023, 1, 1))),
        (
            "Hvad er forskellen på Byrådets og Økonomiudvalgets beslutning?",
            Filter(committees=("Hovedudvalget",)),
        ),
    ],
)
def test_a_person_s_own_filter_is_never_widened_to_a_side(question: str, where: Filter) -> None:
    assert sides_of(interpret(question, TODAY), where) == []


def cited(document: str, start: int) -> Citation:
    """A citation of nine characters."""
    return Citation(
        n=1,
        document=document,
        title="",
        committee=None,
        date=None,
        section="",
        section_kind=SectionKind.CASE,
        status=Status.UNKNOWN,
        page=1,
        page_inferred=False,
        quote="ni bogstav",
        start=start,
        end=start + 10,
    )


def test_quotes_stay_with_their_document_in_the_order_of_its_text() -> None:
    quotes = [cited("b", 50), cited("a", 90), cited("b", 10), cited("a", 20)]
    assert in_order_of_text(quotes) == [("b", 10, 20), ("b", 50, 60), ("a", 20, 30), ("a", 90, 100)]
    assert in_order_of_text([]) == []
