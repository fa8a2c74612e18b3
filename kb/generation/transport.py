"""What goes over the line to a server that is not trusted: no more than a limit comes back, nothing packed.

Imports the extra that brings the HTTP client: import it where a server is asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2


class TooMuchError(Exception):
    """A server sent more than anybody asked for, or packed so that its size cannot be told."""


class Capped(httpx2.AsyncBaseTransport):
    """A transport that takes at most ``most`` bytes of each reply."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, most: int) -> None:
        self._inner, self._most = inner, most

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The reply; its body raises TooMuchError when it is too long. Raises it for a packed one."""
        for name in [each for each in request.headers if each.lower().startswith("x-stainless")]:
            del request.headers[name]  # what machine and what Python this is, is nobody's business
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise TooMuchError
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Body(response.stream, self._most)
        return response

    async def aclose(self) -> None:
        """Closes what is open."""
        await self._inner.aclose()


class _Body(httpx2.AsyncByteStream):
    """The body of a reply up to a size."""

    def __init__(self, inner: httpx2.AsyncByteStream, most: int) -> None:
        self._inner, self._most = inner, most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._inner:
            size += len(part)
            if size > self._most:
                raise TooMuchError
            yield part

    async def aclose(self) -> None:
        await self._inner.aclose()
