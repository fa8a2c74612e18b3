"""The shell blocks of a page of documentation, and running them in a folder as a reader would."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.ui.conftest import unused_port

NOT_RUN = "prøves ikke: "
SERVER = "server: "
RUNS = frozenset({"sh", "python"})
PORTS = {"8501": "KB_PORT", "8600": "KB_API_PORT", "8601": "KB_MCP_PORT"}
SECONDS = 120

_BLOCK = re.compile(r"(?:<!-- (?P<note>[^\n]*) -->\n)?^```(?P<language>\w*)\n(?P<code>.*?)^```$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: what it is written in, its lines, and why it is not run or where its server answers."""

    language: str
    code: str
    reason: str = ""
    address: str = ""


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page in order. Raises ValueError for a note that says nothing known."""
    found = []
    for match in _BLOCK.finditer(page):
        note = match["note"] or ""
        reason = note.removeprefix(NOT_RUN) if note.startswith(NOT_RUN) else ""
        address = note.removeprefix(SERVER) if note.startswith(SERVER) else ""
        if note and not (reason or address) and not note.startswith("/"):
            raise ValueError(note)
        found.append(Block(match["language"], match["code"], reason, address))
    return found


def run(page: str, folder: Path, settings: Mapping[str, str] | None = None) -> int:
    """How many blocks were run, one after the other in ``folder``; servers stay until the page ends.

    ``settings`` are variables of the reader's shell. Raises AssertionError with what a command said where it
    fails. The ports are others than the page tells, so that nobody's own server is met.
    """
    ports = {port: str(unused_port()) for port in PORTS}
    environment = _environment({**(settings or {}), **{name: ports[port] for port, name in PORTS.items()}})
    ran = 0
    with ExitStack() as running:
        for block in blocks(page):
            if block.reason or block.language not in RUNS:
                continue
            code, address = (_moved(text, ports) for text in (block.code, block.address))
            if address:
                running.enter_context(_serving(code, address, folder, environment))
            else:
                folder = _run(block.language, code, folder, environment)
            ran += 1
    return ran


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """What a reader's shell has after the installation, and none of the caller's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**kept, "PATH": path, "PYTHONPATH": str(REPOSITORY), **more}


def _moved(text: str, ports: Mapping[str, str]) -> str:
    for told, used in ports.items():
        text = text.replace(f":{told}", f":{used}")
    return text


def _run(language: str, code: str, folder: Path, environment: Mapping[str, str]) -> Path:
    """The folder that the reader is in after the block: ``cd`` lasts."""
    end = folder / ".end"
    command = [sys.executable, "-c", code]
    if language == "sh":
        command = ["bash", "-euo", "pipefail", "-c", f"trap 'pwd > \"{end}\"' EXIT\n{code}"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=SECONDS,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
    if language != "sh":
        return folder
    after = Path(end.read_text(encoding="utf-8").strip())
    end.unlink()
    return after


@contextmanager
def _serving(code: str, address: str, folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """While inside, the server of the block runs; it has to end well when it is asked to."""
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["bash", "-c", f"exec {code}"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        end = time.monotonic() + SECONDS
        while not _answers(address):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        yield
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0, log.read_text(encoding="utf-8")
    finally:
        process.kill()
        process.wait()


def _answers(address: str) -> bool:
    """Whether a server is there; one that wants a key is, too."""
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - of this machine
            return True
    except urllib.error.HTTPError as error:
        return error.code == 401
    except OSError:
        return False
