"""What editors corrected in documents. Nothing is ever changed or removed here: the newest row counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.datatypes import CorrectedField, FieldCorrection
from kb.privacy import without_cpr
from kb.state.database import StateDatabase, written

_COLUMNS = "number, document, field, read, value, undone, made, user"
# Of each field of each document the row that was written last.
_NEWEST = "number IN (SELECT max(number) FROM corrections GROUP BY document, field)"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction, or (``undone``) that what is read in the file counts again.

    ``read`` is what was read when it was made, ``user`` the e-mail of who made it, where that is known.
    """

    number: int
    document: str
    field: CorrectedField
    read: str | None
    value: str | None
    undone: bool
    made: dt.datetime
    user: str | None


class Corrections:
    """The corrections in the state database. Safe to use from several threads and processes.

    Every method raises StateError or ResourceError where the database cannot be used.
    """

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def correct(
        self,
        document: str,
        values: Sequence[FieldCorrection],
        user: str | None,
        now: dt.datetime,
        undo: Sequence[CorrectedField] = (),
    ) -> None:
        """Nothing, once all of it is on the disk, or none of it: builds from now on go by it.

        The values stand in for what is read, CPR numbers in them masked; of the fields to ``undo`` what is
        read counts again, where they were corrected.
        """
        held = {each.field: each for each in self.of(document)} if undo else {}
        undone = [FieldCorrection(name, held[name].read, held[name].value) for name in undo if name in held]
        made = written(now)
        rows = [
            (document, each.field.value, _masked(each.read), _masked(each.value), int(taken_back), made, user)
            for taken_back, some in ((False, values), (True, undone))
            for each in some
        ]
        if not rows:
            return
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT INTO corrections (document, field, read, value, undone, made, user)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

    def undo(
        self, document: str, fields: Sequence[CorrectedField], user: str | None, now: dt.datetime
    ) -> None:
        """Nothing, once it is on the disk that what is read counts again."""
        self.correct(document, (), user, now, undo=fields)

    def in_force(self) -> Mapping[str, tuple[FieldCorrection, ...]]:
        """The corrections that count, by document id, in order of their fields."""
        found: dict[str, list[FieldCorrection]] = {}
        for row in self._newest("1 = 1"):
            found.setdefault(row.document, []).append(FieldCorrection(row.field, row.read, row.value))
        return {document: tuple(sorted(each, key=_order)) for document, each in found.items()}

    def of(self, document: str) -> tuple[Correction, ...]:
        """The corrections of a document that count, in order of their fields."""
        return tuple(sorted(self._newest("document = ?", document), key=_order))

    def newest(self) -> tuple[Correction, ...]:
        """The corrections that count, of every document, the latest first."""
        return tuple(sorted(self._newest("1 = 1"), key=lambda each: -each.number))

    def history(self, document: str | None = None) -> tuple[Correction, ...]:
        """All corrections ever made, of one document or of every one, newest first."""
        chosen, values = ("document = ?", (document,)) if document is not None else ("1 = 1", ())
        sql = f"SELECT {_COLUMNS} FROM corrections WHERE {chosen} ORDER BY number DESC"  # noqa: S608
        return tuple(map(_correction, self._database.rows(sql, values)))

    def _newest(self, chosen: str, *values: str) -> list[Correction]:
        sql = f"SELECT {_COLUMNS} FROM corrections WHERE {_NEWEST} AND undone = 0 AND {chosen}"  # noqa: S608
        return [_correction(row) for row in self._database.rows(sql, values)]


def _masked(text: str | None) -> str | None:
    return without_cpr(text) if text else text


def _order(correction: Correction | FieldCorrection) -> int:
    return list(CorrectedField).index(correction.field)


def _correction(row: Sequence[Any]) -> Correction:
    number, document, field, read, value, undone, made, user = row
    return Correction(
        number,
        document,
        CorrectedField(field),
        read,
        value,
        bool(undone),
        dt.datetime.fromisoformat(made),
        user,
    )
