"""Fixtures that every test may use: the real bundled model, settings of their own, the shared material."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.embedding import Encoder, load_encoder
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="session", autouse=True)
def _clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a person's own KB_* variables, and what was entered in this folder, out of every test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("KB_")]:
            patch.delenv(name)
        patch.setenv("KB_STATE", str(tmp_path_factory.mktemp("environment") / "state"))
        yield


@pytest.fixture(autouse=True)
def _own_main() -> Iterator[None]:
    """Keep the main module: AppTest leaves its script there, which every spawned process would run."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, _clean_environment: None) -> Settings:
    """Default settings with the bundled model, in full precision, over folders of the test run's own.

    What runs it is named, so that no test depends on what is faster today.
    """
    root = tmp_path_factory.mktemp("kb")
    folders = {name: root / name for name in ("data", "index", "state")}
    return Settings(**folders, runtime="openvino", precision="fp32")


@pytest.fixture(scope="session")
def encoder(settings: Settings) -> Encoder:
    """The real bundled model, loaded once for the whole run."""
    return load_encoder(settings)


@pytest.fixture(scope="session")
def sample(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose index holds the whole sample collection, built once for the run."""
    from kb.ingest import build

    index = tmp_path_factory.mktemp("sample") / "index"
    of_sample = settings.model_copy(update={"data": REPOSITORY / "data", "index": index})
    build([of_sample.data], of_sample, encoder)
    return of_sample


@pytest.fixture(scope="session")
def knowledge(sample: Settings, encoder: Encoder) -> KnowledgeBase:
    """The knowledge base over the sample collection, on a fixed day."""
    from kb.knowledge import KnowledgeBase

    return KnowledgeBase(sample, encoder, lambda: TODAY)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the checkout; a test that asks for it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared material does not lie beside this checkout")
    return SHARED
