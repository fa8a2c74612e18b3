"""The same text in two files is found; what differs in a fact is not the same text."""

from __future__ import annotations

from dataclasses import replace

from kb.cases.renditions import find_renditions
from kb.datatypes import Document
from tests.cases.papers import CASE, parsed

PROSE = (
    "Der er den 6. oktober 2022 afholdt borgermøde om vejene i byen. Mange borgere mødte frem og fortalte om "
    "deres ønsker til fortove, cykelstier og lys. Forvaltningen samler ønskerne og vender tilbage med et "
    "forslag til udvalget, som derefter tager stilling til, hvad der skal laves først, og hvad det må koste."
)
WITH_TITLE = f"# Borgermøde om vejene\n\nÅben Sag\n\nSagsgang\n\nTU, ØK, KB\n\nSagsfremstilling\n\n{PROSE}"
BODY_ONLY = f"Sagsfremstilling\n\n{PROSE}"


def named(text: str, name: str) -> Document:
    return parsed(text, name)


def test_the_rendition_with_title_and_metadata_is_the_primary() -> None:
    found = find_renditions([named(BODY_ONLY, "0.txt"), named(WITH_TITLE, "3.txt")])
    assert found == {"0.txt": "3.txt"}


def test_order_does_not_matter_and_three_have_one_primary() -> None:
    papers = [named(WITH_TITLE, "c.pdf"), named(BODY_ONLY, "b.txt"), named(WITH_TITLE, "a.docx")]
    expected = {"b.txt": "a.docx", "c.pdf": "a.docx"}
    assert find_renditions(papers) == find_renditions(papers[::-1]) == expected


def test_another_number_name_or_negation_is_another_text() -> None:
    for old, new in (("2022", "2023"), ("byen", "landet"), ("samler", "samler ikke"), ("6.", "7.")):
        changed = named(BODY_ONLY.replace(old, new), "x.txt")
        found = find_renditions([named(BODY_ONLY, "0.txt"), changed])
        assert found == {}, (old, new)


def test_an_agenda_is_no_rendition_of_the_minutes() -> None:
    decided = WITH_TITLE + "\n\nBeslutning\n\nGodkendt."
    assert find_renditions([named(WITH_TITLE, "a.txt"), named(decided, "b.txt")]) == {}


def test_a_draft_is_no_rendition_of_the_final_paper() -> None:
    assert find_renditions([named(WITH_TITLE, "a.txt"), named("Udkast\n\n" + WITH_TITLE, "b.txt")]) == {}


def test_the_version_of_another_committee_is_another_paper() -> None:
    one = replace(named(WITH_TITLE, "a.txt"), committee="Hovedudvalget")
    other = replace(named(WITH_TITLE, "b.txt"), committee="Økonomiudvalget")
    assert find_renditions([one, other]) == {}


def test_another_case_number_or_number_in_the_title_is_another_paper() -> None:
    one, other = (
        replace(named(WITH_TITLE, name), case_number=number)
        for name, number in (("a.txt", "25/14"), ("b.txt", "25/15"))
    )
    assert find_renditions([one, other]) == {}
    assert find_renditions([one, replace(other, case_number="25/14")]) == {"b.txt": "a.txt"}
    plans = [named(WITH_TITLE.replace("om vejene", f"{plan}"), f"{plan}.txt") for plan in (1187, 1221)]
    assert find_renditions(plans) == {}


def test_empty_papers_are_no_renditions_of_each_other() -> None:
    assert find_renditions([parsed("", "a.txt"), parsed("", "b.txt"), parsed(CASE, "c.txt")]) == {}
