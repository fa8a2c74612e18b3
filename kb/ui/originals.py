"""The routes for what lies behind a document: its pages as pictures, and the file to save.

Nothing is served but what the index knows, whose file is there, unchanged and open: all else is not found.
"""

from __future__ import annotations

import logging
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import BinaryIO
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from kb.audit import record_opened
from kb.datatypes import Document
from kb.errors import KBError
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import visitor
from kb.ui.address import SHORT_SHA

AT_ONCE = 1
"""How many pages are drawn at a time: PDFium works for one thread."""

WAITING = 24
"""How many more may wait for that; others are told to come again."""

KEPT_BYTES = 32 * 2**20
"""How much room the pictures take that are kept."""

PIECE = 256 * 2**10
"""How many bytes of a file are sent at a time."""

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html",
    "txt": "text/plain",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

# The address changes with the file. Only the reader's own browser may keep it: a case may be closed later.
_FOR_EVER = "private, max-age=31536000, immutable"
_GUARDED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_log = logging.getLogger(__name__)

Key = tuple[str, int]


class Pictures:
    """The pictures that were asked for last, so that a page is drawn once; empty bytes where it cannot be."""

    def __init__(self, room: int = KEPT_BYTES) -> None:
        self._room = room
        self._lock = Lock()
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0

    def kept(self, key: Key) -> bytes | None:
        """The picture where it is kept, None where it has to be drawn."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def drawn(self, key: Key, draw: Callable[[], bytes]) -> bytes:
        """The picture, drawn unless somebody else had it drawn while this call waited for its turn."""
        picture = self.kept(key)
        if picture is None:
            picture = draw()
            with self._lock:
                self._kept[key] = picture
                self._size += len(picture)
                while self._size > self._room and len(self._kept) > 1:
                    self._size -= len(self._kept.popitem(last=False)[1])
        return picture


def routes() -> list[Route]:
    """The routes for pictures of pages and for files to save."""
    pictures, drawing = Pictures(), CapacityLimiter(AT_ONCE)

    async def image(request: Request) -> Response:
        shown = await to_thread.run_sync(_asked, request)
        if shown is None:
            return _missing()
        number, sha = int(request.path_params["page"]), shown.document.sha256
        picture = pictures.kept((sha, number))
        if picture is None:
            if drawing.statistics().tasks_waiting >= WAITING:
                return Response(status_code=503, headers={**_GUARDED, "Retry-After": "2"})
            draw = partial(pictures.drawn, (sha, number), partial(_drawn, shown, number))
            picture = await to_thread.run_sync(draw, limiter=drawing)
        if not picture:
            return _missing()
        tag = f'"{sha}-{number}"'
        headers = {**_GUARDED, "Cache-Control": _FOR_EVER, "ETag": tag}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(picture, media_type="image/png", headers=headers)

    async def file(request: Request) -> Response:
        shown = await to_thread.run_sync(_asked, request)
        return _missing() if shown is None else await to_thread.run_sync(_saved, shown, request)

    async def nothing(_request: Request) -> Response:
        return _missing()

    return [
        Route(f"/{Doc.PATH_IMAGE}/{{sha}}/{{page:int}}.png", image),
        Route(f"/{Doc.PATH_FILE}/{{sha}}", file),
        # What looks alike must not fall through to the page's shell.
        Route(f"/{Doc.PATH_IMAGE}/{{rest:path}}", nothing),
        Route(f"/{Doc.PATH_FILE}/{{rest:path}}", nothing),
    ]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A document whose file may be shown, and where that lies."""

    document: Document
    path: Path
    settings: Settings
    generation: str


def _asked(request: Request) -> _Shown | None:
    """What a request names, None where there is nothing of this id and checksum to show."""
    try:
        settings = visitor.reader_settings(request)
        register = LIBRARY.register(settings)
        document = register.document(request.query_params.get(Ui.PARAM_DOCUMENT, ""))
        path = register.original(document.id).path
    except KBError as error:
        # An unknown document is an everyday matter; a broken index is told by every page.
        _log.info("nothing to show: %s", error.code)
        return None
    same = document.sha256[:SHORT_SHA] == request.path_params["sha"]
    return _Shown(document, path, settings, register.manifest.generation) if same and path else None


def _drawn(shown: _Shown, number: int) -> bytes:
    """The picture of a page; empty where there is none."""
    try:
        return LIBRARY.register(shown.settings).page_image(shown.document.id, number)
    except KBError as error:
        _log.info("a page has no picture: %s", error.code)
        return b""


def _saved(shown: _Shown, request: Request) -> Response:
    """The file, to be saved under its own name and never shown by the browser, once the log has it."""
    try:
        opened = shown.path.open("rb")
    except OSError:
        return _missing()
    try:
        record_opened(shown.settings, visitor.email_of(request), shown.document.id, shown.generation)
    except KBError as error:
        opened.close()
        _log.error("a file was not handed out: %s", error)
        return Response(Doc.NOT_RECORDED, status_code=503, media_type="text/plain", headers=_GUARDED)
    name = shown.document.id.rsplit("/", 1)[-1]
    headers = {
        **_GUARDED,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Length": str(os.fstat(opened.fileno()).st_size),
    }
    media = MEDIA_TYPES.get(shown.document.format, "application/octet-stream")
    return StreamingResponse(_pieces(opened), media_type=media, headers=headers)


def _pieces(opened: BinaryIO) -> Iterator[bytes]:
    """The file bit by bit."""
    with opened:
        while piece := opened.read(PIECE):
            yield piece


def _missing() -> Response:
    """The same for whatever is not served, so that it tells nothing."""
    return Response(Doc.NOT_FOUND, status_code=404, media_type="text/plain", headers=_GUARDED)
