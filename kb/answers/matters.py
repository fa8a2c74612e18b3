"""Cases behind documents and hits, and where a case stands on its way through the committees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from kb.answers.fit import same_committee, within
from kb.answers.question import Interpretation
from kb.datatypes import Case, Filter, Hit, Step, StepState

if TYPE_CHECKING:
    from kb.index.store import Store


def cases_of(store: Store, documents: Collection[str], where: Filter) -> list[Case]:
    """The cases that any of the documents belongs to, in the order of the store."""
    return [case for case in store.cases(where) if any(part.document in documents for part in case.parts)]


def cases_behind(store: Store, hits: Sequence[Hit], where: Filter) -> list[Case]:
    """The cases that the hits' passages belong to, in the order of the hits, each once."""
    cases = store.cases(where)
    found: dict[str, Case] = {}
    for hit in hits:
        section = store.chunks([hit.chunk])[0].section
        item = store.document(hit.document).sections[section].item_at
        for case in cases:
            if any(part.document == hit.document and part.item in (None, item) for part in case.parts):
                found.setdefault(case.id, case)
    return list(found.values())


def unheld_steps(case: Case, reading: Interpretation) -> list[Step]:
    """The steps by a committee and of a time that the question names, where no minutes tell of any.

    Empty where the question names no committee, or where one of the steps was held.
    """
    asked = [step for step in case.steps if asks_for_step(step, reading)]
    return [] if any(step.state is StepState.HELD for step in asked) else asked


def asks_for_step(step: Step, reading: Interpretation) -> bool:
    """Whether the question names the step's committee, and no other time than the step's."""
    if not any(same_committee(step.committee, name) for name in reading.committees):
        return False
    named = {premise.month_day for premise in reading.premises if premise.month_day}
    if named and step.date is not None and (step.date.month, step.date.day) not in named:
        return False
    return reading.period is None or (step.date is not None and within(step.date, reading.period))
