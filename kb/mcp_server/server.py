"""The server: the tools, and every document as a resource. What it hands over is data, and it says so."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError

from kb.api.problems import shown
from kb.datatypes import DocumentSummary
from kb.errors import KBError, UsageError
from kb.mcp_server.tools import ACTIONS, Desk
from kb.strings_da.api import Mcp

SCHEME = "kb://document/"
TEMPLATE = f"{SCHEME}{{id}}"
PAGE = 200
"""Resources on one page of their list."""

Context = Any
Result = TypeVar("Result")


def make_server(desk: Desk) -> Server[Any]:
    """The server over a knowledge base, for any transport."""
    actions = {action.name: action for action in ACTIONS}

    async def list_tools(_context: Context, _params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[action.tool() for action in ACTIONS])

    async def call_tool(_context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        action = actions.get(params.name)
        if action is None:
            raise MCPError(types.INVALID_PARAMS, UsageError("unknown_tool", name=params.name[:60]).message)
        return await _in_thread(partial(action.call, desk, params.arguments or {}))

    async def list_resources(
        _context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        begin = _position(params.cursor if params else None)
        documents = await _in_thread(lambda: desk.register().documents())
        end = begin + PAGE
        return types.ListResourcesResult(
            resources=[_resource(each) for each in documents[begin:end]],
            next_cursor=_cursor(end) if end < len(documents) else None,
        )

    async def list_templates(_context: Context, _params: object) -> types.ListResourceTemplatesResult:
        template = types.ResourceTemplate(
            name="document",
            title=Mcp.RESOURCE_TITLE,
            uri_template=TEMPLATE,
            description=Mcp.RESOURCE,
            mime_type="text/plain",
        )
        return types.ListResourceTemplatesResult(resource_templates=[template])

    async def read_resource(
        _context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        named = unquote(params.uri.removeprefix(SCHEME)) if params.uri.startswith(SCHEME) else params.uri
        document = await _in_thread(lambda: desk.opened(named, desk.register()))
        contents = types.TextResourceContents(uri=params.uri, mime_type="text/plain", text=document.text)
        return types.ReadResourceResult(contents=[contents])

    return Server(
        "kb",
        version=version("kb"),
        title=Mcp.TITLE,
        instructions=Mcp.INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


async def _in_thread(work: Callable[[], Result]) -> Result:
    """What ``work`` returns, done in a thread. Raises MCPError for a problem that a client can be told of."""
    try:
        return await anyio.to_thread.run_sync(work)
    except KBError as error:
        told = shown(error)
        code = types.INVALID_PARAMS if isinstance(error, UsageError) else types.INTERNAL_ERROR
        data = {"code": told.code, "remedy": told.remedy}
        raise MCPError(code, told.message, data) from error


def _resource(document: DocumentSummary) -> types.Resource:
    """A document as a resource: named by its id, described by where and when."""
    day = document.date.isoformat() if document.date else None
    parts = (document.committee, day, document.status.value)
    return types.Resource(
        uri=SCHEME + quote(document.id, safe=""),
        name=document.id,
        title=document.title,
        description=", ".join(filter(None, parts)),
        mime_type="text/plain",
    )


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(str(position).encode()).decode()


def _position(cursor: str | None) -> int:
    """Where the page begins. Raises MCPError for a cursor that is none of ours."""
    if cursor is None:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, binascii.Error) as error:
        raise MCPError(types.INVALID_PARAMS, UsageError("bad_cursor").message) from error
