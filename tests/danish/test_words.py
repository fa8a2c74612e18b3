"""Words, stems, lemmas, n-grams: what the index and the question share."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.danish.analysis import content_words, fold, index_terms, match_keys, ngrams, same_word
from kb.danish.tokens import words

LETTERS = "abcdefghijklmnopqrstuvwxyzæøåé"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rådhuset er IKKE lukket", ["rådhuset", "er", "ikke", "lukket"]),
        ("HR-strategi", ["hrstrategi", "hr", "strategi"]),
        ("sag 330-2018-3619 og 25/26257", ["sag", "330-2018-3619", "og", "25/26257"]),
        ("EMN-2025-008579", ["emn-2025-008579"]),
        ("§ 10, stk. 1", ["§", "10", "stk", "1"]),
        ("den 06-12-2022 kl. 8.00", ["den", "06-12-2022", "kl", "8.00"]),
        ("1,4 mio. kr.", ["1,4", "mio", "kr"]),
        ("2022-2025", ["2022-2025", "2022", "2025"]),
        ("af\u00adtale", ["aftale"]),
        ("re\u0301sume\u0301", ["résumé"]),
        ("- -- _ …", []),
    ],
)
def test_words_are_what_a_person_would_search_for(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "written_out"),
    [
        ("kommunikations- og markedsføringsstrategien", "kommunikationsstrategien"),
        ("bruger- og borgervenlige løsninger", "brugervenlige"),
        ("bade-, svømme- og idrætshaller", "svømmehaller"),
    ],
)
def test_a_shared_tail_is_given_back_to_the_word_that_left_it_out(text: str, written_out: str) -> None:
    assert written_out in words(text)


def test_a_committee_keeps_its_name_whole() -> None:
    assert words("Kultur- og Fritidsudvalget") == ["kultur", "og", "fritidsudvalget"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("godkendt", "godkendelse"),
        ("godkendt", "godkendes"),
        ("besluttet", "besluttede"),
        ("barn", "børn"),
        ("Økonomiudvalget", "oekonomiudvalg"),
        ("TRIO-stormøde", "triostormødet"),
        ("resumé", "Resume"),
        ("arbejdsfællesskabernes", "arbejdsfællesskab"),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert same_word(one, other)
    assert not match_keys(one).isdisjoint(match_keys(other))


@pytest.mark.parametrize(("one", "other"), [("politik", "politi"), ("2022", "2025"), ("ikke", "kun")])
def test_other_words_do_not_meet(one: str, other: str) -> None:
    assert not same_word(one, other)


def test_stem_and_lemma_are_counted_once_when_they_are_equal() -> None:
    assert index_terms("politikken") == ["politik"]
    assert index_terms("børn") == ["boern", "barn"]


def test_function_words_are_left_out_but_never_the_words_that_turn_a_sentence_round() -> None:
    assert index_terms("og i at det den der som en et på til for af er med de") == []
    for word in ("ikke", "imod", "uden", "ej", "kun", "mod"):
        assert index_terms(word), word
        assert content_words(f"Hvem stemte {word}?")[-1] == word


def test_numbers_are_neither_stemmed_nor_split() -> None:
    assert index_terms("330-2018-3619") == ["330-2018-3619"]


def test_ngrams_mark_the_ends_of_words() -> None:
    assert ngrams("Mødet") == ["_moe", "moed", "oede", "edet", "det_"]
    assert ngrams("HR") == ["_hr_"]


def test_content_words_say_what_a_question_is_about() -> None:
    question = "Hvad besluttede Økonomiudvalget om TRIO-stormødet i 2022?"
    assert content_words(question) == ["besluttede", "Økonomiudvalget", "TRIO-stormødet", "2022"]
    assert content_words("Hvor mange er der?") == []


@given(st.text(alphabet=LETTERS + " -.,§0123456789\n", max_size=200))
def test_terms_are_folded_and_never_empty(text: str) -> None:
    for term in (*index_terms(text), *ngrams(text)):
        assert term
        assert term == fold(term)


@given(st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=12), max_size=20))
def test_every_plain_word_comes_back_in_order(plain: list[str]) -> None:
    assert words(" ".join(plain)) == plain


def test_a_million_characters_take_seconds() -> None:
    text = "Kommunalbestyrelsen besluttede, at HR-strategien 2022-2025 ikke godkendes. " * 13_500
    begun = time.perf_counter()
    index_terms(text)
    ngrams(text)
    assert time.perf_counter() - begun < 10
