"""Starts the web app in a process of its own and waits for it: ``kb serve``."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import typer
from pydantic import SecretStr

from kb.errors import ResourceError
from kb.roles import Role
from kb.settings import Settings
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
STOP_SECONDS = 5.0
OPTIONS: Mapping[str, str] = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "50",
    "server.disconnectedSessionTTL": "120",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": "false",
    "runner.postScriptGC": "false",
    "global.disableWidgetStateDuplicationWarning": "true",
    "logger.hideWelcomeMessage": "true",
}
"""Streamlit's options, passed as flags so that they hold from every folder. See .streamlit/config.toml."""


def serve(settings: Settings) -> None:
    """Runs the web app until it is stopped with Ctrl-C or a signal.

    Raises ResourceError where the port is taken or the web app cannot start.
    """
    if not port_is_free(settings.host, settings.port):
        free = free_port(settings.host, settings.port + 1)
        raise ResourceError("port_busy", port=settings.port, free=free)
    if settings.everyone is not Role.READER and not is_loopback(settings.host):
        typer.echo(Editing.OPEN_TO_ALL.format(role=settings.everyone.value))
    typer.echo(Ui.STARTING)
    with terminated_as_interrupted():
        process = subprocess.Popen(command(settings), env=environment(settings))  # noqa: S603
        try:
            _announce_when_up(process, settings)
            code = process.wait()
        except KeyboardInterrupt:
            typer.echo(f"\n{Ui.STOPPED}")
            return
        finally:
            _stop(process)
    if code:
        raise ResourceError("web_app_stopped", exit_code=code)


def command(settings: Settings) -> list[str]:
    """The command line that runs the web app with these settings."""
    chosen = {
        "server.address": settings.host,
        "server.port": str(settings.port),
        "server.maxUploadSize": str(settings.max_upload_mb),
    }
    flags = {**OPTIONS, **chosen}
    own = ("localhost", "127.0.0.1") if is_loopback(settings.host) or settings.hosts else ()
    hosts = (*own, *settings.hosts)
    return [
        *(sys.executable, "-m", "streamlit", "run", str(entry())),
        *(f"--{name}={value}" for name, value in flags.items()),
        *(f"--server.allowedHosts={host}" for host in hosts or ("*",)),
    ]


def entry() -> Path:
    """The file that Streamlit runs: app.py of the checkout, or its twin inside an installed package."""
    app = ROOT / "app.py"
    return app if app.is_file() else ROOT / "kb" / "ui" / "app.py"


def environment(settings: Settings) -> dict[str, str]:
    """The environment of the web app: this one, with every setting as a KB_* variable."""
    values = {
        f"KB_{name.upper()}": _written(value)
        for name, value in settings.model_dump().items()
        if value is not None
    }
    return {**os.environ, **values}


def _written(value: object) -> str:
    """A setting as it is written in the environment."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Role):
        return value.value
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple):
        if any(isinstance(each, SecretStr) for each in value):
            return json.dumps([each.get_secret_value() for each in value])
        return ",".join(value)
    return str(value.resolve() if isinstance(value, Path) else value)


def url(settings: Settings) -> str:
    """The address to open in a browser on this machine."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::", ""} else settings.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen on ``port`` of ``host`` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        if os.name == "posix":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen()
        except OSError:
            return False
    return True


def free_port(host: str, start: int) -> int:
    """The first free port from ``start`` on; ``start`` itself where none of the next fifty is free."""
    last = min(start + 50, 65536)
    return next((port for port in range(start, last) if port_is_free(host, port)), start)


def _announce_when_up(process: subprocess.Popen[bytes], settings: Settings) -> None:
    """Prints the address as soon as the web app answers, and shows it on a desktop."""
    address = url(settings)
    target = (address.removeprefix("http://").rsplit(":", 1)[0].strip("[]"), settings.port)
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(target, timeout=1).close()
        except OSError:
            time.sleep(0.1)
            continue
        typer.echo(f"{Ui.SERVING.format(title=Ui.TITLE, url=address)}\n{Ui.STOP_WITH}")
        if _on_desktop():
            webbrowser.open(address)
        return


def _on_desktop() -> bool:
    """Whether a person sits at this terminal on a machine that can show a browser."""
    screen = sys.platform in {"darwin", "win32"} or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return sys.stdout.isatty() and screen


def is_loopback(host: str) -> bool:
    """Whether only this machine itself can reach ``host``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """Makes a polite request to end (SIGTERM) do the same as Ctrl-C meanwhile."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the web app, politely first. Does nothing where it has ended."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
