"""Values and strategies of the sample collection: what they say, and who is known to have decided on them."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.datatypes import OutcomeClass
from kb.exploring.records import Principle, Principles
from kb.knowledge import KnowledgeBase


@pytest.fixture(scope="module")
def found(knowledge: KnowledgeBase) -> Principles:
    return knowledge.principles()


def one(found: Principles, document: str) -> Principle:
    """What was found of one document."""
    return next(each for each in (*found.values, *found.strategies) if each.document == document)


def test_the_papers_that_list_values_are_found(found: Principles) -> None:
    assert {each.document for each in found.values} == {
        "norddjurs/vores-norddjurs.html",
        "fjordby/vaerdikodeks-2022.pdf",
    }


def test_values_are_told_in_the_papers_own_words(found: Principles) -> None:
    norddjurs = "\n".join(each.quote for each in one(found, "norddjurs/vores-norddjurs.html").says)
    for value in ("Tillid", "Udvikling", "Ordentlighed", "Fællesskab"):
        assert f"- {value}" in norddjurs
    fjordby = one(found, "fjordby/vaerdikodeks-2022.pdf")
    assert [each.section for each in fjordby.says[1:]] == ["Nysgerrighed", "Ansvar", "Samspil", "Enkelhed"]
    assert fjordby.practice[1].section == "Sådan bruger vi kodekset"


def test_every_quote_is_verbatim(found: Principles, knowledge: KnowledgeBase) -> None:
    cited = 0
    for each in (*found.values, *found.strategies):
        for quote in (*each.says, *each.practice, *([each.claim] if each.claim else [])):
            text = knowledge.document(quote.document).text
            assert quote.quote
            assert text[quote.start : quote.end] == quote.quote
            cited += 1
    assert cited > 30


def test_who_adopted_it_is_read_from_the_register_alone(found: Principles) -> None:
    climate = one(found, "fjordby/klimaplan-2030.pdf").decisions
    assert (climate[0].committee, climate[0].date, climate[0].effect) == (
        "Byrådet",
        dt.date(2023, 10, 30),
        OutcomeClass.ADOPTED,
    )
    assert {each.effect for each in climate[1:]} == {OutcomeClass.RECOMMENDED, OutcomeClass.HEARING}
    days = [each.date for each in climate if each.date]
    assert days == sorted(days, reverse=True)
    code = one(found, "fjordby/vaerdikodeks-2022.pdf")
    assert code.decisions == ()
    assert code.claim
    assert code.claim.quote == "Godkendt af Byrådet den 25. april 2022"
    assert one(found, "norddjurs/vores-norddjurs.html").claim is None


def test_what_is_replaced_is_no_strategy(found: Principles) -> None:
    documents = {each.document for each in found.strategies}
    assert "fjordby/seniorpolitik-2023.pdf" in documents
    assert not documents & {"fjordby/seniorpolitik-2019.pdf", "fjordby/hjemmearbejde-udkast-2022.docx"}


def test_the_newest_strategies_come_first(found: Principles) -> None:
    documents = [each.document for each in found.strategies]
    assert documents.index("fjordby/klimaplan-2030.pdf") < documents.index(
        "fjordby/personalepolitik-2021.pdf"
    )
