"""Running questions through a knowledge base and summing up what came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.datatypes import Answer, Hit
from kb.evaluation.metrics import hit_at, mean, ndcg_at, reciprocal_rank
from kb.evaluation.questions import EvalQuestion

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

RANKED = 10
"""How many hits a question is judged on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question led to; ranking metrics are None for unanswerable questions.

    ``verbatim`` counts quotes that stand at their offsets, out of ``quotes``.
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
    quotes: int
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
        quotes=len(answer.citations),
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


def summary(outcomes: Sequence[Outcome]) -> Mapping[str, float | int]:
    """The metrics over all outcomes by name; shares are in [0, 1], counts are whole numbers.

    ``false_answers`` is the share of unanswerable questions that were answered, ``false_refusals`` the
    share of answerable ones that were refused.
    """
    answerable = [each for each in outcomes if not each.question.unanswerable]
    unanswerable = [each for each in outcomes if each.question.unanswerable]
    quotes = sum(each.quotes for each in outcomes)
    return {
        "questions": len(outcomes),
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "hit@1": mean([each.hit_1 or 0.0 for each in answerable]),
        "hit@3": mean([each.hit_3 or 0.0 for each in answerable]),
        "ndcg@10": mean([each.ndcg or 0.0 for each in answerable]),
        "mrr": mean([each.reciprocal_rank or 0.0 for each in answerable]),
        "right_document": mean([float(each.right_document) for each in answerable]),
        "contains": mean([float(each.contains and not each.abstained) for each in answerable]),
        "correct_answers": mean([float(each.correct) for each in answerable]),
        "false_answers": mean([float(not each.abstained) for each in unanswerable]),
        "false_refusals": mean([float(each.abstained) for each in answerable]),
        "verbatim": sum(each.verbatim for each in outcomes) / quotes if quotes else 1.0,
        "quotes": quotes,
    }


def outcome_json(outcome: Outcome) -> Mapping[str, object]:
    """A miss as JSON: the question, what went wrong and what was cited."""
    return {
        "question": outcome.question.question,
        "verdict": outcome.verdict,
        "confidence": round(outcome.confidence, 4),
        "expected": list(outcome.question.documents),
        "cited": list(outcome.cited),
    }
