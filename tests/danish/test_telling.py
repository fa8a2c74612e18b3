"""Words that tell what a text is about."""

from __future__ import annotations

import pytest

from kb.danish.telling import Told, is_name, shown_form, telling_words, word_key


def told(text: str, *words: str) -> list[Told]:
    """Where these forms stand among the telling words of a text."""
    return [each for each in telling_words(text) if each.word in words]


def test_what_every_paper_says_is_left_out() -> None:
    text = "Udvalget drøftede forslaget om hjemmearbejde på mødet i 2023. Sagen blev godkendt."
    assert [each.word for each in telling_words(text)] == ["hjemmearbejde"]


def test_forms_of_a_word_have_one_key() -> None:
    assert word_key("Cykelstien") == word_key("cykelstier") == word_key("cykelsti")
    assert word_key("MUS") == "MUS"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Byrådet vedtog Klimaplan 2030. Forslag til Klimaplan 2030 er sendt i høring.",
            ("Klimaplan",),
            False,
        ),
        ("Mødet ledes af Anders Lindholm. Spørg Anders Lindholm om det.", ("Lindholm",), True),
        ("Mødet ledes af Anders Lindholm. Spørg Anders Lindholm om det.", ("Anders",), True),
        ("Hjemmearbejde er en mulighed. Hjemmearbejde aftales.", ("Hjemmearbejde",), False),
        ("Der holdes TRIO-stormøde i oktober.", ("TRIO-stormøde",), False),
        ("Kommunen køber æbler. Æbler er sunde.", ("æbler", "Æbler"), False),
    ],
)
def test_names_are_told_by_their_capitals(text: str, words: tuple[str, ...], name: bool) -> None:
    assert is_name(told(text, *words)) is name


def test_the_form_shown_stands_in_the_text() -> None:
    assert shown_form([Told("seniorpolitikken", False, False), Told("Seniorpolitik", True, False)]) == (
        "seniorpolitikken"
    )
    assert shown_form([Told("Seniorpolitik", True, False)]) == "seniorpolitik"
    assert shown_form([Told("TRIO-stormøde", True, False)]) == "TRIO-stormøde"
