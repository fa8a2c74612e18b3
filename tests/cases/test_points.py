"""Decisions that were made point by point."""

from __future__ import annotations

import pytest

from kb.cases.decisions import decisions_of
from kb.datatypes import Decision, OutcomeClass
from tests.cases.papers import parsed

C = OutcomeClass
PAPER = """Ny skole

Indstilling

{proposal}

Beslutning i Byrådet den 04-02-2025

{decision}
"""
FOUR = """Forvaltningen indstiller, at

1. planen godkendes

2. taksten vedtages

3. orienteringen tages til efterretning

4. ønsket om flere penge oversendes til budgetforhandlingerne"""


def decided(decision: str, proposal: str = FOUR) -> Decision:
    [found] = decisions_of(parsed(PAPER.format(proposal=proposal, decision=decision)))
    return found


@pytest.mark.parametrize(
    ("text", "points", "whole"),
    [
        ("Ad 1) godkendt. Ad 2) ikke godkendt.", [("1", C.ADOPTED), ("2", C.REJECTED)], C.ADOPTED_AMENDED),
        ("Ad 1: Godkendt.\n\nAd 2: Anbefales.", [("1", C.ADOPTED), ("2", C.RECOMMENDED)], C.RECOMMENDED),
        ("Pkt. 1 tiltrådt. Pkt. 2 udsættes.", [("1", C.ADOPTED), ("2", C.POSTPONED)], C.ADOPTED_AMENDED),
        ("1. punkt: Godkendt.\n\n2. punkt: Godkendt.", [("1", C.ADOPTED), ("2", C.ADOPTED)], C.ADOPTED),
        (
            "At-punkt 1 blev godkendt. At-punkt 3 udsættes.",
            [("1", C.ADOPTED), ("3", C.POSTPONED)],
            C.ADOPTED_AMENDED,
        ),
        (
            "Punkt 1-2 godkendt, punkt 4 oversendes til budgetforhandlingerne.",
            [("1", C.ADOPTED), ("2", C.ADOPTED), ("4", C.REFERRED)],
            C.ADOPTED_AMENDED,
        ),
        (
            "Indstillingens punkt 1 og 2 blev tiltrådt. Punkt 3 blev forkastet.",
            [("1", C.ADOPTED), ("2", C.ADOPTED), ("3", C.REJECTED)],
            C.ADOPTED_AMENDED,
        ),
        ("1. Taget til efterretning.\n\n2. Drøftet.", [("1", C.NOTED), ("2", C.DISCUSSED)], C.NOTED),
        (
            "Punkt 1a og punkt 1b blev godkendt. Punkt 1c overgår til budget 2026.",
            [("1a", C.ADOPTED), ("1b", C.ADOPTED), ("1c", C.REFERRED)],
            C.ADOPTED_AMENDED,
        ),
        ("a) Godkendt.\n\nb) Sendes i høring.", [("a", C.ADOPTED), ("b", C.HEARING)], C.ADOPTED_AMENDED),
    ],
)
def test_each_point_has_its_own_outcome(text: str, points: list[tuple[str, C]], whole: OutcomeClass) -> None:
    decision = decided(text)
    assert [(point.number, point.outcome_class) for point in decision.points] == points
    assert decision.outcome_class is whole


def test_a_point_is_weighed_against_what_was_proposed_for_it() -> None:
    decision = decided("Ad 1-3: Godkendt.\n\nAd 4: Ikke godkendt.")
    assert [point.effect for point in decision.points] == [C.ADOPTED, C.ADOPTED, C.NOTED, C.REJECTED]
    assert [point.proposed for point in decision.points][2] == "orienteringen tages til efterretning"
    assert decision.outcome == "Ad 1-3: Godkendt.\n\nAd 4: Ikke godkendt"


def test_the_words_of_a_point_stand_in_the_document() -> None:
    text = "Ad 1) godkendt. Ad 2) ikke godkendt."
    document = parsed(PAPER.format(proposal=FOUR, decision=text))
    [decision] = decisions_of(document)
    assert [document.text[p.start : p.end] for p in decision.points] == ["godkendt", "ikke godkendt"]
    assert [p.outcome for p in decision.points] == ["godkendt", "ikke godkendt"]


@pytest.mark.parametrize(
    ("text", "points", "whole"),
    [
        ("Godkendt, idet punkt 2 udsættes.", [("2", C.POSTPONED)], C.ADOPTED_AMENDED),
        ("Tiltrådt, mens pkt. 2 ikke tiltrådt.", [("2", C.REJECTED)], C.ADOPTED_AMENDED),
        ("Godkendt.\n\nAd 2: Udsat.", [("2", C.POSTPONED)], C.ADOPTED_AMENDED),
        (
            "Godkendt, idet punkt 1 og 2 udsættes.",
            [("1", C.POSTPONED), ("2", C.POSTPONED)],
            C.ADOPTED_AMENDED,
        ),
        ("Anbefales godkendt, idet punkt 2 udsættes.", [("2", C.POSTPONED)], C.RECOMMENDED),
        (
            "Udsat, idet punkt 1 og 2 blev godkendt.",
            [("1", C.ADOPTED), ("2", C.ADOPTED)],
            C.ADOPTED_AMENDED,
        ),
    ],
)
def test_a_point_may_be_the_exception(text: str, points: list[tuple[str, C]], whole: OutcomeClass) -> None:
    decision = decided(text)
    assert [(point.number, point.outcome_class) for point in decision.points] == points
    assert (decision.outcome_class, decision.outcome) == (whole, text.removesuffix("."))


def test_points_of_an_agenda_are_no_points_of_a_proposal() -> None:
    text = "# Referat fra møde i Byrådet\n\n## Punkt 1: Godkendelse af dagsorden\n\n### Beslutning\n\n"
    [decision] = decisions_of(parsed(f"{text}Godkendt, idet punkt 2 og 3 udsættes."))
    assert (decision.points, decision.outcome_class) == ((), C.PROCEDURAL)


@pytest.mark.parametrize(
    "text",
    [
        "Godkendt.",
        "Godkendt, idet punkt 7 udsættes.",
        "Godkendt. Punkt 2 blev godkendt enstemmigt.",
        "Punkt 1 blev drøftet.",
        "Direktøren viste tre spor:\n\n1. Forenkling\n\n2. Samarbejde\n\n3. Tryghed",
        "Sagen blev behandlet sammen med punkt 4. Godkendt.",
    ],
)
def test_numbers_alone_make_no_points(text: str) -> None:
    assert decided(text).points == ()
