"""What people said of the answers that they were given."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.datatypes import Clearance, Complaint
from kb.privacy import without_cpr
from kb.state.database import StateDatabase, written

LONGEST_COMMENT = 500
"""In characters; what is longer is cut."""

_COLUMNS = (
    "number, made, user, question, filters, generation, method, abstained, cited, useful, reason, comment,"
    " handled, handled_by, clearance"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What an answer quoted: text[start:end] of a document."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filters, as the address holds them, and the answer that was given.

    ``clearance`` is that of who asked: the words of the question may tell what only they may read.
    """

    question: str
    filters: Mapping[str, tuple[str, ...]]
    generation: str
    method: str
    abstained: bool
    cited: tuple[Cited, ...]
    clearance: Clearance = Clearance.PUBLIC


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody thinks of an answer. Of one that abstained: whether it was right to."""

    useful: bool
    reason: Complaint | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict on one answer; ``user`` is known where somebody was signed in."""

    number: int
    made: dt.datetime
    user: str | None
    asked: Asked
    verdict: Verdict
    handled: dt.datetime | None
    handled_by: str | None


class FeedbackBox:
    """The feedback in the state database. Safe to use from several threads and processes.

    Every method raises StateError or ResourceError where the database cannot be used.
    """

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def add(self, asked: Asked, verdict: Verdict, user: str | None, now: dt.datetime) -> int:
        """The number of the feedback, once it is on the disk. CPR numbers in it are masked."""
        filters = json.dumps(asked.filters, ensure_ascii=False, sort_keys=True)
        spans = [(each.document, each.start, each.end) for each in asked.cited]
        cited = json.dumps(spans, ensure_ascii=False)
        made = (written(now), user, without_cpr(asked.question), filters, asked.generation, asked.method)
        with self._database.writing() as connection:
            row = connection.execute(
                "INSERT INTO feedback (made, user, question, filters, generation, method, abstained, cited,"
                " useful, reason, comment, clearance) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*made, int(asked.abstained), cited, *_said(verdict), asked.clearance.value),
            )
            return int(row.lastrowid or 0)

    def change(self, number: int, verdict: Verdict) -> None:
        """Nothing, once the verdict is another; a number that is not there changes nothing."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE feedback SET useful = ?, reason = ?, comment = ? WHERE number = ?",
                (*_said(verdict), number),
            )

    def remove(self, number: int) -> None:
        """Nothing, once the feedback is gone for ever."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM feedback WHERE number = ?", (number,))

    def handle(self, number: int, user: str | None, now: dt.datetime | None) -> None:
        """Nothing, once it is marked as handled, or with ``now`` None as not handled."""
        handled = (written(now), user) if now else (None, None)
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE feedback SET handled = ?, handled_by = ? WHERE number = ?", (*handled, number)
            )

    def all(self) -> tuple[Feedback, ...]:
        """All the feedback there is, newest first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM feedback ORDER BY number DESC")  # noqa: S608
        return tuple(map(_feedback, rows))


def _said(verdict: Verdict) -> tuple[int, str | None, str]:
    reason = verdict.reason.value if verdict.reason else None
    return int(verdict.useful), reason, without_cpr(verdict.comment.strip())[:LONGEST_COMMENT]


def _feedback(row: Sequence[Any]) -> Feedback:
    number, made, user, question, filters, generation, method, abstained, cited, *rest = row
    useful, reason, comment, handled, handled_by, clearance = rest
    asked = Asked(
        question,
        {name: tuple(values) for name, values in json.loads(filters).items()},
        generation,
        method,
        bool(abstained),
        tuple(Cited(*each) for each in json.loads(cited)),
        Clearance(clearance),
    )
    return Feedback(
        number,
        dt.datetime.fromisoformat(made),
        user,
        asked,
        Verdict(bool(useful), Complaint(reason) if reason else None, comment),
        dt.datetime.fromisoformat(handled) if handled else None,
        handled_by,
    )
