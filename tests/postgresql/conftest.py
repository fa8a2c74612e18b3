"""The servers that the tests of this folder share."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from kb.index.local import LocalRepository
from kb.index.repository import Repository
from kb.postgresql.repository import PostgresRepository
from tests.postgresql.cluster import Cluster, cluster_of

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A primary and two replicas; a commit is on one of them before it is acknowledged."""
    with cluster_of(replicas=2) as made:
        yield made


@pytest.fixture(scope="session")
def new_dsn(cluster: Cluster) -> Callable[[], str]:
    """Gives the DSN of a new, empty database on the shared servers each time it is called."""
    return lambda: cluster.new_database(f"kb_test_{next(NUMBERS)}")


@pytest.fixture(scope="session", params=["local", "postgresql"])
def new_repository(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Repository]]:
    """Gives a new, empty repository of one kind each time it is called; tests run once for each kind."""
    if request.param == "local":
        yield lambda: LocalRepository(tmp_path_factory.mktemp("index"))
        return
    new_dsn: Callable[[], str] = request.getfixturevalue("new_dsn")
    made: list[PostgresRepository] = []

    def make() -> Repository:
        made.append(PostgresRepository(new_dsn()))
        return made[-1]

    yield make
    for each in made:
        each.close()
