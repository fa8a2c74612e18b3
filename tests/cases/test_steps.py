"""The way of a case: held where minutes tell what was decided, planned where they do not."""

from __future__ import annotations

from dataclasses import replace

from kb.cases.decisions import decisions_of
from kb.cases.papers import papers_of
from kb.cases.steps import steps_of
from kb.datatypes import OutcomeClass, Step, StepState
from tests.cases.collection import DECIDED, ROUTE, ROUTE_TOLD, case_with, paper, read, surveyed
from tests.cases.papers import AARHUS

AGENDA = """# Dagsorden til møde i Teknisk Udvalg

Dato: 04-02-2025

Sagsnr.: 25/1408

Sagsfremstilling

Udvalget skal se på Engvej.

Indstilling

Direktøren indstiller, at sagen godkendes.
"""


def steps(texts: dict[str, str]) -> list[tuple[str, str | None, StepState, OutcomeClass | None]]:
    """The steps of the case that the first text is of."""
    case = case_with(surveyed(read(texts)), next(iter(texts)))
    return [
        (each.committee, each.date.isoformat() if each.date else None, each.state, each.effect)
        for each in case.steps
    ]


def step(texts: dict[str, str], committee: str) -> Step:
    """The one step by a committee in the case that the first text is of."""
    case = case_with(surveyed(read(texts)), next(iter(texts)))
    (found,) = [each for each in case.steps if each.committee == committee]
    return found


def test_a_route_and_the_sentence_with_its_days_are_planned_steps() -> None:
    assert steps({"rute.txt": ROUTE}) == [
        ("Hovedudvalget", "2022-11-11", StepState.PLANNED, None),
        ("Økonomiudvalget", "2022-12-06", StepState.PLANNED, None),
        ("Kommunalbestyrelsen", "2022-12-13", StepState.PLANNED, None),
    ]
    planned = step({"rute.txt": ROUTE}, "Hovedudvalget")
    assert planned.date_inferred
    assert [each.quote for each in planned.evidence] == [ROUTE_TOLD, "HU, ØK, KB"]


def test_minutes_make_the_step_held_and_say_its_effect() -> None:
    held = step({"rute.txt": ROUTE, "oek.txt": DECIDED}, "Økonomiudvalget")
    assert (held.state, held.effect, held.date_inferred) == (StepState.HELD, OutcomeClass.NOTED, False)
    assert {each.document for each in held.evidence} == {"rute.txt", "oek.txt"}
    assert held.evidence[0].quote == "Tiltrådt."
    planned = step({"rute.txt": ROUTE, "oek.txt": DECIDED}, "Kommunalbestyrelsen")
    assert (planned.state, planned.effect) == (StepState.PLANNED, None)


def test_an_agenda_is_planned_and_its_minutes_are_held() -> None:
    assert steps({"a.txt": AGENDA}) == [("Teknisk Udvalg", "2025-02-04", StepState.PLANNED, None)]
    minutes = AGENDA + "\nBeslutning i Teknisk Udvalg den 04-02-2025\n\nGodkendt.\n"
    found = steps({"a.txt": AGENDA, "m.txt": minutes.replace("Dagsorden", "Referat")})
    assert found == [("Teknisk Udvalg", "2025-02-04", StepState.HELD, OutcomeClass.ADOPTED)]


def test_an_empty_decision_is_no_meeting_held() -> None:
    text = AGENDA + "\nBeslutning i Teknisk Udvalg den 04-02-2025\n"
    assert [state for _, _, state, _ in steps({"a.txt": text})] == [StepState.PLANNED]


def test_rows_of_the_history_are_held_and_the_meeting_to_come_is_planned() -> None:
    found = steps({"a.txt": AARHUS})
    assert [(committee, day, state) for committee, day, state, _ in found] == [
        ("Magistraten", "2025-09-02", StepState.HELD),
        ("Byrådet", "2025-09-10", StepState.HELD),
        ("Byrådet", "2025-10-08", StepState.PLANNED),
    ]


def test_meetings_of_the_past_and_deadlines_plan_nothing() -> None:
    told = (
        "Den var til behandling i Byrådet den 3. marts 2020. Ældrerådet skal svare senest den 1. maj 2025.",
        "Planen kommer til behandling i Byrådet den 3. marts 2025. Ældrerådet skal svare den 1. maj 2025.",
    )
    decided = "Teknisk Udvalg den 04-02-2025"
    past, ahead = (steps({"a.txt": paper("Bro ved Engvej", body, decided=decided)}) for body in told)
    assert [committee for committee, *_ in past] == ["Teknisk Udvalg"]
    assert [committee for committee, *_ in ahead] == ["Teknisk Udvalg", "Byrådet", "Ældrerådet"]


def test_a_decision_that_is_recorded_as_missing_is_no_meeting_held() -> None:
    (document,) = read({"a.txt": paper("Bro ved Engvej", decided="Teknisk Udvalg den 04-02-2025")})
    (decision,) = decisions_of(document)
    told = [decision, replace(decision, outcome_class=OutcomeClass.MISSING)]
    states = [[step.state for step in steps_of(papers_of([document], [each]))] for each in told]
    assert states == [[StepState.HELD], []]


def test_a_committee_without_a_day_is_the_step_of_this_round() -> None:
    text = paper("Bro ved Engvej", number="25/1408").replace(
        "Sagsfremstilling", "Sagsgang\n\nTU, ØK, BY\n\nSagsfremstilling"
    )
    text += "\n\nBeslutning i Teknisk Udvalg den 04-02-2025\n\nGodkendt.\n"
    before = paper("Bro ved Engvej", number="25/1408", decided="Økonomiudvalget den 12-03-2024")
    found = steps({"a.txt": text, "b.txt": before})
    assert [(committee, day) for committee, day, *_ in found] == [
        ("Økonomiudvalget", "2024-03-12"),
        ("Teknisk Udvalg", "2025-02-04"),
        ("Økonomiudvalget", None),
        ("Byrådet", None),
    ]


def test_steps_of_a_paper_without_committees_are_none() -> None:
    assert steps({"a.txt": paper("Bro ved Engvej", number="25/1408")}) == []
