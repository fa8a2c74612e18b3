"""What is quoted of a section: whole sentences, lists with what leads to them, groups under one heading."""

from __future__ import annotations

import re

import pytest

from kb.exploring.passages import LONGEST, is_table, opened, quoted, under
from kb.knowledge import KnowledgeBase

CODE = "fjordby/vaerdikodeks-2022.pdf"


def test_a_short_section_is_quoted_whole(knowledge: KnowledgeBase) -> None:
    document = knowledge.document("norddjurs/vores-norddjurs.html")
    section = next(each for each in document.sections if each.heading == "De fire værdier")
    start, end = quoted(document, section)
    assert document.text[start:end] == document.text[section.body_start : section.end].strip()


def test_a_heading_over_others_is_quoted_with_them(knowledge: KnowledgeBase) -> None:
    document = knowledge.document(CODE)
    section = next(each for each in document.sections if each.heading == "De fire værdier")
    assert [each.heading for each in under(document, section)] == [
        "Nysgerrighed",
        "Ansvar",
        "Samspil",
        "Enkelhed",
    ]
    start, end = quoted(document, section)
    assert document.text[start:end].startswith("Nysgerrighed\n")
    assert document.text[start:end].endswith("hvem det hjælper.")


def test_an_agenda_item_is_no_heading_over_its_sections(knowledge: KnowledgeBase) -> None:
    document = knowledge.document("fjordby/referat-hovedudvalget-2024-02-08.pdf")
    item = next(each for each in document.sections if "Temadag om værdierne" in each.heading)
    assert under(document, item) == ()


def test_a_lead_in_comes_with_its_list(knowledge: KnowledgeBase) -> None:
    document = knowledge.document(CODE)
    section = next(each for each in document.sections if each.heading == "Sådan bruger vi kodekset")
    start, end = quoted(document, section, re.compile("Drøftelsen kan tage"))
    assert not document.text[start:end].endswith(":")


def test_a_long_section_begins_where_it_speaks_of_the_topic(knowledge: KnowledgeBase) -> None:
    document = knowledge.document("norddjurs/hu-2022-11-11-trio-stormoede.pdf")
    section = max(document.sections, key=lambda each: each.end - each.body_start)
    about = re.compile("de fire værdier")
    start, end = quoted(document, section, about)
    assert about.search(document.text, start, end + 200)
    assert start > quoted(document, section)[0]
    assert end - start <= LONGEST


@pytest.mark.parametrize("document_id", ["fjordby/seniorpolitik-2023.pdf", "fjordby/notat-budget-2025.pdf"])
def test_a_passage_is_quoted_without_tables(knowledge: KnowledgeBase, document_id: str) -> None:
    document = knowledge.document(document_id)
    for section in document.sections:
        if section.end - section.body_start > 100 and not is_table(document, section):
            start, end = opened(document, section.start, section.end)
            assert section.body_start <= start < end <= section.end
            assert " | " not in document.text[start:end]
