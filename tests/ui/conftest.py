"""The web app over the sample collection: in this process for AppTest, as a server for the browser."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.embedding import Encoder
from kb.roles import Role
from kb.serve import environment, url
from kb.settings import Settings
from kb.state.database import StateDatabase
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    (path for path in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-browser")) if path.exists()), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECRET = "en hemmelighed på mere end tredive tegn"  # noqa: S105 - of the tests  # pragma: allowlist secret
SECRETS = f"""
[auth]
redirect_uri = "http://127.0.0.1/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "vidensbase"
client_secret = "x"
server_metadata_url = "http://127.0.0.1:1/.well-known/openid-configuration"
"""
"""Streamlit's secrets.toml of a site that people sign in to, at a provider that is not there."""

WIDTH = "Math.max(document.documentElement.scrollWidth, document.querySelector('.stMain').scrollWidth)"
"""How wide the page is that is shown, in pixels, for ``evaluate``."""

SERVE = "from kb.serve import serve; from kb.settings import load_settings; serve(load_settings())"


EDITED = (
    "fjordby/mus-guide-2024.md",
    "fjordby/referat-lokaludvalg-raadhuset-2024-11-19.txt",
    "fjordby/sag-cykelsti-havnegade-2025.pdf",
    "fjordby/referat-klima-og-teknikudvalget-2025-03-04.pdf",
    "norddjurs/oek-2022-12-06-trio-stormoede.pdf",
)
"""What of the sample collection an editor's server begins with."""


@pytest.fixture(scope="session")
def base(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running »kb serve« over the sample collection."""
    with served(sample, tmp_path_factory.mktemp("serve")) as address:
        yield address


@pytest.fixture(scope="session")
def edited(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a small knowledge base of its own, which tests may change; everybody administers it."""
    return small_base(tmp_path_factory.mktemp("edited"), settings, encoder, Role.ADMIN)


@pytest.fixture(scope="session")
def editing_base(edited: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running »kb serve« over the small knowledge base that tests may change."""
    with served(edited, tmp_path_factory.mktemp("editing")) as address:
        yield address


@pytest.fixture
def entered(edited: Settings) -> Iterator[StateDatabase]:
    """What was entered into the knowledge base that tests may change: nothing before and after."""
    database = StateDatabase(edited.state)
    empty(database)
    yield database
    empty(database)


def empty(database: StateDatabase) -> None:
    """Takes out the corrections and the feedback."""
    with database.writing() as connection:
        connection.execute("DELETE FROM corrections")
        connection.execute("DELETE FROM feedback")


def small_base(root: Path, settings: Settings, encoder: Encoder, everyone: Role) -> Settings:
    """Settings of a knowledge base of a few of the sample's files, built in ``root``."""
    from kb.ingest import build

    for name in EDITED:
        (root / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "data" / name, root / "data" / name)
    folders = {name: root / name for name in ("data", "index", "state")}
    small = settings.model_copy(update={**folders, "everyone": everyone})
    build([small.data], small, encoder)
    return small


@contextmanager
def served(settings: Settings, folder: Path) -> Iterator[str]:
    """The address of a »kb serve« that runs with these settings, in ``folder``, while inside."""
    settings = settings.model_copy(update={"port": unused_port()})
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            env=environment(settings),
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_up(url(settings), process, log)
        yield url(settings)
    finally:
        process.terminate()
        process.wait(20)


def unused_port() -> int:
    """A port that nobody listens on, chosen by the system: test runs beside each other get other ones."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_until_up(
    address: str, process: subprocess.Popen[bytes], log: Path, path: str = "/kb/ready", status: int = 204
) -> None:
    """Returns once ``path`` answers so (a question can be asked); fails with the server's log otherwise."""
    end = time.monotonic() + 180
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}{path}", timeout=2) as reply:  # noqa: S310
                if reply.status == status:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the web app did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, headless, with a profile of its own."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")
    if CHROMIUM is None:
        pytest.skip("chromium is missing: sudo apt-get install chromium fonts-dejavu")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, base: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh Danish tab. Afterwards: no request left this machine, no error was logged."""
    with tab(browser, base, **getattr(request, "param", {})) as opened:
        yield opened


@pytest.fixture
def editing_page(browser: Browser, editing_base: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh Danish tab of somebody who administers the small knowledge base."""
    with tab(browser, editing_base, **getattr(request, "param", {})) as opened:
        yield opened


@contextmanager
def tab(browser: Browser, base: str, **options: object) -> Iterator[Page]:
    """A fresh Danish tab while inside. Afterwards: no request left this machine, no error was logged."""
    options = {"viewport": {"width": 1280, "height": 900}, **options}
    context = browser.new_context(  # type: ignore[arg-type]
        base_url=base, locale="da-DK", timezone_id="Europe/Copenhagen", reduced_motion="reduce", **options
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    outside: list[str] = []
    errors: list[str] = []
    opened.on(
        "request",
        lambda sent: (
            outside.append(sent.url)
            if not sent.url.startswith((base, "data:", "blob:")) and not sent.url.startswith(f"ws{base[4:]}")
            else None
        ),
    )
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda entry: errors.append(entry.text) if entry.type == "error" else None)
    yield opened
    context.close()
    assert outside == []
    assert errors == []
