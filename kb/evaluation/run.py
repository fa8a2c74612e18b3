"""Running questions through a knowledge base and summing up what came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from kb.datatypes import Answer, Hit
from kb.evaluation.metrics import hit_at, ndcg_at, reciprocal_rank
from kb.evaluation.questions import EvalQuestion
from kb.evaluation.quoting import is_whole
from kb.evaluation.runs import Judged, mean_of, question_ids

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

RANKED = 10
"""How many hits a question is judged on."""

SPLIT = "split:"
"""Stands before a split where groups are named, so that it is not taken for a kind."""

MEANS = (
    "hit@1",
    "hit@3",
    "ndcg@10",
    "mrr",
    "right_document",
    "contains",
    "correct_answers",
    "false_answers",
    "false_refusals",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question led to; ranking metrics are None for unanswerable questions.

    ``verbatim`` counts the quotes that stand at their offsets, ``whole`` those that begin and end where a
    sentence or a list item does, out of ``quotes``. ``characters`` is the length of the answer.
    """

    question: EvalQuestion
    abstained: bool
    confidence: float
    hit_1: float | None
    hit_3: float | None
    ndcg: float | None
    reciprocal_rank: float | None
    right_document: bool
    contains: bool
    verbatim: int
    whole: int
    quotes: int
    characters: int
    cited: tuple[str, ...]

    @property
    def correct(self) -> bool:
        """Whether the question was answered rightly from a right document, or rightly refused."""
        if self.question.unanswerable:
            return self.abstained
        return not self.abstained and self.right_document and self.contains

    @property
    def verdict(self) -> str:
        """What happened: correct, false_answer, false_refusal, wrong_document or wrong_answer."""
        if self.correct:
            return "correct"
        if self.question.unanswerable:
            return "false_answer"
        if self.abstained:
            return "false_refusal"
        return "wrong_answer" if self.right_document else "wrong_document"


def evaluate(
    knowledge: KnowledgeBase, questions: Sequence[EvalQuestion], done: Callable[[], None] = lambda: None
) -> tuple[Outcome, ...]:
    """The outcome of each question, in order; ``done`` is called after each."""
    outcomes = []
    for question in questions:
        hits = () if question.unanswerable else knowledge.search(question.question, k=RANKED)
        outcomes.append(judge(knowledge, question, hits, knowledge.ask(question.question)))
        done()
    return tuple(outcomes)


def judge(knowledge: KnowledgeBase, question: EvalQuestion, hits: Sequence[Hit], answer: Answer) -> Outcome:
    """The outcome of one question from its hits and its answer."""
    grades = document_grades(hits, question.documents)
    cited = tuple(dict.fromkeys(citation.document for citation in answer.citations))
    answerable = not question.unanswerable
    return Outcome(
        question=question,
        abstained=answer.abstained,
        confidence=answer.confidence,
        hit_1=hit_at(grades, 1) if answerable else None,
        hit_3=hit_at(grades, 3) if answerable else None,
        ndcg=ndcg_at(grades, [1] * min(len(question.documents), RANKED), RANKED) if answerable else None,
        reciprocal_rank=reciprocal_rank(grades) if answerable else None,
        right_document=any(_is_one_of(document, question.documents) for document in cited),
        contains=question.must is None or bool(question.must.search(answer.answer)),
        verbatim=sum(
            knowledge.document(each.document).text[each.start : each.end] == each.quote
            for each in answer.citations
        ),
        whole=sum(
            is_whole(knowledge.document(each.document), each.start, each.end) for each in answer.citations
        ),
        quotes=len(answer.citations),
        characters=len(answer.answer),
        cited=cited,
    )


def document_grades(hits: Sequence[Hit], prefixes: Sequence[str]) -> list[int]:
    """Relevance grades (1 or 0) of the distinct documents behind ``hits``, in ranked order.

    A rendition of a right document is right. Each prefix is counted once.
    """
    grades: list[int] = []
    seen: set[str] = set()
    credited: set[str] = set()
    for hit in hits:
        if hit.document in seen:
            continue
        seen.add(hit.document)
        names = (hit.document, *hit.renditions)
        found = {prefix for prefix in prefixes if any(name.startswith(prefix) for name in names)} - credited
        credited |= found
        grades.append(1 if found else 0)
    return grades


