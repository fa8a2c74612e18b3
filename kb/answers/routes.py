"""The way of a case through the committees, step by step, each with the words that tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.candidates import Findings
from kb.answers.matters import cases_behind, is_about_case
from kb.danish import cues
from kb.datatypes import Case, Date, Filter, Step, StepState
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.index.store import Store

NEAR_HITS = 3
"""The case whose way was asked for is looked for behind so many of the best hits."""

FEWEST = 2
"""One step is no way."""


def case_with_route(store: Store, found: Findings, where: Filter) -> Case | None:
    """The case that the question asks the way of; None where no case with several steps is about it."""
    sought = [word for word in found.words if not cues.ROUTE_WORD.fullmatch(word.text)]
    for case in cases_behind(store, found.hits[:NEAR_HITS], where):
        if len(steps_told(case)) >= FEWEST and is_about_case(store, case, sought):
            return case
    return None


def steps_told(case: Case) -> list[Step]:
    """The steps of a case that quoted words tell of, in their order."""
    return [step for step in case.steps if step.evidence]


def lines(steps: Sequence[Step], numbers: Sequence[int], today: Date) -> str:
    """The steps one a line: day, committee, how far it is known to have come, and the number of its quote."""
    told = []
    for step, number in zip(steps, numbers, strict=True):
        day = da.danish_day(step.date) if step.date else da.UNDATED
        day += phrases.YEAR_INFERRED if step.date and step.date_inferred else ""
        gone = step.state is StepState.PLANNED and step.date is not None and step.date < today
        state = phrases.STEP_WORDS[StepState.MISSING if gone else step.state]
        state = da.OUTCOME_LABELS[step.effect] if step.effect else state
        told.append(f"{day}, {step.committee}: {state} [{number}]")
    return "\n".join((phrases.ROUTE_LEAD, *told))
