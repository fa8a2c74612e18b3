"""The notes that keep a quote from being misread: what set words amount to, and sources that disagree."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kb.answers.notes import on_conflict, on_decision
from kb.cases.decisions import decisions_of
from kb.datatypes import Claim, Conflict, Decision, Evidence, OutcomeClass, Status
from kb.strings_da import answers as phrases
from tests.cases.papers import parsed


def decided(recommended: str, outcome: str) -> Decision:
    """The one decision of a case by a committee that has the last word or not."""
    paper = parsed(
        "# En sag\n\nSagsfremstilling\n\nSagen er ny.\n\nIndstilling\n\n"
        f"{recommended}\n\nBeslutning i Teknisk Udvalg den 04-02-2025\n\n{outcome}\n"
    )
    (row,) = decisions_of(paper)
    return row


BUILD = "Direktøren indstiller, at broen bygges."
INFORM = "Direktøren indstiller, at orienteringen godkendes."


@pytest.mark.parametrize(
    ("recommended", "outcome", "note"),
    [
        (
            INFORM,
            "Tiltrådt.",
            "»Tiltrådt« betyder her, at en orientering er godkendt. Der er ikke vedtaget andet.",
        ),
        (
            INFORM,
            "Godkendt.",
            "»Godkendt« betyder her, at en orientering er godkendt. Der er ikke vedtaget andet.",
        ),
        (
            "Direktøren indstiller, at forslaget sendes i høring.",
            "Godkendt.",
            "»Godkendt« betyder her, at forslaget sendes i høring. Det er ikke endeligt vedtaget.",
        ),
        (BUILD, "Anbefales.", phrases.NOT_FINAL_NOTES[OutcomeClass.RECOMMENDED]),
        (BUILD, "Udsat.", phrases.NOT_FINAL_NOTES[OutcomeClass.POSTPONED]),
        (BUILD, "Sendt i høring.", phrases.NOT_FINAL_NOTES[OutcomeClass.HEARING]),
    ],
)
def test_a_decision_is_noted_as_what_it_amounts_to(recommended: str, outcome: str, note: str) -> None:
    assert list(on_decision(decided(recommended, outcome))) == [note]


@pytest.mark.parametrize(
    "outcome", ["Tiltrådt.", "Ikke godkendt.", "Godkendt med den ændring, at broen er grøn."]
)
def test_a_decision_that_says_what_it_is_needs_no_note(outcome: str) -> None:
    assert list(on_decision(decided(BUILD, outcome))) == []


def test_a_note_on_what_is_not_final_needs_to_know_that_it_is_not() -> None:
    row = decided(BUILD, "Udsat.")
    assert list(on_decision(replace(row, final=None))) == []
    assert list(on_decision(replace(row, final=True))) == []


def test_a_talk_is_no_formal_decision() -> None:
    row = replace(
        decided(BUILD, "Drøftet."), outcome_class=OutcomeClass.NARRATIVE, effect=OutcomeClass.NARRATIVE
    )
    assert list(on_decision(row)) == [phrases.NOTE_NARRATIVE]


def claim(value: str, status: Status) -> Claim:
    """What a paper of some status says about a day."""
    return Claim(value, status, None, dt.date(2022, 1, 1), Evidence("a.txt", 1, 0, 1, "x"))


HELD = claim("2022-10-06", Status.MINUTES)
CALLED = claim("2022-10-06", Status.AGENDA)
DRAFTED = claim("2022-04-05", Status.DRAFT)


def test_a_conflict_is_told_in_order_of_weight_and_each_value_once() -> None:
    assert on_conflict(Conflict("event_date", (HELD, CALLED, DRAFTED), settled=True)) == (
        "Kilderne siger forskelligt om datoen for arrangementet: et referat siger 6. oktober 2022; "
        "et udkast siger 5. april 2022. Den første kilde vejer tungest."
    )


def test_a_conflict_that_nothing_settles_is_left_open() -> None:
    assert on_conflict(Conflict("event_date", (CALLED, DRAFTED), settled=False)).endswith(
        "en dagsorden siger 6. oktober 2022; et udkast siger 5. april 2022. "
        "Materialet afgør ikke, hvad der gælder."
    )
