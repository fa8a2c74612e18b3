"""Reading paths of the sample collection: verbatim, on their topic, nothing outdated, nothing twice."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from kb.danish.sentences import sentence_spans
from kb.danish.tokens import words
from kb.datatypes import Filter, SectionKind, Status
from kb.exploring.paths import MOST_STEPS, OF_ONE_DOCUMENT, paths_of
from kb.exploring.records import ReadingPath
from kb.knowledge import KnowledgeBase
from kb.strings_da.newcomers import TOPICS, Newcomers, Topic

OUTDATED = {"fjordby/seniorpolitik-2019.pdf", "fjordby/sygefravaerspolitik-2017.docx"}


@pytest.fixture(scope="module")
def paths(knowledge: KnowledgeBase) -> dict[str, ReadingPath]:
    return {path.key: path for path in knowledge.paths()}


def test_every_topic_has_its_path_in_order(paths: dict[str, ReadingPath]) -> None:
    assert list(paths) == [topic.key for topic in TOPICS]
    assert all(path.is_shown for path in paths.values())


def test_the_four_values_are_quoted_in_the_path_of_values(paths: dict[str, ReadingPath]) -> None:
    quotes = [
        step.citation.quote
        for step in paths["vaerdier"].steps
        if step.citation.document == "norddjurs/vores-norddjurs.html"
    ]
    whole = "\n".join(quotes)
    for value in ("Tillid", "Udvikling", "Ordentlighed", "Fællesskab"):
        assert value in whole
    fjordby = "\n".join(step.citation.quote for step in paths["vaerdier"].steps)
    for value in ("Nysgerrighed", "Ansvar", "Samspil", "Enkelhed"):
        assert f"{value}\n" in fjordby


def test_every_quote_is_verbatim_on_its_page(paths: dict[str, ReadingPath], knowledge: KnowledgeBase) -> None:
    for path in paths.values():
        assert [step.citation.n for step in path.steps] == list(range(1, len(path.steps) + 1))
        for step in path.steps:
            cited = step.citation
            document = knowledge.document(cited.document)
            assert document.text[cited.start : cited.end] == cited.quote
            assert cited.quote == cited.quote.strip()
            assert document.page_at(cited.start).number == cited.page
            assert step.start <= cited.start < cited.end <= step.end


def test_quotes_begin_and_end_with_whole_sentences(
    paths: dict[str, ReadingPath], knowledge: KnowledgeBase
) -> None:
    for path in paths.values():
        for step in path.steps:
            document, cited = knowledge.document(step.citation.document), step.citation
            spans = sentence_spans(document.text, step.start, step.end)
            assert cited.start in {start for start, _ in spans}
            assert cited.end in {end for _, end in spans}


def test_no_path_says_the_same_twice(paths: dict[str, ReadingPath]) -> None:
    for path in paths.values():
        told = [set(words(step.citation.quote)) for step in path.steps]
        for one, two in combinations(told, 2):
            assert len(one & two) < 0.6 * min(len(one), len(two)) or min(len(one), len(two)) < 5


def test_what_is_replaced_or_only_a_draft_of_something_is_not_read(paths: dict[str, ReadingPath]) -> None:
    cited = {step.citation.document for path in paths.values() for step in path.steps}
    assert not cited & OUTDATED
    assert "fjordby/hjemmearbejde-udkast-2022.docx" not in cited
    assert "fjordby/hjemmearbejde-retningslinje-2023.pdf" in cited


def test_what_is_only_proposed_is_no_stop(paths: dict[str, ReadingPath]) -> None:
    for path in paths.values():
        for step in path.steps:
            assert step.citation.section_kind not in (SectionKind.RECOMMENDATION, SectionKind.ATTACHMENTS)
            assert step.citation.status is not Status.DRAFT


def test_paths_are_short_and_of_several_documents(paths: dict[str, ReadingPath]) -> None:
    for path in paths.values():
        assert path.documents >= 3
        of_each = [step.citation.document for step in path.steps if step.reason != "route"]
        assert len(of_each) <= MOST_STEPS
        assert max(map(of_each.count, of_each)) <= OF_ONE_DOCUMENT
        assert path.words >= sum(len(step.citation.quote.split()) for step in path.steps) * 0.9


def test_each_stop_says_truly_why_it_is_there(
    paths: dict[str, ReadingPath], knowledge: KnowledgeBase
) -> None:
    for topic in TOPICS:
        for step in paths[topic.key].steps:
            cited, found = step.citation, re.compile(topic.cues, re.IGNORECASE).search
            assert step.reason in Newcomers.REASONS
            if step.reason == "heading":
                assert found(cited.section) or found(cited.item or "")
            elif step.reason == "title":
                assert found(knowledge.document(cited.document).title)
            elif step.reason == "text":
                assert found(cited.quote)


def test_the_way_of_a_case_ends_the_path_about_decisions(paths: dict[str, ReadingPath]) -> None:
    last = paths["beslutninger"].steps[-1]
    assert last.reason == "route"
    assert last.citation.section_kind is SectionKind.ROUTE


def test_a_topic_that_the_material_does_not_have_is_not_shown(knowledge: KnowledgeBase) -> None:
    topic = Topic("rum", "Rumfart", "", ("Hvad siger kommunen om rumfart?",), r"rumfart|\braket")
    (path,) = paths_of(knowledge._store, lambda asked: knowledge.search(asked, 40), [topic])
    assert path.steps == ()
    assert not path.is_shown


def test_paths_are_found_once_for_a_generation(knowledge: KnowledgeBase) -> None:
    assert knowledge.paths() is knowledge.paths()
    assert knowledge.paths_ready()
    again = paths_of(knowledge._store, lambda asked: knowledge.search(asked, 40, Filter()))
    assert again == knowledge.paths()
