"""AI answers from the command line, the settings that turn them on, and what the log holds of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kb.cli import main
from kb.errors import SettingsError
from kb.settings import Settings, load_settings
from tests.generation import server as servers
from tests.generation.server import Scripted
from tests.generation.test_writing import QUESTION, SENTENCE

SIGNED_IN = "http://navn:kode@127.0.0.1/v1"  # pragma: allowlist secret


@pytest.fixture
def configured(
    sample: Settings, server: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Scripted:
    """A working folder whose settings name the sample's index and the scripted server."""
    server.reply = lambda _question, _sources: servers.answer((SENTENCE, 1, SENTENCE))
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "INDEX": str(sample.index), "STATE": str(tmp_path / "state"), "GENERATOR_URL": server.url,
        "GENERATOR_MODEL": "m", "RUNTIME": "openvino", "PRECISION": "fp32",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"KB_{name}", value)
    return server


def run(*arguments: str) -> int:
    """The exit status of a command."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def test_it_is_asked_for(configured: Scripted, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", QUESTION) == 0
    assert "AI" not in capsys.readouterr().out
    assert configured.requests == []
    assert run("ask", QUESTION, "--ai") == 0
    told = capsys.readouterr().out
    assert told.startswith(
        f"Skrevet af AI ud fra kilderne\n{SENTENCE} [1]\n\nCitater\n»Hovedudvalget besluttede"
    )
    assert "Hver sætning er kontrolleret" in told
    assert run("ask", QUESTION, "--ai", "--json") == 0
    assert json.loads(capsys.readouterr().out)["method"] == "generated"


def test_the_settings_may_ask_for_it(
    configured: Scripted, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_GENERATOR_AUTOMATIC", "true")
    assert run("ask", QUESTION) == 0
    assert "Skrevet af AI" in capsys.readouterr().out
    assert run("ask", QUESTION, "--no-ai") == 0
    assert "AI" not in capsys.readouterr().out
    assert len(configured.requests) == 1


def test_why_there_is_none_is_said(configured: Scripted, capsys: pytest.CaptureFixture[str]) -> None:
    configured.act = servers.status(401)
    assert run("ask", QUESTION, "--ai") == 0
    told = capsys.readouterr().out
    assert told.startswith("»Hovedudvalget besluttede")
    assert "AI-serveren afviste at svare. Her er citaterne." in told


def test_the_log_holds_what_became_of_it_and_no_text(
    configured: Scripted, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run("ask", QUESTION, "--ai") == 0
    capsys.readouterr()
    assert run("audit", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["audit"]
    wrote = next(row for row in rows if row["action"] == "wrote")
    assert wrote["detail"] == {"outcome": "written", "sentences": 1, "removed": 0}
    for file in (tmp_path / "state").rglob("*"):
        assert not file.is_file() or b"temadag" not in file.read_bytes()


def test_where_it_is_off_it_is_refused(
    configured: Scripted, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KB_GENERATOR_URL")
    assert run("ask", QUESTION, "--ai", "--json") == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "generator_off"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"generator_url": "http://127.0.0.1:1/v1"}, "generator_model"),
        ({"generator_url": "ftp://127.0.0.1/v1", "generator_model": "m"}, "generator_address"),
        ({"generator_url": "127.0.0.1:11434", "generator_model": "m"}, "generator_address"),
        ({"generator_url": SIGNED_IN, "generator_model": "m"}, "generator_address"),
        ({"generator_url": "http://", "generator_model": "m"}, "generator_address"),
        (
            {"generator_url": "http://127.0.0.1/v1", "generator_model": "m", "generator_seconds": 0},
            "bad_settings",
        ),
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(given: dict[str, object], code: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(**given)
    assert refused.value.code == code
    assert "kode" not in str(refused.value)


def test_a_missing_package_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(SettingsError) as refused:
        load_settings(generator_url="http://127.0.0.1/v1", generator_model="m")
    assert refused.value.code == "generator_missing"
    assert "kb[generation]" in refused.value.remedy


def test_the_key_is_not_shown() -> None:
    settings = Settings(generator_key="hemmelig")  # type: ignore[arg-type]
    assert "hemmelig" not in repr(settings)
