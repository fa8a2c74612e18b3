"""Words that people type become filters or an error that names the choices."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.datatypes import Filter, OutcomeClass, SectionKind, Status
from kb.errors import UsageError
from kb.filters import known_committees, make_filter, parse_date
from kb.strings_da import OUTCOME_LABELS, OUTCOME_WORDS


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("2022", dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2022-12", dt.date(2022, 12, 1), dt.date(2022, 12, 31)),
        ("2022-12-06", dt.date(2022, 12, 6), dt.date(2022, 12, 6)),
        ("06-12-2022", dt.date(2022, 12, 6), dt.date(2022, 12, 6)),
    ],
)
def test_dates_mean_their_first_or_last_day(word: str, first: dt.date, last: dt.date) -> None:
    assert parse_date(word, last=False) == first
    assert parse_date(word, last=True) == last


def test_danish_labels_and_english_values_name_the_same() -> None:
    danish = make_filter(section=["Beslutning"], outcome=["udsat"], status=["Udkast"])
    english = make_filter(section=["decision"], outcome=["POSTPONED"], status=["udkast"])
    assert (
        danish
        == english
        == Filter(
            sections=(SectionKind.DECISION,), outcomes=(OutcomeClass.POSTPONED,), statuses=(Status.DRAFT,)
        )
    )


def test_no_words_restrict_nothing() -> None:
    assert make_filter() == Filter()


def test_an_unknown_section_names_the_choices() -> None:
    with pytest.raises(UsageError) as caught:
        make_filter(section=["blabla"])
    assert caught.value.code == "bad_filter"
    assert "Sagsfremstilling" in caught.value.remedy


def test_a_bad_date_and_dates_out_of_order_are_refused() -> None:
    with pytest.raises(UsageError) as bad:
        make_filter(date_from="i går")
    assert bad.value.code == "bad_date"
    with pytest.raises(UsageError) as order:
        make_filter(date_from="2024", date_to="2022")
    assert order.value.code == "date_order"


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("HU", "Hovedudvalget"),
        ("hu", "Hovedudvalget"),
        ("ØK", "Økonomiudvalget"),
        ("oekonomiudvalg", "Økonomiudvalget"),
        ("KB", "Kommunalbestyrelsen"),
        ("teknik- og miljøudvalget", "Teknik- og Miljøudvalget"),
        ("Teknisk Udvalg", "Teknisk Udvalg"),
        ("Trio-gruppen", "Trio-gruppen"),
    ],
)
def test_a_committee_may_be_given_by_any_of_its_names(word: str, name: str) -> None:
    assert make_filter(committee=[word]).committees == (name,)


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("Godkendt", OutcomeClass.ADOPTED),
        ("tiltrådt", OutcomeClass.ADOPTED),
        ("til  efterretning", OutcomeClass.NOTED),
        ("afvist", OutcomeClass.REJECTED),
        ("udskudt", OutcomeClass.POSTPONED),
        ("Vedtaget med ændringer", OutcomeClass.ADOPTED_AMENDED),
    ],
)
def test_an_outcome_may_be_given_by_what_people_call_it(word: str, outcome: OutcomeClass) -> None:
    assert make_filter(outcome=[word]).outcomes == (outcome,)


def test_an_everyday_name_of_an_outcome_is_no_label_of_another() -> None:
    assert OUTCOME_WORDS.keys().isdisjoint(OUTCOME_LABELS.values())


def test_committees_that_the_material_knows_and_one_that_it_does_not() -> None:
    names = ("Teknisk Udvalg", "Økonomiudvalget")
    asked = make_filter(committee=["TU", "okonomiudvalget", "teknisk udvalg"])
    assert known_committees(asked, names) == Filter(committees=names)
    assert known_committees(Filter(), names) == Filter()
    with pytest.raises(UsageError) as near:
        known_committees(Filter(committees=("Teknik Udvalget",)), names)
    assert near.value.code == "unknown_committee"
    assert near.value.remedy.startswith("Mente du »Teknisk Udvalg«? ")
    assert near.value.remedy.endswith("Teknisk Udvalg, Økonomiudvalget.")
    with pytest.raises(UsageError) as far:
        known_committees(Filter(committees=("Zoo",)), names)
    assert "Mente du" not in far.value.remedy


def test_cases_are_kept_as_they_are_typed() -> None:
    assert make_filter(case=["24/1408"]) == Filter(cases=("24/1408",))
