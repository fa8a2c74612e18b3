"""Errors as replies: which status each has, and what of it is told to whom."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

from starlette.responses import Response

from kb.errors import KBError, RoleError, UsageError
from kb.jsonable import error_json

STATUSES: Mapping[str, int] = {
    "bad_request": 400,
    "key_missing": 401,
    "key_refused": 401,
    "bad_origin": 403,
    "unknown_address": 404,
    "unknown_document": 404,
    "unknown_case": 404,
    "unknown_follow": 404,
    "no_page_image": 404,
    "wrong_method": 405,
    "too_large": 413,
    "bad_host": 421,
    "too_many_requests": 429,
    "unexpected": 500,
}
"""The status of an error by its code; any other has that of its class."""

_log = logging.getLogger(__name__)


def status_of(error: KBError) -> int:
    """The status of an error: 422 for what makes no sense here, 403 for what is not allowed, else 503."""
    if error.code in STATUSES:
        return STATUSES[error.code]
    if isinstance(error, UsageError):
        return 422
    return 403 if isinstance(error, RoleError) else 503


def problem(error: KBError, headers: Mapping[str, str] | None = None) -> Response:
    """The reply that tells of an error."""
    told = dict(headers or {})
    status = status_of(error)
    if status == 401:
        told["WWW-Authenticate"] = "Bearer"
    if status == 503:
        told.setdefault("Retry-After", "30")
    body = json.dumps(error_json(shown(error)), ensure_ascii=False)
    return Response(body, status, told, media_type="application/json")


def shown(error: KBError) -> KBError:
    """The error as a caller is told of it.

    What is wrong with the machine, its folders and its index is told to the log; a caller can only wait.
    """
    if status_of(error) != 503 or error.code == "not_ready":
        return error
    _log.error("%s: %s", error.code, error)
    return KBError("unavailable")
