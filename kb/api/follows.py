"""Followed searches of a caller, and planned meetings as a calendar."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from kb.api.caller import caller
from kb.api.openapi import KEYED, told
from kb.api.service import Service, json_reply, said_once
from kb.contract.follows import Follow, FollowBody, Follows, Meetings, NewFollow, News
from kb.contract.requests import LARGEST, Filters
from kb.export.ical import MEDIA_TYPE, calendar, meeting_json, meetings_of
from kb.following.following import begin, book_of, end, entry_json, feed_address, follow_json
from kb.following.readers import entries, settings_of
from kb.jsonable import Json
from kb.register import Register
from kb.strings_da.following import FollowApi
from kb.strings_da.following import Meetings as Words

UNCACHED = {"Cache-Control": "private, no-store"}
Number = Annotated[int, Path(ge=1, le=LARGEST, description=FollowApi.NUMBER)]


def routes(service: Service) -> APIRouter:
    """The addresses of what a caller follows, and of the calendar."""
    router = APIRouter(dependencies=[*KEYED, Depends(said_once)])

    @router.get("/v1/follows", response_model=Follows, **told(FollowApi.LIST, tagged=False))
    async def listed() -> Response:
        return json_reply(await service.run(lambda: _listed(service)), UNCACHED)

    @router.post("/v1/follows", response_model=NewFollow, **told(FollowApi.ADD, tagged=False))
    async def add(wanted: FollowBody) -> Response:
        return json_reply(await service.run(lambda: _added(service, wanted)), UNCACHED)

    @router.get(
        "/v1/follows/{number}/news", response_model=News, **told(FollowApi.NEWS, tagged=False, found=False)
    )
    async def news(number: Number) -> Response:
        return json_reply(await service.run(lambda: _news(service, number)), UNCACHED)

    @router.delete(
        "/v1/follows/{number}", response_model=Follow, **told(FollowApi.REMOVE, tagged=False, found=False)
    )
    async def remove(number: Number) -> Response:
        return json_reply(await service.run(lambda: _removed(service, number)), UNCACHED)

    @router.get("/v1/meetings", response_model=Meetings, **told(FollowApi.MEETINGS))
    async def meetings(request: Request, where: Annotated[Filters, Query()]) -> Response:
        def make(register: Register) -> Json:
            return {"meetings": [meeting_json(each) for each in meetings_of(register, where.where())]}

        return await service.revalidated(request, service.register, make)

    @router.get("/v1/meetings.ics", **told(FollowApi.CALENDAR, kind="text/calendar"))
    async def ics(request: Request, where: Annotated[Filters, Query()]) -> Response:
        def make(register: Register) -> bytes:
            stamp = dt.datetime.fromisoformat(register.manifest.created)
            site = service.settings.site_url.rstrip("/")
            return calendar(meetings_of(register, where.where()), Words.CALENDAR, site, stamp)

        return await service.revalidated(request, service.register, make, kind=MEDIA_TYPE)

    return router


def _listed(service: Service) -> Json:
    """What the caller follows, newest first."""
    return {"follows": [follow_json(each) for each in book_of(service.settings).of(caller().name)]}


def _added(service: Service, wanted: FollowBody) -> Json:
    """The new followed search, with the address of its feed, which is told this once."""
    now, who = dt.datetime.now(dt.UTC), caller()
    follow, secret = begin(service.settings, wanted.wish(), who.name, who.clearance, now)
    return {**follow_json(follow), "feed": feed_address(service.settings, secret)}


def _news(service: Service, number: int) -> Json:
    """What is new in one, newest first, as far as the caller may read it now."""
    book = book_of(service.settings)
    follow = book.one(number, caller().name)
    own = settings_of(follow, service.settings)
    found = () if own is None else entries(book.news(number), service.library.register(own))
    return {"news": [entry_json(each) for each in found]}


def _removed(service: Service, number: int) -> Json:
    """The followed search, once it is gone."""
    book = book_of(service.settings)
    follow = book.one(number, caller().name)
    end(service.settings, number, caller().name)
    return follow_json(follow)
