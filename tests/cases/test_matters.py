"""Cases hold the papers of one matter in order of time, with an address, a title and their numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import kb
from kb.cases.access import redact
from kb.datatypes import Document, Part, RelationKind, Survey
from kb.intake import Intake
from kb.previous import Previous
from kb.readers.options import Limits
from kb.readers.rooms import ReadingRooms
from kb.readers.wire import Setup
from kb.sources import find_files
from kb.strings_da import CONFLICT_SUBJECTS, RELATION_REASONS
from tests.cases.collection import (
    DECIDED,
    DRAFT,
    ROUTE,
    case_with,
    paper,
    read,
    surveyed,
    together,
)
from tests.cases.papers import MINUTES, parsed

MEETING = """# Referat fra møde i Teknisk Udvalg

Dato: 04-02-2025

## Punkt 1: Godkendelse af dagsorden

Godkendt.

## Punkt 2: Lokalplan 1221, boliger ved Engvej

Udvalget så på planen.

## Punkt 3: Lokalplan 1187, boliger ved Engvej

Udvalget så på planen.

## Punkt 4: Eventuelt

Intet.
"""
TITLES = ["Lokalplan 1221, boliger ved Engvej", "Lokalplan 1187, boliger ved Engvej"]


def whole() -> Survey:
    """The survey of the draft, the paper with the route and the paper with the decision."""
    return surveyed(read({"3-udkast.txt": DRAFT, "1 rute.txt": ROUTE, "2-oek.txt": DECIDED}))


def test_a_case_has_its_papers_in_order_of_time_and_the_best_title() -> None:
    case = whole().cases[0]
    assert [part.document for part in case.parts] == ["3-udkast.txt", "1 rute.txt", "2-oek.txt"]
    assert case.title == "Skovens Hus og fremtidens fællesskaber"
    assert len(whole().cases) == 1


def test_an_id_is_that_of_the_first_part_and_safe_in_an_address() -> None:
    case = case_with(surveyed(read({"møder/1 rute.txt": ROUTE})), "møder/1 rute.txt")
    assert case.id == "m~C3~B8der~2F1~20rute.txt"
    items = surveyed([parsed(MEETING, "m.txt")]).cases
    assert [each.id for each in items] == ["m.txt~231", "m.txt~232"]
    assert all(re.fullmatch(r"[A-Za-z0-9._~-]+", each.id) for each in (case, *items))


def test_routine_items_are_no_cases_and_items_of_one_meeting_are_each_their_own() -> None:
    cases = surveyed([parsed(MEETING, "m.txt")]).cases
    assert [case.parts for case in cases] == [(Part("m.txt", 1),), (Part("m.txt", 2),)]
    assert [case.title for case in cases] == TITLES


def test_an_item_is_tied_to_the_case_paper_with_its_number() -> None:
    minutes = parsed(MEETING, "m.txt")
    items = tuple(
        replace(item, case_number="EMN-2025-001221") if "1221" in item.title else item
        for item in minutes.items
    )
    case_paper = parsed(paper("Endelig lokalplan 1221", number="EMN-2025-001221"), "sag.txt")
    case = case_with(surveyed([replace(minutes, items=items), case_paper]), "sag.txt")
    assert set(case.parts) == {Part("m.txt", 1), Part("sag.txt", None)}
    assert case.numbers == ("EMN-2025-001221",)


def test_closed_items_are_no_papers() -> None:
    survey = surveyed([redact(parsed(MINUTES, "m.txt"))])
    assert "Havnegade" not in repr(survey)
    assert [case.title for case in survey.cases] == ["Status på byggeriet", "Ny skole"]


def test_handbooks_and_notes_alone_are_no_cases() -> None:
    assert surveyed(read({"a.txt": "# Ferie og fravær\n\nFerie\n\nDu har fem uger."})).cases == ()
    assert surveyed([]).cases == ()


def test_a_rendition_is_a_part_of_the_case_and_the_same_text() -> None:
    body = ROUTE.split("KB\n\n", 1)[1]
    survey = surveyed(read({"0.txt": body, "3.txt": ROUTE}))
    assert together(survey) == {frozenset({"0.txt", "3.txt"})}
    relation = survey.cases[0].relations[0]
    assert (relation.kind, relation.source.document) == (RelationKind.SAME_TEXT, "0.txt")


def check(survey: Survey, documents: list[Document]) -> None:
    """Assert what holds for every survey: parts once, codes known, quotes where they say they stand."""
    texts = {document.id: document.text for document in documents}
    parts = [part for case in survey.cases for part in case.parts]
    assert len(parts) == len(set(parts))
    assert len({case.id for case in survey.cases}) == len(survey.cases)
    quotes = [gap.evidence for gap in survey.gaps if gap.evidence]
    for case in survey.cases:
        dated = [step.date for step in case.steps if step.date]
        assert dated == sorted(dated)
        quotes += [each for step in case.steps for each in step.evidence]
        for relation in case.relations:
            assert {relation.source, relation.target} & set(case.parts)
            assert 0 < relation.score <= 1
            assert set(relation.reasons) <= set(RELATION_REASONS)
            told = {each.document for each in relation.evidence}
            assert {relation.source.document, relation.target.document} <= told
            quotes += relation.evidence
        for conflict in case.conflicts:
            assert conflict.subject in CONFLICT_SUBJECTS
            quotes += [claim.evidence for claim in conflict.claims]
    for each in quotes:
        assert texts[each.document][each.start : each.end] == each.quote
        assert each.quote.strip()


def test_every_quote_stands_where_it_says_in_any_order_of_the_documents() -> None:
    documents = read({"u.txt": DRAFT, "r.txt": ROUTE, "o.txt": DECIDED, "m.txt": MEETING})
    check(surveyed(documents), documents)
    assert together(surveyed(documents[::-1])) == together(surveyed(documents))


def test_the_seeds_are_one_case_and_another(shared: Path) -> None:
    documents = [kb.read(path) for path in sorted((shared / "seeds").glob("*.txt"))]
    documents = [
        replace(each, duplicate_of=documents[3].id) if each is documents[0] else each for each in documents
    ]
    survey = surveyed(documents)
    check(survey, documents)
    assert together(survey) == {frozenset(each.id for each in documents[:4])}
    case = case_with(survey, documents[0].id)
    assert case.title == "TRIO-stormøde om fremtidens arbejdsfællesskaber"
    kinds = {(each.kind, each.source.document[:3], each.target.document[:3]) for each in case.relations}
    assert (RelationKind.SAME_TEXT, "000", "003") in kinds
    assert (RelationKind.DRAFT_OF, "001", "003") in kinds
    assert (RelationKind.SAME_CASE, "002", "003") in kinds


def test_the_municipal_papers_are_tied_by_number_and_by_nothing_else(shared: Path) -> None:
    with ReadingRooms(Setup(Limits())) as rooms:
        found = find_files([shared / "data" / "municipal"])
        documents = Intake(found, Previous({}, (), None), rooms).reading().documents
    survey = surveyed(documents)
    check(survey, documents)
    budget = {f"aar-dag-{at:02d}.txt" for at in (2, 3, 4)}
    proposals = {f"aar-dag-{at:02d}.txt" for at in range(5, 11)}
    plans = [{"aar-ref-10.txt", "aar-tu-03.txt"}, {"aar-dag-22.txt", "aar-tu-02.txt"}]
    assert together(survey) == {frozenset(group) for group in (budget, proposals, *plans)}
    unnumbered = surveyed([replace(each, case_number=None, items=()) for each in documents])
    found = together(unnumbered)
    assert {frozenset(group) for group in plans} <= found
    assert all(group <= budget or group <= proposals or group in plans for group in found)
