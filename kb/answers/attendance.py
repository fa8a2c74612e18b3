"""Who was away from a meeting: the minutes' own list, meeting by meeting and never person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answers.fit import same_committee
from kb.answers.question import Interpretation
from kb.answers.registered import restricted
from kb.datatypes import Filter, Presence, SectionKind

if TYPE_CHECKING:
    from kb.index.store import Store

MEETINGS = 3
"""The lists of at most so many meetings are quoted, newest first."""


def lists_of_absence(store: Store, reading: Interpretation, where: Filter) -> list[tuple[str, int, int]]:
    """Where the lists of those away stand, as (document, start, end), for the meetings that a question names.

    Empty where it names neither a committee nor a time: nobody's absences are gathered over meetings.
    """
    if not reading.asks_for_absence or not (reading.committees or reading.period):
        return []
    found = []
    for summary in store.summaries(restricted(where, reading)):
        document = store.document(summary.id)
        named = not reading.committees or any(
            document.committee and same_committee(document.committee, name) for name in reading.committees
        )
        away = {each.start for each in document.participations if each.presence is Presence.ABSENT}
        for section in document.sections:
            if named and section.kind is SectionKind.ABSENT and _holds(section.start, section.end, away):
                body = document.text[section.body_start : section.end]
                start = section.body_start + len(body) - len(body.lstrip())
                found.append((document.date, document.id, start, start + len(body.strip())))
    found.sort(key=lambda each: (-(each[0].toordinal() if each[0] else 0), each[1]))
    return [(name, start, end) for _, name, start, end in found[:MEETINGS]]


def _holds(start: int, end: int, places: set[int]) -> bool:
    """Whether any of the places lies in ``[start, end)``."""
    return any(start <= place < end for place in places)
