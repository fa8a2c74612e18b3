"""What the five real papers say, and the traps in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb.cases import parse_document
from kb.cases.decisions import decisions_of
from kb.cases.renditions import find_renditions
from kb.datatypes import Access, Document, OutcomeClass, SectionKind, Status, TitleSource
from kb.readers import read_file

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def seeds(shared: Path) -> list[Document]:
    """The five papers in the order of their numbers."""
    return [
        parse_document(path.name, read_file(path), "0" * 64)
        for path in sorted((shared / "seeds").glob("*.txt"))
    ]


def section(document: Document, kind: SectionKind) -> str:
    found = next(each for each in document.sections if each.kind is kind)
    return document.text[found.body_start : found.end].strip()


def test_the_same_text_without_title_is_a_rendition_of_the_one_with(seeds: list[Document]) -> None:
    assert find_renditions(seeds) == {seeds[0].id: seeds[3].id}


def test_the_draft_is_a_draft_of_another_date(seeds: list[Document]) -> None:
    draft = seeds[1]
    assert (draft.status, draft.date) == (Status.DRAFT, date(2022, 4, 5))
    assert draft.title == "TRIO-stormøde: Fremtidens arbejdsfællesskaber"
    assert section(draft, SectionKind.PROGRAM).startswith("8.00")
    assert decisions_of(draft) == ()


def test_an_orientation_was_approved_and_no_policy_adopted(seeds: list[Document]) -> None:
    [decision] = decisions_of(seeds[2])
    assert (decision.committee, decision.date) == ("Økonomiudvalget", date(2022, 12, 6))
    assert (decision.outcome, decision.outcome_class) == ("Tiltrådt", OutcomeClass.ADOPTED)
    assert (decision.effect, decision.final) == (OutcomeClass.NOTED, None)
    assert decision.not_participating == ("Jens Meilvang (I)",)
    assert decision.page == 4
    assert seeds[2].title_source is TitleSource.SUBJECT


def test_the_case_as_planned(seeds: list[Document]) -> None:
    case = seeds[3]
    assert (case.title, case.access) == ("TRIO-stormøde om fremtidens arbejdsfællesskaber", Access.OPEN)
    assert section(case, SectionKind.ROUTE) == "HU, ØK, KB"
    assert section(case, SectionKind.ECONOMY) == ""
    assert section(case, SectionKind.ATTACHMENTS) == ""
    assert (case.status, decisions_of(case)) == (Status.AGENDA, ())
    assert (case.date, case.date_inferred) == (date(2022, 10, 6), True)


def test_what_was_said_is_no_formal_decision(seeds: list[Document]) -> None:
    [decision] = decisions_of(seeds[4])
    assert (decision.committee, decision.date) == ("Hovedudvalget", date(2025, 2, 27))
    assert (decision.outcome_class, decision.effect) == (OutcomeClass.NARRATIVE, OutcomeClass.NARRATIVE)
    assert "Sammen om Ledelse" in decision.quote
    assert "arbejdsmiljøorganisationen" in decision.quote
    assert section(seeds[4], SectionKind.ABSENT).startswith("Kim Tommy Jensen")
    assert section(seeds[4], SectionKind.ATTACHMENTS).count("(H)") == 3


def test_no_text_is_lost(seeds: list[Document]) -> None:
    for document in seeds:
        joined = "".join(document.text[each.start : each.end] for each in document.sections)
        assert joined == document.text


def test_every_municipal_paper_has_title_and_whole_sections(shared: Path) -> None:
    for path in sorted((shared / "data" / "municipal").glob("*.txt")):
        document = parse_document(path.name, read_file(path), "0" * 64)
        assert document.title, path.name
        assert "".join(document.text[each.start : each.end] for each in document.sections) == document.text
        if path.name.startswith(("aar-ref", "aar-tu")):
            assert document.status is Status.MINUTES, path.name
            assert document.committee in {"Byrådet", "Teknisk Udvalg"}
            assert document.case_number is not None
            assert (
                any(d.committee == document.committee for d in decisions_of(document))
                or "Lukket" in document.title
            )
        if path.name.startswith("aar-dag"):
            assert (document.status, document.date) == (Status.AGENDA, date(2025, 10, 8)), path.name
        if path.name.startswith("os2"):
            assert decisions_of(document) == (), path.name
