"""Searching and asking: as one reply, or as a stream of the stages that an answer goes through."""

from __future__ import annotations

import time
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from kb.answers.stages import Tell, untold
from kb.api.caller import caller
from kb.api.events import EVENT_SCHEMA, STREAM, Events
from kb.api.openapi import KEYED, told
from kb.api.service import Service, json_reply, said_once
from kb.audit import Audit, record_searched
from kb.contract.replies import Answer, Found
from kb.contract.requests import Ask, AskBody, Search, SearchBody
from kb.jsonable import Json, answer_json, search_json
from kb.knowledge import KnowledgeBase
from kb.strings_da.api import Api

UNCACHED = {"Cache-Control": "private, no-store"}


def routes(service: Service) -> APIRouter:
    """The addresses for searching and asking."""
    router = APIRouter(dependencies=[*KEYED, Depends(said_once)])
    streamed = told(Api.STREAM, tagged=False, kind=STREAM, schema=EVENT_SCHEMA)

    @router.get("/v1/search", response_model=Found, **told(Api.SEARCH))
    async def search(request: Request, asked: Annotated[Search, Query()]) -> Response:
        return await service.revalidated(request, service.knowledge, partial(found, service, asked))

    @router.post("/v1/search", response_model=Found, **told(Api.SEARCH, tagged=False))
    async def post_search(asked: SearchBody) -> Response:
        return json_reply(await service.run(lambda: found(service, asked, service.knowledge())), UNCACHED)

    @router.get("/v1/ask", response_model=Answer, **told(Api.ASK))
    async def ask(request: Request, asked: Annotated[Ask, Query()]) -> Response:
        return await service.revalidated(request, service.knowledge, partial(answered, service, asked))

    @router.post("/v1/ask", response_model=Answer, **told(Api.ASK, tagged=False))
    async def post_ask(asked: AskBody) -> Response:
        return json_reply(await service.run(lambda: answered(service, asked, service.knowledge())), UNCACHED)

    @router.get("/v1/ask/stream", **streamed)
    async def stream(asked: Annotated[Ask, Query()]) -> Response:
        return Events(service, lambda tell: answered(service, asked, service.knowledge(), tell))

    @router.post("/v1/ask/stream", **streamed)
    async def post_stream(asked: AskBody) -> Response:
        return Events(service, lambda tell: answered(service, asked, service.knowledge(), tell))

    return router


def found(service: Service, asked: Search, knowledge: KnowledgeBase) -> Json:
    """What a search found, as JSON, once the log has it. Raises KBError."""
    began = time.perf_counter()
    hits = knowledge.search(asked.query, asked.k, asked.where())
    generation = knowledge.manifest.generation
    record_searched(service.settings, caller().name, generation, len(asked.query), len(hits))
    return search_json(asked.query, hits, knowledge.dead_legs(), time.perf_counter() - began)


def answered(service: Service, asked: Ask, knowledge: KnowledgeBase, tell: Tell = untold) -> Json:
    """The answer to a question, once the log has it; ``tell`` hears of each stage. Raises KBError."""
    began = time.perf_counter()
    answer = knowledge.ask(asked.question, asked.where(), asked.without, tell)
    Audit(service.settings).asked(answer, user=caller().name, generation=knowledge.manifest.generation)
    return answer_json(answer, knowledge.dead_legs(), time.perf_counter() - began)
