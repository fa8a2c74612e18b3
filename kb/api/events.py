"""An answer as server-sent events: each stage as it is reached, and the answer at last."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import anyio
import anyio.from_thread
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from fastapi.sse import format_sse_event
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kb.answers.stages import Found, Quoted, Stage, Tell, Understood
from kb.api.problems import shown
from kb.api.service import dumped
from kb.errors import KBError
from kb.jsonable import Json, error_json, stage_json

STREAM = "text/event-stream"
UNDERSTOOD, HITS, QUOTES, ANSWER, ERROR = "understood", "hits", "quotes", "answer", "error"
_NAMES = {Understood: UNDERSTOOD, Found: HITS, Quoted: QUOTES}

EVENT_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "event": {"enum": [UNDERSTOOD, HITS, QUOTES, ANSWER, ERROR]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    "required": ["event", "data"],
}
"""What one event holds."""

Event = tuple[str, Json] | KBError
Run = Callable[[Callable[[], Json]], Awaitable[Json]]
"""What runs the work in a thread."""


class Events(Response):
    """The events of one answer, which is made once the reply is sent.

    An error before the first event is raised as any other is; a later one is the last event. A caller that
    goes away ends the work at its next stage.
    """

    media_type = STREAM

    def __init__(self, run: Run, answer: Callable[[Tell], Json]) -> None:
        super().__init__(headers={"Cache-Control": "private, no-store", "X-Accel-Buffering": "no"})
        del self.headers["Content-Length"]
        self._run, self._answer = run, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the events. Raises KBError where there is none."""
        outlet, inlet = anyio.create_memory_object_stream[Event](math.inf)
        async with anyio.create_task_group() as group, inlet:
            group.start_soon(self._make, outlet)
            group.start_soon(_until_gone, receive, group.cancel_scope)
            refused = await self._send(inlet, send)
            group.cancel_scope.cancel()
        if refused is not None:
            raise refused

    async def _make(self, outlet: MemoryObjectSendStream[Event]) -> None:
        """Puts the events on the stream, then closes it."""

        def tell(stage: Stage) -> None:
            anyio.from_thread.check_cancelled()
            anyio.from_thread.run_sync(outlet.send_nowait, (_NAMES[type(stage)], stage_json(stage)))

        with outlet:
            try:
                outlet.send_nowait((ANSWER, await self._run(lambda: self._answer(tell))))
            except KBError as error:
                outlet.send_nowait(error)

    async def _send(self, inlet: MemoryObjectReceiveStream[Event], send: Send) -> KBError | None:
        """Sends what comes on the stream; the error, where that is the first to come."""
        first = await inlet.receive()
        if isinstance(first, KBError):
            return first
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await _send_event(first, send)
        async for event in inlet:
            await _send_event(event, send)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return None


async def _send_event(event: Event, send: Send) -> None:
    name, content = (ERROR, error_json(shown(event))) if isinstance(event, KBError) else event
    body = format_sse_event(event=name, data_str=dumped(content))
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _until_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    """Ends everything once the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
