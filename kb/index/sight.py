"""What a filter leaves of cases, terms and roles: nothing of a text that it excludes, quote, date or count.

This is the one place where records that draw on several documents are cut down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.case_ids import address_of
from kb.datatypes import (
    Case,
    Conflict,
    Date,
    Evidence,
    Part,
    Relation,
    SectionKind,
    Step,
    StepState,
    Tenure,
    Term,
)
from kb.index.filtering import fold_number


@dataclass(frozen=True, slots=True)
class Seen:
    """A section that a filter leaves. ``number`` is its agenda item's case number, else the document's."""

    start: int
    end: int
    kind: SectionKind
    item: int | None
    date: Date | None
    title: str
    item_title: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Sight:
    """The sections that a filter leaves, in order, by document."""

    sections: Mapping[str, tuple[Seen, ...]]

    def at(self, evidence: Evidence) -> Seen | None:
        """The section that a quote stands in, None where the filter excludes it."""
        found = self.sections.get(evidence.document, ())
        return next((each for each in found if each.start <= evidence.start < each.end), None)

    def kept(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """The quotes of sections that are left."""
        return tuple(each for each in evidence if self.at(each))

    def of(self, part: Part) -> tuple[Seen, ...]:
        """The sections left of a part of a case, empty where the filter excludes all of it."""
        found = self.sections.get(part.document, ())
        return tuple(each for each in found if part.item is None or each.item == part.item)


def newest(case: Case, sight: Sight) -> Date | None:
    """The last day that a case is known from: of its steps, and of its papers as far as they are left."""
    days = [step.date for step in case.steps]
    days += [seen.date for part in case.parts for seen in sight.of(part)]
    return max((day for day in days if day), default=None)


def case_within(case: Case, sight: Sight) -> Case | None:
    """What is left of a case, None where nothing of its papers is."""
    parts = tuple(part for part in case.parts if sight.of(part))
    if not parts:
        return None
    left = replace(
        case,
        parts=parts,
        steps=tuple(step for each in case.steps if (step := _step(each, sight))),
        relations=tuple(one for each in case.relations if (one := _relation(each, sight))),
        conflicts=tuple(cut for each in case.conflicts if (cut := _conflict(each, sight))),
    )
    if parts == case.parts:
        return left
    seen = [each for part in parts for each in sight.of(part)]
    title = seen[0].title if parts[0].item is None else seen[0].item_title or seen[0].title
    numbers = {fold_number(each.number) for each in seen if each.number}
    return replace(
        left,
        id=case.id if parts[0] == case.parts[0] else address_of(parts[0]),
        title=title,
        numbers=tuple(number for number in case.numbers if fold_number(number) in numbers),
    )


def _step(step: Step, sight: Sight) -> Step | None:
    """What is left of a step: without the words of its decision it is only planned."""
    evidence = sight.kept(step.evidence)
    if not evidence:
        return None
    if evidence == step.evidence:
        return step
    sections = [sight.at(each) for each in evidence]
    if any(seen and seen.kind is SectionKind.DECISION for seen in sections):
        return replace(step, evidence=evidence)
    return replace(step, evidence=evidence, state=StepState.PLANNED, effect=None)


def _relation(relation: Relation, sight: Sight) -> Relation | None:
    """The relation, where both papers and the words that show it are left."""
    if not (sight.of(relation.source) and sight.of(relation.target)):
        return None
    return relation if sight.kept(relation.evidence) == relation.evidence else None


def _conflict(conflict: Conflict, sight: Sight) -> Conflict | None:
    """What is left of a conflict: two papers that tell it differently, settled by the one that settled it."""
    claims = tuple(each for each in conflict.claims if sight.at(each.evidence))
    if len({each.value for each in claims}) < 2:
        return None
    return replace(conflict, claims=claims, settled=conflict.settled and claims[0] == conflict.claims[0])


def term_within(term: Term, sight: Sight) -> Term | None:
    """The meanings whose first mention is left, None where none is.

    How many of the documents that are left say so is not known, but one does.
    """
    senses = tuple(replace(each, uses=1) for each in term.senses if sight.at(each.evidence))
    return replace(term, senses=senses) if senses else None


def tenure_within(tenure: Tenure, sight: Sight) -> Tenure | None:
    """What is left of a role: its days are those of the papers that are left, None where none is."""
    evidence = sight.kept(tenure.evidence)
    if not evidence:
        return None
    if evidence == tenure.evidence:
        return tenure
    days = sorted(seen.date for each in evidence if (seen := sight.at(each)) and seen.date)
    first, last = (days[0], days[-1]) if days else (None, None)
    return replace(tenure, evidence=evidence, first=first, last=last)
