"""The wheel: what is in it, and that it works where nothing else of the project is."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tarfile
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest

from kb import cli_sample, sample
from kb.errors import SourceError
from kb.register import Register
from kb.settings import Settings
from kb.strings_da.starting import Starting
from tests.conftest import REPOSITORY
from tests.ui.conftest import unused_port, wait_until_up

CARRIED = "kb/sample_collection"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """The wheel."""
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def kb(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command ``kb`` of an environment where only the wheel is installed.

    Its dependencies are those of the tests: a line of a .pth file adds them, and not the project itself,
    since the .pth files of that other folder are not followed.
    """
    root = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(root, symlinks=os.name != "nt")
    scripts = root / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "-q"]
    command = [*pip, "--no-deps", "--no-index", str(wheel)]
    subprocess.run(command, env=bare(), check=True, capture_output=True)
    (site,) = {path.parent for path in root.rglob("kb") if path.parent.name == "site-packages"}
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts / "kb"


def bare(**more: str) -> dict[str, str]:
    """An environment that says nothing of the project."""
    hidden = ("KB_", "PYTHONPATH", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)} | more


def run(kb: Path, folder: Path, *arguments: str) -> str:
    """What the installed command prints in ``folder``."""
    done = subprocess.run(
        [str(kb), *arguments], cwd=folder, env=bare(), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def files(folder: str) -> set[str]:
    """The files of a folder of the checkout, without what Python and tests leave there."""
    paths = (REPOSITORY / folder).rglob("*")
    return {
        path.relative_to(REPOSITORY).as_posix()
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }


def carried() -> set[str]:
    """The files of the sample collection as the wheel names them."""
    _, found = sample.sample_files()
    return {(PurePosixPath(CARRIED) / path.as_posix()).as_posix() for path in found}


def test_the_wheel_holds_the_package_and_the_sample_collection_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        metadata = archive.read(next(n for n in archive.namelist() if n.endswith("/METADATA"))).decode()
    assert len(carried()) == 49
    assert names == files("kb") | carried()
    assert {"kb/py.typed", "kb/ui/da.js", f"{CARRIED}/README.md"} <= names
    assert "License-Expression: MIT" in metadata
    assert "file://" not in metadata


def test_the_sdist_holds_what_a_wheel_is_made_of_and_no_tests(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert files("kb") <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "requirements.lock", "data/README.md"} <= names
    assert not {name for name in names if name.startswith(("tests", "index", ".ci"))}
    assert {name for name in names if name.startswith("data/")} == {
        name.replace(CARRIED, "data") for name in carried()
    }


def test_it_works_from_an_empty_folder(kb: Path, tmp_path: Path) -> None:
    assert run(kb, tmp_path, "--version").startswith("kb 0.")

    refused = subprocess.run(
        [str(kb), "index", "--json"], cwd=tmp_path, env=bare(), capture_output=True, check=False
    )
    error = json.loads(refused.stdout)["error"]
    assert (refused.returncode, error["code"]) == (1, "missing_source")
    assert "»kb sample«" in error["remedy"]

    assert json.loads(run(kb, tmp_path, "sample", "--json"))["new"] == 49
    assert "49 filer med samme navn" in run(kb, tmp_path, "sample")
    report = json.loads(run(kb, tmp_path, "index", "--json"))
    assert (report["documents"], report["failed"]) == (46, [])
    answer = json.loads(
        run(kb, tmp_path, "ask", "Hvad besluttede Økonomiudvalget om TRIO-stormødet?", "--json")
    )
    assert answer["citations"][0]["document"].startswith("norddjurs/")
    checks = json.loads(run(kb, tmp_path, "doctor", "--json"))["checks"]
    assert all(check["ok"] for check in checks)
    with serving(kb, tmp_path) as (address, log):
        assert Starting.OFFER not in log.read_text(encoding="utf-8")
        with urllib.request.urlopen(address, timeout=10) as reply:  # noqa: S310
            assert "<title>Vidensbase</title>" in reply.read().decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "index", "log", "state"]


def test_serve_says_how_to_begin_where_there_is_nothing(kb: Path, tmp_path: Path) -> None:
    with serving(kb, tmp_path, ready="/_stcore/health", status=200) as (_, log):
        said = log.read_text(encoding="utf-8")
    assert Starting.EMPTY.format(path="data") in said
    assert Starting.OFFER in said


@contextmanager
def serving(
    kb: Path, folder: Path, ready: str = "/kb/ready", status: int = 204
) -> Iterator[tuple[str, Path]]:
    """The address of a running ``kb serve`` and what it prints; it ends as asked, with nothing left."""
    port, log = unused_port(), folder / "log"
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(kb), "serve"], cwd=folder, env=bare(KB_PORT=str(port)), stdin=subprocess.DEVNULL,
            stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_until_up(address, process, log, ready, status)
        yield address, log
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0, log.read_text(encoding="utf-8")
    finally:
        process.kill()
        process.wait()


def test_a_sample_leaves_what_lies_there_alone(tmp_path: Path) -> None:
    own = tmp_path / "norddjurs" / "sammen-om-ledelse.md"
    own.parent.mkdir()
    own.write_text("mit eget", encoding="utf-8")
    laid = sample.lay_out(tmp_path)
    assert (laid.new, laid.kept) == (48, 1)
    assert own.read_text(encoding="utf-8") == "mit eget"


def test_an_installation_without_the_sample_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sample, "CHECKOUT", tmp_path)
    with pytest.raises(SourceError) as caught:
        sample.lay_out(tmp_path / "data")
    assert caught.value.code == "no_sample"
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of another kind")
@pytest.mark.parametrize(("typed", "documents"), [("\n", 2), ("n\n", None)])
def test_serve_on_a_terminal_asks_and_does_it(
    typed: str, documents: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(sample, "CHECKOUT", _small_sample(tmp_path / "small"))
    monkeypatch.setattr(sys, "stdin", _Terminal(typed))
    monkeypatch.setattr(sys, "stdout", _Terminal(""))
    folders = {name: tmp_path / name for name in ("data", "index", "state")}
    chosen = settings.model_copy(update=folders)
    assert cli_sample.is_empty(chosen)
    cli_sample.offer(chosen)
    assert Starting.ASK in sys.stdout.getvalue()  # type: ignore[attr-defined]
    assert cli_sample.is_empty(chosen) == (documents is None)
    if documents:
        assert len(Register(chosen).documents()) == documents


def _small_sample(folder: Path) -> Path:
    """Two documents of the sample collection in place of all, of which the build takes long."""
    for name in ("fjordby/mus-guide-2024.md", "norddjurs/sammen-om-ledelse.md"):
        (folder / name).parent.mkdir(parents=True)
        shutil.copy(REPOSITORY / "data" / name, folder / name)
    return folder


class _Terminal(io.StringIO):
    """What a person types, or is shown."""

    def isatty(self) -> bool:
        return True
