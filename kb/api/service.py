"""What the routes stand on: the library, threads for the work, and replies that a caller may keep."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from kb.api.caller import caller, settings_for_caller
from kb.audit import record_opened
from kb.contract.faults import bad_request
from kb.contract.requests import SINGLE, PageOf
from kb.jsonable import Json
from kb.knowledge import KnowledgeBase
from kb.library import Library
from kb.register import Register
from kb.settings import Settings

AT_ONCE = 16
"""How many requests wait for the model or read the catalogue at a time; the others wait their turn."""

JSON = "application/json"
PICTURE = "image/png"
REVALIDATED = "private, no-cache"

Opened = TypeVar("Opened", bound=Register)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Service:
    """One server's knowledge base; ``version`` is that of the program."""

    settings: Settings
    library: Library
    version: str
    _turns: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(AT_ONCE))
    _long_turns: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(AT_ONCE))

    def knowledge(self) -> KnowledgeBase:
        """The knowledge base with the newest index. Raises KBError."""
        return self.library.get(settings_for_caller(self.settings))

    def register(self) -> Register:
        """What the newest index tells without the model. Raises KBError."""
        return self.library.register(settings_for_caller(self.settings))

    def opened(self, document: str, register: Register) -> None:
        """Nothing, once the log has that the caller read a document. Raises StateError or ResourceError."""
        generation = register.manifest.generation
        record_opened(self.settings, caller().name, document, generation)

    async def run(self, work: Callable[[], Result]) -> Result:
        """What ``work`` returns, done in a thread."""
        return await anyio.to_thread.run_sync(work, limiter=self._turns)

    async def run_long(self, work: Callable[[], Result]) -> Result:
        """What ``work`` returns, done in a thread that others do not wait for: a language model is slow."""
        return await anyio.to_thread.run_sync(work, limiter=self._long_turns)

    async def revalidated(
        self,
        request: Request,
        opened: Callable[[], Opened],
        make: Callable[[Opened], Json | bytes],
        turns: anyio.CapacityLimiter | None = None,
        kind: str = PICTURE,
    ) -> Response:
        """The reply that ``make`` makes; 304 without making it where the caller has it already.

        Bytes are of the ``kind`` of content. ``turns`` are others than those of all requests, where the work
        has its own.

        The tag changes with the index, the day (what was planned is held or missing the day after), the
        program and the address. It is weak, for the seconds in a reply differ each time.
        """

        def work() -> Response:
            source = opened()
            tag = self._tag(f"{source.manifest.clearance} {source.manifest.generation}", request)
            headers = {"ETag": tag, "Cache-Control": REVALIDATED}
            if tag.removeprefix("W/") in _held(request):
                return Response(status_code=304, headers=headers)
            made = make(source)
            if isinstance(made, bytes):
                return Response(made, headers=headers, media_type=kind)
            return json_reply(made, headers)

        return await anyio.to_thread.run_sync(work, limiter=turns or self._turns)

    def _tag(self, generation: str, request: Request) -> str:
        asked = f"{request.url.path}?{request.url.query}"
        parts = "\n".join((generation, dt.date.today().isoformat(), self.version, asked))
        return f'W/"{hashlib.sha256(parts.encode()).hexdigest()[:32]}"'


def said_once(request: Request) -> None:
    """Nothing. Raises UsageError where an address says a thing twice that can be only one."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    twice = [name for name, count in counts.items() if count > 1 and name in SINGLE]
    if twice:
        raise bad_request([{"type": "repeated", "loc": (name,)} for name in twice])


def json_reply(content: Json, headers: Mapping[str, str]) -> Response:
    """The content as JSON."""
    return Response(dumped(content), headers=headers, media_type=JSON)


def dumped(content: Json) -> str:
    """The content as it is sent."""
    return json.dumps(content, ensure_ascii=False)


def page_json(
    request: Request, page: PageOf, name: str, rows: Sequence[Result], row: Callable[..., Json]
) -> Json:
    """The page of the rows that was asked for, with how many there are and the way to the next page."""
    shown = rows[page.offset : page.offset + page.limit]
    end = page.offset + len(shown)
    return {
        name: [row(each) for each in shown],
        "total": len(rows),
        "limit": page.limit,
        "offset": page.offset,
        "next": _address(request, end) if shown and end < len(rows) else None,
    }


def _address(request: Request, offset: int) -> str:
    """The address of the page that begins at ``offset``."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "offset"]
    return f"{request.url.path}?{urlencode([*kept, ('offset', str(offset))])}"


def _held(request: Request) -> frozenset[str]:
    """The tags of what the caller has, without the mark of weak ones."""
    sent = request.headers.get("if-none-match", "")
    return frozenset(tag.strip().removeprefix("W/") for tag in sent.split(","))
