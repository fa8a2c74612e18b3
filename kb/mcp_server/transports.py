"""How clients reach the server: over stdin and stdout, or over HTTP behind the gate of the API."""

from __future__ import annotations

import anyio
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp

from kb.api.gate import Gate, Shield, policy_of
from kb.api.running import LOAD_SECONDS
from kb.audit import command_line_user
from kb.library import Library
from kb.limits import TokenBuckets
from kb.mcp_server.server import make_server
from kb.mcp_server.tools import Desk
from kb.serve import is_loopback
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.keys import ApiKeys

PATH = "/mcp"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def run_stdio(settings: Settings, library: Library) -> None:
    """Nothing, once the client that started this process has closed its end."""
    loading = library.warm(settings)
    server = make_server(Desk(settings, library, command_line_user()))

    async def serve() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    try:
        anyio.run(serve)
    finally:
        loading.join(LOAD_SECONDS)


def http_app(settings: Settings, host: str, library: Library) -> ASGIApp:
    """The server as streamable HTTP without sessions, for one that listens on ``host``."""
    server = make_server(Desk(settings, library))
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=_security(settings, host),
        host=host,
    )
    keys = ApiKeys(StateDatabase(settings.state))
    return Shield(Gate(app, keys, policy_of(settings, host), TokenBuckets(settings.api_per_minute)))


def _security(settings: Settings, host: str) -> TransportSecuritySettings:
    """Which names the server answers to: where only this machine reaches it, none but this machine's own.

    Elsewhere every call needs a key, which a web page that took the server's name does not have.
    """
    names = [*LOCAL_HOSTS, *(f"{name}:*" for name in LOCAL_HOSTS)]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=is_loopback(host),
        allowed_hosts=names,
        allowed_origins=list(settings.api_origins),
    )
