"""Who may come in: keys, addresses, rates and headers, before anything of a request is read.

The same gate stands before the HTTP API and before the MCP server over HTTP.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.access import Cleared, clearance_of
from kb.api.caller import Caller, calling
from kb.api.problems import problem
from kb.errors import KBError, RoleError, UsageError
from kb.limits import TokenBuckets
from kb.serve import is_loopback
from kb.settings import Settings
from kb.state.keys import OWNER_PREFIX, ApiKey, ApiKeys

SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""What a proxy adds: behind one, somebody else may be calling than a program on this machine."""

MAX_ADDRESS = 16_384
"""Bytes of a query. The longest question, percent-encoded, fits in a body instead."""


MAX_BODY = 65_536
"""Bytes. The longest question and all filters fit many times over."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may call without a key, and from which web pages browsers may call.

    ``open`` lets programs on this machine in. ``free`` are the paths that anybody may ask for. ``proxies``
    are the addresses that have signed their users in, and tell who they are in ``user_header``.
    """

    open: bool
    origins: Collection[str] = ()
    free: Collection[str] = ()
    proxies: Collection[str] = ()
    user_header: str = ""
    cleared: Cleared = field(default_factory=Cleared)

    def user(self, headers: Headers, client: str) -> str | None:
        """Who a trusted proxy says is calling; what anybody else says of it counts for nothing."""
        if not self.user_header or client not in self.proxies:
            return None
        told = headers.getlist(self.user_header)
        return told[0].strip() or None if len(told) == 1 else None


def policy_of(settings: Settings, host: str, free: Collection[str] = ()) -> Policy:
    """The policy of a server that listens on ``host``; it is open only where nobody else can reach it."""
    return Policy(
        settings.api_open and is_loopback(host),
        settings.api_origins,
        free,
        settings.api_proxies,
        settings.api_user_header,
        settings.cleared,
    )


class TooOftenError(UsageError):
    """A caller has called too often and has to wait ``seconds``."""

    def __init__(self, limit: int, seconds: int) -> None:
        self.seconds = seconds
        super().__init__("too_many_requests", limit=limit, seconds=seconds)


class Gate:
    """Lets in who may come in, and answers the others in words."""

    def __init__(self, app: ASGIApp, keys: ApiKeys, policy: Policy, buckets: TokenBuckets) -> None:
        self._app, self._keys, self._policy, self._buckets = app, keys, policy, buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or ends it here."""
        if scope["type"] != "http" or scope["path"] in self._policy.free:
            await self._app(scope, receive, send)
            return
        try:
            caller = await self._admit(scope)
            body = await _whole_body(scope, receive)
        except TooOftenError as error:
            await problem(error, {"Retry-After": str(error.seconds)})(scope, receive, send)
        except KBError as error:
            await problem(error)(scope, receive, send)
        else:
            with calling(caller):
                await self._app(scope, _replayed(body, receive), send)

    async def _admit(self, scope: Scope) -> Caller:
        """Who calls, where the request may pass. Raises KBError."""
        headers = Headers(scope=scope)
        client = scope["client"][0] if scope.get("client") else ""
        key, error = await self._key(headers), None
        user = self._policy.user(headers, client) if key is None else None
        if key is None and user is None:
            error = self._without_key(headers, client)
        self._take(f"key {key.number}" if key else f"user {user}" if user else f"address {client}")
        if error is not None:
            raise error
        origin = headers.get("origin")
        if origin is not None and origin not in self._policy.origins:
            raise RoleError("bad_origin")
        if len(scope.get("query_string", b"")) > MAX_ADDRESS:
            raise UsageError("too_large", limit=MAX_ADDRESS)
        if key is not None:
            return Caller(f"{OWNER_PREFIX}{key.name}", key.clearance)
        return Caller(user, clearance_of(user, self._policy.cleared))

    async def _key(self, headers: Headers) -> ApiKey | None:
        """The key that was sent, where it opens. Raises StateError, ResourceError."""
        secret = _secret(headers)
        return await anyio.to_thread.run_sync(self._keys.find, secret) if secret else None

    def _without_key(self, headers: Headers, client: str) -> KBError | None:
        """Why a request whose key does not open may not pass; None where it needs no key."""
        if headers.get("authorization"):
            return RoleError("key_refused")
        local = is_loopback(client) and not any(name in headers for name in FORWARDED)
        if not (self._policy.open and local):
            return RoleError("key_missing")
        # A web page may have made its own name mean this machine: the name tells that it did.
        return None if is_loopback(_host_name(headers.get("host", ""))) else UsageError("bad_host")

    def _take(self, caller: str) -> None:
        wait = math.ceil(self._buckets.take(caller))
        if wait:
            raise TooOftenError(self._buckets.per_minute, wait)


class Shield:
    """Adds the security headers to every reply, whoever makes it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                headers.setdefault("Cache-Control", "private, no-store")
            await send(message)

        await self._app(scope, receive, send_shielded)


async def _whole_body(scope: Scope, receive: Receive) -> Message:
    """The body as one message, or that the caller has gone. Raises UsageError where it is too large."""
    stated = Headers(scope=scope).get("content-length", "")
    if stated.isdecimal() and int(stated) > MAX_BODY:
        raise UsageError("too_large", limit=MAX_BODY)
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return message
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY:
            raise UsageError("too_large", limit=MAX_BODY)
    return {"type": "http.request", "body": body, "more_body": False}


def _replayed(body: Message, receive: Receive) -> Receive:
    """What gives the body that was read already, and then whatever comes after it."""
    unread = [body]

    async def replay() -> Message:
        return unread.pop() if unread else await receive()

    return replay


def _secret(headers: Headers) -> str:
    """What was sent as a key; empty where nothing was."""
    kind, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if kind.casefold() == "bearer" else ""


def _host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return name.strip("[]")
