"""The status guard: whether a quote tells of something proposed, planned, decided or done.

A municipal case says the same words about a matter before and after it is decided. What the reader is told
about a quote follows from where it stands first (a recommendation is never a decision), then from its tense.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.datatypes import Decision, Document, OutcomeClass, Section, SectionKind, Standing, Status

_PROPOSING = frozenset({SectionKind.RECOMMENDATION, SectionKind.ALTERNATIVE_RECOMMENDATION})
_PLANNING = frozenset({SectionKind.ROUTE, SectionKind.PROGRAM})
_UNDECIDED = frozenset({OutcomeClass.RECOMMENDED})
_NOTHING_DECIDED = frozenset({OutcomeClass.NOTED, OutcomeClass.DISCUSSED, OutcomeClass.NARRATIVE})
_PROPOSES = re.compile(
    r"\b(?:indstille[rs]|foreslå(?:r|s|et)?|anbefale[rs]|anmode[rs]|lægges op til)\b", re.IGNORECASE
)
_PLANS = re.compile(
    r"\b(?:skal|vil(?! sige)|forventes?|planlægges|planlagt|påtænkes|inviteres|ventes|er på vej)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:blev|er(?: den \d{1,2}\. \w+(?: \d{4})?)?|er der|har(?: \w+){0,3}|var)\b(?: \w+){0,6}? "
    r"(?:afholdt|holdt|gennemført|udarbejdet|udsendt|sendt ud|indviet|færdiggjort|afsluttet|etableret"
    r"|iværksat)\b",
    re.IGNORECASE,
)
_PROPOSAL = re.compile(r"\b\w*forslag(?:et)?\b", re.IGNORECASE)
_POINT = re.compile(r"\W*(?:\d{1,2}[.)]\s*)?at\s", re.IGNORECASE)
_DECIDED = re.compile(
    r"\b(?:besluttede|vedtog|godkendte|tiltrådte|bevilgede)\b"
    r"|^(?:besluttet|vedtaget|godkendt|tiltrådt) (?:\w+ )?(?:af|i|på) "
    r"|\b(?:har|blev|er|fik)\b(?:(?!\bikke\b).){0,60}?\b(?:besluttet|vedtaget|godkendt|tiltrådt|bevilget)\b",
    re.IGNORECASE,
)


def standing_of(
    document: Document, section: Section, start: int, end: int, decisions: Iterable[Decision]
) -> Standing:
    """The standing of ``text[start:end]`` of a section; ``decisions`` are those of the document."""
    if document.status is Status.DRAFT or section.kind in _PROPOSING:
        return Standing.PROPOSED
    if section.kind is SectionKind.DECISION:
        return _of_decision(document, start, decisions)
    text = document.text[start:end]
    if _PROPOSAL.search(section.heading) or _POINT.match(text):
        return Standing.PROPOSED
    if _DONE.search(text):
        return Standing.DONE
    if _DECIDED.search(text):
        return Standing.DECIDED
    if section.kind in _PLANNING:
        return Standing.PLANNED
    if _PROPOSES.search(text):
        return Standing.PROPOSED
    return Standing.PLANNED if _PLANS.search(text) else Standing.TOLD


def _of_decision(document: Document, start: int, decisions: Iterable[Decision]) -> Standing:
    """The standing of words in a decision section: a committee that recommends has not decided.

    What an agenda has under "Beslutning" and the register has not is the text of a proposal.
    """
    decision = next((each for each in decisions if each.start <= start < each.end), None)
    if decision is None and document.status is Status.AGENDA:
        return Standing.PROPOSED
    if decision is None or decision.effect in _NOTHING_DECIDED:
        return Standing.TOLD
    return Standing.PROPOSED if decision.effect in _UNDECIDED else Standing.DECIDED
