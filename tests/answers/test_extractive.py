"""Answers on the real sample collection: what is told, what is withheld, and that quotes are verbatim."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from kb.datatypes import Answer, Filter, SectionKind, Status
from kb.knowledge import KnowledgeBase


def cited(answer: Answer) -> set[str]:
    return {citation.document for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "document", "pattern"),
    [
        ("Hvornår blev TRIO-stormødet holdt?", "norddjurs/", r"6\. oktober"),
        ("Hvad betyder KKC?", "norddjurs/", "Kurs, Koordinering og Commitment"),
        ("Hvem er kommunaldirektør i Norddjurs i 2025?", "norddjurs/", "Jonas Kroustrup"),
        ("Hvornår gælder seniorpolitikken fra?", "fjordby/", r"1\. august 2023"),
        ("Hvad blev resultatet af afstemningen om klimaplanen?", "fjordby/sag-klimaplan-2023.pdf", "15"),
    ],
)
def test_a_question_is_answered_from_the_right_document(
    knowledge: KnowledgeBase, question: str, document: str, pattern: str
) -> None:
    answer = knowledge.ask(question)
    assert not answer.abstained
    assert any(name.startswith(document) for name in cited(answer))
    assert re.search(pattern, answer.answer)


def test_a_decision_is_quoted_with_the_recommendation_it_speaks_of(knowledge: KnowledgeBase) -> None:
    answer = knowledge.ask("Hvad besluttede Økonomiudvalget om TRIO-stormødet?")
    first, second = answer.citations[:2]
    assert first.quote.startswith("Tiltrådt.")
    assert first.section_kind is SectionKind.DECISION
    assert (first.committee, first.date) == ("Økonomiudvalget", dt.date(2022, 12, 6))
    assert second.section_kind is SectionKind.RECOMMENDATION
    assert "orienteringen" in second.quote


def test_what_is_planned_is_not_told_as_decided(knowledge: KnowledgeBase) -> None:
    answer = knowledge.ask("Hvad besluttede Kommunalbestyrelsen den 13. december 2022?")
    assert answer.abstained
    assert all(each.section_kind is not SectionKind.DECISION for each in answer.citations)
    assert answer.answer == (
        "Behandlingen i Kommunalbestyrelsen var planlagt til 13. december 2022 (»TRIO-stormøde om fremtidens"
        " arbejdsfællesskaber«); referatet findes ikke i materialet."
    )


def test_a_meeting_that_nothing_tells_of_has_no_rows_in_the_register(knowledge: KnowledgeBase) -> None:
    answer = knowledge.ask("Hvad besluttede Kommunalbestyrelsen den 14. marts 2021?")
    assert answer.abstained
    assert answer.citations == ()
    assert answer.answer.startswith("Registret har ingen beslutninger (Kommunalbestyrelsen, 14. marts 2021)")


def test_an_empty_section_is_called_empty_and_not_none(knowledge: KnowledgeBase) -> None:
    answer = knowledge.ask("Hvad er de økonomiske konsekvenser af TRIO-stormødet?")
    assert answer.abstained
    assert "findes, men er tomt" in answer.answer
    assert "i »TRIO-stormøde om fremtidens arbejdsfællesskaber«" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Hvad er hovedstaden i Frankrig?",
        "Hvem er borgmester i Norddjurs Kommune?",
        "Hvor mange deltog i TRIO-stormødet?",
        "Hvad kostede TRIO-stormødet?",
        "Hvordan søger jeg byggetilladelse til et drivhus?",
    ],
)
def test_what_the_material_does_not_hold_is_refused_with_what_was_searched(
    knowledge: KnowledgeBase, question: str
) -> None:
    answer = knowledge.ask(question)
    assert answer.abstained
    assert answer.citations == ()
    assert answer.searched.startswith("Der er søgt i 46 dokumenter")


def test_a_draft_does_not_answer_when_the_event_was_held(knowledge: KnowledgeBase) -> None:
    answer = knowledge.ask("Hvornår blev TRIO-stormødet holdt?")
    assert answer.citations[0].status is not Status.DRAFT
    assert "5. april" not in answer.citations[0].quote


def test_the_persons_filter_always_holds(knowledge: KnowledgeBase) -> None:
    where = Filter(collections=("fjordby",))
    answer = knowledge.ask("Hvilke værdier har kommunen?", where)
    assert all(name.startswith("fjordby/") for name in cited(answer))
    assert all(hit.document.startswith("fjordby/") for hit in answer.nearest)
    assert "med de valgte filtre" in answer.searched


def test_the_same_question_gives_the_same_answer(knowledge: KnowledgeBase) -> None:
    question = "Hvad gælder om hjemmearbejde?"
    assert knowledge.ask(question) == knowledge.ask(question)


def test_every_quote_stands_where_it_says(knowledge: KnowledgeBase) -> None:
    for question in ("Hvilke regler gælder for seniordage?", "Hvad er formålet med klimaplanen?"):
        answer = knowledge.ask(question)
        for citation in answer.citations:
            document = knowledge.document(citation.document)
            assert document.text[citation.start : citation.end] == citation.quote
            assert document.page_at(citation.start).number == citation.page
            assert f"»{citation.quote}« [{citation.n}]" in answer.answer
