"""What was planned and of which the material holds no minutes: said as such, with the route as its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.candidates import Findings
from kb.answers.intent import CUE_WORDS
from kb.answers.matters import cases_behind, is_about_case, unheld_steps
from kb.answers.question import Intent, Interpretation
from kb.datatypes import Case, Date, Filter, Step
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.index.store import Store

NEAR_HITS = 5
"""Among the cases of so many best hits the one that was asked about is looked for."""


_TREATED = re.compile(
    r"\b(?:har|er|blev|mangler|skal)\b.*\b(?:behandlet|behandles|behandle|forelagt|forelægges|drøftet"
    r"|taget stilling|været (?:i|til|på|forbi))\b|^behandlede\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"^\W*(?:har|er|blev|skal|mangler|behandlede)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Planned:
    """Treatments that were planned and not found: the steps by the committee, and the sentences."""

    steps: tuple[Step, ...]
    sentence: str


def asks_whether_treated(reading: Interpretation) -> bool:
    """Whether the question asks if a committee has treated a matter, so that the route can answer it."""
    return bool(
        reading.committees and _WHETHER.search(reading.question) and _TREATED.search(reading.question)
    )


def planned_treatment(store: Store, found: Findings, where: Filter, today: Date) -> Planned | None:
    """The planned treatment that a question about a committee's decision meets; None where there is none."""
    if not found.reading.committees:
        return None
    words = [each for each in found.words if not CUE_WORDS[Intent.DECISION].match(each.text)]
    for case in cases_behind(store, found.hits[:NEAR_HITS], where):
        if not is_about_case(store, case, words):
            continue
        steps = [step for step in unheld_steps(case, found.reading) if step.evidence]
        if steps:
            return Planned(tuple(steps), " ".join(_sentences(steps, case, today)))
    return None


def planned_meetings(store: Store, reading: Interpretation, where: Filter, today: Date) -> Planned | None:
    """What any case plans for the committee and the time that a question names; None without both."""
    if not (reading.committees and reading.period):
        return None
    found = [
        (case, step)
        for case in store.cases(where)
        for step in unheld_steps(case, reading)
        if step.evidence and step.date is not None
    ][:NEAR_HITS]
    if not found:
        return None
    told = [sentence for case, step in found for sentence in _sentences([step], case, today)]
    return Planned(tuple(step for _, step in found), " ".join(told))


def _sentences(steps: Sequence[Step], case: Case, today: Date) -> list[str]:
    """One sentence a step: planned for when, and that no minutes tell of it."""
    told = []
    for step in steps:
        if step.date is None:
            told.append(phrases.PLANNED_UNDATED.format(committee=step.committee, title=case.title))
        else:
            words = phrases.PLANNED_PAST if step.date < today else phrases.PLANNED_AHEAD
            day = da.danish_day(step.date) + (phrases.YEAR_INFERRED if step.date_inferred else "")
            told.append(words.format(committee=step.committee, title=case.title, date=day))
    return list(dict.fromkeys(told))
