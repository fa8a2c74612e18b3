"""How members voted."""

from __future__ import annotations

import pytest

from kb.cases.votes import tallies_of, votes_told
from kb.datatypes import VoteSide

FOR, AGAINST, ABSTAINED = VoteSide.FOR, VoteSide.AGAINST, VoteSide.ABSTAINED


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "Godkendt.\n\nFor stemte 2: Anne Holm (V) og Bo Lind (S).\n\nImod stemte 1: Ole Dam (O).",
            [(FOR, 2, ("Anne Holm", "Bo Lind"), ("V", "S")), (AGAINST, 1, ("Ole Dam",), ("O",))],
        ),
        (
            "For: 3 (Bo Hilsted (A), Ergin Øzer (A), Per Frost Henriksen (Frie Liberale))",
            [(FOR, 3, ("Bo Hilsted", "Ergin Øzer", "Per Frost Henriksen"), ("A", "Frie Liberale"))],
        ),
        ("Vedtaget med 37 stemmer mod 12.", [(FOR, 37, (), ()), (AGAINST, 12, (), ())]),
        ("Tiltrådt med 34 stemmer imod 15.", [(FOR, 34, (), ()), (AGAINST, 15, (), ())]),
        ("Forkastet med 15 stemmer mod 10.", [(AGAINST, 15, (), ()), (FOR, 10, (), ())]),
        ("Forslaget faldt med 8 stemmer for og 13 imod.", [(FOR, 8, (), ()), (AGAINST, 13, (), ())]),
        (
            "Vedtaget med 20 stemmer mod 5. 2 undlod at stemme.",
            [(FOR, 20, (), ()), (AGAINST, 5, (), ()), (ABSTAINED, 2, (), ())],
        ),
        (
            "For stemte 18 (V, O og B). Imod stemte 9 (A, Ø og F).",
            [(FOR, 18, (), ("V", "O", "B")), (AGAINST, 9, (), ("A", "Ø", "F"))],
        ),
        ("For: Ø, F og A\n\nImod: V", [(FOR, None, (), ("Ø", "F", "A")), (AGAINST, None, (), ("V",))]),
        (
            "Imod stemte Ø. Liste B undlod at stemme.",
            [(AGAINST, None, (), ("Ø",)), (ABSTAINED, None, (), ("Liste B",))],
        ),
        ("Hverken for eller imod: Liv Ny (B).", [(ABSTAINED, 1, ("Liv Ny",), ("B",))]),
        ("Undlod at stemme: Bo Lind og Eva Vig.", [(ABSTAINED, 2, ("Bo Lind", "Eva Vig"), ())]),
        ("Liste B stemte imod, idet de ønsker en afgørelse.", [(AGAINST, None, (), ("Liste B",))]),
        ("2 medlemmer (N+Ø) stemte imod.", [(AGAINST, 2, (), ("N", "Ø"))]),
        ("Et flertal bestående af A, V og C stemte for indstillingen.", [(FOR, None, (), ("A", "V", "C"))]),
        ("Udvalget drøftede 3 modeller for og imod.", []),
        ("Godkendt.", []),
    ],
)
def test_the_sides_of_a_vote(text: str, sides: list[tuple[object, ...]]) -> None:
    assert [(t.side, t.count, t.names, t.parties) for t in tallies_of(text)] == sides


@pytest.mark.parametrize(
    ("text", "consistent"),
    [
        ("For stemte 2: Anne Holm og Bo Lind.", True),
        ("For stemte 3: Anne Holm og Bo Lind.", False),
        ("Imod: 1 (Anne Holm (A), Bo Lind (V))", False),
        ("For stemte 12: A og V.", True),
        ("Imod stemte Anne Holm (A).", True),
    ],
)
def test_names_are_counted_against_the_number(text: str, consistent: bool) -> None:
    [tally] = tallies_of(text)
    assert tally.consistent is consistent


def test_votes_on_amendments_are_not_votes_on_the_matter() -> None:
    text = (
        "Ændringsforslag fra Ø blev forkastet med 20 stemmer mod 5. For stemte Ø. Imod stemte A, V og C.\n\n"
        "Indstillingen blev herefter vedtaget med 23 stemmer mod 2."
    )
    assert [(t.side, t.count) for t in tallies_of(text)] == [(FOR, 23), (AGAINST, 2)]


def test_a_tally_and_the_sentences_stand_in_the_text() -> None:
    text = "Godkendt.\n\nFor stemte 4: A og V. Imod stemte 1: Ole Dam (O).\n\nSagen er slut."
    tallies = tallies_of("x" * 10 + text[10:], 0)
    assert [text[t.start : t.end] for t in tallies] == ["For stemte 4: A og V", "Imod stemte 1: Ole Dam (O)"]
    told = [text[a:b] for a, b in votes_told(text)]
    assert told == ["For stemte 4: A og V.", "Imod stemte 1: Ole Dam (O)."]
