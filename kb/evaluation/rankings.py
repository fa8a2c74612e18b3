"""A ranking of documents against the grades of a question: six metrics in one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.evaluation.metrics import hit_at, ndcg_at, recall_at, reciprocal_rank


@dataclass(frozen=True, slots=True)
class RankingScores:
    """What one ranking scores, each in [0, 1]."""

    ndcg_10: float
    hit_1: float
    hit_3: float
    recall_10: float
    recall_100: float
    mrr_10: float

    def by_name(self) -> Mapping[str, float]:
        """The scores by the names that they are reported under."""
        return {
            "ndcg@10": self.ndcg_10,
            "hit@1": self.hit_1,
            "hit@3": self.hit_3,
            "recall@10": self.recall_10,
            "recall@100": self.recall_100,
            "mrr@10": self.mrr_10,
        }


def judge_ranking(ranked_documents: Sequence[str], grades: Mapping[str, int]) -> RankingScores:
    """The scores of the documents, best first, against the grades of the judged ones.

    A document that is not judged, or has a grade of 0 or less, is not relevant. One that stands twice counts
    where it stands first. All scores are 0.0 where nothing is ranked or nothing is relevant.
    """
    gains = [max(0, grades.get(document, 0)) for document in dict.fromkeys(ranked_documents)]
    relevant = [grade for grade in grades.values() if grade > 0]
    return RankingScores(
        ndcg_10=ndcg_at(gains, relevant, 10),
        hit_1=hit_at(gains, 1),
        hit_3=hit_at(gains, 3),
        recall_10=recall_at(gains, relevant, 10),
        recall_100=recall_at(gains, relevant, 100),
        mrr_10=reciprocal_rank(gains[:10]),
    )


def judge_rankings(
    rankings: Mapping[str, Sequence[str]], grades: Mapping[str, Mapping[str, int]]
) -> Mapping[str, RankingScores]:
    """The scores of every question in ``grades``, in that order; one without a ranking scores 0.0."""
    return {
        question: judge_ranking(rankings.get(question, ()), judged) for question, judged in grades.items()
    }
