"""The traps of the five real papers that the project began with: each must be answered rightly.

The papers lie beside the checkout (fixture ``shared``); where they are absent, these tests are skipped.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from kb.datatypes import OutcomeClass, SectionKind, Standing, Status, StepState
from kb.embedding import Encoder
from kb.ingest import build
from kb.knowledge import KnowledgeBase
from kb.settings import Settings

TODAY = dt.date(2026, 11, 22)
COMMITTEE_PAPER = "002_f35883254ce12b75.txt"
DRAFT = "001_5ab0372681c3fe7f.txt"
STATUS_PAPER = "004_60cdd5310827be05.txt"


@pytest.fixture(scope="module")
def papers(
    shared: Path, settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> KnowledgeBase:
    """A knowledge base over the five papers."""
    of_papers = settings.model_copy(update={"index": tmp_path_factory.mktemp("papers") / "index"})
    build([shared / "seeds"], of_papers, encoder)
    return KnowledgeBase(of_papers, encoder, lambda: TODAY)


def test_the_day_that_was_held_is_told_and_the_draft_is_shown_as_a_conflict(papers: KnowledgeBase) -> None:
    answer = papers.ask("Hvornår blev TRIO-stormødet holdt?")
    assert not answer.abstained
    assert "6. oktober" in answer.citations[0].quote
    assert answer.citations[0].status is not Status.DRAFT
    drafted = [each for each in answer.citations if each.document == DRAFT]
    assert drafted
    assert all(each.standing is Standing.PROPOSED for each in drafted)
    assert any("5. april 2022" in note and "udkast" in note for note in answer.notes)


def test_an_approved_orientation_adopts_no_policy(papers: KnowledgeBase) -> None:
    answer = papers.ask("Hvad besluttede Økonomiudvalget om TRIO-stormødet?")
    assert answer.citations[0].quote.startswith("Tiltrådt")
    assert (answer.citations[0].committee, answer.citations[0].date) == (
        "Økonomiudvalget",
        dt.date(2022, 12, 6),
    )
    assert any(each.section_kind is SectionKind.RECOMMENDATION for each in answer.citations)
    assert any("orientering" in note and "ikke vedtaget andet" in note for note in answer.notes)
    decision = next(each for each in papers.decisions() if each.document == COMMITTEE_PAPER)
    assert (decision.outcome_class, decision.effect) == (OutcomeClass.ADOPTED, OutcomeClass.NOTED)
    assert decision.not_participating == ("Jens Meilvang (I)",)
    assert all(each.reason is None for each in decision.participations)


@pytest.mark.parametrize(
    ("question", "committee", "day"),
    [
        (
            "Hvad besluttede Kommunalbestyrelsen om TRIO-stormødet?",
            "Kommunalbestyrelsen",
            "13. december 2022",
        ),
        ("Hvad besluttede Hovedudvalget om TRIO-stormødet i 2022?", "Hovedudvalget", "11. november 2022"),
    ],
)
def test_what_was_planned_is_not_told_as_decided(
    papers: KnowledgeBase, question: str, committee: str, day: str
) -> None:
    answer = papers.ask(question)
    assert answer.abstained
    assert committee in answer.answer
    assert day in answer.answer
    assert "referatet findes ikke i materialet" in answer.answer
    assert all(each.section_kind is not SectionKind.DECISION for each in answer.citations)


def test_whether_a_committee_has_treated_a_matter_is_answered_from_its_route(papers: KnowledgeBase) -> None:
    answer = papers.ask("Har Kommunalbestyrelsen behandlet sagen om TRIO-stormødet?")
    assert not answer.abstained
    assert any("var planlagt til 13. december 2022" in note for note in answer.notes)
    assert any(re.search("13. december|KB", each.quote) for each in answer.citations)


@pytest.mark.parametrize(
    ("question", "name", "document"),
    [
        ("Hvem er kommunaldirektør?", "Jonas Kroustrup", STATUS_PAPER),
        ("Hvem er kommunaldirektør i 2025?", "Jonas Kroustrup", STATUS_PAPER),
        ("Hvem var kommunaldirektør i 2022?", "Christian Bertelsen", DRAFT),
    ],
)
def test_an_office_is_held_by_whom_the_papers_of_the_time_name(
    papers: KnowledgeBase, question: str, name: str, document: str
) -> None:
    answer = papers.ask(question)
    assert not answer.abstained
    assert [each.document for each in answer.citations] == [document]
    assert name in " ".join(answer.citations[0].quote.split())


@pytest.mark.parametrize(
    ("question", "pattern", "document"),
    [
        ("Hvad var de tre strategiske spor i direktionen i 2020?", "ledelse på distance", "00[03]"),
        ("Hvad er de tre spor i ledelsesudviklingen i 2025?", "Forenkling og frisættelse", "004"),
        ("Hvilke analysespor arbejdes der i ved Fremtidens administrative bygninger?", "kulturspor", "004"),
    ],
)
def test_three_tracks_are_those_that_were_asked_about(
    papers: KnowledgeBase, question: str, pattern: str, document: str
) -> None:
    answer = papers.ask(question)
    assert re.search(pattern, answer.answer)
    assert re.match(document, answer.citations[0].document)


def test_who_was_invited_is_told_apart_in_draft_and_case(papers: KnowledgeBase) -> None:
    drafted = papers.ask("Hvem er inviteret til inspirationsdagen ifølge udkastet?")
    assert drafted.citations[0].document == DRAFT
    assert "aftaleholdere" in drafted.answer


def test_an_empty_section_is_not_described_and_never_none(papers: KnowledgeBase) -> None:
    answer = papers.ask("Hvad er de økonomiske konsekvenser af TRIO-stormødet?")
    assert answer.abstained
    assert "ikke beskrevet" in answer.answer


def test_why_somebody_was_away_is_never_concluded(papers: KnowledgeBase) -> None:
    assert papers.ask("Hvorfor deltog Jens Meilvang ikke i behandlingen af punktet?").abstained
    who = papers.ask("Hvem deltog ikke i behandlingen af punktet i Økonomiudvalget?")
    assert "Jens Meilvang (I)" in who.answer


def test_a_word_that_nothing_explains_is_said_to_be_unexplained(papers: KnowledgeBase) -> None:
    answer = papers.ask("Hvad er en aftaleholder?")
    assert answer.abstained
    assert "forklares ikke" in answer.answer


def test_the_case_holds_its_papers_and_nothing_of_the_same_theme_only(papers: KnowledgeBase) -> None:
    case = next(each for each in papers.cases() if COMMITTEE_PAPER in {part.document for part in each.parts})
    assert {part.document[:3] for part in case.parts} == {"000", "001", "002", "003"}
    steps = {step.committee: step for step in case.steps}
    assert steps["Økonomiudvalget"].state is StepState.HELD
    assert steps["Økonomiudvalget"].effect is OutcomeClass.NOTED
    for committee, day in (
        ("Hovedudvalget", dt.date(2022, 11, 11)),
        ("Kommunalbestyrelsen", dt.date(2022, 12, 13)),
    ):
        assert steps[committee].state is StepState.MISSING
        assert (steps[committee].date, steps[committee].date_inferred) == (day, True)


def test_two_renditions_of_one_text_are_one_source(papers: KnowledgeBase) -> None:
    answer = papers.ask("Hvad blev drøftet på arbejdsmiljødagen 2020?")
    told = [each for each in answer.citations if "dialog om arbejdsglæde og trivsel" in each.quote]
    assert [{each.document[:3], *(name[:3] for name in each.renditions)} for each in told] == [{"000", "003"}]


def test_a_wrong_premise_is_corrected_with_a_quote(papers: KnowledgeBase) -> None:
    answer = papers.ask("Hvornår vedtog Kommunalbestyrelsen TRIO-stormødet den 6. december 2022?")
    assert answer.abstained
    assert "Økonomiudvalget" in answer.answer
    assert any(each.document == COMMITTEE_PAPER for each in answer.citations)
