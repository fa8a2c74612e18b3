"""The servers that the tests of this folder share."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

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
