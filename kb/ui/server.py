"""The web server around the page: Danish shell, security headers, compression, nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from kb.library import LIBRARY
from kb.settings import load_settings
from kb.strings_da.about import About, Frame
from kb.strings_da.adding import Adding
from kb.strings_da.documents import Doc
from kb.strings_da.editing import Editing
from kb.strings_da.following import Following
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.streamlit_words import STREAMLIT_PATTERNS, STREAMLIT_STARTS, STREAMLIT_WORDS
from kb.strings_da.ui import Ui
from kb.ui import feeds, frame, originals, render
from kb.ui.builds import BUILDS
from kb.ui.compression import Compression
from kb.ui.gate import GateKeeper

HERE = Path(__file__).parent
SCRIPT = HERE / "script.py"
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%230b4f6c'/%3E"
    "%3Cpath d='M9 8h14v4H13v3h8v4h-8v5H9z' fill='%23fff'/%3E%3C/svg%3E"
)
PATHS = (
    "/",
    *(
        f"/{path}"
        for path in (
            *(Ui.PATH_DECISIONS, Ui.PATH_CASES, Ui.PATH_TERMS, Ui.PATH_GAPS, Ui.PATH_DOCUMENT),
            *(Doc.PATH, Newcomers.PATH, About.PATH, Adding.PATH, Following.PATH),
        )
    ),
    *(f"/{path}" for path in (Editing.PATH_CORRECTIONS, Editing.PATH_FEEDBACK)),
)
"""The pages; kb.ui.site draws them. Each has the same shell."""

_SERVED = ("/media/", "/component/", "/_stcore/", "/kb/", "/auth/", "/oauth2callback")
_STREAMLIT = Path(st.__file__).parent / "static"
_STATIC = frozenset(
    f"/{file.relative_to(_STREAMLIT).as_posix()}"
    for file in _STREAMLIT.rglob("*.*")
    if file.suffix != ".html"
)
"""Streamlit's own files. For any other address it answers with its page, as if that were the file."""

_RETURN = "/oauth2callback"
"""Where a login comes back to; some send the browser here with a form of theirs."""

_HIDDEN = ("/_stcore/agent", "/_stcore/metrics")
WAYS = (
    (Ui.NAV_ASK, "/"),
    *(
        (name, f"/{path}")
        for name, path in (
            (Ui.NAV_DECISIONS, Ui.PATH_DECISIONS),
            (Ui.NAV_CASES, Ui.PATH_CASES),
            (Doc.NAV, Doc.PATH),
            (Newcomers.NAME, Newcomers.PATH),
            (Ui.NAV_TERMS, Ui.PATH_TERMS),
            (About.TITLE, About.PATH),
        )
    ),
)
"""Where to go from a page that is not there."""

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def options() -> dict[str, Any]:
    """What ``st.App`` is made of, apart from being called where Streamlit looks for the call."""
    page = shell()
    return {
        "script_path": SCRIPT,
        "lifespan": lifespan,
        "routes": routes(page),
        "middleware": [
            Middleware(Guard, policy=content_policy(page)),
            Middleware(Compression),
            Middleware(GateKeeper),
        ],
        "on_script_error": on_script_error,
    }


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any]]:
    """Loads the model and the index beside the starting server; a build does not outlive it."""
    LIBRARY.warm()
    try:
        yield {}
    finally:
        BUILDS.stop()


def on_script_error(_error: Exception) -> bool:
    """True: the fault is shown as one Danish sentence. Streamlit itself has logged it."""
    st.html(render.unexpected())
    return True


def routes(page: str) -> list[Route]:
    """The routes of our own: the page's shell, its script, its style, and whether a question can be asked."""
    script, style = _script(), _style()

    async def home(_request: Request) -> Response:
        return HTMLResponse(page, headers={"Cache-Control": "no-cache"})

    async def javascript(_request: Request) -> Response:
        return Response(script, media_type="text/javascript", headers={"Cache-Control": _CACHED})

    async def css(_request: Request) -> Response:
        return Response(style, media_type="text/css", headers={"Cache-Control": _CACHED})

    async def ready(_request: Request) -> Response:
        return Response(status_code=204 if LIBRARY.ready(load_settings()) else 503)

    return [
        *(Route(path, home) for path in PATHS),
        Route("/kb/da.js", javascript),
        Route("/kb/style.css", css),
        Route("/kb/ready", ready),
        *originals.routes(),
        *feeds.routes(_style_link()),
    ]


