"""Compression of what every first visit loads: scripts and styles, each compressed once and kept."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Mapping
from types import MappingProxyType

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMPRESSED = ("/static/js/", "/static/css/", "/kb/da.js", "/kb/style.css")
"""Addresses whose content never changes while the server runs; fonts and images are compressed already."""

QUALITY = 9
"""Of Brotli: 11 saves 6 % more and takes fifteen times as long, for which the first visitor would wait."""

_SMALL = 1024
_MOST = 256
_CODINGS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {
        "br": lambda content: bytes(brotli.compress(content, quality=QUALITY)),
        "gzip": lambda content: gzip.compress(content, 9, mtime=0),
    }
)
"""The best first. Browsers offer Brotli where the connection is secure or local."""


class Compression:
    """Compresses Streamlit's scripts and ours: Streamlit itself serves them plain, three times as large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[tuple[str, str], bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and its answer back compressed where that helps."""
        coding = self._coding(scope)
        if coding is None:
            await self._app(scope, receive, send)
        else:
            await self._compressed(coding, scope, receive, send)

    def _coding(self, scope: Scope) -> str | None:
        """The coding to answer with; None for what is sent as it is."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(COMPRESSED):
            return None
        asked = Headers(scope=scope)
        if "range" in asked:
            return None
        offered = {each.split(";")[0].strip() for each in asked.get("accept-encoding", "").split(",")}
        return next((coding for coding in _CODINGS if coding in offered), None)

    async def _compressed(self, coding: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Holds the whole answer back, and sends it compressed where it is one of some size."""
        messages: list[Message] = []

        async def hold(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, hold)
        start, body = messages[0], b"".join(each.get("body", b"") for each in messages[1:])
        headers = MutableHeaders(scope=start)
        headers.add_vary_header("Accept-Encoding")
        if start["status"] == 200 and len(body) >= _SMALL and "content-encoding" not in headers:
            body = await self._once((coding, scope["path"]), body)
            headers["Content-Encoding"] = coding
            headers["Content-Length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _once(self, key: tuple[str, str], content: bytes) -> bytes:
        """The content compressed; done beside the event loop, and once as long as it is kept."""
        if key not in self._kept:
            compressed = await asyncio.to_thread(_CODINGS[key[0]], content)
            if len(self._kept) >= _MOST:
                return compressed
            self._kept[key] = compressed
        return self._kept[key]
