"""The collection of canaries, indexed once for every clearance."""

from __future__ import annotations

import pytest

from kb.editions import build_editions
from kb.embedding import Encoder
from kb.library import Library
from kb.settings import Settings
from tests.security import canaries


@pytest.fixture(scope="session")
def guarded(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the collection of canaries, indexed for each clearance."""
    place = canaries.settings_of(settings, tmp_path_factory.mktemp("canaries"))
    canaries.write(place)
    build_editions([place.data], place, lambda: encoder)
    return place


@pytest.fixture(scope="session")
def library() -> Library:
    """The library that the faces share."""
    return Library()
