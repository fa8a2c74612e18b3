"""The web app over the sample collection: in this process for AppTest, as a server for the browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.serve import environment, url
from kb.settings import Settings

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
SERVE = "from kb.serve import serve; from kb.settings import load_settings; serve(load_settings())"


@pytest.fixture(scope="session")
def base(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running »kb serve« over the sample collection."""
    settings = sample.model_copy(update={"port": unused_port()})
    log = tmp_path_factory.mktemp("serve") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            env=environment(settings),
            cwd=log.parent,
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


def wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once the model is loaded and a question can be asked; fails with the server's log otherwise."""
    end = time.monotonic() + 180
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/kb/ready", timeout=2) as reply:  # noqa: S310
                if reply.status == 204:
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
    options = {"viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})}
    context = browser.new_context(
        base_url=base, locale="da-DK", timezone_id="Europe/Copenhagen", reduced_motion="reduce", **options
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    outside: list[str] = []
    errors: list[str] = []
    tab.on(
        "request",
        lambda sent: (
            outside.append(sent.url)
            if not sent.url.startswith((base, "data:", "blob:")) and not sent.url.startswith(f"ws{base[4:]}")
            else None
        ),
    )
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda entry: errors.append(entry.text) if entry.type == "error" else None)
    yield tab
    context.close()
    assert outside == []
    assert errors == []
