"""Who was what when: the forms in which papers name offices, and what never makes a holder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.cases import parse_document
from kb.cases.offices import holders_in
from kb.cases.roles import tenures_of
from kb.datatypes import Date, Document
from kb.readers import read_file
from tests.cases.papers import parsed


def held(text: str) -> list[tuple[str, str, str | None]]:
    """Office, name and organisation in a text of the Teknisk Udvalg."""
    return [(h.role, h.name, h.organisation) for h in holders_in(text, "Teknisk Udvalg", False)]


def paper(name: str, text: str, day: Date | None) -> Document:
    """A paper of that day that says ``text``."""
    document = parsed(f"Status på arbejdet\n\n{text}", name)
    sections = tuple(replace(section, date=day) for section in document.sections)
    return replace(document, date=day, sections=sections)


@pytest.mark.parametrize(
    ("text", "role", "name", "organisation"),
    [
        ("Kommunaldirektør Ida Vang bød velkommen.", "kommunaldirektør", "Ida Vang", None),
        ("Ida Vang, kommunaldirektør, bød velkommen.", "kommunaldirektør", "Ida Vang", None),
        ("8.30 Velkomst v. kommunaldirektør Ida Vang", "kommunaldirektør", "Ida Vang", None),
        ("Velkomst, kommunaldirektør ved Ida Vang", "kommunaldirektør", "Ida Vang", None),
        ("Kim Bo Jensen (Vej- og ejendomschef)", "vej- og ejendomschef", "Kim Bo Jensen", None),
        ("Oplæg ved HR-chef Lis Ravn.", "HR-chef", "Lis Ravn", None),
        ("Rådmand for Børn og Unge Bo Lind (SF) svarede.", "rådmand for Børn og Unge", "Bo Lind", None),
        ("direktør for velfærd Else Holm sagde", "direktør for velfærd", "Else Holm", None),
        ("Teknisk direktør Hans P. Nielsen sagde", "teknisk direktør", "Hans P. Nielsen", None),
        ("Bo Lind (V), formand for Miljø- og Teknikudvalget, sagde", "formand for Miljø- og Teknikudvalget",
         "Bo Lind", None),
        ("Bo Lind (V), udvalgets formand, sagde", "formand for Teknisk Udvalg", "Bo Lind", None),
        ("Næstformand i Økonomiudvalget Else Holm (A) sagde", "næstformand for Økonomiudvalget", "Else Holm",
         None),
        ("Konstitueret kommunaldirektør Ida Vang sagde", "konstitueret kommunaldirektør", "Ida Vang", None),
        ("Den fungerende direktør for Teknik og Miljø Ole Rask sagde",
         "fungerende direktør for Teknik og Miljø", "Ole Rask", None),
        ("Kommunaldirektør i Skive Jens Holm fortalte", "kommunaldirektør", "Jens Holm", "Skive"),
        ("Skive Kommunes borgmester, aktuelt Jens Holm, deltog", "borgmester", "Jens Holm", "Skive Kommune"),
        ("Borgmesteren, Bo Lind, sagde", "borgmester", "Bo Lind", None),
        ("| Kommunaldirektør | Ida Vang |", "kommunaldirektør", "Ida Vang", None),
        ("Med venlig hilsen\n\nIda Vang\nKommunaldirektør", "kommunaldirektør", "Ida Vang", None),
    ],
)  # fmt: skip
def test_forms_of_naming_an_office(text: str, role: str, name: str, organisation: str | None) -> None:
    assert held(text) == [(role, name, organisation)]


def test_offices_and_names_that_take_turns_are_paired_in_either_order() -> None:
    pairs = [("borgmester", "Bo Lind", None), ("kommunaldirektør", "Ida Vang", None)]
    assert held("Bo Lind\nBorgmester\nIda Vang\nKommunaldirektør") == pairs
    assert held("Borgmester\nBo Lind\nKommunaldirektør\nIda Vang") == pairs
    assert held("Bo Lind, borgmester, Ida Vang, kommunaldirektør") == pairs
    assert held("borgmester Bo Lind, kommunaldirektør Ida Vang") == pairs


@pytest.mark.parametrize(
    "text",
    [
        "Tidligere borgmester Bo Lind, fhv. rådmand Else Holm og daværende direktør for Kultur Ole Rask",
        "Den kommende kommunaldirektør Ida Vang begynder 1. maj.",
        "Ida Vang ansættes som kommunaldirektør.",
        "Skoleleder Ole Hansen, pædagog Lis Jensen og tillidsrepræsentant Per Bo Sand",
        "Formand for grundejerforeningen Ole Hansen og formand Hans Holm",
        "Direktør Hans Hansen, Firma A/S, adm. direktør Ole Olsen og museumsdirektør Per Holm",
        "Borgmesterens Afdeling og Direktør Teknik Miljø",
        "Byrådsmedlem Hans Hansen (V), gruppeformand, spurgte.",
        "Næstformand for Hovedudvalget Lis Jensen sagde",
        "Borgmesterkandidat Hans Hansen",
    ],
)
def test_no_holder(text: str) -> None:
    assert held(text) == []


def test_a_tenure_runs_from_the_first_to_the_last_paper_and_cites_both() -> None:
    documents = [
        paper("b.txt", "Kommunaldirektør Ida Vang sagde ja.", date(2024, 5, 1)),
        paper("c.txt", "Ida Vang, kommunaldirektør, sagde nej.", date(2025, 3, 1)),
        paper("a.txt", "Mødet åbnes af kommunaldirektør Ida Vang.", date(2023, 1, 1)),
        paper("d.txt", "Kommunaldirektør Ida Vang er her.", None),
        paper("e.txt", "Kommunaldirektør Bo Lind sagde ja.", date(2020, 1, 1)),
    ]
    bo, ida = tenures_of(documents)
    assert (bo.name, bo.first, bo.last, len(bo.evidence)) == (
        "Bo Lind",
        date(2020, 1, 1),
        date(2020, 1, 1),
        1,
    )
    assert (ida.role, ida.name, ida.organisation) == ("kommunaldirektør", "Ida Vang", None)
    assert (ida.first, ida.last) == (date(2023, 1, 1), date(2025, 3, 1))
    assert [(e.document, e.quote) for e in ida.evidence] == [
        ("a.txt", "Mødet åbnes af kommunaldirektør Ida Vang."),
        ("c.txt", "Ida Vang, kommunaldirektør, sagde nej."),
    ]
    assert tenures_of(documents[::-1]) == (bo, ida)


def test_shorter_and_longer_forms_of_an_office_merge_and_organisations_part() -> None:
    documents = [
        paper("a.txt", "Rådmand Bo Lind svarede.", date(2024, 1, 1)),
        paper("b.txt", "Rådmand for Børn og Unge Bo Lind svarede.", date(2025, 1, 1)),
        paper("c.txt", "Borgmester i Odder Kommune Jens Holm og borgmester i Skive Kommune Else Holm", None),
    ]
    assert [(t.role, t.name, t.organisation, t.first) for t in tenures_of(documents)] == [
        ("borgmester", "Else Holm", "Skive Kommune", None),
        ("borgmester", "Jens Holm", "Odder Kommune", None),
        ("rådmand for Børn og Unge", "Bo Lind", None, date(2024, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vi hørte borgmester Bo Linds tale. Bo Lind var glad.", ["Bo Lind"]),
        ("Vi hørte borgmester Bo Linds tale.", []),
        ("Borgmester Bo Friis holdt tale.", ["Bo Friis"]),
        ("Det er borgmester Bo Friis.", ["Bo Friis"]),
    ],
)
def test_the_s_of_a_genitive_goes_only_where_the_name_is_known_without_it(
    text: str, names: list[str]
) -> None:
    assert [tenure.name for tenure in tenures_of([paper("a.txt", text, None)])] == names


def test_lists_of_those_absent_and_sentences_on_illness_are_not_read() -> None:
    away = parsed("# Møde\n\n# Afbud\n\nVelfærdsdirektør Else Holm\n\nKim Bo Jensen (Vejchef)")
    there = parsed("# Møde\n\n# Deltagere\n\nVelfærdsdirektør Else Holm")
    ill = paper("a.txt", "Kommunaldirektør Ida Vang er sygemeldt.", None)
    assert tenures_of([away, ill]) == ()
    assert [tenure.name for tenure in tenures_of([there])] == ["Else Holm"]


def test_a_sentence_that_tells_of_absence_is_not_quoted() -> None:
    (tenure,) = tenures_of([paper("a.txt", "Rådmand Bo Lind var forhindret i at deltage.", None)])
    assert [e.quote for e in tenure.evidence] == ["Rådmand Bo Lind"]


def test_renditions_count_once_and_no_documents_have_no_roles() -> None:
    first = paper("a.txt", "Borgmester Bo Lind talte.", None)
    (tenure,) = tenures_of([first, replace(first, id="b.txt", duplicate_of="a.txt")])
    assert [e.document for e in tenure.evidence] == ["a.txt"]
    assert tenures_of([]) == ()


@pytest.mark.shared
def test_the_seeds_tell_the_chief_executives_of_2022_and_2025(shared: Path) -> None:
    documents = [
        parse_document(path.name, read_file(path), "0" * 64)
        for path in sorted((shared / "seeds").glob("*.txt"))
    ]
    texts = {document.id: document.text for document in documents}
    tenures = tenures_of(documents)
    assert [(t.role, t.name, t.first, t.last) for t in tenures] == [
        ("kommunaldirektør", "Christian Bertelsen", date(2022, 4, 5), date(2022, 4, 5)),
        ("kommunaldirektør", "Jonas Kroustrup", date(2025, 2, 27), date(2025, 2, 27)),
    ]
    for evidence in (each for tenure in tenures for each in tenure.evidence):
        assert texts[evidence.document][evidence.start : evidence.end] == evidence.quote
