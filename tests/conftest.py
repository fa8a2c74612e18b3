"""Fixtures that every test may use: the real bundled model, settings of their own, the shared material."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from kb.embedding import Encoder, load_encoder
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
TODAY = dt.date(2026, 11, 22)
LONGEST = (
    "test_documentation.py",
    "test_watch.py",
    "test_package.py",
    "postgresql/test_building.py",
    "generation/test_real_server.py",
    "security/test_access.py",
    "test_bootstrap.py",
    "test_bulk.py",
)
"""The files that take longest come first: one of them last would leave a process alone with it.

Those of the browser stay where they are, near the end: once one is driven, a loop runs in the process.
"""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the tests of the longest files first; the order within a file stays."""
    place = {REPOSITORY / "tests" / name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


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


@pytest.fixture
def loaded(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in this process takes the model that is loaded: no command of a test loads it again."""
    monkeypatch.setattr("kb.embedding.load_encoder", lambda _settings: encoder)


def made_once(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], object]) -> Path:
    """A folder of this process's own with what ``make`` puts into a folder.

    Of the processes of one run the first that asks makes it; the others wait, and copy.
    """
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made, draft, copy = shared / f"made-{name}", factory.mktemp(name), factory.mktemp(name)
    with FileLock(shared / f"{name}.lock"):
        if not made.exists():
            make(draft)
            draft.rename(made)
    return shutil.copytree(made, copy, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def sample(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose index holds the whole sample collection, built once for the run."""
    from kb.ingest import build

    def make(folder: Path) -> None:
        build([of_sample.data], of_sample.model_copy(update={"index": folder}), encoder)

    of_sample = settings.model_copy(update={"data": REPOSITORY / "data"})
    return of_sample.model_copy(update={"index": made_once("sample", tmp_path_factory, make)})


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
