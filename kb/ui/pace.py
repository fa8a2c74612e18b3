"""How often one visitor may ask: who is signed in by e-mail, anybody else tab by tab."""

from __future__ import annotations

import math
from threading import Lock

from streamlit.runtime.scriptrunner import get_script_run_ctx

from kb.errors import UsageError
from kb.limits import TokenBuckets
from kb.settings import Settings
from kb.ui import visitor


class Pace:
    """The visitors' buckets, made anew where the settings allow another number. Safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._buckets: TokenBuckets | None = None

    def admit(self, caller: str, per_minute: int) -> None:
        """Nothing. Raises UsageError where ``caller`` has asked too often and has to wait."""
        with self._lock:
            if self._buckets is None or self._buckets.per_minute != per_minute:
                self._buckets = TokenBuckets(per_minute)
            buckets = self._buckets
        if wait := math.ceil(buckets.take(caller)):
            raise UsageError("asked_too_often", limit=per_minute, seconds=wait)


PACE = Pace()


def admit(settings: Settings) -> None:
    """Nothing. Raises UsageError where the visitor has asked too often and has to wait."""
    context = get_script_run_ctx()
    tab = context.session_id if context else ""
    PACE.admit(visitor.email() or tab, settings.questions_per_minute)
