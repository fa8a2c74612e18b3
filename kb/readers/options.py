"""How files are read: what they may cost, and the passwords to try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

MAX_CHARACTERS = 20_000_000
"""The longest text that a file may hold."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost before it is given up.

    ``seconds`` is for a file without its pages: each page adds to it. ``memory_mb`` is the address space of
    the process that reads.
    """

    seconds: float = 60.0
    memory_mb: int = 1024
    pages: int = 2000
    file_mb: int = 50


def _unheard(_pages: int) -> None:
    """Nobody asked how many pages there are."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the readers are told. ``begun`` hears how many pages a file has before they are read."""

    limits: Limits = Limits()
    passwords: tuple[str, ...] = field(default=(), repr=False)
    begun: Callable[[int], None] = _unheard
