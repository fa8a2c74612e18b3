"""The routes of what people follow: the feed behind its secret address, and the page that stops mails.

A feed tells what the owner of the search may read at the moment it is fetched. Every address that opens
nothing gets the same answer. Stopping mails takes a POST: programs that look links up do not stop them.
"""

from __future__ import annotations

import hashlib
import logging
from html import escape

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kb.errors import KBError
from kb.following import atom
from kb.following.following import book_of, feed_address
from kb.following.readers import entries, settings_of
from kb.library import LIBRARY
from kb.settings import Settings, load_settings
from kb.state.database import StateDatabase
from kb.state.mail_stops import MailStops
from kb.strings_da.documents import Doc
from kb.strings_da.following import Following
from kb.strings_da.ui import Ui

_PRIVATE = {"Cache-Control": "private, no-cache", "Cross-Origin-Resource-Policy": "same-origin"}

_log = logging.getLogger(__name__)


def routes(style: str) -> list[Route]:
    """The routes; ``style`` is the link to the site's style."""

    async def feed(request: Request) -> Response:
        return await to_thread.run_sync(_feed, request)

    async def nothing(_request: Request) -> Response:
        return _missing()

    async def stop(request: Request) -> Response:
        return await to_thread.run_sync(_stop, request, style)

    return [
        Route(f"/{Following.FEED_PATH}/{{secret}}.xml", feed),
        Route(f"/{Following.STOP_PATH}/{{secret}}", stop, methods=["GET", "POST"]),
        # What looks alike must not fall through to the page's shell.
        Route(f"/{Following.FEED_PATH}/{{rest:path}}", nothing),
        Route(f"/{Following.STOP_PATH}/{{rest:path}}", nothing),
    ]


def _feed(request: Request) -> Response:
    """The feed, or that the reader has it already."""
    try:
        settings = load_settings()
        told = _told(settings, request)
    except KBError as error:
        _log.warning("a feed was not told: %s", error.code)
        return Response(status_code=503, headers={**_PRIVATE, "Retry-After": "300"})
    if told is None:
        return _missing()
    tag = f'"{hashlib.sha256(told).hexdigest()[:32]}"'
    headers = {**_PRIVATE, "ETag": tag}
    sent = request.headers.get("if-none-match", "")
    if tag in [each.strip().removeprefix("W/") for each in sent.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(told, headers=headers, media_type=atom.MEDIA_TYPE)


def _told(settings: Settings, request: Request) -> bytes | None:
    """The feed of the secret in the address; None where that opens nothing."""
    secret = request.path_params["secret"]
    book = book_of(settings)
    follow = book.by_secret(secret)
    own = settings_of(follow, settings) if follow else None
    if follow is None or own is None:
        return None
    told = entries(book.news(follow.number), LIBRARY.register(own))
    site = settings.site_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
    return atom.feed(follow, told, site, feed_address(settings, secret, site), settings.organisation)


def _stop(request: Request, style: str) -> Response:
    """The page that asks whether to stop mails; for a POST, that it is done."""
    secret = request.path_params["secret"]
    try:
        links = MailStops(StateDatabase(load_settings().state))
        known = links.stop(secret) if request.method == "POST" else links.opens(secret)
    except KBError as error:
        _log.error("mails were not stopped: %s", error.code)
        return Response(status_code=503, headers={**_PRIVATE, "Retry-After": "300"})
    if not known:
        return _page(style, Following.STOP_UNKNOWN_TITLE, Following.STOP_UNKNOWN_TEXT, status=404)
    if request.method == "POST":
        return _page(style, Following.STOPPED_TITLE, Following.STOPPED_TEXT)
    form = (
        f'<form method="post"><button class="kb-button" type="submit">{Following.STOP_BUTTON}</button></form>'
    )
    return _page(style, Following.STOP_TITLE, Following.STOP_TEXT, form)


def _page(style: str, title: str, text: str, more: str = "", status: int = 200) -> HTMLResponse:
    """A page of its own, outside the app: it works without a script."""
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="da"><head><meta charset="utf-8" />'
        f'<meta name="viewport" content="width=device-width, initial-scale=1" />'
        f'<meta name="robots" content="noindex" />'
        f"<title>{escape(title)} – {Ui.TITLE}</title>{style}</head>"
        f'<body class="kb-plain stHtml"><main><p class="kb-brand"><a href="/">{Ui.TITLE}</a></p>'
        f"<h1>{escape(title)}</h1><p>{escape(text)}</p>{more}</main></body></html>",
        status_code=status,
        headers=_PRIVATE,
    )


def _missing() -> Response:
    """The same for whatever opens nothing, so that it tells nothing."""
    return Response(Doc.NOT_FOUND, status_code=404, media_type="text/plain", headers=_PRIVATE)
