"""How files are read: what they may cost, and the passwords to try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kb.readers.ocr import Recognise

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


SECONDS_A_PAGE = 1
SECONDS_A_PICTURE = 20
"""For a page whose text must be recognised."""


def _unheard(_seconds: int) -> None:
    """Nobody asked how long it takes."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the readers are told. ``begun`` hears how many seconds the pages of a file may take.

    Without ``recognise``, pages that are pictures stay unread.
    """

    limits: Limits = Limits()
    passwords: tuple[str, ...] = field(default=(), repr=False)
    begun: Callable[[int], None] = _unheard
    recognise: Recognise | None = None