_CACHED = "public, max-age=31536000, immutable"


def shell() -> str:
    """Streamlit's index.html made Danish: language, title, icon, words, our style and script.

    Our script stands before Streamlit's, which reads what it sets; our style after Streamlit's, to win.
    """
    page = (_STREAMLIT / "index.html").read_text(encoding="utf-8")
    page = page[page.index("<!DOCTYPE html>") :]
    style = _style_link()
    script = f'<script defer src="./kb/da.js?{_version(_script())}"></script>'
    for pattern, replacement in (
        (r'<html lang="en">', '<html lang="da">'),
        (r"<title>.*?</title>", f"<title>{Ui.TITLE}</title>{script}"),
        (r'<link rel="shortcut icon"[^>]*>', f'<link rel="icon" href="{ICON}" />'),
        (r'<link rel="service-desc"[^>]*>', ""),
        (r"<!--.*?-->", ""),
        (r"<noscript>.*?</noscript>", f"<noscript><p>{Ui.NO_SCRIPT}</p></noscript>"),
        (r"</head>", f"{style}</head>"),
        (r'<div id="root"></div>', f'<div id="root">{_boot()}</div>'),
    ):
        page = re.sub(pattern, lambda _match, text=replacement: text, page, flags=re.DOTALL)  # type: ignore[misc]
    return page


def _boot() -> str:
    """What is seen until Streamlit has started."""
    return (
        f'<div class="kb-boot" role="status"><p class="kb-boot-name">{Ui.TITLE}</p>'
        f'<p>{Ui.LOADING}</p><p class="kb-boot-late">{Frame.NOT_STARTED}</p></div>'
    )


def content_policy(page: str) -> str:
    """The Content-Security-Policy: everything from this server, and just the inline script of ``page``."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(page)
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Guard:
    """Adds the security headers to every answer, and answers 404 for what this site does not have."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._headers: Mapping[str, str] = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "X-Frame-Options": "DENY",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or ends it here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        foreign = _is_foreign(Headers(scope=scope)) and scope["path"] != _RETURN
        if scope["type"] == "websocket":
            if foreign:
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        if foreign or not is_host_allowed(Headers(scope=scope).get("host")):
            # As for the websocket: a foreign name that leads here must not read what is on this machine.
            await Response(status_code=403)(scope, receive, send_guarded)
        elif _has(scope["path"]):
            await self._app(scope, receive, send_guarded)
        else:
            await HTMLResponse(frame.missing(WAYS, _style_link()), status_code=404)(
                scope, receive, send_guarded
            )


def _is_foreign(headers: Headers) -> bool:
    """Whether a page of another site asks.

    Streamlit would refuse it too, but only after asking a server on the Internet for this machine's address,
    lest that is the site.
    """
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def _has(path: str) -> bool:
    """Whether this site serves anything at ``path``."""
    if path.startswith(_HIDDEN):
        return False
    return path in PATHS or path in _STATIC or path.startswith(_SERVED)


def _style() -> str:
    """The sheets of kb/ui/style as one, in the order of their names: the last wins."""
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sorted((HERE / "style").glob("*.css")))


@cache
def _style_link() -> str:
    """The link to the style, by an address of its own for each version of it."""
    return f'<link rel="stylesheet" href="/kb/style.css?{_version(_style())}" />'


def _script() -> str:
    """da.js with the words that it needs."""
    words = {
        "builtin": STREAMLIT_WORDS,
        "starts": STREAMLIT_STARTS,
        "patterns": STREAMLIT_PATTERNS,
        "copied": Ui.COPIED,
        "failed": Ui.COPY_FAILED,
    }
    template = (HERE / "da.js").read_text(encoding="utf-8")
    return template.replace("__WORDS__", json.dumps(words, ensure_ascii=False))


def _version(content: str) -> str:
    """A short name that changes with the content, so that browsers may keep it for ever."""
    return hashlib.sha256(content.encode()).hexdigest()[:12]
