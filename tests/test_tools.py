"""What `make test` does about the browser on a machine without one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import tools


def commands(folder: Path, **bodies: str) -> str:
    """A PATH with these commands as shell scripts; each notes how it was called in ``called``."""
    for name, body in bodies.items():
        path = folder / name.replace("_", "-")
        path.write_text(f'#!/bin/sh\necho "{path.name} $*" >> "{folder}/called"\n{body}\n', encoding="utf-8")
        path.chmod(0o755)
    return str(folder)


@pytest.fixture(autouse=True)
def _bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "PACKAGES", {"chromium": ("/nowhere/chromium",), "present": (os.sep,)})
    monkeypatch.setattr(os, "geteuid", lambda: 0)


def test_installs_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", commands(tmp_path, apt_get="exit 0", env='shift; exec "$@"'))
    tools.main()
    called = (tmp_path / "called").read_text(encoding="utf-8").splitlines()
    assert [line for line in called if line.startswith("apt-get")] == [
        "apt-get -qq -y update",
        "apt-get -qq -y install --no-install-recommends chromium",
    ]
    assert "sudo" not in capsys.readouterr().out


def test_says_why_apt_failed_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fails = "echo 'E: Unable to locate package chromium' >&2; exit 100"
    monkeypatch.setenv("PATH", commands(tmp_path, apt_get=fails, env='shift; exec "$@"'))
    tools.main()
    said = capsys.readouterr().out
    assert "Unable to locate package chromium" in said
    assert "sudo apt-get install chromium" in said


@pytest.mark.parametrize("names", [{}, {"apt_get": "exit 0"}], ids=["no apt-get", "no sudo"])
def test_says_what_to_install_where_it_may_not(
    names: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", commands(tmp_path, **names))
    tools.main()
    assert "sudo apt-get install chromium" in capsys.readouterr().out
    assert not (tmp_path / "called").exists()
