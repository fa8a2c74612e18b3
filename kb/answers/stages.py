"""What is known of an answer while it is being found, for those who would rather watch than wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.datatypes import Answer, Hit, Recognised


@dataclass(frozen=True, slots=True)
class Understood:
    """How the question was taken, and which filters were recognised in it."""

    interpretation: Mapping[str, object]
    recognised: tuple[Recognised, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that are about to be read for quotes, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The answer in quotes, which a language model is about to write from."""

    answer: Answer


Stage = Understood | Found | Quoted
Tell = Callable[[Stage], None]


def untold(_stage: Stage) -> None:
    """Nothing: nobody watches."""
