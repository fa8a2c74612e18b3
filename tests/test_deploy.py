"""The files of docs/deploy say what the program has: commands, settings, ports, extras, folders."""

from __future__ import annotations

import fnmatch
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from kb.api import health
from kb.cli import app
from kb.settings import Settings
from tests.conftest import REPOSITORY

DEPLOY = REPOSITORY / "docs" / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("kb-*"))
FOLDERS = ("data", "index", "state")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def text(name: str) -> str:
    """The text of a file of docs/deploy."""
    return (DEPLOY / name).read_text(encoding="utf-8")


def compose(name: str = "compose.yaml") -> dict[str, Any]:
    """A compose file; its values are as docker reads them, but for the variables."""
    loaded: dict[str, Any] = yaml.safe_load(text(name))
    return loaded


def commands() -> dict[str, Any]:
    """The commands of ``kb`` by name."""
    return dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def settings_of(written: str) -> set[str]:
    """The settings that a text sets or names as KB_NAME."""
    return {name.lower() for name in re.findall(r"\bKB_([A-Z][A-Z_]+)\b", written)}


def default(name: str) -> Any:  # noqa: ANN401 - whatever the setting is
    """What a setting is when nobody sets it."""
    return Settings.model_fields[name].default


@pytest.mark.parametrize(
    "name", ["Dockerfile", "compose.yaml", "compose.postgresql.yaml", "Caddyfile", "nginx.conf"]
)
def test_what_is_set_is_a_setting(name: str) -> None:
    own = {"db_password"} if name == "compose.postgresql.yaml" else set()
    assert settings_of(text(name)) - own <= set(Settings.model_fields)


def test_the_image_is_made_of_what_the_project_has() -> None:
    dockerfile = text("Dockerfile")
    extras = set(re.findall(r"^ARG EXTRAS=(\S+)$", dockerfile, re.MULTILINE)[0].split(",")) | {"ocr"}
    assert extras <= set(PROJECT["optional-dependencies"])
    assert "-c requirements.lock" in dockerfile
    assert re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE) == ["10001"]
    assert "tesseract-ocr-dan" in dockerfile
    assert not re.search(r"PASSWORD|SECRET|TOKEN|_KEY", dockerfile)
    bases = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    assert len(bases) == 2
    assert {base.partition(":")[2].partition("-")[0] for base in bases} == {"3.13"}


def test_only_what_the_package_is_built_of_gets_into_the_image() -> None:
    lines = [line for line in text("Dockerfile.dockerignore").splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    let_in = [line[1:] for line in lines if line.startswith("!")]
    assert all((REPOSITORY / name).exists() for name in let_in)
    build = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"][
        "build"
    ]
    needed = {*build["targets"]["wheel"]["force-include"], "kb", "pyproject.toml", PROJECT["readme"]}
    assert needed | {*PROJECT["license-files"], "requirements.lock"} == set(let_in)


