"""The evaluation on real questions: floors that the sample collection must not fall below."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import UsageError
from kb.evaluation.questions import read_questions
from kb.evaluation.run import evaluate, summary
from kb.knowledge import KnowledgeBase

QUESTIONS = Path(__file__).parents[1] / "eval" / "questions.jsonl"
EVERY = 5


def test_the_sample_collection_is_answered_well_enough(knowledge: KnowledgeBase) -> None:
    questions = read_questions(QUESTIONS)
    metrics = summary(evaluate(knowledge, questions[::EVERY]))
    assert len(questions) >= 80
    assert sum(question.unanswerable for question in questions) >= 20
    assert metrics["verbatim"] == 1.0
    assert metrics["hit@3"] >= 0.85
    assert metrics["ndcg@10"] >= 0.75
    assert metrics["correct_answers"] >= 0.6
    assert metrics["false_answers"] <= 0.4


def test_a_line_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"q": "a", "unanswerable": true}\n{"q": "b"}\n', encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_questions(path)
    assert caught.value.code == "bad_question"
    assert caught.value.message.startswith("Linje 2 i")
