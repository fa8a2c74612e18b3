"""How often each caller may call: a bucket of tokens for each, in memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MAX_CALLERS = 10_000


class TokenBuckets:
    """A bucket for each caller that holds ``per_minute`` tokens and is filled evenly.

    Of more than MAX_CALLERS the one that has not called for the longest is forgotten.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> float:
        """0 where the caller had a token, which is taken; else the seconds until there is one again."""
        with self._lock:
            now = self._clock()
            tokens, last = self._buckets.pop(caller, (float(self.per_minute), now))
            tokens = min(float(self.per_minute), tokens + (now - last) * self.per_minute / 60)
            wait = 0.0 if tokens >= 1 else (1 - tokens) * 60 / self.per_minute
            self._buckets[caller] = (tokens if wait else tokens - 1, now)
            if len(self._buckets) > MAX_CALLERS:
                self._buckets.popitem(last=False)
            return wait
