"""Compounds and their parts, the word list behind them, and words typed without Danish letters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.danish.compounds import compound_lemma, parts
from kb.danish.lexicon import begun, ended, is_known, is_lemma, lemmas
from kb.danish.restoring import restored

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("sygefraværspolitikken", "syge sygefravær fravær fraværspolitik politik"),
        ("seniorpolitik", "senior politik"),
        ("arbejdsmiljørepræsentant", "arbejde arbejdsmiljø miljø miljørepræsentant repræsentant"),
        ("spildevandsplanen", "spild spildevand vand vandsplan plan"),
        ("lokalplanforslag", "lokal lokalplan plan planforslag forslag"),
        ("kommuneplantillæggene", "kommune kommuneplan plan plantillæg tillæg"),
        ("byrådsmøderne", "byråd møde"),
        ("økonomiudvalgets", "økonomi udvalg"),
        ("årsregnskab", "år regnskab"),
        ("whistleblowerordningen", "whistleblower ordning"),
        ("fællesskabsmøder", "fællesskab møde"),
    ],
)
def test_a_compound_gives_its_parts_at_every_level(word: str, expected: str) -> None:
    assert parts(word) == tuple(expected.split())


@pytest.mark.parametrize(
    "word",
    """vejledning forelæggelse fællesskab indledning formand deltagere billeder årsag interesseret personlige
    studerende gennemføre beskrive hospital revision transportere information etablering præstation fredericia
    silkeborgs byråd møde ø""".split(),
)
def test_other_words_have_no_parts(word: str) -> None:
    assert parts(word) == ()


def test_a_compound_that_no_dictionary_has_takes_its_lemma_from_its_last_part() -> None:
    assert compound_lemma("kommuneplantillæggene") == "kommuneplantillæg"
    assert compound_lemma("byggemodningsindstillinger") == "byggemodningsindstilling"
    assert compound_lemma("vejledning") is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("børn", ("barn",)),
        ("børne", ("barn",)),
        ("giver", ("giver", "give")),
        ("centre", ("centre", "center")),
        ("politikken", ("politik",)),
        ("qwxz", ("qwxz",)),
    ],
)
def test_lemmas(word: str, expected: tuple[str, ...]) -> None:
    assert lemmas(word) == expected


def test_a_word_is_known_in_all_forms_and_a_lemma_in_one() -> None:
    assert is_known("børnene")
    assert not is_lemma("børnene")
    assert is_lemma("barn")
    assert not is_known("sporgsmal")


def test_productive_words_build_many_compounds() -> None:
    assert ended("plan") > 100
    assert begun("skole") > 100
    assert ended("hed") == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("okonomi", "økonomi"),
        ("sporgsmal", "spørgsmål"),
        ("horingssvar", "høringssvar"),
        ("okonomiudvalget", "økonomiudvalget"),
        ("byraadet", "byrådet"),
        ("koekken", "køkken"),
        ("barn", None),
        ("rod", None),
        ("folkeskole", None),
        ("qwoxz", None),
    ],
)
def test_letters_are_restored_where_that_makes_a_word(typed: str, meant: str | None) -> None:
    assert restored(typed) == meant


@given(st.text(alphabet=LETTERS, min_size=1, max_size=30))
def test_parts_are_words_shorter_than_any_text_of_letters(word: str) -> None:
    found = parts(word)
    assert found == parts(word)
    assert all(found)
    assert len(found) == len(set(found))


def test_a_long_run_of_letters_takes_no_time() -> None:
    begun = time.perf_counter()
    parts("plan" * 60)
    restored("oa" * 200)
    parts("s" * 3000)
    assert time.perf_counter() - begun < 5
