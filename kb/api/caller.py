"""Who calls, as the gate found out: what they may read, and by what name they stand in the log.

It is kept in a context variable, which the threads and tasks of a request have from it. Where nobody set it,
the caller is anybody: the clearance is then the one that everyone has.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from kb.datatypes import Clearance
from kb.settings import Settings


@dataclass(frozen=True, slots=True)
class Caller:
    """``name`` is the key's or the user's, None where it is not known; ``clearance`` None is everyone's."""

    name: str | None = None
    clearance: Clearance | None = None


ANYBODY = Caller()
_CALLER: ContextVar[Caller] = ContextVar("kb_caller", default=ANYBODY)


@contextmanager
def calling(caller: Caller) -> Iterator[None]:
    """While inside, and in whatever is begun there, it is ``caller`` who asks."""
    token = _CALLER.set(caller)
    try:
        yield
    finally:
        _CALLER.reset(token)


def caller() -> Caller:
    """Who asks."""
    return _CALLER.get()


def settings_for_caller(settings: Settings) -> Settings:
    """The settings with the index that the caller may read."""
    return settings.for_clearance(caller().clearance or settings.clearance)
