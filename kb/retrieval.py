"""The ranking: every leg searches the allowed chunks, and the best of the pool are read token by token.

    question ─> dense   (cosines of embeddings)       ─┐
             ─> ngrams  (BM25, 4 characters)           ├─> pool ─> weighted sum ─> the best 60
             ─> exact   (BM25, case numbers, dates)   ─┘                              │
                                                                                      ▼
                                     late interaction with their tokens, agreement among them ─> hits

Filters are applied inside every leg, before ranking, and asserted on the result. The weights were chosen on
development data and are reported on other data; ``python -m tests.benchmarks.ablation`` shows what each
stage is worth (benchmarks/ablation.md). The index has a field of words too (lemmas and compounds): as a leg
beside the n-grams it earned nothing, so it only tells how rare a word is (kb/answers/candidates.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.datatypes import Chunk, Filter, Hit, Section, SectionKind
from kb.strings_da import BODY_TEXT, SECTION_LABELS

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.ranking import Ranking
    from kb.index.store import Store

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the ranking is made of; a stage whose weight is 0 is left out.

    ``legs``: share of each leg in the fused score. ``pool``: how many chunks each leg brings. ``read``: how
    many of the best are read token by token. ``late``: what late interaction counts for among them, the
    fused score counts for the rest. ``sharpness``: how much more the question's distinctive tokens count.
    ``agreement``: what the scores of like passages count for. ``closeness``: how alike those must be.
    """

    legs: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({"dense": 0.4, "ngrams": 0.4, "exact": 0.3})
    )
    pool: int = 200
    read: int = 60
    late: float = 0.7
    sharpness: float = 1.5
    agreement: float = 0.3
    closeness: float = 6.0


RECIPE = Recipe()


@dataclass(frozen=True, slots=True)
class Scored:
    """A chunk key with its final score and each leg's normalised score, all in [0, 1]."""

    key: int
    score: float
    legs: Mapping[str, float]


def search(store: Store, encoder: Encoder, question: str, where: Filter, k: int) -> tuple[Hit, ...]:
    """The ``k`` best hits for ``question`` among the chunks that ``where`` allows, best first.

    Empty when nothing is allowed or ``k`` is 0. The same store, question and filter give the same hits.
    """
    scored = rank(store, encoder, question, where)[:k]
    chunks = store.chunks([each.key for each in scored])
    return tuple(
        to_hit(store, chunk, each, position)
        for position, (chunk, each) in enumerate(zip(chunks, scored, strict=True), start=1)
    )


def rank(
    store: Store, encoder: Encoder, question: str, where: Filter, recipe: Recipe = RECIPE
) -> list[Scored]:
    """The pooled chunks with their scores, best first, ties by chunk key: first those that were read."""
    allowed = store.allowed(where)
    if not allowed.any():
        return []
    rankings = {
        leg: store.dense(encoder.query(question), allowed, recipe.pool)
        if leg == "dense"
        else store.lexical(question, leg, allowed, recipe.pool)
        for leg, weight in recipe.legs.items()
        if weight
    }
    pool = fuse(rankings, recipe.legs)
    if not all(allowed[each.key] for each in pool):
        raise AssertionError("a leg returned a chunk outside the filter")
    if not pool or not recipe.read:
        return pool
    return reread(store, encoder, question, pool, recipe)


def fuse(rankings: Mapping[str, Ranking], weights: Mapping[str, float]) -> list[Scored]:
    """The union of the rankings scored by the weighted mean of min-max normalised leg scores.

    A chunk that a leg did not return has 0 in that leg; a leg that returned nothing has no weight. Best
    first, ties by chunk key.
    """
    normalised = {
        name: dict(zip(ranking.keys.tolist(), min_max(ranking.scores).tolist(), strict=True))
        for name, ranking in rankings.items()
    }
    total = sum(weights[name] for name, scores in normalised.items() if scores) or 1.0
    scored = []
    for key in set().union(*normalised.values()):
        legs = {name: scores.get(key, 0.0) for name, scores in normalised.items()}
        scored.append(Scored(key, sum(weights[name] * score for name, score in legs.items()) / total, legs))
    return sorted(scored, key=lambda each: (-each.score, each.key))


