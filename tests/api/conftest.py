"""The API over the sample collection, called in this process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from kb.datatypes import Clearance
from kb.library import Library
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.keys import ApiKeys

pytest.importorskip("fastapi", reason="the API is an extra")

from starlette.testclient import TestClient

from kb.api.app import make_app

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def api_settings(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the sample collection with keys of their own and room for many calls."""
    return sample.model_copy(
        update={"state": tmp_path_factory.mktemp("api") / "state", "api_per_minute": 1_000_000}
    )


@pytest.fixture(scope="session")
def key(api_settings: Settings) -> str:
    """A reader's key."""
    return ApiKeys(StateDatabase(api_settings.state)).create("test", Clearance.PUBLIC, NOW)


@pytest.fixture(scope="session")
def library(api_settings: Settings) -> Library:
    """The library of the API, opened: nothing waits for the model."""
    opened = Library()
    opened.get(api_settings)
    return opened


@pytest.fixture(scope="session")
def api(api_settings: Settings, library: Library, key: str) -> Iterator[TestClient]:
    """A client with a key."""
    app = make_app(api_settings, "127.0.0.1", library)
    with TestClient(app, headers={"Authorization": f"Bearer {key}"}) as client:
        yield client
