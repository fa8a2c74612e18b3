"""Installing on a bare machine: what a person is told, and that a second call costs nothing."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from kb import bootstrap

SOURCE = Path(bootstrap.__file__)

# A build backend inside the project, so that pip installs it without any registry.
BACKEND = """
import zipfile

METADATA = "Metadata-Version: 2.1\\nName: kb\\nVersion: 0.1.0\\nProvides-Extra: dev\\n"
WHEEL = "Wheel-Version: 1.0\\nGenerator: t\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"

def build_editable(folder, settings=None, metadata=None):
    name = "kb-0.1.0-py3-none-any.whl"
    files = {
        "kb_here.py": "def main():\\n    print('hej')\\n",
        "kb-0.1.0.dist-info/METADATA": METADATA,
        "kb-0.1.0.dist-info/WHEEL": WHEEL,
        "kb-0.1.0.dist-info/entry_points.txt": "[console_scripts]\\nkb = kb_here:main\\n",
    }
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
        wheel.writestr("kb-0.1.0.dist-info/RECORD", "".join(f"{path},,\\n" for path in files))
    return name

build_wheel = build_editable
"""
PROJECT = """
[build-system]
requires = [{requires}]
build-backend = "backend"
backend-path = ["."]

[project]
name = "kb"
version = "0.1.0"
dynamic = ["optional-dependencies"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with bootstrap.py in a folder with a blank and a Danish letter in its name."""
    root = tmp_path / "min mappe æ"
    (root / "kb").mkdir(parents=True)
    shutil.copy(SOURCE, root / "kb" / "bootstrap.py")
    (root / "backend.py").write_text(BACKEND, encoding="utf-8")
    (root / "pyproject.toml").write_text(PROJECT.format(requires=""), encoding="utf-8")
    (root / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    return root


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """X registry to be reached and none of the caller's pip settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    closed = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1"}
    return subprocess.run(
        [sys.executable, str(project / "kb" / "bootstrap.py"), *(arguments or ["install"])],
        env={**kept, **closed, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def installed(project: Path) -> str:
    """What the installed command prints."""
    command = [str(project / ".venv" / bootstrap.SCRIPTS / "kb")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_installs_once_repairs_and_notices_changes(project: Path) -> None:
    first = run(project)
    assert first.returncode == 0, first.stderr
    assert "ca. 500 MB" in first.stdout
    assert "make run" in first.stdout.splitlines()[-1]
    assert installed(project) == "hej\n"

    began = time.perf_counter()
    assert run(project).stdout == ""
    assert time.perf_counter() - began < 1.0

    (project / "requirements.lock").write_text("# something else\n", encoding="utf-8")
    assert "ajour" in run(project).stdout
    assert run(project).stdout == ""

    assert run(project, "install", "--extra", "dev").stdout != ""
    assert run(project).stdout == "", "a plain install is content with what the tests installed"
    assert bootstrap.read_stamp(project / ".venv")[1] == {"dev"}

    shutil.rmtree(project / ".venv" / "lib" if os.name != "nt" else project / ".venv" / "Lib")
    (project / "requirements.lock").write_text("# and again\n", encoding="utf-8")
    repaired = run(project)
    assert "begynder forfra" in repaired.stdout
    assert installed(project) == "hej\n"


def test_moved_project_is_installed_again(project: Path) -> None:
    """Scripts and the editable install name the folder they were made in."""
    assert run(project).returncode == 0
    moved = project.rename(project.with_name("flyttet"))
    assert run(moved).stdout != ""
    assert installed(moved) == "hej\n"


def test_unreachable_registry_is_one_sentence(project: Path) -> None:
    pyproject = project / "pyproject.toml"
    pyproject.write_text(PROJECT.format(requires='"setuptools"'), encoding="utf-8")
    done = run(project)
    assert done.returncode == 1
    assert "ingen forbindelse til pakkekilden" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 2, "the sentence, and where pip's own words are"
    log = done.stderr.splitlines()[1].partition(": ")[2]
    assert "127.0.0.1" in Path(log).read_text(encoding="utf-8")

    pyproject.write_text(PROJECT.format(requires=""), encoding="utf-8")
    assert "begynder forfra" in run(project).stdout
    assert installed(project) == "hej\n"


def test_missing_ensurepip_is_one_sentence(project: Path, tmp_path: Path) -> None:
    stub = tmp_path / "stub"
    stub.mkdir()
    (stub / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n", encoding="utf-8")
    done = run(project, PYTHONPATH=str(stub), PATH=str(stub))
    assert done.returncode == 1
    assert "sudo apt install python3-venv" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (project / ".venv").exists()


def test_other_makers_of_environments_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    script(tmp_path / "uv", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.venv_command(Path(".venv"))[:2] == ["uv", "venv"]
    script(tmp_path / "virtualenv", "")
    assert bootstrap.venv_command(Path(".venv"))[0] == "virtualenv"


def script(path: Path, body: str) -> Path:
    """An executable shell script."""
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_finds_a_newer_python_that_really_starts(tmp_path: Path) -> None:
    assert bootstrap.newer_python(str(tmp_path)) is None
    script(tmp_path / "python3.14", "echo 'command not found' >&2; exit 127")
    script(tmp_path / "python3.13", "echo 3 10")
    expected = script(tmp_path / "python3.12", "echo 3 12")
    assert bootstrap.newer_python(str(tmp_path)) == str(expected)


def test_too_old_python_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (4, 0))
    monkeypatch.setenv("PATH", os.devnull)
    assert bootstrap.main(["install"]) == 1
    said = capsys.readouterr().err
    assert "Python 3.11 or newer is needed" in said
    assert f"{sys.version_info[0]}.{sys.version_info[1]}" in said


def test_parses_on_older_pythons() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 7))
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not called & {"removeprefix", "removesuffix", "is_relative_to"}


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "Disken er fuld"),
        (
            "WARNING: Retrying after 'NewConnectionError': [Errno -2] Name or service not known\n"
            "ERROR: Could not find a version that satisfies the requirement torch (from versions: none)\n"
            "ERROR: No matching distribution found for torch",
            "ingen forbindelse",
        ),
        ("Temporary failure in name resolution", "ingen forbindelse"),
        ("ReadTimeoutError: HTTPSConnectionPool: Read timed out.", "ingen forbindelse"),
        ("SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "certifikat"),
        ("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407'))", "HTTPS_PROXY"),
        ("ERROR: HTTP error 403 while getting the file", "afviste adgangen"),
        ("ERROR: Could not install packages: [Errno 13] Permission denied: '.venv/lib'", "rettighederne"),
        (
            "ERROR: Could not find a version that satisfies the requirement x>1 (from versions: none)",
            "kan ikke nås",
        ),
        ("ERROR: No matching distribution found for torch==2.13.0", "Pakken torch==2.13.0 findes ikke"),
        ("ERROR: ResolutionImpossible: see the documentation", "make lock"),
        ("ERROR: Failed building wheel for PyStemmer", "Pakken PyStemmer"),
        ("ERROR: first\nERROR: Something new", "mislykkedes: Something new."),
        ("", "uden en forklaring"),
    ],
)
def test_explains_what_pip_says(output: str, said: str) -> None:
    sentence = bootstrap.explain(output)
    assert said in sentence
    assert "{" not in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_too_little_disk_is_said_before_anything_is_fetched() -> None:
    bootstrap.check_space(20 * 10**9, Path("projekt"))
    with pytest.raises(bootstrap.Failed, match=r"1\.5 GB ledig.*Frigør plads"):
        bootstrap.check_space(15 * 10**8, Path("projekt"))


def test_full_disk_midway_is_one_sentence(project: Path) -> None:
    """A disk that fills up anywhere else than in pip ends in the same sentence."""
    script_text = textwrap.dedent("""
        import errno, sys
        sys.path.insert(0, sys.argv[1])
        import bootstrap
        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")
        bootstrap.install = full
        sys.exit(bootstrap.main(["install"]))
    """)
    command = [sys.executable, "-c", script_text, str(project / "kb")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "Disken er fuld" in done.stderr


def test_fingerprint_follows_lists_place_and_python(project: Path) -> None:
    python = Path(sys.executable)
    before = bootstrap.fingerprint(project, python)
    assert bootstrap.fingerprint(project, python) == before
    assert bootstrap.fingerprint(project, python.with_name("python9")) != before
    (project / "pyproject.toml").write_text("", encoding="utf-8")
    assert bootstrap.fingerprint(project, python) != before


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (191.8 MB)",
            "henter torch (191.8 MB)",
        ),
        ("Downloading nvidia_cudnn-9.1-py3-none-linux.whl (1.2 GB)", "henter nvidia_cudnn (1.2 GB)"),
        ("Downloading idna-3.20-py3-none-any.whl (72 kB)", None),
        ("Downloading rich-15.0.0-py3-none-any.whl (1.3 MB)", None),
        ("Collecting idna", None),
    ],
)
def test_shows_only_the_large_steps(line: str, shown: str | None) -> None:
    assert bootstrap.step(line) == shown


def test_the_lock_is_portable() -> None:
    """Plain pins only: no host, no path, no build that only some sources offer; and torch stays pinned."""
    lines = (SOURCE.parents[1] / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin) for pin in pins)
    assert any(pin.startswith("torch==") for pin in pins)
    assert not {pin.partition("==")[0].lower() for pin in pins} & {"kb", "pip", "setuptools"}
