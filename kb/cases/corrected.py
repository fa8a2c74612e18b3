"""What an editor says of a document instead of what was read in its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kb.datatypes import CorrectedField, Date, FieldCorrection, Status

_F = CorrectedField
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself as a whole."""

    title: str
    committee: str | None
    date: Date | None
    status: Status
    case_number: str | None
    clearance: str | None = None


class Overrides:
    """The corrections of one document, at most one for each field."""

    def __init__(self, corrections: Sequence[FieldCorrection]) -> None:
        self._by_field = {each.field: each for each in corrections}

    def __contains__(self, field: CorrectedField) -> bool:
        return field in self._by_field

    def text(self, field: CorrectedField, read: str | None) -> str | None:
        """The field as it is corrected, or else as it was read."""
        return self._by_field[field].value if field in self else read

    def title(self, read: str) -> str:
        """The title; an empty correction corrects nothing."""
        return self.text(_F.TITLE, read) or read

    def date(self, read: Date | None) -> Date | None:
        """The date. Raises ValueError for a correction that is no date."""
        iso = self.text(_F.DATE, read.isoformat() if read else None)
        return Date.fromisoformat(iso) if iso else None

    def status(self, read: Status) -> Status:
        """The status. Raises ValueError for a correction that is no status."""
        return Status(self.text(_F.STATUS, None) or read.value)

    def told(self, read: Facts) -> tuple[FieldCorrection, ...]:
        """The corrections in order of their fields, each with the value that it stands for now."""
        values = as_written(read)
        return tuple(replace(self._by_field[field], read=values[field]) for field in _F if field in self)


def as_written(facts: Facts) -> dict[CorrectedField, str | None]:
    """The facts as corrections write them."""
    return {
        _F.TITLE: facts.title,
        _F.COMMITTEE: facts.committee,
        _F.DATE: facts.date.isoformat() if facts.date else None,
        _F.STATUS: facts.status.value,
        _F.CASE_NUMBER: facts.case_number,
        _F.CLEARANCE: facts.clearance,
    }


def alike(some: Sequence[FieldCorrection], others: Sequence[FieldCorrection]) -> bool:
    """Whether both give the same fields the same values, whatever was read."""
    return {(each.field, each.value) for each in some} == {(each.field, each.value) for each in others}
