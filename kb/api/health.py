"""Whether the server is there, whether it can answer, and how it does."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from kb.api.metrics import Metrics
from kb.api.openapi import KEYED, told
from kb.api.service import Service, json_reply
from kb.contract.replies import ErrorReply, State
from kb.errors import ResourceError
from kb.strings_da.api import Api

LIVE = "/v1/health/live"
READY = "/v1/health/ready"
_UNCACHED = {"Cache-Control": "no-store"}


def routes(service: Service, metrics: Metrics) -> APIRouter:
    """The addresses for those who watch the server. Two want no key, and tell nothing of the index."""
    router = APIRouter()

    @router.get(LIVE, response_model=State, summary=Api.LIVE.summary, description=Api.LIVE.description)
    async def live() -> Response:
        return json_reply({"status": "live"}, _UNCACHED)

    @router.get(
        READY,
        response_model=State,
        responses={503: {"model": ErrorReply}},
        summary=Api.READY.summary,
        description=Api.READY.description,
    )
    async def ready() -> Response:
        if not service.library.ready(service.settings):
            raise ResourceError("not_ready")
        return json_reply({"status": "ready"}, _UNCACHED)

    kind = CONTENT_TYPE_LATEST.partition(";")[0]

    @router.get("/v1/metrics", dependencies=KEYED, **told(Api.METRICS, tagged=False, kind=kind))
    async def figures() -> Response:
        content = await service.run(metrics.text)
        return Response(content, headers=_UNCACHED, media_type=CONTENT_TYPE_LATEST)

    return router
