"""Narrowing down a list that is shown already: what is typed must stand in the row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from kb.datatypes import Decision

Row = TypeVar("Row")


def holding(rows: Iterable[Row], typed: str, text: Callable[[Row], str]) -> tuple[Row, ...]:
    """The rows whose text holds each word typed, case ignored; all of them where nothing is typed."""
    wanted = typed.casefold().split()
    return tuple(row for row in rows if all(word in text(row).casefold() for word in wanted))


def decision_text(decision: Decision) -> str:
    """What a search among the decisions looks through: title, case number and quote."""
    return "\n".join((decision.title, decision.case or "", decision.quote))
