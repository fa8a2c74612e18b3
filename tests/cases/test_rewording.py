"""What was changed between two texts: the pieces give both back, and what is marked is what differs."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from kb.cases.rewording import MOST_PAIRS, Change, Piece, reworded

SENTENCES = st.sampled_from(
    [
        "Mødet holdes den 5. april 2022. ",
        "Mødet holdes den 6. oktober 2022.\n",
        "Udvalget\ngodkender sagen. ",
        "Udvalget godkender sagen. ",
        "Ærø, Ås og Øster – »sådan«!\n\n",
        "  ",
        "- at A\n- at B\n",
        "x",
    ]
)
TEXTS = st.lists(SENTENCES, max_size=8).map("".join) | st.text(max_size=60)


def pieces(old: str, new: str) -> list[Piece]:
    """All pieces of both texts, in order."""
    return [piece for stretch in reworded(old, new).stretches for piece in stretch.pieces]


def marked(old: str, new: str) -> str:
    """The change as one line: [-removed-] and [+added+]."""
    shown = {Change.SAME: "{0.after}", Change.REMOVED: "[-{0.before}-]", Change.ADDED: "[+{0.after}+]"}
    return "".join(shown[piece.change].format(piece) for piece in pieces(old, new))


@given(old=TEXTS, new=TEXTS)
def test_the_pieces_put_together_give_each_text_back_exactly(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(piece.before for piece in found) == old
    assert "".join(piece.after for piece in found) == new


@given(old=TEXTS, new=TEXTS)
def test_a_piece_that_is_the_same_has_the_same_words_and_others_stand_on_one_side(old: str, new: str) -> None:
    for piece in pieces(old, new):
        if piece.change is Change.SAME:
            assert piece.before.split() == piece.after.split()
        else:
            assert not (piece.before if piece.change is Change.ADDED else piece.after)


@given(text=TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(piece.change is Change.SAME for piece in pieces(text, text))


def test_words_are_told_apart_inside_a_sentence() -> None:
    old, new = (
        "Stormødet holdes den 5. april 2022 på Rådhuset.",
        "Stormødet holdes den 6. oktober 2022 på Rådhuset.",
    )
    assert marked(old, new) == "Stormødet holdes den [-5. april -][+6. oktober +]2022 på Rådhuset."
    assert reworded(old, new).sentences == ((old, new),)


def test_blank_space_is_no_change() -> None:
    old, new = "Udvalget  godkendte sagen.\n\nMødet sluttede.", "Udvalget godkendte sagen. Mødet sluttede.\n"
    assert marked(old, new) == new


def test_a_sentence_is_added_or_removed_whole() -> None:
    kept = "Sagen er drøftet i udvalget."
    assert marked(kept, f"{kept} Klimaplanen sendes i høring.") == f"{kept} [+Klimaplanen sendes i høring.+]"
    assert marked(f"Nye priser gælder fra maj. {kept}", kept) == f"[-Nye priser gælder fra maj. -]{kept}"


def test_a_bridge_of_one_short_word_does_not_split_a_change() -> None:
    assert (
        marked("Der er 10 af de 20 pladser fri i hallen.", "Der er 30 af de 40 pladser fri i hallen.").count(
            "[-"
        )
        == 2
    )
    assert (
        marked(
            "Prisen er 10 i 20 for hele hallen i byen.", "Prisen er 30 i 40 for hele hallen i byen."
        ).count("[-")
        == 1
    )


def test_many_other_sentences_are_compared_in_bounded_time_and_that_is_said() -> None:
    old = "".join(f"Ord{number} nummer {number} i den gamle plan. " for number in range(3_000))
    new = "".join(f"Tekst{number} punkt {number} i den nye aftale. " for number in range(3_000))
    started = time.perf_counter()
    found = reworded(old, new)
    assert time.perf_counter() - started < 5
    assert found.cut
    assert 3_000 * 3_000 > MOST_PAIRS
    assert "".join(piece.before for stretch in found.stretches for piece in stretch.pieces) == old
