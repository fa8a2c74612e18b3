"""Two databases on two servers rank as one database that holds all."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr

from kb.datatypes import Case, Filter, SectionKind
from kb.embedding import Encoder
from kb.errors import IndexStateError, UsageError
from kb.index.health import health_of
from kb.index.store import Store
from kb.ingest import build
from kb.postgresql.generations import Generation
from kb.postgresql.repository import PostgresRepository
from kb.postgresql.sharded import ShardedStore
from kb.postgresql.store import PostgresStore
from kb.retrieval import search
from kb.settings import Settings
from tests.conftest import REPOSITORY
from tests.postgresql.cluster import Cluster, cluster_of
from tests.postgresql.test_building import FILES, QUESTIONS

HALVES = (sorted(FILES)[:5], sorted(FILES)[5:])
EVERYTHING = Filter()
WHERES = (
    EVERYTHING,
    Filter(sections=(SectionKind.DECISION, SectionKind.CASE)),
    Filter(collections=("norddjurs",)),
)


@dataclass(frozen=True)
class Spread:
    whole: PostgresStore
    parts: tuple[PostgresStore, PostgresStore]
    sharded: ShardedStore


@pytest.fixture(scope="module")
def nodes() -> Iterator[tuple[Cluster, Cluster]]:
    """Two servers that know nothing of each other."""
    with cluster_of(replicas=0) as one, cluster_of(replicas=0) as other:
        yield one, other


@pytest.fixture(scope="module")
def spread(
    nodes: tuple[Cluster, Cluster],
    settings: Settings,
    encoder: Encoder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Spread]:
    """The same documents in one database and in halves on two servers."""

    def stored(node: Cluster, name: str, files: list[str]) -> PostgresStore:
        data: Path = tmp_path_factory.mktemp(name)
        for each in files:
            (data / each).parent.mkdir(exist_ok=True)
            shutil.copy(REPOSITORY / "data" / each, data / each)
        dsn = node.new_database(name)
        place = settings.model_copy(update={"store": "postgresql", "pg_dsn": SecretStr(dsn)})
        build([data], place, encoder)
        return PostgresRepository(dsn).open(encoder)

    whole = stored(nodes[0], "whole", sorted(FILES))
    parts = (stored(nodes[0], "half", HALVES[0]), stored(nodes[1], "half", HALVES[1]))
    sharded = ShardedStore(parts)
    yield Spread(whole, parts, sharded)
    sharded.close()


def test_halves_find_what_the_whole_finds(spread: Spread, encoder: Encoder) -> None:
    whole, sharded = spread.whole, spread.sharded
    assert 0 < spread.parts[0].chunk_count < whole.chunk_count == sharded.chunk_count
    np.testing.assert_allclose(sharded.centre, whole.centre, atol=1e-4)
    of_second = 0
    for question in QUESTIONS:
        for where in WHERES:
            one, other = (search(store, encoder, question, where, 10) for store in (whole, sharded))
            assert [(hit.document, hit.start) for hit in one] == [(hit.document, hit.start) for hit in other]
            np.testing.assert_allclose([hit.score for hit in one], [hit.score for hit in other], atol=1e-3)
            assert [hit.chunk for hit in one] == [hit.chunk for hit in other]
            of_second += sum(hit.document in HALVES[1] for hit in other)
    assert of_second > 50


@pytest.mark.parametrize("field", ["words", "ngrams", "exact"])
def test_a_lexical_score_is_the_collections(spread: Spread, field: str) -> None:
    """To the last bit: alone each half would weigh a term by its own chunks."""
    mask = spread.whole.allowed(EVERYTHING)
    alone = 0
    for question in (*QUESTIONS, "den 6. december 2022 og den 4. marts 2025"):
        one, other = (store.lexical(question, field, mask, 50) for store in (spread.whole, spread.sharded))
        assert one.keys.tolist() == other.keys.tolist()
        np.testing.assert_array_equal(one.scores, other.scores)
        half = spread.parts[0].lexical(question, field, mask[: spread.parts[0].chunk_count], 50)
        alone += not np.isin(half.scores, one.scores).all()
    assert alone > 0
    words = ["cykelsti", "udvalg", "findesikke"]
    assert spread.sharded.document_frequency(words) == spread.whole.document_frequency(words)


def test_records_are_those_of_all_shards(spread: Spread) -> None:
    whole, sharded = spread.whole, spread.sharded
    keys = [whole.chunk_count - 1, 0, spread.parts[0].chunk_count, 0]
    assert sharded.chunks(keys) == whole.chunks(keys)
    np.testing.assert_allclose(sharded.vectors_of(keys), whole.vectors_of(keys), atol=2e-3)
    assert sharded.vectors_of([]).shape == (0, whole.manifest.dimensions)
    assert sharded.summaries(EVERYTHING) == whole.summaries(EVERYTHING)
    assert sharded.allowed(WHERES[1]).tolist() == whole.allowed(WHERES[1]).tolist()
    for summary in whole.summaries(EVERYTHING):
        assert sharded.document(summary.id).text == whole.document(summary.id).text
        assert sharded.chunks_of(summary.id) == whole.chunks_of(summary.id)
        assert sharded.renditions(summary.id) == whole.renditions(summary.id)
    assert sharded.decisions(EVERYTHING) == whole.decisions(EVERYTHING)
    assert sharded.document_count(WHERES[1]) == whole.document_count(WHERES[1]) > 0
    told = whole.decisions(EVERYTHING)[0].document
    assert sharded.decisions_of(told) == whole.decisions_of(told) != ()
    assert not sharded.approximate
    assert (sharded.facets(), sharded.vocabulary()) == (whole.facets(), whole.vocabulary())
    assert sharded.checksums() == whole.checksums()
    assert sharded.unread() == whole.unread() == ()
    # A draft is no case by itself, and the case of the cycle path lies in the other half.
    assert papers(whole) - papers(sharded) == {"fjordby/udkast-cykelsti-havnegade-2024.pdf"}
    assert papers(sharded) < papers(whole)
    dates = [sharded_newest(spread, case) for case in sharded.cases()]
    assert dates == sorted(dates, reverse=True)
    assert {term.term for term in sharded.terms()} == {term.term for term in whole.terms()}
    assert len(sharded.tenures()) >= len(whole.tenures()) > 0
    assert {gap.kind for gap in sharded.gaps()} >= {gap.kind for gap in whole.gaps()}
    digests = [row[0] for row in whole.catalogue._rows("SELECT digest FROM chunks")]
    assert sharded.keys_by_digest(digests) == whole.keys_by_digest(digests)
    assert all(leg.ok for leg in health_of(sharded))
    assert (sharded.manifest.documents, sharded.manifest.chunks) == (len(FILES), whole.chunk_count)


def papers(store: Store) -> set[str]:
    return {part.document for case in store.cases() for part in case.parts}


def sharded_newest(spread: Spread, case: Case) -> dt.date:
    days = [shard.newest(case, EVERYTHING) for shard in spread.parts]
    return max((day for day in days if day), default=dt.date.min)


def test_what_is_in_no_shard_is_named(spread: Spread) -> None:
    for ask in (spread.sharded.document, spread.sharded.chunks_of):
        with pytest.raises(UsageError) as caught:
            ask("findes/ikke.txt")
        assert caught.value.code == "unknown_document"
    for key in (spread.sharded.chunk_count, -1):
        with pytest.raises(KeyError):
            spread.sharded.chunks([key])


def test_shards_of_different_models_are_refused(spread: Spread) -> None:
    other = replace(spread.parts[1].manifest, model_fingerprint="0123456789")
    foreign = PostgresStore(spread.parts[1]._rows.func.__self__, Generation("kb_g000001", other, False))
    with pytest.raises(IndexStateError) as caught:
        ShardedStore((spread.parts[0], foreign))
    assert caught.value.code == "index_model_mismatch"
    with pytest.raises(ValueError, match="no shards"):
        ShardedStore(())
    store: Store = spread.sharded
    assert store.chunk_count > 0
