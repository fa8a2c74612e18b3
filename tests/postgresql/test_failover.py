"""Servers that are killed in the middle of things: what was acknowledged is there, and questions go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from kb.datatypes import Chunk, Filter
from kb.errors import KBError, ResourceError
from kb.index.draft import Batch
from kb.index.records import kept_chunk
from kb.index.searched import terms_of
from kb.index.token_codes import encode
from kb.postgresql import reading
from kb.postgresql.connecting import PATIENCE
from kb.postgresql.migrations import LOCK
from kb.postgresql.repository import PostgresRepository
from kb.postgresql.store import PostgresStore
from tests.index.material import DOCUMENTS, MINUTES, chunks_of, write_to
from tests.postgresql.cluster import Cluster, cluster_of, until

CHUNKS = chunks_of(DOCUMENTS)
EVERYTHING = Filter()
PER_BATCH = 20


@pytest.fixture
def doomed() -> Iterator[Cluster]:
    """A primary and two replicas that the test may kill."""
    with cluster_of(replicas=2) as made:
        yield made


def batch(first: int) -> Batch:
    """The next chunks of a large document, from the key ``first`` on."""
    numbers = range(first, first + PER_BATCH)
    chunks = [Chunk(key, "stor.txt", key, 0, 0, 4, f"Side {key} om havnen.", "") for key in numbers]
    vectors = np.eye(16, dtype=np.float32)[[key % 16 for key in numbers]]
    texts = [chunk.searchable for chunk in chunks]
    return Batch(
        [kept_chunk(each) for each in chunks],
        np.full(PER_BATCH, -1, np.int64),
        vectors,
        [encode(vector[None]) for vector in vectors],
        terms_of(texts),
    )


def build_until_killed(repository: PostgresRepository, acknowledged: list[int]) -> KBError:
    """The error that a build ended with; the keys that were acknowledged are added to the list."""
    try:
        with repository.lock():
            draft = repository.draft(16, None)
            try:
                while True:
                    following = batch(len(acknowledged))
                    draft.add(following)
                    acknowledged += [row[0] for row in following.rows]
            finally:
                draft.discard()
    except KBError as error:
        return error


def test_what_a_killed_primary_acknowledged_is_on_the_replica(doomed: Cluster) -> None:
    dsn = doomed.new_database("kb")
    repository = PostgresRepository(dsn)
    before = write_to(repository)
    store = repository.open()
    acknowledged: list[int] = []
    ended: list[KBError] = []
    build = threading.Thread(target=lambda: ended.append(build_until_killed(repository, acknowledged)))
    build.start()
    until(lambda: len(acknowledged) >= 5 * PER_BATCH)
    doomed.kill(0)
    doomed.promote(1)
    build.join(20)
    assert isinstance(ended[0], ResourceError)
    assert ended[0].code == "database_lost"
    stored = doomed.sql("SELECT key FROM kb_g000002.chunks ORDER BY key", "kb", server=1)
    embedded = doomed.sql("SELECT key FROM kb_g000002.embeddings ORDER BY key", "kb", server=1)
    assert len(acknowledged) >= 5 * PER_BATCH
    assert set(acknowledged) <= {row[0] for row in stored}
    assert embedded == stored
    assert len(stored) % PER_BATCH == 0  # a batch is there as a whole or not at all
    assert repository.current() == before
    assert store.document(MINUTES.id) == MINUTES
    after = write_to(repository)
    assert after > before
    assert repository.current() == after
    assert doomed.sql("SELECT count(*) FROM kb_g000002.chunks", "kb", server=1) == [(len(CHUNKS),)]
    repository.verify()


@pytest.mark.parametrize(("killed", "promoted"), [((0,), 1), ((1, 0), 2)])
def test_questions_go_on_while_servers_die(doomed: Cluster, killed: Sequence[int], promoted: int) -> None:
    """The primary alone, and before it the replica that answers."""
    repository = PostgresRepository(doomed.new_database("kb"))
    write_to(repository)
    store = repository.open()
    serial = [ask(store, number) for number in range(16)]
    answers: list[tuple[float, object]] = []

    def question() -> None:
        for number in range(200):
            answers.append((time.monotonic(), ask(store, number % 16) == serial[number % 16]))
            time.sleep(0.01)

    asking = threading.Thread(target=question)
    asking.start()
    for number, server in enumerate(killed, start=1):
        until(lambda number=number: len(answers) >= 40 * number)
        doomed.kill(server)
    doomed.promote(promoted)
    asking.join(30)
    assert [right for _, right in answers] == [True] * 200
    waits = np.diff([at for at, _ in answers])
    assert waits.max() < PATIENCE
    write_to(repository)
    assert len(repository.names()) == 2


def test_the_last_server_takes_reads_and_writes(doomed: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads that come from a replica, which dies under them; then both go to the one that is left."""
    repository = PostgresRepository(doomed.new_database("kb"))
    write_to(repository)
    store = repository.open()
    serial = ask(store, 3)
    doomed.kill(1)
    assert ask(store, 3) == serial
    doomed.kill(0)
    doomed.promote(2)
    promoted = time.monotonic()
    assert ask(store, 3) == serial
    assert time.monotonic() - promoted < PATIENCE
    write_to(repository)
    assert repository.open().manifest.generation == repository.names()[1]
    doomed.kill(2)
    monkeypatch.setattr(reading, "PATIENCE", 0.5)
    with pytest.raises(ResourceError) as caught:
        repository.current()
    assert caught.value.code == "database_lost"


def test_a_build_whose_lock_is_lost_cannot_go_on(doomed: Cluster) -> None:
    """The lock belongs to the connection: where that is cut, another build may begin and this one fails."""
    repository = PostgresRepository(doomed.new_database("kb"))
    other = PostgresRepository(doomed.dsn("kb"))
    holders = f"FROM pg_locks WHERE locktype = 'advisory' AND objid = {LOCK + 1}"
    with repository.lock():
        draft = repository.draft(16, None)
        draft.add(batch(0))
        doomed.sql(f"SELECT pg_terminate_backend(pid) {holders}")
        until(lambda: not doomed.sql(f"SELECT 1 {holders}"))
        write_to(other)
        with pytest.raises(ResourceError) as caught:
            draft.add(batch(PER_BATCH))
        draft.discard()
    assert caught.value.code == "database_lost"
    assert len(other.names()) == 1
    other.verify()


def ask(store: PostgresStore, number: int) -> tuple[Sequence[object], ...]:
    """What every leg and a few records give for one question."""
    mask = store.allowed(EVERYTHING)
    axis = np.eye(16, dtype=np.float32)[number]
    rankings = (
        store.dense(axis, mask, 5),
        store.lexical("godkendt skoleveje vandafgift", ("words", "ngrams")[number % 2], mask, 5),
    )
    keys = rankings[0].keys.tolist()
    return (
        *((ranking.keys.tolist(), ranking.scores.tolist()) for ranking in rankings),
        store.best_cosines(axis[None], keys).tolist(),
        store.chunks(keys),
        store.summaries(Filter(documents=(DOCUMENTS[number % 4].id,))),
    )
