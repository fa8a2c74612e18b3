"""The application: the routes, how errors are told, and what stands in front of them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kb.api import asking, follows, health, registers
from kb.api.gate import Gate, Shield, policy_of
from kb.api.metrics import Counting, Metrics
from kb.api.problems import problem
from kb.api.service import Service
from kb.contract.faults import bad_request
from kb.errors import KBError, UsageError
from kb.library import Library
from kb.limits import TokenBuckets
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.keys import ApiKeys
from kb.strings_da.api import Api

OPENAPI = "/v1/openapi.json"

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]


def make_app(settings: Settings, host: str, library: Library) -> ASGIApp:
    """The API over the settings' index, for a server that listens on ``host``."""
    metrics = Metrics(settings, library)
    app: ASGIApp = _application(Service(settings, library, version("kb")), metrics)
    policy = policy_of(settings, host, free={health.LIVE, health.READY, OPENAPI})
    keys = ApiKeys(StateDatabase(settings.state))
    app = Gate(app, keys, policy, TokenBuckets(settings.api_per_minute))
    if settings.api_origins:
        app = CORSMiddleware(
            app,
            allow_origins=settings.api_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Retry-After"],
        )
    return Shield(Counting(app, metrics))


def _application(service: Service, metrics: Metrics) -> FastAPI:
    """The routes and the handlers of their errors."""
    app = FastAPI(
        title=Api.TITLE,
        description=Api.DESCRIPTION,
        version=service.version,
        openapi_url=OPENAPI,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        exception_handlers=dict(_HANDLERS),
    )
    for router in (
        asking.routes(service),
        registers.routes(service),
        follows.routes(service),
        health.routes(service, metrics),
    ):
        app.include_router(router)
    return app


async def _kb_error(_request: Request, error: KBError) -> Response:
    return problem(error)


async def _invalid(_request: Request, error: RequestValidationError) -> Response:
    return problem(bad_request(error.errors()))


async def _http_error(request: Request, error: HTTPException) -> Response:
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
    return problem(_HTTP_ERRORS.get(error.status_code, lambda: bad_request(()))(), headers)


def _allowed(request: Request) -> str:
    """All methods of an address; the framework names those of the first route that has it."""
    path = getattr(request.scope.get("route"), "path_format", "")
    return ", ".join(sorted(map(str.upper, request.app.openapi()["paths"].get(path, {}))))


async def _unexpected(_request: Request, _error: Exception) -> Response:
    """The reply; the server behind the application logs the fault."""
    return problem(KBError("unexpected"))


_HTTP_ERRORS: Mapping[int, Callable[[], KBError]] = {
    404: lambda: UsageError("unknown_address"),
    405: lambda: UsageError("wrong_method"),
}
_HANDLERS: Mapping[int | type[Exception], Handler] = {
    KBError: _kb_error,
    RequestValidationError: _invalid,
    HTTPException: _http_error,
    Exception: _unexpected,
}
