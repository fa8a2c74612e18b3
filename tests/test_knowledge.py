"""The facade's registers on real papers: order, filters, and what today makes of what was planned."""

from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import pytest

from kb.datatypes import Date, Filter, GapKind, Hit, StepState
from kb.embedding import Encoder
from kb.errors import UsageError
from kb.ingest import build
from kb.knowledge import KnowledgeBase
from kb.register import Register
from kb.settings import Settings

HALL = """Ny svømmehal ved Fjordskolen

Åben sag

Sagsnr.: 24/1408

Sagsgang

ØK 10-03-2026, KB 24-03-2026

Resumé

Forum for Kommunale Bassiner (FOKB) har regnet på en svømmehal.

Kommunaldirektør Vagn Lyngklit deltog i mødet.

Indstilling

Direktøren indstiller, at svømmehallen godkendes.

Beslutning i Økonomiudvalget den 10-03-2026

Anbefales godkendt.
"""
FOREST = """Skovrejsning i Ådalen

Åben sag

Sagsnr.: 25/77

Sagsfremstilling

Der plantes bøg og eg.

Beslutning i Teknisk Udvalg den 03-02-2026

Godkendt som indstillet.
"""


@pytest.fixture(scope="module")
def place(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of two cases, one on its way to the council, and a file that cannot be read."""
    root = tmp_path_factory.mktemp("papers")
    for name, text in (("haller/hal.txt", HALL), ("skov.txt", FOREST), ("haller/tom.pdf", "")):
        (root / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "data" / name).write_text(text, "utf-8")
    place = settings.model_copy(update={"data": root / "data", "index": root / "index"})
    build([place.data], place, encoder)
    return place


def on(place: Settings, day: Date) -> Register:
    """The register as it is on a day."""
    return Register(place, today=lambda: day)


BEFORE = dt.date(2026, 3, 24)
AFTER = dt.date(2026, 3, 25)


@pytest.mark.parametrize(("day", "state"), [(BEFORE, StepState.PLANNED), (AFTER, StepState.MISSING)])
def test_a_planned_meeting_is_missing_from_the_day_after(
    place: Settings, day: Date, state: StepState
) -> None:
    newest, other = on(place, day).cases()
    assert (newest.title, other.title) == ("Ny svømmehal ved Fjordskolen", "Skovrejsning i Ådalen")
    assert [(step.committee, step.date, step.state) for step in newest.steps] == [
        ("Økonomiudvalget", dt.date(2026, 3, 10), StepState.HELD),
        ("Kommunalbestyrelsen", dt.date(2026, 3, 24), state),
    ]
    text = on(place, day).document("haller/hal.txt").text
    for step in newest.steps:
        assert all(text[each.start : each.end] == each.quote for each in step.evidence)
    missing = [gap for gap in on(place, day).gaps() if gap.kind is GapKind.MISSING_MINUTES]
    assert [gap.committee for gap in missing] == (["Kommunalbestyrelsen"] if day == AFTER else [])


def test_a_case_is_found_by_its_id_and_by_its_papers(place: Settings) -> None:
    register = on(place, AFTER)
    hall, forest = register.cases()
    assert register.case(hall.id) == hall
    assert register.case_of("skov.txt") == (forest,)
    assert register.cases(Filter(cases=("25/77",))) == (forest,)
    with pytest.raises(UsageError) as caught:
        register.case("findes-ikke")
    assert caught.value.code == "unknown_case"
    with pytest.raises(UsageError):
        register.case_of("findes-ikke.txt")


@pytest.mark.parametrize("word", ["FOKB", "fokb", " Fokb "])
def test_a_term_is_found_in_any_case(place: Settings, word: str) -> None:
    term = on(place, AFTER).term(word)
    assert term is not None
    assert (term.term, term.senses[0].meaning) == ("FOKB", "Forum for Kommunale Bassiner")
    assert on(place, AFTER).term("forkert") is None


def test_a_filter_holds_for_every_register(place: Settings) -> None:
    register = on(place, AFTER)
    forest = Filter(documents=("skov.txt",))
    assert [case.title for case in register.cases(forest)] == ["Skovrejsning i Ådalen"]
    assert [row.document for row in register.decisions(forest)] == ["skov.txt"]
    assert (register.terms(forest), register.tenures(forest), register.gaps(forest)) == ((), (), ())
    halls = Filter(collections=("haller",))
    assert [row.name for row in register.tenures(halls)] == ["Vagn Lyngklit"]
    assert {gap.document for gap in register.gaps(halls)} == {"haller/hal.txt", "haller/tom.pdf"}


def test_the_model_answers_over_the_same_registers(place: Settings, encoder: Encoder) -> None:
    knowledge = KnowledgeBase(place, encoder, lambda: AFTER)
    assert knowledge.cases() == on(place, AFTER).cases()
    answer = knowledge.ask(
        "Hvad besluttede Økonomiudvalget om svømmehallen?", without=("committee:Økonomiudvalget",)
    )
    assert {each.document for each in answer.citations} <= {"haller/hal.txt"}


def test_a_register_needs_no_model(place: Settings, tmp_path: Path) -> None:
    moved = place.model_copy(update={"model": str(tmp_path / "findes-ikke")})
    assert len(Register(moved).decisions()) == 2


def test_no_more_questions_are_answered_at_once_than_is_worth_it(
    sample: Settings, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.index.local.os.cpu_count", lambda: 2)
    under_way, most, lock = 0, 0, Lock()

    def slow(*_: object) -> tuple[Hit, ...]:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.02)
        with lock:
            under_way -= 1
        return ()

    monkeypatch.setattr("kb.knowledge.search", slow)
    knowledge = KnowledgeBase(sample, encoder)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(knowledge.search, ["skole"] * 16))
    assert most == 2


def test_many_threads_get_the_answers_that_one_gets(sample: Settings, encoder: Encoder) -> None:
    """Each question is asked several times at once, by a knowledge base that has not been asked before."""
    questions = [
        "Hvornår blev TRIO-stormødet holdt?",
        "Hvad er kommunens værdier?",
        "Hvad besluttede Økonomiudvalget den 6. december 2022?",
        "Hvad koster en svømmehal på Månen?",
        "Hvilke beslutninger er der truffet om seniorpolitik?",
        "Hvem er kommunaldirektør?",
    ]
    alone = KnowledgeBase(sample, encoder)
    expected = {question: alone.ask(question) for question in questions}
    together = KnowledgeBase(sample, encoder)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda question: (question, together.ask(question)), questions * 8))
    assert all(answer == expected[question] for question, answer in answers)
    assert {answer.abstained for answer in expected.values()} == {True, False}
