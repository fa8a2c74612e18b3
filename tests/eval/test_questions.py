"""The questions can be trusted: every expected answer stands in a document that counts as the right one."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TypedDict, cast

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.collection.markup import SOFT_HYPHEN, read_source  # noqa: E402

SOURCES = ROOT / "tests" / "collection" / "sources"


class Question(TypedDict, total=False):
    """One line: ``docs`` and ``must`` where the collection holds an answer, else ``unanswerable``."""

    q: str
    docs: list[str]
    must: str
    unanswerable: bool
    kind: str
    split: str


def _questions() -> list[Question]:
    lines = (ROOT / "tests" / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [cast("Question", json.loads(line)) for line in lines]


QUESTIONS = _questions()
ANSWERABLE = [question for question in QUESTIONS if "must" in question]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every document's text as its source has it, without marks and line breaks."""
    found = {}
    for path in SOURCES.rglob("*.md"):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        text = body.replace("\\-", "").replace(SOFT_HYPHEN, "").replace("**", "").replace("\\\n", "\n")
        found[read_source(path).file] = re.sub(r"\s+", " ", text)
    return found


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question["q"])
def test_every_right_document_exists_and_holds_the_answer(question: Question, texts: dict[str, str]) -> None:
    for document in question["docs"]:
        assert re.search(question["must"], texts[document], re.IGNORECASE), document


def test_no_question_stands_twice() -> None:
    assert [q for q, times in Counter(question["q"] for question in QUESTIONS).items() if times > 1] == []


def test_a_question_has_an_answer_or_says_that_it_has_none() -> None:
    assert [entry["q"] for entry in QUESTIONS if ("must" in entry) == entry.get("unanswerable", False)] == []


def test_both_halves_are_alike() -> None:
    halves = Counter((question["split"], "must" in question) for question in QUESTIONS)
    assert abs(halves["dev", True] - halves["test", True]) < 20
    assert abs(halves["dev", False] - halves["test", False]) < 10


def test_there_are_enough_questions() -> None:
    assert len(ANSWERABLE) >= 100
    assert len(QUESTIONS) - len(ANSWERABLE) >= 28
