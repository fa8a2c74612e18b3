"""Wishes in the words of the API: what a filter is as values that can be kept, and back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.datatypes import Decision, Filter
from kb.errors import UsageError
from kb.filters import for_decisions, make_filter
from kb.state.following import FollowKind, Wish
from kb.strings_da.asking import Asking
from kb.ui.narrow import decision_text, holding
from kb.ui.register import finality

FINAL = "final"
"""The one value that is no part of a Filter: how final a decision is."""

_ARGUMENTS = {"from": "date_from", "to": "date_to"}
_ONE = frozenset({"from", "to"})


def kept(where: Filter, final: Sequence[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """The filter as values by the names of the API; only those that restrict anything."""
    found = {
        "committee": where.committees,
        "from": (where.date_from.isoformat(),) if where.date_from else (),
        "to": (where.date_to.isoformat(),) if where.date_to else (),
        "section": tuple(each.value for each in where.sections),
        "status": tuple(each.value for each in where.statuses),
        "outcome": tuple(each.value for each in where.outcomes),
        "collection": where.collections,
        "document": where.documents,
        "case": where.cases,
        FINAL: tuple(final),
    }
    return {name: values for name, values in found.items() if values}


def filter_of(wish: Wish) -> Filter:
    """The filter that is kept. Raises UsageError where a value is none any more, as after masking."""
    given: dict[str, object] = {}
    for name, values in wish.filters.items():
        if name != FINAL:
            given[_ARGUMENTS.get(name, name)] = values[0] if name in _ONE else values
    return make_filter(**given)  # type: ignore[arg-type]


def checked(wish: Wish, limit: int) -> Wish:
    """The wish itself. Raises UsageError where nothing could ever be found by it."""
    where = filter_of(wish)
    if wish.kind is FollowKind.DECISIONS:
        for_decisions(where)
    elif not any(map(str.isalnum, wish.question)):
        raise UsageError("empty_question")
    if len(wish.question) > limit:
        raise UsageError("long_question", length=len(wish.question), limit=limit)
    return wish


def decided(wish: Wish, rows: Sequence[Decision]) -> tuple[Decision, ...]:
    """The rows that hold the wish's words and are as final as it says."""
    final = [label for label in Asking.FINALITY_LABELS if label in wish.filters.get(FINAL, ())]
    return holding((row for row in rows if not final or finality(row) in final), wish.question, decision_text)
