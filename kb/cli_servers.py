"""The commands »kb api«, »kb mcp« and »kb api-key«: servers for other programs, and the keys to them."""

from __future__ import annotations

import datetime as dt
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from kb.audit import Audit, command_line_user
from kb.datatypes import Clearance
from kb.errors import SettingsError
from kb.flags import IndexFlag, JsonFlag
from kb.jsonable import api_key_json
from kb.output import output
from kb.serve import is_loopback, url
from kb.settings import Settings, load_settings
from kb.show import out
from kb.state.audit import Action
from kb.strings_da import danish_timestamp
from kb.strings_da.api import Api

if TYPE_CHECKING:
    from kb.state.keys import ApiKey, ApiKeys

HostFlag = Annotated[str | None, typer.Option("--host", help=Api.HELP_HOST)]
PortFlag = Annotated[int | None, typer.Option("--port", min=1, max=65535, help=Api.HELP_PORT)]
NameArgument = Annotated[str, typer.Argument(help=Api.HELP_NAME)]


def add_to(app: typer.Typer) -> None:
    """Nothing, once the command line has the commands."""
    app.command("api", help=Api.HELP_API)(api_command)
    app.command("mcp", help=Api.HELP_MCP)(mcp_command)
    keys = typer.Typer(help=Api.HELP_KEYS, no_args_is_help=True)
    keys.command("create", help=Api.HELP_CREATE)(create_command)
    keys.command("list", help=Api.HELP_LIST)(list_command)
    keys.command("revoke", help=Api.HELP_REVOKE)(revoke_command)
    app.add_typer(keys, name="api-key")


def api_command(index: IndexFlag = None, host: HostFlag = None, port: PortFlag = None) -> None:
    """Runs the HTTP API until it is stopped."""
    _need("kb api", "api", "fastapi", "prometheus_client")
    from kb.api.app import make_app
    from kb.api.running import run
    from kb.library import Library

    settings, library = load_settings(index=index, api_host=host, api_port=port), Library()
    run(
        make_app(settings, settings.api_host, library),
        settings.api_host,
        settings.api_port,
        lambda: library.warm(settings),
        lambda: _announce(Api.API_TITLE, settings, settings.api_port),
    )
    typer.echo(Api.STOPPED)


def mcp_command(
    index: IndexFlag = None,
    http: Annotated[bool, typer.Option("--http", help=Api.HELP_HTTP)] = False,
    host: HostFlag = None,
    port: PortFlag = None,
) -> None:
    """Runs the MCP server until its client or somebody else ends it."""
    _need("kb mcp", "mcp", "mcp")
    from kb.api.running import run
    from kb.library import Library
    from kb.mcp_server.transports import PATH, http_app, run_stdio

    settings, library = load_settings(index=index, api_host=host, mcp_port=port), Library()
    if not http:
        run_stdio(settings, library)
        return
    run(
        http_app(settings, settings.api_host, library),
        settings.api_host,
        settings.mcp_port,
        lambda: library.warm(settings),
        lambda: _announce(Api.MCP_TITLE, settings, settings.mcp_port, PATH),
    )
    typer.echo(Api.STOPPED)


def create_command(
    name: NameArgument,
    clearance: Annotated[Clearance, typer.Option("--clearance", help=Api.HELP_CLEARANCE)] = Clearance.PUBLIC,
    as_json: JsonFlag = False,
) -> None:
    """Makes a key and shows it, this once."""
    settings, now = load_settings(), dt.datetime.now(dt.UTC)
    if clearance not in settings.editions and not settings.clearance.covers(clearance):
        raise SettingsError("no_edition", clearance=clearance.value)
    key = _keys(settings).create(name, clearance, now)
    Audit(settings).record(Action.KEY_MADE, name, user=command_line_user())
    if not as_json:
        typer.echo(Api.KEY_MADE.format(name=name, clearance=clearance.value), err=True)
        typer.echo(Api.KEY_ONCE, err=True)
        typer.echo(key)
        return
    output(as_json, lambda: {"name": name, "clearance": clearance.value, "key": key}, lambda: None)


def list_command(as_json: JsonFlag = False) -> None:
    """Shows every key ever made, newest first."""
    rows = _keys(load_settings()).all()

    def show() -> None:
        for row in rows:
            out.print(escape(_line(row)))
        if not rows:
            out.print(Api.NO_KEYS)

    output(as_json, lambda: {"keys": [api_key_json(row) for row in rows]}, show)


def revoke_command(name: NameArgument, as_json: JsonFlag = False) -> None:
    """Takes a key back."""
    settings = load_settings()
    _keys(settings).revoke(name, dt.datetime.now(dt.UTC))
    Audit(settings).record(Action.KEY_REVOKED, name, user=command_line_user())
    output(as_json, lambda: {"revoked": name}, lambda: out.print(escape(Api.KEY_REVOKED.format(name=name))))


def _keys(settings: Settings) -> ApiKeys:
    from kb.state.database import StateDatabase
    from kb.state.keys import ApiKeys

    return ApiKeys(StateDatabase(settings.state))


def _line(row: ApiKey) -> str:
    words = Api.KEY_LINE_REVOKED if row.revoked else Api.KEY_LINE
    revoked = danish_timestamp(row.revoked.isoformat()) if row.revoked else ""
    made = danish_timestamp(row.made.isoformat())
    return words.format(name=row.name, clearance=row.clearance.value, made=made, revoked=revoked)


def _announce(title: str, settings: Settings, port: int, path: str = "") -> None:
    """Says where a server answers, and plainly whom."""
    address = url(settings.model_copy(update={"host": settings.api_host, "port": port})) + path
    typer.echo(Api.STARTED.format(title=title, url=address))
    local = is_loopback(settings.api_host)
    if settings.api_open and local:
        typer.echo(Api.OPEN)
    else:
        if settings.api_open:
            typer.echo(Api.OPEN_IGNORED)
        held = any(key.revoked is None for key in _keys(settings).all())
        typer.echo(Api.NEEDS_KEY if held else Api.NO_KEYS_YET)
    typer.echo(Api.STOP_WITH)
    sys.stdout.flush()


def _need(command: str, extra: str, *packages: str) -> None:
    """Nothing. Raises SettingsError where one of the packages is not installed."""
    if any(find_spec(package) is None for package in packages):
        raise SettingsError("no_extra", command=command, extra=extra)
