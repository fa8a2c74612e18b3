"""What may be left out of a sentence and what may stand elsewhere, on sentences made for it."""

from __future__ import annotations

import pytest

from kb.generation.aligning import Told, follows
from kb.generation.words import words_of

MEETING = "Økonomiudvalget besluttede på mødet den 6. december 2022 at godkende planen, og skolen lukkes."
SCHOOL = "Skolen lukkes den 1. maj 2024, og hallen udvides den 1. juni 2024."
PRICE = "I 2026 koster en billet 40 kr. for voksne og 20 kr. for børn (under 12 år)."
VOTE = "Mette Madsen (V) stemte for, og Ole Hansen (A) stemte imod."
TERMS = "Byrådet godkendte planen under forudsætning af, at der findes penge."
ADVICE = "Økonomiudvalget anbefaler Byrådet at godkende planen."
WHO = "Borgere med demens tilbydes hjælp hver dag."


def told(text: str) -> Told:
    """A sentence with its words."""
    return Told(text, words_of(text))


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (MEETING, MEETING),
        (MEETING, "Den 6. december 2022 besluttede Økonomiudvalget at godkende planen."),
        (MEETING, "Økonomiudvalget besluttede at godkende planen."),
        (MEETING, "På mødet den 6. december 2022 besluttede Økonomiudvalget at godkende planen."),
        (MEETING, "Økonomiudvalget besluttede på mødet den 6.12.2022 at godkende planen."),
        (SCHOOL, "Skolen lukkes den 1. maj 2024."),
        (SCHOOL, "Den 1. maj 2024 lukkes skolen."),
        (PRICE, "I 2026 koster en billet 40 kr. for voksne og 20 kr. for børn."),
        (ADVICE, "Økonomiudvalget anbefaler Byrådet at godkende planen."),
    ],
)
def test_what_follows(source: str, sentence: str) -> None:
    assert follows(told(sentence), told(source))


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (MEETING, "Økonomiudvalget lukkes."),
        (MEETING, "Økonomiudvalget besluttede på mødet den 7. december 2022 at godkende planen."),
        (MEETING, "Økonomiudvalget besluttede at planen."),
        (MEETING, "Skolen lukkes."),
        (SCHOOL, "Skolen lukkes."),
        (SCHOOL, "Skolen udvides den 1. juni 2024."),
        (SCHOOL, "Hallen lukkes den 1. maj 2024."),
        (SCHOOL, "Skolen lukkes den 1. juni 2024."),
        (SCHOOL, "Den 1. juni 2024 lukkes skolen."),
        (SCHOOL, "Hallen udvides den 1. juni 2024, og skolen lukkes den 1. maj 2024."),
        (PRICE, "I 2026 koster en billet 20 kr. for voksne og 40 kr. for børn."),
        (PRICE, "I 2026 koster en billet 40 kr. for voksne."),
        (PRICE, "I 2026 koster en billet 40 kr. for børn."),
        (PRICE, "En billet koster 40 kr. for voksne og 20 kr. for børn."),
        (VOTE, "Mette Madsen (V) stemte for."),  # half of a vote
        (VOTE, "Mette Madsen (V) stemte imod."),
        (VOTE, "Ole Hansen (A) stemte for."),
        (VOTE, "Ole Hansen (A) stemte imod."),
        (VOTE, "Mette Madsen (A) stemte for, og Ole Hansen (V) stemte imod."),
        (TERMS, "Byrådet godkendte planen."),
        (ADVICE, "Byrådet anbefaler Økonomiudvalget at godkende planen."),
        (ADVICE, "Byrådet godkender planen."),
        (ADVICE, "Økonomiudvalget godkender planen."),
        (WHO, "Borgere tilbydes hjælp hver dag."),
        (WHO, "Borgere med demens tilbydes hjælp."),
        (WHO, "Borgere med demens tilbydes ikke hjælp hver dag."),
        (WHO, "Borgere med demens kan tilbydes hjælp hver dag."),
        (WHO, "Borgere uden demens tilbydes hjælp hver dag."),
        (WHO, "Borgere med demens blev tilbudt hjælp hver dag."),
        (WHO, ""),
        ("", WHO),
        ("Planen gælder 2022-2025.", "Planen gælder 2022-2026."),
        ("Fristen er den 1. maj.", "Fristen er den 1. maj 2024."),
        ("Der er plads til 1.200 gæster.", "Der er plads til 12.00 gæster."),
        ("Møderne holdes hver uge.", "Møderne blev holdt hver uge."),
        ("Udvalget vedtager planen.", "Udvalget vedtog planen."),
        ("Brevet blev sendt fra Anna til Ole.", "Brevet blev sendt til Anna fra Ole."),
        ("Formanden og næstformanden mødes.", "Formanden mødes."),
        ("Det er forkert, at skolen lukker.", "Skolen lukker."),
        ("Forvaltningen vurderer, at planen holder.", "Planen holder."),
    ],
)
def test_what_does_not(source: str, sentence: str) -> None:
    assert not follows(told(sentence), told(source))


def test_a_thousand_is_a_thousand() -> None:
    assert follows(told("Der er plads til 1200 gæster."), told("Der er plads til 1.200 gæster."))
