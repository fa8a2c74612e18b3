"""What is counted: requests by route and status, how long they took, and which index is in use."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.errors import KBError
from kb.library import Library
from kb.settings import Settings

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
OTHER = "other"
"""The route of a request that no route took: its path is nobody's business here."""


class Metrics:
    """The figures of one server. They hold no path, question or text of a request."""

    def __init__(self, settings: Settings, library: Library) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call] # the time of each series' first request: of no use
        self._registry = CollectorRegistry()
        self._registry.register(_IndexInUse(settings, library))
        labels = ("method", "route", "status")
        self._requests = Counter("kb_api_requests", "Requests answered", labels, registry=self._registry)
        self._seconds = Histogram(
            "kb_api_request_seconds",
            "Seconds until the reply was sent",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self._registry,
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Nothing, once the request is counted."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self._registry)


class _IndexInUse(Collector):
    """The index that is answered from, asked when the figures are."""

    def __init__(self, settings: Settings, library: Library) -> None:
        self._settings, self._library = settings, library

    def collect(self) -> Iterable[GaugeMetricFamily | InfoMetricFamily]:
        """Its name, age and size; nothing where there is no index."""
        try:
            manifest = self._library.register(self._settings).manifest
        except KBError:
            return
        yield InfoMetricFamily("kb_index", "Index in use", value={"generation": manifest.generation})
        created = dt.datetime.fromisoformat(manifest.created).timestamp()
        yield GaugeMetricFamily("kb_index_created_seconds", "When it was made, Unix time", value=created)
        yield GaugeMetricFamily("kb_index_documents", "Documents in it", value=manifest.documents)
        yield GaugeMetricFamily("kb_index_chunks", "Passages in it", value=manifest.chunks)


METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})


class Counting:
    """Counts every request, also those that were refused."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def send_seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_seen)
        finally:
            route = getattr(scope.get("route"), "path_format", OTHER)
            method = scope["method"] if scope["method"] in METHODS else OTHER
            self._metrics.count(method, route, status, time.perf_counter() - began)
