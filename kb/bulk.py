"""Embedding in bulk: windows of texts to vectors and token codes, here or on other machines.

Here the model runs in a thread: it computes on all cores and lets go of the interpreter meanwhile. On other
machines any ``concurrent.futures.Executor`` will do; each of its processes loads the model once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np

from kb.embedding import Encoder, Role, Vectors, load_encoder
from kb.errors import ModelError, ResourceError, SettingsError
from kb.index.threads import calm_numpy
from kb.index.token_codes import Codes, encode
from kb.settings import Settings, load_settings
from kb.strings_da.problems import NO_WORKER_JOINED

LOCAL = "local"
CONNECT_SECONDS = 10
"""How long a cluster may take to answer that it is there."""

RETRIES = 10
"""How often a task whose worker died is given to another one."""


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """The ``vectors`` (n, d) and token ``codes`` of n texts, in order."""

    vectors: Vectors
    codes: Sequence[Codes]


class Bulk(Protocol):
    """Embeds windows of texts, several at a time."""

    @property
    def ahead(self) -> int:
        """How many windows are worth submitting before the first is waited for."""

    def submit(self, texts: Sequence[str]) -> Future[Embedded]:
        """The future of what the texts become."""


def embedded(model: Encoder, texts: Sequence[str]) -> Embedded:
    """What the model makes of the texts."""
    calm_numpy()  # its threads would take the cores from the model's
    vectors = np.zeros((len(texts), model.dimensions), np.float32)
    codes: list[Codes] = [np.zeros((0, 0), np.uint8)] * len(texts)
    for row, embedding in model.stream(texts, Role.PASSAGE):
        vectors[row] = embedding.pooled
        codes[row] = encode(embedding.tokens.vectors)
    return Embedded(vectors, codes)


class LocalBulk:
    """Embeds with a model of this process, one window at a time."""

    ahead = 2

    def __init__(self, model: Encoder, thread: ThreadPoolExecutor) -> None:
        self._model, self._thread = model, thread

    def submit(self, texts: Sequence[str]) -> Future[Embedded]:
        """The future of what the texts become."""
        return self._thread.submit(embedded, self._model, texts)


class ExecutorBulk:
    """Embeds in the processes of an executor, each of which loads the settings' model once."""

    def __init__(
        self, executor: Executor, settings: Settings, fingerprint: str, tasks: int, cores: int = 1
    ) -> None:
        """``tasks`` are computed at a time; a process may use ``cores`` for all of those it has."""
        self._executor, self._fingerprint = executor, fingerprint
        self._model = (settings.model, settings.runtime, settings.precision, cores)
        self.ahead = 2 * tasks

    def submit(self, texts: Sequence[str]) -> Future[Embedded]:
        """The future of what the texts become."""
        return self._executor.submit(_by_worker, self._model, self._fingerprint, texts)


_loading = threading.Lock()


@cache
def _worker_model(model: str, runtime: str, precision: str, cores: int) -> Encoder:
    """The model of a worker's process, which lives as long as it."""
    return load_encoder(load_settings(model=model, runtime=runtime, precision=precision, cores=cores))


def _by_worker(chosen: tuple[str, str, str, int], fingerprint: str, texts: Sequence[str]) -> Embedded:
    """What the worker's model makes of the texts. Raises ModelError where it is another model."""
    with _loading:  # several threads of a worker may get their first task at once
        model = _worker_model(*chosen)
    if model.fingerprint != fingerprint:
        raise ModelError("worker_model_mismatch", found=model.fingerprint[:8], expected=fingerprint[:8])
    return embedded(model, texts)


@contextmanager
def bulk_of(settings: Settings, model: Encoder, executor: Executor | None = None) -> Iterator[Bulk]:
    """What embeds while inside: ``executor`` where one is given, else what the settings name.

    Raises SettingsError for an address that is none, ResourceError where no worker can be reached or all
    are lost.
    """
    if executor is not None:
        workers = getattr(executor, "_max_workers", 1)
        with lost_workers(type(executor).__name__):
            yield ExecutorBulk(executor, settings, model.fingerprint, workers)
    elif settings.executor == LOCAL:
        with ThreadPoolExecutor(1, "embedding") as thread:
            try:
                yield LocalBulk(model, thread)
            finally:
                thread.shutdown(wait=True, cancel_futures=True)
    else:
        with _dask(settings, model) as bulk:
            yield bulk


@contextmanager
def lost_workers(place: str) -> Iterator[None]:
    """While inside, an executor whose workers are gone is raised as ResourceError."""
    try:
        yield
    except (BrokenExecutor, CancelledError) as error:
        raise ResourceError("workers_lost", place=place, detail=type(error).__name__) from error


@contextmanager
def _dask(settings: Settings, model: Encoder) -> Iterator[Bulk]:
    """What embeds on the Dask cluster that the settings name the scheduler of."""
    address = settings.executor
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise SettingsError("no_dask") from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError) as error:
        raise ResourceError("no_workers", place=address, detail=type(error).__name__) from error
    except ValueError as error:
        raise SettingsError("bad_executor", value=address) from error
    with client:
        threads = client.nthreads().values()  # type: ignore[no-untyped-call]
        if not threads:
            raise ResourceError("no_workers", place=address, detail=NO_WORKER_JOINED)
        try:
            with lost_workers(address):
                executor = client.get_executor(retries=RETRIES, pure=False)  # type: ignore[no-untyped-call]
                yield ExecutorBulk(executor, settings, model.fingerprint, sum(threads), max(threads))
        except KilledWorker as error:
            raise ResourceError("workers_lost", place=address, detail="KilledWorker") from error
