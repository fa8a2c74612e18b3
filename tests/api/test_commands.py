"""The commands: keys are made and taken back, and servers say plainly whom they answer."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.cli import main
from kb.serve import environment
from kb.settings import Settings
from tests.ui.conftest import unused_port

SERVE = "from kb.cli import main; main(['api'])"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    printed = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, printed.out, printed.err


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KB_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_key_alone_goes_to_stdout_so_that_a_script_can_keep_it(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "api-key", "create", "esdh", "--clearance", "offentlig")
    assert (status, out.startswith("kb_"), out.count("\n")) == (0, True, 1)
    assert "kan ikke vises igen" in err
    status, listed, _ = run(capsys, "api-key", "list", "--json")
    keys = json.loads(listed)["keys"]
    assert [(key["name"], key["clearance"], key["revoked"]) for key in keys] == [("esdh", "offentlig", None)]
    assert out.strip() not in listed


def test_a_key_is_taken_back_once(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = json.loads(run(capsys, "api-key", "create", "esdh", "--json")[1])["key"]
    assert key.startswith("kb_")
    assert run(capsys, "api-key", "revoke", "esdh")[0] == 0
    status, out, _ = run(capsys, "api-key", "revoke", "esdh", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (1, "unknown_key")
    assert "taget tilbage" in run(capsys, "api-key", "list")[1]


def test_a_list_without_keys_says_so(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "api-key", "list")[1] == "Der er ingen nøgler.\n"


@pytest.mark.parametrize(("command", "package"), [("api", "fastapi"), ("mcp", "mcp")])
def test_without_its_packages_a_server_names_the_extra(
    command: str, package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr("kb.cli_servers.find_spec", lambda name: None if name == package else real(name))
    status, _, err = run(capsys, command)
    assert status == 1
    assert f"pip install 'kb[{command}]'" in err


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running »kb api« and its address, once it is up and has loaded the model."""
    settings = settings.model_copy(update={"api_port": unused_port()})
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        env=environment(settings),
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{settings.api_port}"
    try:
        assert process.stdout is not None
        assert address in process.stdout.readline()
        wait_until_ready(address)
        yield process, address
    finally:
        process.kill()
        process.wait()


def wait_until_ready(address: str) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/v1/health/ready", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the API did not become ready")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_server_says_whom_it_answers_and_ends_when_asked_to(
    sample: Settings, tmp_path: Path, ending: signal.Signals
) -> None:
    settings = sample.model_copy(update={"state": tmp_path / "state"})
    with serving(settings, tmp_path) as (process, address):
        process.send_signal(ending)
        assert process.stdout is not None
        told = process.stdout.read()
        assert process.wait(30) == 0
    assert "ingen nøgler endnu" in told
    assert told.rstrip().endswith("Stoppet.")
    assert address.startswith("http://127.0.0.1:")


def test_an_open_server_says_so_and_finishes_what_it_began(sample: Settings, tmp_path: Path) -> None:
    settings = sample.model_copy(update={"state": tmp_path / "state", "api_open": True})
    with serving(settings, tmp_path) as (process, address):
        body = json.dumps({"question": "Hvad koster cykelstien i Havnegade?"}).encode()
        asked = urllib.request.Request(  # noqa: S310
            f"{address}/v1/ask/stream", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=60) as reply:  # noqa: S310
            first = reply.readline()
            process.send_signal(signal.SIGTERM)
            rest = reply.read()
        assert process.stdout is not None
        told = process.stdout.read()
        assert process.wait(30) == 0
    assert first == b"event: understood\n"
    assert b"event: answer\n" in rest
    assert "ÅBENT" in told


def test_a_port_in_use_is_told_with_one_that_is_free(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, _, err = run(capsys, "api", "--port", str(port))
    assert status == 1
    assert f"Port {port} er optaget" in err
    assert "--port" in err


def test_the_settings_of_the_servers_reach_a_child_process() -> None:
    settings = Settings(api_origins=("https://a.example", "https://b.example"), api_open=True)
    handed = environment(settings)
    assert handed["KB_API_ORIGINS"] == "https://a.example,https://b.example"
    code = "from kb.settings import load_settings; s = load_settings(); print(s.api_open, *s.api_origins)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **handed}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "https://a.example", "https://b.example"]
