"""Cases behind documents and hits, and where a case stands on its way through the committees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.answers.candidates import WeightedWord, coverage
from kb.answers.fit import same_committee, within
from kb.answers.question import Interpretation
from kb.danish.variants import same_council
from kb.datatypes import Case, Filter, Hit, OutcomeClass, Step, StepState

if TYPE_CHECKING:
    from kb.index.store import Store

ABOUT = 0.75
"""The weighted share of the question's words that the papers of a case must hold to be about the same."""

NAMED = 0.4
"""The share that its titles, or the openings of its sections, must hold: a word in passing is no subject."""

PASSING = (
    OutcomeClass.REFERRED,
    OutcomeClass.POSTPONED,
    OutcomeClass.HEARING,
    OutcomeClass.PROCEDURAL,
)
"""What a committee does on the way to a decision."""

OPENING = 400
"""How many characters of a section tell what it is about."""

OPENINGS = 4
"""How many sections of a paper tell what it is about."""


def as_filed(store: Store, reading: Interpretation) -> Interpretation:
    """The reading with the council by the name that the material files it under.

    People say byråd and kommunalbestyrelse alike; where the material has the name asked for, that one counts.
    """
    known = set(store.facets().committees)
    filed: dict[str, None] = {}
    for name in reading.committees:
        other = sorted(same_council(name) & known)
        filed.update(dict.fromkeys([name] if name in known or not other else other))
    return replace(reading, committees=tuple(filed))


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


def is_about_case(store: Store, case: Case, words: Sequence[WeightedWord]) -> bool:
    """Whether the papers of a case hold the question's words, and its titles or openings the weightiest.

    Of no words at all any case is: then a committee and a day are all that a question asks by.
    """
    whole = sum(word.weight for word in words)
    if not whole:
        return True
    titles, texts = [case.title], []
    for part in case.parts:
        document = store.document(part.document)
        sections = [each for each in document.sections if part.item is None or each.item_at == part.item]
        texts += [document.text[each.start : each.end] for each in sections]
        titles += [document.title, *(each.item or "" for each in sections[:1])]
        titles += [document.text[each.body_start : each.end][:OPENING] for each in sections[:OPENINGS]]
    told = coverage(words, "\n".join((case.title, *titles, *texts)))
    return told >= ABOUT * whole and coverage(words, "\n".join(titles)) >= NAMED * whole


def unheld_steps(case: Case, reading: Interpretation) -> list[Step]:
    """The steps by a committee and of a time that the question names, where no minutes tell of a decision.

    Empty where the question names no committee, or where one of the steps was held and settled the matter:
    to send it on or to put it off settles nothing.
    """
    asked = [step for step in case.steps if asks_for_step(step, reading)]
    if any(step.state is StepState.HELD and step.effect not in PASSING for step in asked):
        return []
    return [step for step in asked if step.state is not StepState.HELD]


def asks_for_step(step: Step, reading: Interpretation) -> bool:
    """Whether the question names the step's committee, and no other time than the step's."""
    if not any(same_committee(step.committee, name) for name in reading.committees):
        return False
    named = {premise.month_day for premise in reading.premises if premise.month_day}
    if named and step.date is not None and (step.date.month, step.date.day) not in named:
        return False
    return reading.period is None or (step.date is not None and within(step.date, reading.period))
