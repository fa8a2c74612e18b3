"""The decision of one meeting on one case is one treatment, in however many papers it stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from kb.cases.decisions import decisions_of
from kb.cases.renditions import find_renditions
from kb.cases.reprints import printings_of
from kb.cases.survey import survey
from kb.datatypes import Decision, Document
from kb.intake import Intake
from kb.previous import Previous
from kb.readers.options import Limits
from kb.readers.rooms import ReadingRooms
from kb.readers.wire import Setup
from kb.sources import find_files
from tests.cases.collection import read, surveyed

TU = "Teknisk Udvalg den 04-02-2025"
COUNCIL = "Byrådet den 25-02-2025"


def minutes(of: str, *decided: tuple[str, str], title: str = "Cykelsti ved havnen") -> str:
    """The minutes of a meeting on case 24/1408: its head, the case, and each decision under its heading."""
    committee, day = of.split(" den ")
    parts = [f"# Referat {committee} {day}, punkt 3: {title}", "Sagsnr.: 24/1408", "Sagsfremstilling"]
    parts += [f"Stien langs havnen er 1,4 km lang. Sagen hedder {title}."]
    for where, words in decided:
        parts += [f"Beslutning i {where}", words]
    return "\n\n".join(parts)


def treatments(documents: list[Document]) -> list[list[Decision]]:
    """The rows of each treatment, the one that is kept first."""
    decisions = [each for document in documents for each in decisions_of(document)]
    printings = printings_of(documents, decisions, survey(documents, decisions, ()).cases)
    found: dict[int, dict[int, Decision]] = defaultdict(dict)
    for decision, printed in zip(decisions, printings, strict=True):
        found[printed.treatment][printed.rank] = decision
    return [[rows[rank] for rank in sorted(rows)] for rows in found.values()]


def told(texts: dict[str, str]) -> list[list[str]]:
    """The papers of each treatment, the one whose row is kept first."""
    return sorted([each.document for each in rows] for rows in treatments(read(texts)))


def test_the_paper_of_the_very_meeting_is_kept() -> None:
    texts = {
        "a.txt": minutes(COUNCIL, (TU, "Godkendt."), (COUNCIL, "Godkendt.")),
        "b.txt": minutes(TU, (TU, "Godkendt.")),
    }
    assert told(texts) == [["a.txt"], ["b.txt", "a.txt"]]
    called_before = {**texts, "a.txt": minutes("Byrådet den 28-01-2025", (TU, "Godkendt."))}
    assert told(called_before) == [["b.txt", "a.txt"]]


def test_of_papers_that_quote_it_the_earliest_is_kept() -> None:
    texts = {
        "a.txt": minutes("Byrådet den 25-03-2025", (TU, "Godkendt.")),
        "b.txt": minutes(COUNCIL, (TU, "Godkendt.")),
    }
    assert told(texts) == [["b.txt", "a.txt"]]


def test_a_shortened_reprint_is_one_and_another_outcome_is_not() -> None:
    whole = "Udvalget besøgte stedet og havde mange spørgsmål. Sagen blev udsat."
    shortened = {
        "a.txt": minutes(TU, (TU, whole)),
        "b.txt": minutes(COUNCIL, (TU, "Udvalget besøgte stedet og havde mange spørgsmål.")),
    }
    assert told(shortened) == [["a.txt", "b.txt"]]
    other = {"a.txt": minutes(TU, (TU, "Godkendt.")), "b.txt": minutes(COUNCIL, (TU, "Ikke godkendt."))}
    assert told(other) == [["a.txt"], ["b.txt"]]


def test_other_days_are_other_treatments() -> None:
    second = "Teknisk Udvalg den 11-02-2025"
    texts = {
        "a.txt": minutes(TU, (TU, "Drøftet.")),
        "b.txt": minutes(second, (TU, "Drøftet."), (second, "Drøftet.")),
    }
    assert told(texts) == [["a.txt", "b.txt"], ["b.txt"]]


def test_a_paper_reprints_nothing_of_its_own() -> None:
    texts = {"a.txt": minutes(TU, (TU, "Ad 1: Godkendt."), (TU, "Ad 2: Godkendt."))}
    assert told(texts) == [["a.txt"], ["a.txt"]]


def test_items_of_one_meeting_are_told_apart_by_their_titles() -> None:
    texts = {
        "a.txt": minutes(TU, (TU, "Godkendt.")),
        "b.txt": minutes(TU, (TU, "Godkendt."), title="Belysning af cykelsti ved havnen"),
    }
    (case,) = surveyed(read(texts)).cases
    assert {part.document for part in case.parts} == {"a.txt", "b.txt"}
    assert told(texts) == [["a.txt"], ["b.txt"]]


def test_without_a_case_nothing_is_a_reprint() -> None:
    documents = read({"a.txt": minutes(TU, (TU, "Godkendt.")), "b.txt": minutes(COUNCIL, (TU, "Godkendt."))})
    decisions = [each for document in documents for each in decisions_of(document)]
    assert {each.rank for each in printings_of(documents, decisions, ())} == {0}


@pytest.mark.parametrize(
    ("committee", "day", "papers"),
    [
        ("Byrådet", dt.date(2025, 8, 27), [f"aar-ref-{at:02}.txt" for at in range(2, 21)]),
        (
            "Teknisk Udvalg",
            dt.date(2025, 10, 1),
            ["aar-tu-02.txt", "aar-tu-03.txt", "aar-tu-04.txt", "aar-tu-04.txt", "aar-tu-06.txt"],
        ),
    ],
)
def test_the_decisions_of_a_real_meeting_are_counted_once(
    shared: Path, committee: str, day: dt.date, papers: list[str]
) -> None:
    """Counted by hand in the papers of the two meetings; aar-tu-03 reprints what the council decided."""
    with ReadingRooms(Setup(Limits())) as rooms:
        found = find_files([shared / "data" / "municipal"])
        reading = Intake(found, Previous({}, (), None), rooms).reading()
    original = find_renditions(reading.documents)
    cases = survey(reading.documents, reading.decisions, ()).cases
    printings = printings_of(reading.documents, reading.decisions, cases)
    kept = [
        decision.document
        for decision, printed in zip(reading.decisions, printings, strict=True)
        if printed.rank == 0 and (decision.committee, decision.date) == (committee, day)
    ]
    assert sorted(kept) == papers
    assert original.keys().isdisjoint(papers)