def test_hadolint_has_nothing_to_say() -> None:
    tool = Path(sys.executable).with_name("hadolint")
    if not tool.exists():
        pytest.skip("the tool hadolint is not installed")
    done = subprocess.run([tool, str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_each_service_runs_a_command_on_its_own_port_and_keeps_what_it_writes() -> None:
    services = compose()["services"]
    assert {name: service["command"] for name, service in services.items()} == {
        "web": ["serve"], "watch": ["watch"], "api": ["api"],
    }  # fmt: skip
    assert {service["command"][0] for service in services.values()} <= set(commands())
    for name, port in (("web", "port"), ("api", "api_port")):
        number = default(port)
        assert services[name]["ports"] == [f"127.0.0.1:{number}:{number}"]
    for service in services.values():
        assert service["read_only"] is True
        assert (service["cap_drop"], service["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
        places = dict(volume.split(":")[:2] for volume in service["volumes"])
        assert places == {each: f"/srv/kb/{each}" for each in FOLDERS} | {"cache": "/cache"}
        assert {default(each).as_posix() for each in FOLDERS} == set(FOLDERS)
    assert set(compose()["volumes"]) == {*FOLDERS, "cache"}


def test_health_is_asked_where_it_is_told() -> None:
    assert f"http://127.0.0.1:{default('port')}/_stcore/health" in text("Dockerfile")
    asked = " ".join(compose()["services"]["api"]["healthcheck"]["test"])
    assert f"http://127.0.0.1:{default('api_port')}{health.LIVE}" in asked
    for written in (text("Dockerfile"), asked):
        (program,) = re.findall(r"import urllib.request; [^\"]*timeout=4\)", written)
        compile(program, "healthcheck", "exec")


def test_the_database_is_given_to_every_service_and_no_password_is_written() -> None:
    more = compose("compose.postgresql.yaml")
    database = more["services"].pop("db")
    assert set(more["services"]) == set(compose()["services"])
    for service in more["services"].values():
        assert service["environment"]["KB_STORE"] == "postgresql"
        assert service["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert database["environment"]["POSTGRES_PASSWORD"].startswith("${KB_DB_PASSWORD:?")
    assert "CREATE EXTENSION IF NOT EXISTS vector" in text("postgresql-init.sql")


def units() -> Iterator[tuple[str, str]]:
    """Each service of systemd and its text."""
    return ((path.stem, path.read_text(encoding="utf-8")) for path in UNITS if path.suffix == ".service")


def test_services_of_systemd_run_commands_and_write_only_where_they_have_to() -> None:
    written = {
        "kb-web": {"data", "index", "state"},
        "kb-api": {"state"},
        "kb-watch": {"index", "state"},
        "kb-backup": {"state"},
    }
    for name, unit in units():
        (command,) = re.findall(r"/opt/kb/bin/kb ([a-z]+)", unit)
        assert command in commands()
        (places,) = re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE)
        assert set(places.split()) == {f"/srv/kb/{each}" for each in written.pop(name)}
        assert settings_of(unit) == set()
        for line in ("User=kb", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="):
            assert f"\n{line}\n" in unit
    assert not written
    flags = {flag for each in commands()["backup"].params for flag in each.opts}
    assert "--with-data" in flags


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is only on some machines")
def test_systemd_understands_its_units(tmp_path: Path) -> None:
    for unit in UNITS:
        here = unit.read_text(encoding="utf-8").replace("/opt/kb/bin/kb", sys.executable)
        (tmp_path / unit.name).write_text(here, encoding="utf-8")
    paths = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for path in paths:
        if path.endswith(".service"):
            command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", path]
            assert subprocess.run(command, capture_output=True, check=False).returncode == 0, path


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_passes_on_to_the_ports_and_hides_what_is_not_for_all(name: str) -> None:
    proxy = text(name)
    ports = {int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", proxy)}
    assert ports == {default("port"), default("api_port")}
    for hidden in ("/_stcore/metrics", "/_stcore/agent/", "/v1/metrics"):
        assert hidden in proxy
    (size,) = map(int, re.findall(r"(?:client_max_body_size|max_size) (\d+)", proxy))
    assert size > default("max_upload_mb")
    assert "KB_ALLOWED_HOSTS=kb.kommune.dk" in proxy
    assert "Strict-Transport-Security" in proxy
    assert re.search("secure", proxy, re.IGNORECASE)


def test_nginx_loses_no_header_on_the_way_to_a_location() -> None:
    """A proxy_set_header inside a location drops all those outside; the websocket was refused for it."""
    inside = re.findall(r"location [^{]*\{([^}]*)\}", text("nginx.conf"))
    assert len(inside) == 5
    assert not any("proxy_set_header" in each for each in inside)
    for header in ("Host              $http_host", "Upgrade           $http_upgrade", "X-Forwarded-For"):
        assert f"proxy_set_header {header}" in text("nginx.conf")


def test_every_file_is_told_of() -> None:
    told = (REPOSITORY / "docs" / "drift.md").read_text(encoding="utf-8")
    names = [path.relative_to(DEPLOY).as_posix() for path in DEPLOY.rglob("*") if path.is_file()]
    untold = [name for name in names if name not in told and not fnmatch.fnmatch(name, "*.dockerignore")]
    assert not untold
