"""What the words of a recorded decision amount to."""

from __future__ import annotations

import pytest

from kb.cases.outcomes import outcome_of
from kb.datatypes import OutcomeClass
from tests.cases.wordings import WORDINGS

C = OutcomeClass


@pytest.mark.parametrize(
    ("text", "kind"),
    [(text, kind) for kind, texts in WORDINGS.items() for text in texts],
    ids=lambda value: str(value)[:60],
)
def test_the_class_of_a_wording(text: str, kind: OutcomeClass) -> None:
    assert outcome_of(text).kind is kind


def test_there_is_a_wording_for_every_class_but_missing() -> None:
    assert set(WORDINGS) == set(OutcomeClass) - {C.MISSING}
    assert sum(len(texts) for texts in WORDINGS.values()) >= 400


@pytest.mark.parametrize(
    "text", [text for texts in WORDINGS.values() for text in texts], ids=lambda value: str(value)[:60]
)
def test_the_outcome_words_stand_in_the_text(text: str) -> None:
    outcome = outcome_of(text)
    assert text[outcome.start : outcome.end] == outcome.words
    assert outcome.words


@pytest.mark.parametrize(
    "lead",
    [
        "",
        "Fraværende: Ingen.\n\n",
        "Udvalget drøftede sagen.\n\n",
        "Afbud: Anne Holm (A).\n\n",
        "Der var foretræde i sagen.\n\n",
    ],
)
@pytest.mark.parametrize(
    "end",
    [
        "",
        "\n\nAnne Holm (A) deltog ikke i behandlingen.",
        "\n\nListe Ø tager forbehold.",
        "\n\nImod stemte O.",
        "\n\nAnne Holm (A) kan ikke tiltræde.",
    ],
)
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Godkendt.", C.ADOPTED),
        ("Indstillingen blev ikke godkendt.", C.REJECTED),
        ("Anbefales.", C.RECOMMENDED),
        ("Udvalget besluttede at udsætte sagen.", C.POSTPONED),
        ("Sendes i høring.", C.HEARING),
        ("Taget til efterretning.", C.NOTED),
        ("Henvist til budgetforhandlingerne.", C.REFERRED),
    ],
)
def test_what_stands_around_the_outcome_changes_nothing(
    lead: str, words: str, end: str, kind: OutcomeClass
) -> None:
    outcome = outcome_of(lead + words + end)
    assert (outcome.kind, outcome.words) == (kind, words.rstrip("."))
