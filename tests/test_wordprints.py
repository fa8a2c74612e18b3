"""Hidden words are found in every spelling and kept by digests alone. The people are made up."""

from __future__ import annotations

import pytest

from kb.wordprints import WordPrints, folded, prints_of

KEY = b"k" * 32


def hidden(listed: str, text: str) -> list[str]:
    prints = WordPrints(KEY, prints_of(listed, KEY))
    return [text[start:end] for start, end in prints.spans(text)]


@pytest.mark.parametrize(
    "written",
    [
        "Åse Grønbæk",
        "ÅSE GRØNBÆK",
        "Aase Groenbaek",
        "Åse\nGrønbæk",
        "Åse  Grønbæks",
        "A\u030ase Grøn\u00adbæk",
        "Grønbæk, Åse",
        "Åse-Grønbæk",
    ],
)
def test_a_name_is_found_in_every_spelling(written: str) -> None:
    assert hidden("Åse Grønbæk", f"Sagen om {written} er lukket.") == [written]


@pytest.mark.parametrize("text", ["Åse Grøn", "Grønbæk", "Åse og Grønbæk", "Åser Grønbæk", "Råse Grønbæk"])
def test_other_names_are_left_alone(text: str) -> None:
    assert hidden("Åse Grønbæk", text) == []


@pytest.mark.parametrize("written", ["010203-1234", "0102031234", "01 02 03 12 34", "010203 - 1234"])
def test_a_number_is_found_however_it_is_grouped(written: str) -> None:
    assert hidden("010203-1234", f"nr. {written} og 1") == [written]


def test_part_of_a_longer_number_is_left_alone() -> None:
    assert hidden("12345678", "123456789 og 0 12345678x") == []
    assert hidden("12345678", "12 34 56 78 90") == ["12 34 56 78"]  # rather too much than too little


def test_the_list_tells_nothing_and_has_a_name() -> None:
    prints = prints_of("Åse Grønbæk", KEY)
    assert "ase" not in str(prints).casefold()
    assert WordPrints(KEY, prints).fingerprint == WordPrints(KEY, prints[::-1]).fingerprint
    assert WordPrints(KEY, prints[:1]).fingerprint != WordPrints(KEY, prints).fingerprint
    assert prints_of("Åse Grønbæk", b"other") != prints
    assert WordPrints(KEY).fingerprint == ""
    assert prints_of(" – ", KEY) == ()
    assert prints_of("ord " * 13, KEY) == ()


def test_folding() -> None:
    assert folded("Ærø, Åse, José, Møller") == folded("aeroe, aase, jose, MOELLER")
    assert folded("Moller") != folded("Møller")
