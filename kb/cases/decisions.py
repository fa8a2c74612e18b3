"""The register: each recorded decision of a document as one row, tied to the words it was read from."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.cases.effects import effect_of
from kb.cases.outcomes import outcome_of
from kb.danish.committees import COUNCILS, find_committees
from kb.danish.sentences import sentence_spans
from kb.datatypes import Decision, Document, OutcomeClass, Section, SectionKind, Status

_VOTES = re.compile(
    r"\b(?:for|imod) stemte\b|\bstemte\b|undlod at stemme|hverken for eller imod|med \d+ stemmer"
    r"|\b(?:For|Imod):|afstemning",
)
_AWAY = re.compile(
    r"\s+(?:deltog ikke|deltager ikke|medvirkede ikke|var forhindret i at deltage|erklærede sig inhabil)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÆØÅ][\w.’'-]*(?: (?:van|von|de|af|[A-ZÆØÅ][\w.’'-]*))+(?: \([A-ZÆØÅ]{1,3}\))?")
_TITLES = re.compile(r"^(?:rådmand|borgmester|viceborgmester|rådmændene|udvalgsformand)\s+", re.IGNORECASE)
_PROPOSES = re.compile(r"indstille[rs]|anbefale[rs]|^\W*at\b", re.IGNORECASE | re.MULTILINE)
# Items that every agenda has and that decide no matter.
_ROUTINE = re.compile(r"(?:godkendelse af dagsorden\w*|underskriftsark)", re.IGNORECASE)
_SETTLED = frozenset(
    {
        OutcomeClass.ADOPTED,
        OutcomeClass.ADOPTED_AMENDED,
        OutcomeClass.REJECTED,
        OutcomeClass.NOTED,
        OutcomeClass.APPOINTED,
    }
)
_OPEN = frozenset(
    {
        OutcomeClass.RECOMMENDED,
        OutcomeClass.POSTPONED,
        OutcomeClass.REFERRED,
        OutcomeClass.HEARING,
        OutcomeClass.CALLED_UP,
    }
)


def decisions_of(document: Document) -> tuple[Decision, ...]:
    """The decisions that a document records, in order. A draft records none."""
    if document.status is Status.DRAFT:
        return ()
    found = (
        _decision(document, section) for section in document.sections if section.kind is SectionKind.DECISION
    )
    return tuple(decision for decision in found if decision)


def _decision(document: Document, section: Section) -> Decision | None:
    """The row of one decision section, or None when nothing stands under its heading."""
    body = document.text[section.body_start : section.end]
    quote = body.strip()
    if not quote:
        return None
    start = section.body_start + len(body) - len(body.lstrip())
    outcome = outcome_of(quote)
    if _ROUTINE.match(section.item or document.title) and outcome.kind is OutcomeClass.ADOPTED:
        outcome = replace(outcome, kind=OutcomeClass.PROCEDURAL)
    recommendation = _recommendation(document, section)
    council = section.committee in COUNCILS
    later = not council and _council_follows(document, section)
    effect = effect_of(outcome, recommendation, council, later)
    return Decision(
        document=document.id,
        title=section.item or document.title,
        case=document.case_number,
        committee=section.committee,
        date=section.date,
        outcome=outcome.words,
        outcome_class=outcome.kind,
        effect=effect,
        final=_final(effect, council, later),
        recommendation=recommendation,
        votes=_votes(quote),
        not_participating=not_participating(quote),
        page=document.page_at(start).number,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def _recommendation(document: Document, section: Section) -> str | None:
    """The text that was proposed in the same matter; of several, the one that words a proposal."""
    bodies = [
        body
        for other in document.sections
        if other.kind is SectionKind.RECOMMENDATION and other.item == section.item
        if (body := document.text[other.body_start : other.end].strip())
    ]
    return next((body for body in bodies if _PROPOSES.search(body)), bodies[0] if bodies else None)


def _council_follows(document: Document, section: Section) -> bool:
    """Whether the same matter goes on to the council, by its route or by a later decision."""
    for other in document.sections:
        if other.item != section.item:
            continue
        if other.kind is SectionKind.ROUTE:
            route = [mention.name for mention in find_committees(document.text[other.body_start : other.end])]
            after = route[route.index(section.committee) + 1 :] if section.committee in route else route
            if COUNCILS & set(after):
                return True
        decided_later = other.date and section.date and other.date > section.date
        if other.kind is SectionKind.DECISION and other.committee in COUNCILS and decided_later:
            return True
    return False


def _final(effect: OutcomeClass, council: bool, council_later: bool) -> bool | None:
    """Whether the decision ends the matter; None where the material does not tell."""
    if effect in _OPEN or council_later:
        return False
    return True if council and effect in _SETTLED else None


def _votes(text: str) -> str | None:
    """The sentences that tell how members voted, as they stand, or None."""
    told = [text[a:b] for a, b in sentence_spans(text) if _VOTES.search(text[a:b])]
    return " ".join(told) or None


def not_participating(text: str) -> tuple[str, ...]:
    """The names of those who took no part. Why they did not is never concluded from it."""
    names: dict[str, None] = {}
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        away = _AWAY.search(sentence)
        if away:
            for part in re.split(r",| og ", sentence[: away.start()]):
                name = _NAME.search(_TITLES.sub("", part.strip()))
                if name:
                    names[name.group()] = None
    return tuple(names)
