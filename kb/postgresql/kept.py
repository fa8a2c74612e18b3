"""What was read and may be needed again, up to so many bytes: what was not used for longest goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Held(Generic[Value]):
    """A value that is kept, which may itself be None."""

    value: Value
    size: int


class Kept(Generic[Key, Value]):
    """Values of at most ``room`` bytes together. Safe to use from several threads."""

    def __init__(self, room: int) -> None:
        self._room, self._used = room, 0
        self._held: OrderedDict[Key, Held[Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Held[Value] | None:
        """What is kept under a key, None where nothing is."""
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
            return held

    def put(self, key: Key, value: Value, size: int) -> Held[Value]:
        """The value, now kept unless it alone is too large."""
        held = Held(value, size)
        with self._lock:
            if size <= self._room:
                before = self._held.pop(key, None)
                self._used += size - (before.size if before else 0)
                self._held[key] = held
                while self._used > self._room:
                    self._used -= self._held.popitem(last=False)[1].size
        return held
