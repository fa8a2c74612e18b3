"""The graph against comparing all: filters are exact, what is found is scored alike, little is missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from kb.datatypes import Filter, SectionKind, Status
from kb.embedding import Vectors
from kb.errors import IndexStateError
from kb.index.ranking import Mask
from kb.postgresql import store
from kb.postgresql.reading import NODES_SEEN
from kb.postgresql.repository import PostgresRepository
from kb.postgresql.store import FEW, GRAPH_ALLOWED, PostgresStore
from tests.index.material import document, write_to

COUNT, DIMENSIONS = 4_000, 32
SEEDS = range(12)


@dataclass(frozen=True)
class Linked:
    store: PostgresStore
    questions: Vectors


@pytest.fixture(scope="module")
def linked(new_dsn: Callable[[], str]) -> Linked:
    """Chunks in clusters within a narrow cone, linked in a graph, and questions from among them."""
    random = np.random.default_rng(5)
    hearts = random.normal(size=(40, DIMENSIONS))
    drawn = hearts[random.integers(0, 40, COUNT + 20)] + random.normal(size=(COUNT + 20, DIMENSIONS))
    drawn[:, 0] += 8.0
    vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    made = [
        document(
            f"{at:04}.txt", [(SectionKind.CASE, "", f"Sag {at}")],
            status=Status.DRAFT if at % 8 == 0 else Status.MINUTES,
        )
        for at in range(COUNT)
    ]  # fmt: skip
    repository = PostgresRepository(new_dsn(), graph_from=1_000)
    write_to(repository, made, vectors[:COUNT], decided=())
    opened = repository.open()
    assert opened.approximate
    return Linked(opened, vectors[COUNT:])


def masks(seed: int) -> Mask:
    """A filter that leaves anything from one chunk to all but one."""
    random = np.random.default_rng(seed)
    mask: Mask = random.random(COUNT) < random.choice([0.001, 0.02, 0.3, 0.6, 0.9, 0.999])
    mask[int(random.integers(COUNT))] = True
    return mask


@pytest.mark.parametrize(("share", "walked"), [(2.0, True), (0.8, True), (0.3, False)])
def test_the_graph_is_walked_where_most_is_allowed(
    linked: Linked, monkeypatch: pytest.MonkeyPatch, share: float, walked: bool
) -> None:
    plans: list[str] = []
    ask = linked.store._rows

    def explained(query: str, values: Sequence[object] = (), before: str = "") -> list[tuple[object, ...]]:
        plans.extend(row[0] for row in ask(f"EXPLAIN {query}", values, before=before))
        return ask(query, values, before=before)

    monkeypatch.setattr(linked.store, "_rows", explained)
    linked.store.dense(linked.questions[0], np.random.default_rng(1).random(COUNT) < share, 10)
    assert any("Index Scan using graph" in line for line in plans) == walked


@pytest.mark.parametrize("seed", SEEDS)
def test_a_filter_is_kept_whatever_it_leaves(linked: Linked, seed: int) -> None:
    mask = masks(seed)
    limit = int(np.random.default_rng(seed).choice([1, 10, 200]))
    question = linked.questions[seed]
    found = linked.store.dense(question, mask, limit)
    exact = linked.store.exact(question - linked.store.centre, mask, limit)
    wanted = min(limit, int(mask.sum()))
    assert len(found.keys) == len(set(found.keys.tolist())) == wanted
    assert mask[found.keys].all()
    assert (np.diff(found.scores) <= 0).all()
    assert len(set(found.keys.tolist()) & set(exact.keys.tolist())) >= 0.95 * wanted
    scores = dict(zip(exact.keys.tolist(), exact.scores.tolist(), strict=True))
    both = [(score, scores[key]) for key, score in zip(*told(found), strict=True) if key in scores]
    assert len(both) >= 0.95 * wanted
    np.testing.assert_allclose(*zip(*both, strict=True), atol=1e-6)
    if mask.sum() < GRAPH_ALLOWED * COUNT:
        assert told(found) == told(exact)


def told(ranking: object) -> tuple[list[int], list[float]]:
    return ranking.keys.tolist(), ranking.scores.tolist()  # type: ignore[attr-defined]


def test_comparing_all_is_exact(linked: Linked) -> None:
    """As arithmetic in double precision on what is stored, for few, for many and for all of the chunks."""
    stored = linked.store.vectors_of(range(COUNT)).astype(np.float64)
    for seed, question in enumerate(linked.questions):
        mask = np.random.default_rng(seed).random(COUNT) < (0.1, 0.8, 2.0)[seed % 3]
        assert (mask.sum() <= FEW) == (seed % 3 == 0)
        centred = question - linked.store.centre
        found = linked.store.exact(centred, mask, 50)
        scores = np.where(mask, stored @ centred.astype(np.float64), -np.inf)
        assert found.keys.tolist() == np.argsort(-scores, kind="stable")[:50].tolist()
        np.testing.assert_allclose(found.scores, scores[found.keys], atol=1e-6)


def test_more_than_a_walk_sees_is_found_in_full(linked: Linked) -> None:
    """A walk keeps so many nodes in view; where more are asked for, all are compared."""
    everything = linked.store.allowed(Filter())
    found = linked.store.dense(linked.questions[0], everything, 5 * NODES_SEEN)
    assert len(found.keys) == 5 * NODES_SEEN
    minutes = linked.store.allowed(Filter(statuses=(Status.MINUTES,)))
    found = linked.store.dense(linked.questions[0], minutes, COUNT)
    assert set(found.keys.tolist()) == set(np.flatnonzero(minutes).tolist())


def test_a_walk_that_ends_too_soon_is_made_up_for(linked: Linked, monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk may give up before it has met enough chunks that are allowed."""
    monkeypatch.setattr(store, "WALK", f"{store.WALK}; SET LOCAL hnsw.iterative_scan = off")
    mask = np.random.default_rng(2).random(COUNT) < 0.6
    centred = linked.questions[1] - linked.store.centre
    assert len(linked.store._walk(centred, mask, 399).keys) < 399
    found = linked.store.near(centred, mask, 399)
    assert told(found) == told(linked.store.exact(centred, mask, 399))
    assert len(found.keys) == 399


