"""What the API says of itself: the errors that each address can answer with, and the key it wants."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Security
from fastapi.security import HTTPBearer
from starlette.responses import Response

from kb.contract.replies import ErrorReply
from kb.strings_da.api import Api, Operation

REFUSED = (400, 401, 403, 413, 421, 422, 429, 500, 503)
"""What any address that wants a key can answer with."""

KEYED = [Security(HTTPBearer(scheme_name="key", description=Api.KEY, auto_error=False))]
"""Says that a key is wanted; the gate in front of the application is what asks for it."""

TEXT: Mapping[str, Any] = {"type": "string"}

_NOT_MODIFIED: Mapping[int | str, dict[str, Any]] = {304: {"description": HTTPStatus.NOT_MODIFIED.phrase}}


def told(
    operation: Operation,
    *,
    tagged: bool = True,
    found: bool = True,
    kind: str | None = None,
    schema: Mapping[str, Any] = TEXT,
) -> dict[str, Any]:
    """How an address is described, as arguments for its route.

    ``tagged``: it can answer 304. ``found``: it never answers 404. ``kind``: the content type of its reply,
    and ``schema`` what that holds, where it is not JSON.
    """
    statuses = [*REFUSED, *(() if found else (404,))]
    responses: dict[int | str, dict[str, Any]] = {
        **({200: {"content": {kind: {"schema": dict(schema)}}}} if kind else {}),
        **(_NOT_MODIFIED if tagged else {}),
        **{
            status: {"model": ErrorReply, "description": HTTPStatus(status).phrase}
            for status in sorted(statuses)
        },
    }
    described = {"summary": operation.summary, "description": operation.description, "responses": responses}
    return {**described, "response_class": Response} if kind else described
