"""Which spellings are suggested for a question, and which words are left alone."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.spelling import MAX_SUGGESTIONS, near_words, suggest
from kb.danish.analysis import index_terms, match_keys

VOCABULARY = {
    "arbejdsfællesskaber": 6, "tillid": 9, "tilbud": 4, "medarbejdere": 20, "lokalplanen": 8,
    "spildevandsplanen": 2, "spildevand": 5, "planen": 9, "økonomiudvalget": 12, "rådhuset": 4,
    "børnehaven": 3, "kommunaldirektør": 7, "besluttede": 11, "skolen": 9, "stolen": 1, "skolens": 2,
    "aftaleholder": 4, "cykelsti": 5, "sygefraværet": 5, "politik": 8, "budgettet": 9,
    "rekruttering": 6, "fastholdelse": 6,
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hvad siger kommunen om arbejdsfælleskaber?", "Hvad siger kommunen om arbejdsfællesskaber?"),
        ("Hvad siger kommunen om arbejdsfaellesskaber?", "Hvad siger kommunen om arbejdsfællesskaber?"),
        ("hvad sagde oekonomiudvalget", "hvad sagde økonomiudvalget"),
        ("hvad sagde okonomiudvalget", "hvad sagde økonomiudvalget"),
        ("hvor ligger raadhuset", "hvor ligger rådhuset"),
        ("hvor ligger radhuset", "hvor ligger rådhuset"),
        ("hvad koster bornehaven", "hvad koster børnehaven"),
        ("hvad er tilid", "hvad er tillid"),
        ("Hvem er komunaldirektør?", "Hvem er kommunaldirektør?"),
        ("Hvem er kommunaldirketør?", "Hvem er kommunaldirektør?"),
        ("hvad er en aftaleholdr", "hvad er en aftaleholder"),
        ("hvad står der om sygefravaret", "hvad står der om sygefraværet"),
        ("hvad er komunaldirektøor", "hvad er kommunaldirektør"),
        ("Spildevansplanen fra 2024", "Spildevandsplanen fra 2024"),
        ("Arbejdsfælleskaber i HU", "Arbejdsfællesskaber i HU"),
    ],
)
def test_an_unknown_word_is_spelt_as_the_material_spells_it(question: str, expected: str) -> None:
    assert suggest(question, VOCABULARY)[0] == expected


@pytest.mark.parametrize(
    "question",
    [
        "Hvad besluttede Økonomiudvalget om medarbejdere?",  # known
        "Hvad mener Jens Tilid om planen?",  # a name
        "Hvad er TILID?",  # an abbreviation
        "Hvad er tili?",  # too short for an edit to tell
        "Hvad skete der i sag 2024-12345 den 6-12-2022?",  # numbers
        "Hvad siger politikken om arbejdsfællesskabernes budgetter?",  # inflections
        "Hvad er en cykelstiplan?",  # a compound of known parts
        "Hvem ejer tømt og kranen?",  # words of the dictionary
        "a" * 5000,  # no word
        "",
    ],
)
def test_what_is_known_or_must_not_be_changed_stays(question: str) -> None:
    assert suggest(question, VOCABULARY) == ()


def test_a_compound_is_mended_in_the_part_that_is_unknown() -> None:
    vocabulary = {"spildevand": 5, "spildevands": 1, "afgiften": 4}
    assert near_words("spildevansafgiften", vocabulary) == ("spildevandsafgiften",)


def test_two_edits_are_allowed_in_long_words_only() -> None:
    assert near_words("medarbjdre", VOCABULARY) == ("medarbejdere",)
    assert near_words("tilllid", VOCABULARY) == ("tillid",)
    assert near_words("tiløld", VOCABULARY) == ()


def test_words_of_more_documents_come_first_and_at_most_three_are_given() -> None:
    vocabulary = {"haver": 1, "havet": 9, "haven": 5, "havel": 2}
    assert near_words("havex", vocabulary) == ("havet", "haven", "havel")
    assert suggest("hvad er havex", vocabulary) == ("hvad er havet", "hvad er haven", "hvad er havel")


def test_two_slips_are_both_put_right() -> None:
    question = "hvad siger komunaldirektør om tilid"
    assert suggest(question, VOCABULARY) == ("hvad siger kommunaldirektør om tillid",)


def test_nothing_is_suggested_without_a_vocabulary() -> None:
    assert suggest("hvad er tilid", {}) == ()


def test_fifty_thousand_words_take_no_time_to_speak_of() -> None:
    vocabulary = dict.fromkeys((f"ord{at}bogen".translate(LETTERS) for at in range(50_000)), 1) | VOCABULARY
    suggest("hvad er seniorbonusordningen for arbejdsfælleskaber", vocabulary)
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        suggest("hvad er seniorbonusordningen for arbejdsfælleskaber", vocabulary)
        taken.append(time.perf_counter() - begun)
    assert min(taken) < 0.02


LETTERS = str.maketrans("0123456789", "abcdefghij")


@given(st.text(max_size=80), st.dictionaries(st.text("abcdeæøå", min_size=4, max_size=9), st.integers(1, 9)))
def test_suggestions_are_few_new_and_keep_numbers_and_capitals(
    question: str, vocabulary: dict[str, int]
) -> None:
    suggestions = suggest(question, vocabulary)
    assert len(suggestions) <= MAX_SUGGESTIONS
    assert len(set(suggestions)) == len(suggestions)
    for each in suggestions:
        assert each != question
        assert re.findall(r"\d+", each) == re.findall(r"\d+", question)
        assert re.findall(r"(?<=\w )[A-ZÆØÅ]\w*", each) == re.findall(r"(?<=\w )[A-ZÆØÅ]\w*", question)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("arbejdsfaellesskaber", "arbejdsfællesskaber"),
        ("arbejdsfaellesskaberne", "arbejdsfællesskab"),
        ("oekonomi", "økonomi"),
        ("oekonomiudvalget", "økonomiudvalg"),
        ("raadet", "råd"),
        ("aeldre", "ældre"),
        ("koersel", "kørsel"),
    ],
)
def test_words_typed_without_danish_letters_meet_their_danish_spelling(typed: str, written: str) -> None:
    assert set(index_terms(typed)) & set(index_terms(written))
    assert match_keys(typed) & match_keys(written)