def reread(
    store: Store, encoder: Encoder, question: str, pool: Sequence[Scored], recipe: Recipe
) -> list[Scored]:
    """The pool with its best scored anew by their tokens and each other; the rest follows in its order.

    Scores of what was read lie in [0.5, 1], of the rest in [0, 0.5].
    """
    best, rest = pool[: recipe.read], pool[recipe.read :]
    keys = [each.key for each in best]
    late = min_max(late_interaction(store.best_cosines(encoder.query_tokens(question).vectors, keys), recipe))
    fused = min_max(np.array([each.score for each in best]))
    scores = min_max(recipe.late * late + (1.0 - recipe.late) * fused)
    if recipe.agreement and len(best) > 2:
        scores = agreed(scores, store.vectors_of(keys), recipe)
    read = [
        Scored(each.key, 0.5 + 0.5 * score, {**each.legs, "late": token_score})
        for each, score, token_score in zip(best, scores.tolist(), late.tolist(), strict=True)
    ]
    read.sort(key=lambda each: (-each.score, each.key))
    return read + [Scored(each.key, 0.5 * each.score, each.legs) for each in rest]


def late_interaction(cosines: NDArray[np.float32], recipe: Recipe) -> Floats:
    """The score (n,) of each passage from the best cosines (q, n) of the question's tokens in it.

    The weighted mean over the tokens (ColBERT: Khattab and Zaharia, SIGIR 2020). 0 for no tokens.
    """
    scores: Floats = token_weights(cosines, recipe.sharpness) @ cosines.astype(np.float64)
    return scores


def token_weights(cosines: NDArray[np.float32], sharpness: float) -> Floats:
    """The weights (q,) of the question's tokens, which sum to 1, from their best cosines (q, n) in passages.

    A token weighs by how far its best passage stands out from the mean passage: a word that all passages
    hold tells nothing. Equal where none stands out, empty for no tokens.
    """
    if not cosines.size:
        return np.zeros(len(cosines))
    exact = cosines.astype(np.float64)
    weights: Floats = (exact.max(axis=1) - exact.mean(axis=1)) ** sharpness
    if weights.sum() <= 0:
        weights = np.ones(len(exact))
    shares: Floats = weights / weights.sum()
    return shares


def agreed(scores: Floats, vectors: NDArray[np.float32], recipe: Recipe) -> Floats:
    """The scores (n,) drawn towards those of passages whose embeddings (n, d) are alike.

    Passages that answer a question resemble each other (the cluster hypothesis; Diaz, "Regularizing ad hoc
    retrieval scores", CIKM 2005). Likeness is the cosine of the embeddings less their mean, to a power.
    """
    apart = vectors - vectors.mean(axis=0)
    apart /= np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9)
    likeness: Floats = np.maximum(apart @ apart.T, 0.0).astype(np.float64) ** recipe.closeness
    np.fill_diagonal(likeness, 0.0)
    of_others: Floats = likeness @ scores / (likeness.sum(axis=1) + 1e-9)
    drawn: Floats = (1.0 - recipe.agreement) * scores + recipe.agreement * of_others
    return drawn


def min_max(scores: NDArray[np.floating]) -> Floats:
    """The scores scaled to [0, 1]; all 1 where they are equal, empty for none."""
    values: Floats = scores.astype(np.float64)
    if not values.size or values.max() == values.min():
        return np.ones_like(values)
    scaled: Floats = (values - values.min()) / (values.max() - values.min())
    return scaled


def to_hit(store: Store, chunk: Chunk, scored: Scored, position: int) -> Hit:
    """The hit that shows ``chunk`` at rank ``position`` with its document's metadata and page."""
    document = store.document(chunk.document)
    section = document.sections[chunk.section]
    page = document.page_at(chunk.start)
    return Hit(
        rank=position,
        score=scored.score,
        document=document.id,
        title=document.title,
        committee=section.committee or document.committee,
        date=section.date or document.date,
        section=section_name(section),
        section_kind=section.kind,
        status=document.status,
        page=page.number,
        page_inferred=page.inferred,
        text=chunk.text,
        start=chunk.start,
        end=chunk.end,
        legs=scored.legs,
        chunk=chunk.key,
        renditions=store.renditions(document.id),
        item=section.item,
        clearance=section.clearance,
    )


def section_name(section: Section) -> str:
    """The section's heading as it stands, or the Danish name of its kind where it has none."""
    if section.heading:
        return section.heading
    return BODY_TEXT if section.kind is SectionKind.UNKNOWN else SECTION_LABELS[section.kind]
