"""The ranking: every leg searches the allowed chunks, one pool collects them, a weighted sum orders it.

    question ──> dense (cosine of embeddings) ─┐
             ──> words (BM25, stems + lemmas) ─┼─> pool ─> min-max per leg ─> weighted sum ─> hits
             ──> ngrams (BM25, 5 characters)  ─┘

Filters are applied inside every leg, before ranking, and asserted on the result. Score fusion is used
instead of rank fusion because it was measured better on Danish questions (README, "Quality").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.datatypes import Chunk, Filter, Hit, Section, SectionKind
from kb.strings_da import BODY_TEXT, SECTION_LABELS

if TYPE_CHECKING:
    from kb.embedding import Encoder
    from kb.index.ranking import Ranking
    from kb.index.store import Store

LEG_WEIGHTS: Mapping[str, float] = {"dense": 0.5, "words": 0.15, "ngrams": 0.35}
"""Share of each leg in the fused score; chosen on development data by ``tests/benchmarks/fusion.py``."""

POOL_SIZE = 200
"""How many of its best chunks each leg brings to the pool."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A chunk key with its fused score and each leg's normalised score in [0, 1]."""

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


def rank(store: Store, encoder: Encoder, question: str, where: Filter) -> list[Scored]:
    """The pooled chunks of all legs with their fused scores, best first, ties by chunk key."""
    allowed = store.allowed(where)
    if not allowed.any():
        return []
    rankings = {
        "dense": store.dense(encoder.query(question), allowed, POOL_SIZE),
        "words": store.lexical(question, "words", allowed, POOL_SIZE),
        "ngrams": store.lexical(question, "ngrams", allowed, POOL_SIZE),
    }
    fused = fuse(rankings, LEG_WEIGHTS)
    if not all(allowed[each.key] for each in fused):
        raise AssertionError("a leg returned a chunk outside the filter")
    return fused


def fuse(rankings: Mapping[str, Ranking], weights: Mapping[str, float]) -> list[Scored]:
    """The union of the rankings scored by the weighted sum of min-max normalised leg scores.

    A chunk that a leg did not return has 0 in that leg. Best first, ties by chunk key.
    """
    normalised = {name: _min_max(ranking) for name, ranking in rankings.items()}
    pool = sorted({key for scores in normalised.values() for key in scores})
    scored = []
    for key in pool:
        legs = {name: scores.get(key, 0.0) for name, scores in normalised.items()}
        total = sum(weights[name] * score for name, score in legs.items())
        scored.append(Scored(key, total, legs))
    return sorted(scored, key=lambda each: (-each.score, each.key))


def _min_max(ranking: Ranking) -> dict[int, float]:
    """Each key's score scaled to [0, 1] within the ranking; 1 for all where the scores are equal."""
    if len(ranking.keys) == 0:
        return {}
    scores: NDArray[np.float64] = ranking.scores.astype(np.float64)
    low, high = scores.min(), scores.max()
    scaled = np.ones_like(scores) if high == low else (scores - low) / (high - low)
    return {int(key): float(score) for key, score in zip(ranking.keys, scaled, strict=True)}


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
    )


def section_name(section: Section) -> str:
    """The section's heading as it stands, or the Danish name of its kind where it has none."""
    if section.heading:
        return section.heading
    return BODY_TEXT if section.kind is SectionKind.UNKNOWN else SECTION_LABELS[section.kind]
