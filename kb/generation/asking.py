"""Asks the configured server for a text, within a time and a size that nothing it does can exceed.

The server may be slow, gone, wrong or hostile. What comes of it is a text or a reason, never an error of
somebody else's library, and never later than the time that was set.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillWaiting
from dataclasses import dataclass
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Any

from kb.datatypes import Writing
from kb.settings import Settings

if TYPE_CHECKING:
    import openai

MOST_BYTES = 2_000_000
"""Of everything that a server sends; a long answer in events of one word each is a tenth of that."""

CHARACTERS_A_TOKEN = 8
"""No tokenizer makes longer tokens of Danish on average: text beyond that is a server that does not stop."""

TRIES = 2
PAUSE_SECONDS = 0.2
GRACE_SECONDS = 0.5
"""How long the end of a request may take once its time is up, before nobody waits for it any more."""

Message = Mapping[str, str]


class UnwrittenError(Exception):
    """No text came; ``state`` says why. Never holds anything that was asked or sent."""

    def __init__(self, state: Writing) -> None:
        self.state = state
        super().__init__(state.value)


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """Where to ask, and as whom."""

    url: str
    key: str
    model: str


class Writer:
    """The server of the settings. Threads may share it; no more ask at once than the settings allow."""

    def __init__(self, settings: Settings) -> None:
        """A writer for settings that name a server."""
        key = settings.generator_key.get_secret_value() if settings.generator_key else "none"
        self._endpoint = _Endpoint(settings.generator_url or "", key, settings.generator_model)
        self._seconds, self._tokens = settings.generator_seconds, settings.generator_tokens
        self._turns = BoundedSemaphore(settings.generator_at_once)

    def write(self, messages: Sequence[Message]) -> str:
        """What the server wrote, whole. Raises UnwrittenError, at the latest when the time is up."""
        ends = time.monotonic() + self._seconds
        if not self._turns.acquire(timeout=self._seconds):
            raise UnwrittenError(Writing.BUSY)
        result: Future[str] = Future()
        Thread(target=self._run, args=(messages, ends, result), name="kb-writer", daemon=True).start()
        try:
            return result.result(max(0.0, ends - time.monotonic()) + GRACE_SECONDS)
        except StillWaiting:
            raise UnwrittenError(Writing.SLOW) from None

    def _run(self, messages: Sequence[Message], ends: float, result: Future[str]) -> None:
        """Sets the result; in a thread of its own, since a name that is looked up cannot be interrupted."""
        try:
            result.set_result(asyncio.run(self._within(messages, ends)))
        except UnwrittenError as error:
            result.set_exception(error)
        finally:
            self._turns.release()
            if not result.done():
                result.set_exception(UnwrittenError(Writing.GARBLED))

    async def _within(self, messages: Sequence[Message], ends: float) -> str:
        """The text. Raises UnwrittenError."""
        left = ends - time.monotonic()
        try:
            async with asyncio.timeout(left):
                return await self._tried(messages)
        except TimeoutError:
            raise UnwrittenError(Writing.SLOW) from None

    async def _tried(self, messages: Sequence[Message]) -> str:
        """The text of the first request that is answered, of at most TRIES. Raises UnwrittenError."""
        import openai

        from kb.generation.transport import TooMuchError

        _keep_quiet()
        options: Mapping[str, Any] = {"max_tokens": self._tokens, "temperature": 0}
        state = Writing.UNREACHABLE
        async with _client(self._endpoint, self._seconds) as client:
            for left in reversed(range(TRIES)):
                try:
                    return await self._streamed(client, messages, options)
                except openai.BadRequestError:
                    # Newer models take neither of the two.
                    state, options = Writing.REFUSED, {"max_completion_tokens": self._tokens}
                except openai.APITimeoutError:
                    raise UnwrittenError(Writing.SLOW) from None
                except (openai.InternalServerError, openai.RateLimitError):
                    state = Writing.UNREACHABLE
                except openai.APIStatusError:
                    raise UnwrittenError(Writing.REFUSED) from None
                except openai.APIConnectionError as error:
                    if isinstance(error.__cause__, TooMuchError):
                        raise UnwrittenError(Writing.GARBLED) from None
                    state = Writing.UNREACHABLE
                except (openai.OpenAIError, ValueError, TypeError, AttributeError, LookupError):
                    # What is no event stream, no JSON, or JSON of another shape.
                    raise UnwrittenError(Writing.GARBLED) from None
                if left:
                    await asyncio.sleep(PAUSE_SECONDS)
        raise UnwrittenError(state)

    async def _streamed(
        self, client: openai.AsyncOpenAI, messages: Sequence[Message], options: Mapping[str, Any]
    ) -> str:
        """The text of one request, piece by piece until its end or its budget."""
        import httpx2

        from kb.generation.transport import TooMuchError

        request: Mapping[str, Any] = {"model": self._endpoint.model, "messages": list(messages), **options}
        pieces: list[str] = []
        length, most = 0, self._tokens * CHARACTERS_A_TOKEN
        try:
            async with await client.chat.completions.create(stream=True, **request) as stream:
                async for event in stream:
                    piece = event.choices[0].delta.content if event.choices else None
                    if not piece:
                        continue
                    pieces.append(piece)
                    length += len(piece)
                    if length > most:
                        break
        except TooMuchError:
            raise UnwrittenError(Writing.GARBLED) from None
        except httpx2.TimeoutException:
            raise UnwrittenError(Writing.SLOW) from None
        except httpx2.HTTPError:
            if not pieces:  # else what came before the line went dead is read: every sentence is checked
                raise UnwrittenError(Writing.UNREACHABLE) from None
        text = "".join(pieces)
        if not text.strip():
            raise UnwrittenError(Writing.GARBLED)
        return text


def _client(endpoint: _Endpoint, seconds: float) -> openai.AsyncOpenAI:
    """A client that follows no redirect, uses no proxy, and takes nothing from the environment."""
    import httpx2
    import openai

    from kb.generation.transport import Capped

    transport = httpx2.AsyncHTTPTransport(verify=ssl.create_default_context(), trust_env=False)
    inner = httpx2.AsyncClient(
        transport=Capped(transport, MOST_BYTES), trust_env=False, follow_redirects=False, timeout=seconds
    )
    client = openai.AsyncOpenAI(
        api_key=endpoint.key,
        base_url=endpoint.url,
        timeout=seconds,
        max_retries=0,
        http_client=inner,
        default_headers={"Accept-Encoding": "identity", "User-Agent": "kb"},
    )
    client.organization = client.project = None  # those of the environment are somebody else's
    return client


def _keep_quiet() -> None:
    """Nothing; the libraries log requests with all that is asked where somebody logs everything."""
    for name in ("openai", "httpx2", "httpcore2"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
