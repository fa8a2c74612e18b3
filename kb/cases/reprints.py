"""Reprints: the decision of one meeting on one case, as several papers print it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.cases.themes import matter_title
from kb.danish.tokens import words
from kb.datatypes import Case, Date, Decision, Document, Status

_FEWEST_WORDS = 4
# Of the papers of one meeting, those written after it come first.
_AFTER = frozenset({Status.MINUTES, Status.FINAL})


@dataclass(frozen=True, slots=True)
class Printing:
    """Which treatment of a case a row tells of, and its place among the papers that do: 0 is the nearest."""

    treatment: int
    rank: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A decision with its paper, whether that is the very meeting's, and its words between blanks."""

    at: int
    decision: Decision
    document: Document
    own: bool
    said: str


def printings_of(
    documents: Sequence[Document], decisions: Sequence[Decision], cases: Sequence[Case]
) -> tuple[Printing, ...]:
    """The printing of each decision, in order; treatments are numbered from 0.

    Rows of one case with the same committee and day and the same outcome are one treatment: an agenda or
    later minutes quote what another meeting decided. The paper of that meeting comes first, then the
    earliest. A paper never reprints itself, nor do papers of one meeting with other titles, which are other
    items of it. Without a case, a committee or a day nothing is known to be a reprint.
    """
    papers = {document.id: document for document in documents}
    case_of = {(part.document, part.item): case.id for case in cases for part in case.parts}
    rows = [_row(at, each, papers[each.document]) for at, each in enumerate(decisions)]
    treatments: dict[object, list[list[_Row]]] = defaultdict(list)
    for row in sorted(rows, key=_nearness):
        key = _meeting(row, case_of)
        known = [each for each in treatments[key] if _reprints(row, each)]
        if known:
            max(known, key=lambda each: _holds(row, each[0])).append(row)
        else:
            treatments[key].append([row])
    found = {
        row.at: Printing(number, rank)
        for number, told in enumerate(each for several in treatments.values() for each in several)
        for rank, row in enumerate(told)
    }
    return tuple(found[at] for at in range(len(rows)))


def _row(at: int, decision: Decision, document: Document) -> _Row:
    own = (document.committee, document.date) == (decision.committee, decision.date)
    return _Row(at, decision, document, own, f" {' '.join(words(decision.quote))} ")


def _nearness(row: _Row) -> tuple[object, ...]:
    """How near a paper is to the meeting whose decision it tells."""
    document = row.document
    return (
        not row.own,
        document.status not in _AFTER,
        document.duplicate_of is not None,
        document.date or Date.max,
        row.at,
    )


def _meeting(row: _Row, case_of: Mapping[tuple[str, int | None], str]) -> object:
    """The case, committee and day of a row, or what no other row has where one of them is not known."""
    decision = row.decision
    case = case_of.get((decision.document, decision.item)) or case_of.get((decision.document, None))
    if case is None or decision.committee is None or decision.date is None:
        return row.at
    return (case, decision.committee, decision.date)


def _reprints(row: _Row, told: Sequence[_Row]) -> bool:
    """Whether a row tells of the treatment that others, its own paper first, already tell of."""
    if any(each.document.id == row.document.id or _other_item(row, each) for each in told):
        return False
    return row.decision.outcome_class is told[0].decision.outcome_class or _holds(row, told[0])


def _other_item(one: _Row, other: _Row) -> bool:
    """Whether two papers of the meeting itself are two of its items."""
    alike = one.own and other.own and one.document.status is other.document.status
    return alike and matter_title(one.decision.title) != matter_title(other.decision.title)


def _holds(one: _Row, other: _Row) -> bool:
    """Whether the words of one row stand in the other; a few words might stand anywhere."""
    shorter, longer = sorted((one.said, other.said), key=len)
    return len(shorter.split()) >= _FEWEST_WORDS and shorter in longer
