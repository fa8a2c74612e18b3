"""Fixtures that every test may use: the real bundled model, settings of their own, the shared material."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.embedding import Encoder, load_encoder
from kb.settings import Settings

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> Iterator[None]:
    """Keep a person's own KB_* variables out of every test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("KB_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, _clean_environment: None) -> Settings:
    """Default settings with the bundled model, in full precision, over folders of the test run's own."""
    root = tmp_path_factory.mktemp("kb")
    return Settings(data=root / "data", index=root / "index", precision="fp32")


@pytest.fixture(scope="session")
def encoder(settings: Settings) -> Encoder:
    """The real bundled model, loaded once for the whole run."""
    return load_encoder(settings)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the checkout; a test that asks for it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared material does not lie beside this checkout")
    return SHARED