def _is_one_of(document: str, prefixes: Sequence[str]) -> bool:
    """Whether the document's path starts with one of the prefixes."""
    return any(document.startswith(prefix) for prefix in prefixes)


def judged(outcomes: Sequence[Outcome]) -> tuple[Judged, ...]:
    """What each question scored, in order, as a run keeps it."""
    ids = question_ids(outcome.question.question for outcome in outcomes)
    return tuple(_judged(outcome, name) for outcome, name in zip(outcomes, ids, strict=True))


def _judged(outcome: Outcome, name: str) -> Judged:
    """What the question with this id scored: on its ranking, its answer or refusal, and its quotes."""
    values = _refusing(outcome) if outcome.question.unanswerable else _answering(outcome)
    weights: dict[str, float] = {}
    if not outcome.abstained:
        values |= {
            "quotes_per_answer": float(outcome.quotes),
            "characters_per_answer": float(outcome.characters),
        }
    if outcome.quotes:
        values |= {
            "verbatim": outcome.verbatim / outcome.quotes,
            "whole_sentences": outcome.whole / outcome.quotes,
        }
        weights = dict.fromkeys(("verbatim", "whole_sentences"), float(outcome.quotes))
    question = outcome.question
    groups = [question.kind] if question.kind else []
    groups += [f"{SPLIT}{question.split}"] if question.split else []
    return Judged(name, values, weights, tuple(groups))


def _refusing(outcome: Outcome) -> dict[str, float]:
    """What a question without an answer scores."""
    return {"false_answers": float(not outcome.abstained)}


def _answering(outcome: Outcome) -> dict[str, float]:
    """What a question with an answer scores, its quotes aside."""
    return {
        "hit@1": outcome.hit_1 or 0.0,
        "hit@3": outcome.hit_3 or 0.0,
        "ndcg@10": outcome.ndcg or 0.0,
        "mrr": outcome.reciprocal_rank or 0.0,
        "right_document": float(outcome.right_document),
        "contains": float(outcome.contains and not outcome.abstained),
        "correct_answers": float(outcome.correct),
        "false_refusals": float(outcome.abstained),
    }


def summary(outcomes: Sequence[Outcome]) -> Mapping[str, float | int]:
    """The metrics over all outcomes by name; shares are in [0, 1], counts are whole numbers.

    ``false_answers`` is the share of unanswerable questions that were answered, ``false_refusals`` the
    share of answerable ones that were refused; ``verbatim`` and ``whole_sentences`` are shares of the quotes,
    1.0 where there are none. What answers are like is counted over those that were given.
    """
    questions = judged(outcomes)
    unanswerable = sum(each.question.unanswerable for each in outcomes)
    lengths = [each.characters for each in outcomes if not each.abstained]
    return {
        "questions": len(outcomes),
        "answerable": len(outcomes) - unanswerable,
        "unanswerable": unanswerable,
        **{name: mean_of(questions, name) for name in MEANS},
        "verbatim": mean_of(questions, "verbatim", empty=1.0),
        "quotes": sum(each.quotes for each in outcomes),
        "whole_sentences": mean_of(questions, "whole_sentences", empty=1.0),
        "quotes_per_answer": mean_of(questions, "quotes_per_answer"),
        "characters_per_answer": mean_of(questions, "characters_per_answer"),
        "characters_median": float(median(lengths)) if lengths else 0.0,
    }


def grouped(outcomes: Sequence[Outcome]) -> Mapping[str, Mapping[str, float | int]]:
    """The metrics of each kind of question and, below "split:", of each split, by name; empty without any."""
    groups: dict[str, list[Outcome]] = {}
    for outcome, question in zip(outcomes, judged(outcomes), strict=True):
        for name in question.groups:
            groups.setdefault(name, []).append(outcome)
    names = sorted(groups, key=lambda name: (name.startswith(SPLIT), name))
    return {name: summary(groups[name]) for name in names}


def outcome_json(outcome: Outcome) -> Mapping[str, object]:
    """A miss as JSON: the question, what went wrong and what was cited."""
    return {
        "question": outcome.question.question,
        "verdict": outcome.verdict,
        "confidence": round(outcome.confidence, 4),
        "expected": list(outcome.question.documents),
        "cited": list(outcome.cited),
    }
