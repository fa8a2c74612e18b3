"""The analyzer of the words field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.danish.analysis import (
    STEM_MARK,
    fold,
    question_ngrams,
    question_terms,
    search_terms,
    whole_terms,
)

LETTERS = "abcdefghijklmnopqrstuvwxyzæøåéABCDEÆØÅ"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("børnene", "barn"),
        ("godkendelserne", "godkendelse godkende"),
        ("beslutning", "beslutning beslutte"),
        ("visitation", "visitation visitere"),
        ("seniorpolitikken", "seniorpolitik senior politik"),
        ("ikke godkendt", "ikke godkende"),
        ("af og til den", ""),
        ("§ 17 i 24/10873-5", "§ 17 24/10873-5"),
        ("økonomi", "oekonomi"),
        ("okonomi", "okonomi oekonomi ~okonomi"),
    ],
)
def test_words_and_their_terms(text: str, expected: str) -> None:
    assert search_terms(text) == expected.split()


def test_an_unknown_word_has_a_stem_that_no_word_of_the_dictionary_meets() -> None:
    assert search_terms("Kroustrups") == ["kroustrups", "kroustrup", f"{STEM_MARK}kroustrup"]
    assert not [term for term in search_terms("politikken for børn") if term.startswith(STEM_MARK)]


def test_the_parts_of_a_compound_are_no_terms_of_the_whole() -> None:
    assert "sygefravaerspolitik" in whole_terms("sygefraværspolitikken")
    assert set(whole_terms("sygefraværspolitikken")).isdisjoint({"sygefravaer", "politik"})
    assert set(whole_terms("sygefravær")) <= set(search_terms("sygefraværspolitikken"))


def test_an_abbreviation_in_capitals_is_no_stop_word() -> None:
    assert "med" in search_terms("Aftale om MED i kommunen")
    assert "med" in search_terms("MED-aftalen")
    assert "med" not in search_terms("aftale med kommunen")
    assert "fra" not in search_terms("REFERAT FRA ET MØDE")


def test_a_question_loses_the_words_that_only_ask() -> None:
    assert question_terms("Hvad står der om budgettet?") == ["budget"]
    assert question_terms("Hvornår blev det ikke vedtaget?") == ["ikke", "vedtage"]
    assert question_ngrams("Hvad står der om HR?") == ["_hr_"]


def test_a_question_of_such_words_alone_keeps_them() -> None:
    assert question_terms("Hvad sker der?") == search_terms("Hvad sker der?") != []
    assert question_ngrams("Hvad?") == ["_hva", "hvad", "vad_"]


@given(st.text(alphabet=LETTERS + " -.,§0123456789\n", max_size=150))
def test_terms_are_folded_never_empty_and_the_same_each_time(text: str) -> None:
    found = search_terms(text)
    assert found == search_terms(text)
    for term in (*found, *question_terms(text), *question_ngrams(text)):
        assert term
        assert term == fold(term)
