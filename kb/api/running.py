"""Runs an application until it is asked to stop, and then lets it finish what it has begun."""

from __future__ import annotations

import socket
from collections.abc import Callable
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

from kb.errors import ResourceError
from kb.serve import free_port, port_is_free, terminated_as_interrupted

GRACE_SECONDS = 10
LOAD_SECONDS = 60
"""How long the end waits for a model that is being loaded, whose own threads would abort the process."""


class _Announcing(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen."""
        await super().startup(sockets)
        if self.started:
            self._announce()


def run(app: ASGIApp, host: str, port: int, warm: Callable[[], Thread], announce: Callable[[], None]) -> None:
    """Nothing, once the server was stopped with Ctrl-C or SIGTERM.

    ``warm`` begins to load the model; ``announce`` is called when the server answers. Requests under way get
    GRACE_SECONDS. No request is logged: addresses hold questions. Raises ResourceError where the port is
    taken.
    """
    if not port_is_free(host, port):
        raise ResourceError("api_port_busy", port=port, free=free_port(host, port + 1))
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who sent a request is judged by the gate, from the address it came from
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    loading = warm()
    with terminated_as_interrupted():
        try:
            _Announcing(config, announce).run()
        except KeyboardInterrupt:
            return  # uvicorn passes the signal on once it has finished
        finally:
            loading.join(LOAD_SECONDS)
