"""What is wrong with a request, in Danish: made of what pydantic found, without the value that was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kb.errors import UsageError
from kb.strings_da.api import Api

PLACES = frozenset({"query", "path", "header", "cookie", "body"})
MAX_TOLD = 5
MAX_FIELD = 60


def bad_request(faults: Sequence[Mapping[str, Any]]) -> UsageError:
    """The error that tells of the first faults, in the order in which they were found."""
    told = dict.fromkeys(_sentence(fault) for fault in faults)
    return UsageError("bad_request", detail="; ".join(list(told)[:MAX_TOLD]))


def _sentence(fault: Mapping[str, Any]) -> str:
    """One fault: the field, and what is the matter with it."""
    kind = str(fault["type"])
    words = Api.FAULTS.get(kind, Api.FAULT).format(**fault.get("ctx", {}))
    field = ".".join(str(part) for part in fault["loc"] if part not in PLACES)
    if not field or kind == "json_invalid":
        return Api.BODY_FAULT.format(fault=words)
    return Api.FIELD_FAULT.format(field=field[:MAX_FIELD], fault=words)
