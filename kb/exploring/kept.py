"""What is worked out once for a generation and then kept, however many ask for it at the same time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Owner = TypeVar("Owner")
Value = TypeVar("Value")


class Kept(Generic[Owner, Value]):
    """A value for the latest owner. Who asks while it is being made waits for it; a failure is not kept."""

    def __init__(self, make: Callable[[Owner], Value]) -> None:
        self._make = make
        self._lock = Lock()
        self._kept: tuple[Owner, Value] | None = None

    def ready(self, owner: Owner) -> bool:
        """Whether :meth:`of` answers at once."""
        kept = self._kept
        return kept is not None and kept[0] is owner

    def of(self, owner: Owner) -> Value:
        """The value of this owner, made now where it is not there yet. Raises what making it raises."""
        kept = self._kept
        if kept is not None and kept[0] is owner:
            return kept[1]
        with self._lock:
            if self._kept is None or self._kept[0] is not owner:
                self._kept = (owner, self._make(owner))
            return self._kept[1]
