"""Starting the web app: a free port, the right options, and a server that gives nothing away."""

from __future__ import annotations

import gzip
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
import streamlit
from pydantic import SecretStr

from kb import serve as serving
from kb.errors import ResourceError
from kb.settings import Settings
from kb.ui import server

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


def test_the_flags_say_what_the_config_file_says(settings: Settings) -> None:
    config = (serving.ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    flags = " ".join(serving.command(settings))
    for name, value in serving.OPTIONS.items():
        line = f"{name.split('.')[1]} = "
        assert f"{line}{value}" in config or f'{line}"{value}"' in config
        assert f"--{name}={value}" in flags
    assert "--server.address=127.0.0.1" in flags
    assert "--server.allowedHosts=127.0.0.1" in flags


def test_every_setting_reaches_the_web_app(settings: Settings) -> None:
    settings = settings.model_copy(
        update={"pg_dsn": SecretStr("host=a password=hemmelig"), "ocr_data": Path("tessdata")}
    )
    environment = serving.environment(settings)
    assert environment["KB_INDEX"] == str(settings.index.resolve())
    assert environment["KB_PRECISION"] == "fp32"
    assert environment["KB_PG_DSN"] == "host=a password=hemmelig"
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


def test_the_names_that_the_web_app_answers_to_can_be_set(settings: Settings) -> None:
    named = settings.model_copy(update={"host": "0.0.0.0", "hosts": ("viden.kommune.dk",)})  # noqa: S104
    flags = [flag for flag in serving.command(named) if "allowedHosts" in flag]
    assert flags == [
        f"--server.allowedHosts={name}" for name in ("localhost", "127.0.0.1", "viden.kommune.dk")
    ]
    everywhere = serving.command(settings.model_copy(update={"host": "0.0.0.0"}))  # noqa: S104
    assert "--server.allowedHosts=*" in everywhere
