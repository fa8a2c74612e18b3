"""What a row of the register must hold to be about what was asked, and which filters a question adds."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.answers.candidates import WeightedWord
from kb.answers.caselists import is_for_cases
from kb.answers.question import interpret
from kb.answers.registered import (
    ABOUT,
    is_about,
    is_for_register,
    of_committees,
    restricted,
    rows_for,
    topic_words,
    topics,
)
from kb.datatypes import Filter, OutcomeClass
from kb.index.store import Store, open_store
from kb.settings import Settings

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def store(sample: Settings) -> Store:
    """The sample collection, without the model."""
    return open_store(sample.index)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Hvilke sager om havnen og skolen blev udsat i 2024?", ("havnen", "skolen")),
        ("Hvilke sager nævner cykelsti?", ("cykelsti",)),
        ("Hvilke sager omtaler støj?", ("støj",)),
        ("Hvilke seneste beslutninger har Byrådet truffet?", ()),
        ("Hvilke sager mangler stadig at blive behandlet?", ()),
        ("Hvilke sager udsatte Økonomiudvalget i 2024?", ()),
        ("Hvor mange gange blev lokalplan 1221 udsat?", ("lokalplan", "1221")),
    ],
)
def test_words_that_name_rows_and_deeds_are_no_topic(question: str, words: tuple[str, ...]) -> None:
    assert topic_words(interpret(question, TODAY)) == words


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("Alt om havnen og skolen", ["havnen", "skolen"], [["havnen"], ["skolen"]]),
        ("Alt om havnen eller skolen", ["havnen", "skolen"], [["havnen"], ["skolen"]]),
        ("Alt om skolen ved havnen", ["skolen", "havnen"], [["skolen", "havnen"]]),
        ("Alt om havn, hal og skole", ["havn", "hal", "skole"], [["havn", "hal", "skole"]]),
        ("Alt om havnen", ["havnen"], [["havnen"]]),
        ("Alt", [], [[]]),
    ],
)
def test_words_that_og_joins_are_topics_of_their_own(
    store: Store, question: str, words: list[str], expected: list[list[str]]
) -> None:
    found = topics(store, question, words)
    assert [[word.text for word in topic] for topic in found] == expected
    for topic in found:
        assert not topic or sum(word.weight for word in topic) == pytest.approx(1.0)


def test_a_rare_word_is_enough_and_a_common_one_is_not() -> None:
    sought = [(WeightedWord("havnen", 0.7), WeightedWord("sagen", 0.3))]
    assert is_about("Støtte til havnen", sought)
    assert not is_about("Sagen om skolen", sought)
    even = [(WeightedWord("havnen", ABOUT), WeightedWord("skolen", 1 - ABOUT))]
    assert is_about("Sagen om skolen", even)


def test_one_of_two_topics_is_enough_and_no_words_ask_for_everything() -> None:
    either = [(WeightedWord("havnen", 1.0),), (WeightedWord("skolen", 1.0),)]
    assert is_about("Ny skole", either)
    assert is_about("Ny havn", either)
    assert not is_about("Ny cykelsti", either)
    assert is_about("Ny cykelsti", [()])


def test_a_question_restricts_only_what_the_person_has_not() -> None:
    reading = interpret("Hvilke sager blev udsat i 2024?", TODAY)
    first, last = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    assert restricted(Filter(), reading) == Filter(
        date_from=first, date_to=last, outcomes=(OutcomeClass.POSTPONED,)
    )
    own = Filter(date_to=dt.date(2020, 1, 1), outcomes=(OutcomeClass.REJECTED,))
    assert restricted(own, reading) == own


@pytest.mark.parametrize(
    ("question", "register", "cases"),
    [
        ("Hvilke sager handler om klimaplan?", True, True),
        ("Hvilke sager om klimaplan blev udsat?", True, False),
        ("Hvilke sager behandlede Byrådet i 2024?", True, False),
        ("Hvilke beslutninger er der truffet om klimaplanen?", True, False),
        ("Hvad besluttede Byrådet om klimaplanen?", False, False),
        ("Hvilke møder holdt Byrådet i 2024?", False, False),
    ],
)
def test_a_question_for_rows_is_told_from_one_for_cases(question: str, register: bool, cases: bool) -> None:
    reading = interpret(question, TODAY)
    assert (is_for_register(reading), is_for_cases(reading)) == (register, cases)


def test_rows_are_of_the_committee_and_the_topic_newest_first(store: Store) -> None:
    reading = interpret("Hvilke beslutninger har Økonomiudvalget truffet om klimaplanen?", TODAY)
    rows = rows_for(store, reading, Filter())
    assert rows.words == ("klimaplanen",)
    assert "Endelig vedtagelse af Klimaplan 2030" in {each.title for each in rows.decisions}
    days = [each.date for each in rows.decisions if each.date]
    assert days == sorted(days, reverse=True)
    assert {each.committee for each in rows.decisions} == {"Økonomiudvalget"}
    assert all(of_committees(each, reading) for each in rows.decisions)


def test_a_row_is_found_by_the_title_of_its_case(store: Store) -> None:
    reading = interpret("Hvilke beslutninger er der truffet om projektering?", TODAY)
    found = {each.title for each in rows_for(store, reading, Filter()).decisions}
    assert "Anlægsbevilling til cykelsti langs Havnegade, projektering" in found
    assert rows_for(store, interpret("Alle beslutninger om kvantecomputere", TODAY), Filter()).decisions == ()
