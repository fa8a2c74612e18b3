"""Who may send files to this server: only tabs that the page for adding documents was drawn in.

Streamlit takes a file from any tab that is open, before a page can say anything about it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from threading import Lock

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.limits import TokenBuckets

OPEN_SECONDS = 3600.0
"""How long a tab may send files after the page was last drawn in it."""

UPLOADS_PER_MINUTE = 120
"""Files that one tab may send or take back in a minute: some times what the page takes at a time."""

_UPLOADS = "/_stcore/upload_file/"


class Gate:
    """The sessions that may send files. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._until: dict[str, float] = {}

    def open(self, session: str) -> None:
        """Lets a session send files from now on for a while."""
        now = self._clock()
        with self._lock:
            self._until = {each: until for each, until in self._until.items() if until > now}
            self._until[session] = now + OPEN_SECONDS

    def lets(self, path: str) -> bool:
        """Whether a file may be sent to, or taken back from, this path; True for paths of other kinds."""
        if not path.startswith(_UPLOADS):
            return True
        with self._lock:
            return self._until.get(_session(path), 0.0) > self._clock()


def _session(path: str) -> str:
    """The tab that a file is sent from, as its path names it."""
    return path.removeprefix(_UPLOADS).split("/")[0]


GATE = Gate()


class GateKeeper:
    """Answers 403 to files from sessions that the gate is not open for, 429 to too many; none is read."""

    def __init__(self, app: ASGIApp, gate: Gate = GATE) -> None:
        self._app, self._gate = app, gate
        self._buckets = TokenBuckets(UPLOADS_PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or ends it here."""
        if scope["type"] == "http" and not self._gate.lets(scope["path"]):
            await PlainTextResponse("", status_code=403)(scope, receive, send)
            return
        if scope["type"] == "http" and scope["path"].startswith(_UPLOADS):
            wait = math.ceil(self._buckets.take(_session(scope["path"])))
            if wait:
                headers = {"Retry-After": str(wait)}
                await PlainTextResponse("", status_code=429, headers=headers)(scope, receive, send)
                return
        await self._app(scope, receive, send)
