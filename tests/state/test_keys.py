"""API keys: shown once, kept as a hash, gone when taken back."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from kb.datatypes import Clearance
from kb.errors import UsageError
from kb.state.database import FILE, StateDatabase
from kb.state.keys import ApiKeys

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


@pytest.fixture
def keys(tmp_path: Path) -> ApiKeys:
    return ApiKeys(StateDatabase(tmp_path))


def test_a_key_opens_and_says_whose_it_is(keys: ApiKeys) -> None:
    secret = keys.create("  esdh   test ", Clearance.INTERNAL, NOW)
    assert re.fullmatch(r"kb_[A-Za-z0-9_-]{43}", secret)
    found = keys.find(secret)
    assert found is not None
    assert (found.name, found.clearance, found.made, found.revoked) == (
        "esdh test",
        Clearance.INTERNAL,
        NOW,
        None,
    )


def test_a_key_that_was_never_made_does_not_open(keys: ApiKeys) -> None:
    secret = keys.create("esdh", Clearance.PUBLIC, NOW)
    assert [keys.find(each) for each in ("", "kb_", secret[:-1], secret + "a", "\ud800")] == [None] * 5


def test_only_the_hash_of_a_key_is_on_the_disk(keys: ApiKeys, tmp_path: Path) -> None:
    secret = keys.create("esdh", Clearance.PUBLIC, NOW)
    written = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert b"esdh" in written
    assert secret.encode() not in written
    assert secret.removeprefix("kb_").encode() not in written


def test_a_key_taken_back_opens_no_more_and_frees_its_name(keys: ApiKeys) -> None:
    old = keys.create("esdh", Clearance.PUBLIC, NOW)
    with pytest.raises(UsageError, match="allerede en nøgle"):
        keys.create("esdh", Clearance.PUBLIC, NOW)
    keys.revoke("esdh", NOW)
    new = keys.create("esdh", Clearance.CONFIDENTIAL, NOW)
    assert keys.find(old) is None
    assert keys.find(new) is not None
    assert [(key.clearance, key.revoked) for key in keys.all()] == [
        (Clearance.CONFIDENTIAL, None),
        (Clearance.PUBLIC, NOW),
    ]


def test_what_is_not_there_cannot_be_taken_back(keys: ApiKeys) -> None:
    with pytest.raises(UsageError, match="ingen nøgle i brug"):
        keys.revoke("esdh", NOW)


@pytest.mark.parametrize("name", ["", "   ", "a" * 61, "a\u202eb", "a\x00b"])
def test_a_name_that_nobody_can_read_is_refused(keys: ApiKeys, name: str) -> None:
    with pytest.raises(UsageError):
        keys.create(name, Clearance.PUBLIC, NOW)
    assert keys.all() == ()
