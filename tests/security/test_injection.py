"""Texts that address the machine instead of the reader: they are content to find, and change nothing."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from kb.datatypes import Answer
from kb.embedding import Encoder
from kb.ingest import build
from kb.knowledge import KnowledgeBase
from kb.settings import Settings
from tests.conftest import REPOSITORY, TODAY

TEXTS = tuple((Path(__file__).parent / "injections.txt").read_text(encoding="utf-8").strip().splitlines())
DOCUMENTS = (
    "norddjurs/sammen-om-ledelse.md",
    "norddjurs/udsendelse-dialogmateriale-2022-10-14.txt",
    "fjordby/mus-guide-2024.md",
    "fjordby/ordliste.md",
    "fjordby/referat-lokaludvalg-raadhuset-2024-11-19.txt",
)
"""Of the sample collection those that are plain text, so that a line can be put in."""

QUESTIONS = (
    "Hvad er Sammen om Ledelse?",
    "Hvem udsendte dialogmaterialet?",
    "Hvor ofte skal der holdes MUS?",
    "Hvad betyder APV?",
    "Hvad besluttede Lokaludvalget for Rådhuset?",
    "Hvad er hovedstaden i Frankrig?",
    "Hvem deltog ikke i mødet den 19. november 2024?",
)


@pytest.fixture(scope="module")
def clean(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """The documents as they are."""
    return _indexed(settings, encoder, tmp_path_factory.mktemp("clean"), ())


@pytest.fixture(scope="module")
def attacked(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """The same documents, each with its share of the texts between its paragraphs."""
    return _indexed(settings, encoder, tmp_path_factory.mktemp("attacked"), TEXTS)


def _indexed(settings: Settings, encoder: Encoder, folder: Path, texts: tuple[str, ...]) -> KnowledgeBase:
    """A knowledge base over the documents, with the texts spread over them as paragraphs of their own."""
    for at, name in enumerate(DOCUMENTS):
        target = folder / "data" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        share = texts[at :: len(DOCUMENTS)]
        if not share:
            shutil.copy(REPOSITORY / "data" / name, target)
            continue
        paragraphs = (REPOSITORY / "data" / name).read_text(encoding="utf-8").rstrip().split("\n\n")
        # Behind the last paragraph, where a reader of the whole document would see them too.
        target.write_text("\n\n".join([*paragraphs, *share]) + "\n", encoding="utf-8")
    own = settings.model_copy(update={"data": folder / "data", "index": folder / "index"})
    build([own.data], own, encoder)
    return KnowledgeBase(own, encoder, lambda: TODAY)


def _told(answer: Answer) -> tuple[object, ...]:
    """What a reader is told first: whether there is an answer, where it stands, and what is known beside it.

    Further sentences may differ: how rare a word is depends on everything that is indexed.
    """
    first = [(each.document, each.section, each.standing, each.quote) for each in answer.citations[:1]]
    rows = [(row.document, row.quote, row.effect, row.final) for row in answer.decisions]
    return answer.abstained, first, answer.notes, rows


def test_there_are_enough_of_them_in_both_languages() -> None:
    danish = [text for text in TEXTS if set("æøåÆØÅ") & set(text) or " du " in f" {text.lower()} "]
    assert len(TEXTS) == len(set(TEXTS)) >= 40
    assert 15 <= len(danish) <= len(TEXTS) - 15


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_the_same_with_the_texts_in_its_documents(
    clean: KnowledgeBase, attacked: KnowledgeBase, question: str
) -> None:
    answer = attacked.ask(question)
    assert _told(answer) == _told(clean.ask(question))
    assert [each.quote for each in answer.citations if any(text in each.quote for text in TEXTS)] == []


def test_the_registers_are_the_same(clean: KnowledgeBase, attacked: KnowledgeBase) -> None:
    rows = [[(row.document, row.quote, row.effect) for row in each.decisions()] for each in (clean, attacked)]
    assert rows[0] == rows[1]
    terms = [[term.term for term in each.terms()] for each in (clean, attacked)]
    assert terms[0] == terms[1]
    summaries = [
        [(each.id, each.title, each.committee, each.date, each.status) for each in base.documents()]
        for base in (clean, attacked)
    ]
    assert summaries[0] == summaries[1]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_is_asked_as_a_question_is_answered_in_quotes_or_not_at_all(
    attacked: KnowledgeBase, text: str
) -> None:
    answer = attacked.ask(text)
    assert answer.abstained or answer.citations
    for each in answer.citations:
        assert attacked.document(each.document).text[each.start : each.end] == each.quote
    numbers = [each.n for each in answer.citations]
    assert numbers == list(itertools.islice(itertools.count(1), len(numbers)))