def test_what_half_precision_drops_of_a_question_counts(new_dsn: Callable[[], str]) -> None:
    """A question whose halves see no difference between the chunks: what is left of it ranks them."""
    lengths = np.random.default_rng(4).permutation(64) / 64.0
    vectors = np.repeat(lengths[:, None], 2, axis=1).astype(np.float32)
    repository = PostgresRepository(new_dsn())
    made = [document(f"{at:02}.txt", [(SectionKind.CASE, "", "Sag")]) for at in range(64)]
    with pytest.raises(IndexStateError, match="vektorer"):
        write_to(repository, made, vectors, decided=())
    unit = np.concatenate([vectors / 2, np.zeros((64, 1), np.float32)], axis=1)
    unit[:, 2] = np.sqrt(1.0 - (unit**2).sum(axis=1))
    write_to(repository, made, unit, decided=())
    question = np.array([1.0 + 2.0**-12, -1.0, 0.0], np.float32)
    assert question[0].astype(np.float16) == 1.0
    found = repository.open().exact(question, np.ones(64, np.bool_), 10)
    assert found.keys.tolist() == np.argsort(-lengths)[:10].tolist()


def test_little_is_missed(linked: Linked) -> None:
    everything = linked.store.allowed(Filter())
    hit = 0
    for question in linked.questions:
        walked = linked.store.dense(question, everything, 10).keys
        hit += len(
            np.intersect1d(walked, linked.store.exact(question - linked.store.centre, everything, 10).keys)
        )
    assert hit >= 0.98 * 10 * len(linked.questions)
