"""Each clearance has a database of its own, and none holds what is above it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from kb.datatypes import Clearance
from kb.editions import build_editions
from kb.embedding import Encoder
from kb.errors import IndexStateError
from kb.index.repository import repository_of
from kb.knowledge import KnowledgeBase
from kb.postgresql.connecting import database_of, place_of
from kb.settings import Settings
from tests.postgresql.cluster import Cluster
from tests.security import canaries
from tests.security.canaries import found_in, seen_by
from tests.security.test_access import told


def test_the_databases_are_named_after_the_public_one() -> None:
    dsn = "host=a,b port=1,2 user=u password=p dbname=viden"  # pragma: allowlist secret
    names = [place_of(database_of(dsn, each)).rpartition("/")[2] for each in Clearance]
    assert names == ["viden", "viden_intern", "viden_fortrolig"]
    assert database_of(dsn, Clearance.PUBLIC) == dsn


def test_each_holds_what_its_readers_may_read(
    settings: Settings, encoder: Encoder, cluster: Cluster, tmp_path: Path
) -> None:
    dsns = {each: cluster.new_database(f"kb_editions{suffix(each)}") for each in Clearance}
    place = canaries.settings_of(settings, tmp_path).model_copy(
        update={"store": "postgresql", "pg_dsn": SecretStr(dsns[Clearance.PUBLIC])}
    )
    canaries.write(place)
    build_editions([place.data], place, lambda: encoder)
    for clearance in Clearance:
        own = place.for_clearance(clearance)
        knowledge = KnowledgeBase(own, encoder)
        assert found_in(told(knowledge)) == seen_by(clearance), clearance
    swapped = place.model_copy(update={"pg_dsn": SecretStr(dsns[Clearance.CONFIDENTIAL])})
    with pytest.raises(IndexStateError) as error:
        repository_of(swapped).open()
    assert error.value.code == "wrong_clearance"


def suffix(clearance: Clearance) -> str:
    """What a database's name ends with."""
    return "" if clearance is Clearance.PUBLIC else f"_{clearance.value}"
