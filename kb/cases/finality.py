"""Whether a decision ends the matter: by who decided, the route and the line of competence."""

from __future__ import annotations

import re

from kb.cases.proposals import same_item
from kb.danish.committees import COUNCILS, find_committees
from kb.datatypes import Document, OutcomeClass, Section, SectionKind

_C = OutcomeClass
_SETTLED = frozenset({_C.ADOPTED, _C.ADOPTED_AMENDED, _C.REJECTED, _C.NOTED, _C.APPOINTED})
_OPEN = frozenset({_C.RECOMMENDED, _C.POSTPONED, _C.REFERRED, _C.HEARING, _C.CALLED_UP})
# Organs of employees and management: they discuss political matters and adopt none.
STAFF_ORGANS = frozenset({"Hovedudvalget", "Lokaludvalget", "Områdeudvalget"})
_COMPETENCE = re.compile(
    r"(?:^|\n)\W*(?:beslutnings)?kompetence\w*\s*:?\s*(?P<who>[^\n]{2,90})"
    r"|\bsagen afgøres i\s*:?\s*(?P<settles>[^\n.]{2,90})"
    r"|(?P<ends>[A-ZÆØÅ][^.\n]{2,60}?)\s+(?:afgør|træffer) (?:\w+ )?(?:sagen )?(?:endeligt?"
    r"|endelig afgørelse|endelig beslutning)"
    r"|(?:^|\n)\W*(?P<decides>[A-ZÆØÅ][^.\n]{2,60}?) træffer (?:\w+ )?beslutning\W*(?:\n|$)"
    r"|\bafgøres (?:endeligt )?af (?P<by>[^\n.]{2,90})",
    re.IGNORECASE,
)
_QUICK = re.compile(r"[Kk]ompetence|KOMPETENCE|[Aa]fgør|træffer")


def council_follows(document: Document, section: Section) -> bool:
    """Whether the same matter goes on to the council.

    Its route tells, the line of competence, a later decision, or that the paper is the council's own.
    """
    for other in document.sections:
        if not same_item(other, section):
            continue
        if other.kind is SectionKind.ROUTE and COUNCILS & set(
            _after(route_of(document, other), section.committee)
        ):
            return True
        decided_later = other.date and section.date and other.date > section.date
        if other.kind is SectionKind.DECISION and other.committee in COUNCILS and decided_later:
            return True
    if COUNCILS & _competent(document, section):
        return True
    own = document.committee in COUNCILS and section.committee != document.committee
    return bool(own and document.date and section.date and section.date < document.date)


def is_final(document: Document, section: Section, effect: OutcomeClass, council_later: bool) -> bool | None:
    """Whether the decision ends the matter; None where the material does not tell."""
    if effect in _OPEN or council_later:
        return False
    if effect not in _SETTLED or section.committee is None:
        return None
    if section.committee in COUNCILS:
        return True
    competent = _competent(document, section)
    if competent:
        return section.committee in competent
    return True if _last_stop(document, section) else None


def political_route(document: Document, section: Section) -> bool:
    """Whether the route takes the matter on to a political organ."""
    for other in document.sections:
        if other.kind is SectionKind.ROUTE and same_item(other, section):
            return bool(set(_after(route_of(document, other), section.committee)) - STAFF_ORGANS)
    return False


def route_of(document: Document, section: Section) -> list[str]:
    """The committees that a section names, in order."""
    return [mention.name for mention in find_committees(document.text[section.body_start : section.end])]


def _after(route: list[str], committee: str | None) -> list[str]:
    """The stops after a committee; all of them where it is none of them."""
    return route[route.index(committee) + 1 :] if committee in route else route


def _last_stop(document: Document, section: Section) -> bool:
    """Whether the item's route ends with the organ that decided."""
    for other in document.sections:
        if other.kind is SectionKind.ROUTE and same_item(other, section):
            route = route_of(document, other)
            if route and route[-1] == section.committee:
                return section.committee not in STAFF_ORGANS
    return False


def _competent(document: Document, section: Section) -> set[str]:
    """The organs that the item's lines say settle it."""
    found: set[str] = set()
    for other in document.sections:
        if same_item(other, section) and other.kind is not SectionKind.ATTACHMENTS:
            if not _QUICK.search(document.text, other.start, other.end):
                continue
            for match in _COMPETENCE.finditer(document.text, other.start, other.end):
                found.update(
                    m.name for m in find_committees(next(value for value in match.groups() if value))
                )
    return found
