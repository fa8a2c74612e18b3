"""Starting the web app: a free port, the right options, and a server that gives nothing away."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import socket
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli
import pytest
import streamlit
from pydantic import SecretStr
from starlette.types import Message, Receive, Scope, Send

from kb import serve as serving
from kb.errors import ResourceError
from kb.settings import Settings
from kb.ui import server
from tests.conftest import REPOSITORY

OPENED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_a_free_one_instead(settings: Settings, taken: int) -> None:
    with pytest.raises(ResourceError) as caught:
        serving.serve(settings.model_copy(update={"port": taken}))
    assert caught.value.code == "port_busy"
    assert str(taken) in caught.value.message
    free = serving.free_port("127.0.0.1", taken + 1)
    assert f"KB_PORT={free} make run" in caught.value.remedy
    assert f"kb serve --port {free}" in caught.value.remedy


def flat(table: dict[str, Any], before: str = "") -> dict[str, str]:
    """The options of a table of TOML by their dotted names, each as it is written in a flag."""
    found: dict[str, str] = {}
    for name, value in table.items():
        dotted = f"{before}{name}"
        if isinstance(value, dict):
            found |= flat(value, f"{dotted}.")
        else:
            found[dotted] = value if isinstance(value, str) else json.dumps(value)
    return found


def test_the_flags_say_what_the_config_file_says(settings: Settings) -> None:
    config = flat(tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text(encoding="utf-8")))
    flags = serving.command(settings)
    assert json.loads(config.pop("server.allowedHosts")) == list(serving.LOCAL_HOSTS)
    assert {"server.address": config.pop("server.address"), "server.port": config.pop("server.port")} == {
        "server.address": "127.0.0.1",
        "server.port": "8501",
    }
    assert config == serving.OPTIONS
    assert {f"--{name}={value}" for name, value in config.items()} <= set(flags)
    assert "--server.address=127.0.0.1" in flags
    assert "--server.allowedHosts=127.0.0.1" in flags


@pytest.mark.parametrize(
    ("host", "names", "answered"),
    [
        ("127.0.0.1", (), ("localhost", "127.0.0.1")),
        ("127.0.0.1", ("kb.kommune.dk",), ("localhost", "127.0.0.1", "kb.kommune.dk")),
        ("0.0.0.0", (), ("*",)),  # noqa: S104
        ("0.0.0.0", ("kb.kommune.dk",), ("localhost", "127.0.0.1", "kb.kommune.dk")),  # noqa: S104
    ],
)
def test_which_names_the_web_app_answers_to(
    settings: Settings, host: str, names: tuple[str, ...], answered: tuple[str, ...]
) -> None:
    chosen = settings.model_copy(update={"host": host, "allowed_hosts": names})
    assert serving.allowed_hosts(chosen) == answered
    flags = [flag for flag in serving.command(chosen) if flag.startswith("--server.allowedHosts=")]
    assert flags == [f"--server.allowedHosts={name}" for name in answered]


def test_every_setting_reaches_the_web_app(settings: Settings) -> None:
    settings = settings.model_copy(
        update={
            "pg_dsn": SecretStr("host=a password=hemmelig"),
            "ocr_data": Path("tessdata"),
            "generator_url": "http://127.0.0.1:1/v1",
            "generator_key": SecretStr("hemmelig"),
            "smtp_password": SecretStr("hemmelig"),
        }
    )
    environment = serving.environment(settings)
    assert environment["KB_INDEX"] == str(settings.index.resolve())
    assert environment["KB_PRECISION"] == "fp32"
    assert environment["KB_PG_DSN"] == "host=a password=hemmelig"
    assert {environment[f"KB_{name}"] for name in ("SMTP_PASSWORD", "GENERATOR_KEY")} == {"hemmelig"}
    assert "hemmelig" not in repr(settings)
    assert {f"KB_{name.upper()}" for name in Settings.model_fields} <= set(environment)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("0.0.0.0", "http://127.0.0.1:8501"),  # noqa: S104
        ("::1", "http://[::1]:8501"),
    ],
)
def test_the_address_can_be_opened(settings: Settings, host: str, address: str) -> None:
    assert serving.url(settings.model_copy(update={"host": host})) == address


def test_the_shell_is_danish_and_says_nothing_of_streamlit() -> None:
    page = server.shell()
    assert '<html lang="da">' in page
    assert "<title>Vidensbase</title>" in page
    for word in (">Streamlit<", "You need to enable", "_stcore/agent", "Copyright"):
        assert word not in page


def test_the_server_guards_every_answer(base: str) -> None:
    for path in ("/", "/kb/da.js", "/kb/style.css", "/_stcore/health"):
        with urllib.request.urlopen(base + path) as reply:  # noqa: S310
            assert reply.headers["X-Content-Type-Options"] == "nosniff"
            assert reply.headers["X-Frame-Options"] == "DENY"
            assert reply.headers["Referrer-Policy"] == "same-origin"
            assert "script-src 'self' 'sha256-" in reply.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/findes-ikke", "/_stcore/metrics", "/_stcore/agent/openapi.json", "/static/js/nej.js"]
)
def test_what_is_not_served_is_not_found(base: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(base + path)  # noqa: S310
    assert caught.value.code == 404
    assert "Siden findes ikke" in caught.value.read().decode()
    caught.value.close()


HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "a2J0ZXN0a2J0ZXN0a2J0ZQ==",
}


@pytest.mark.parametrize(
    ("origin", "own"),
    [("{base}", True), ("https://elsewhere.example", False), ("null", False), ("http://127.0.0.1:1", False)],
)
def test_a_page_of_another_site_is_refused_and_nobody_is_asked_about_it(
    base: str, origin: str, own: bool
) -> None:
    headers = {"Origin": origin.format(base=base)}
    assert status_of(base, "/_stcore/health", headers) == (200 if own else 403)
    assert status_of(base, "/_stcore/stream", headers | HANDSHAKE) == (101 if own else 403)


def test_only_the_return_from_a_login_may_come_from_another_site(base: str) -> None:
    assert status_of(base, "/oauth2callback", {"Origin": "https://login.example"}) != 403


def status_of(base: str, path: str, headers: dict[str, str]) -> int:
    """The status of the answer to a GET with these headers."""
    connection = http.client.HTTPConnection(base.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_streamlit_is_not_led_to_look_for_itself_on_the_internet() -> None:
    """The guard stands before Streamlit: what it refuses never gets there."""
    reached: list[str] = []
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["type"])

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    guard = server.Guard(app, "default-src 'self'")
    # A thread of its own: where a browser was driven before, this one has a loop that runs.
    with ThreadPoolExecutor(1) as thread:
        for kind in ("websocket", "http"):
            for origin in (b"https://elsewhere.example", b"http://localhost"):
                headers = [(b"host", b"localhost"), (b"origin", origin)]
                scope = {"type": kind, "path": "/_stcore/stream", "headers": headers, "method": "GET"}
                thread.submit(asyncio.run, guard(scope, receive, send)).result()
    assert reached == ["websocket", "http"]
    assert [each.get("code", each.get("status")) for each in sent][:2] == [1008, 403]


@pytest.mark.parametrize(("offered", "coding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None)])
def test_scripts_are_compressed_as_the_browser_offers(base: str, offered: str, coding: str | None) -> None:
    with urllib.request.urlopen(f"{base}/") as reply:  # noqa: S310
        script = reply.read().decode().split('src="./static/js/index')[1].split('"')[0]
    request = urllib.request.Request(  # noqa: S310
        f"{base}/static/js/index{script}", headers={"Accept-Encoding": offered}
    )
    whole = (Path(streamlit.__file__).parent / "static" / "static" / "js" / f"index{script}").read_bytes()
    for _ in range(2):  # the second is the one that was kept
        with urllib.request.urlopen(request) as reply:  # noqa: S310
            assert reply.headers["Content-Encoding"] == coding
            assert "Accept-Encoding" in (reply.headers["Vary"] or "") or coding is None
            sent = reply.read()
        assert OPENED[coding](sent) == whole
        assert coding is None or len(sent) < len(whole) / 3
