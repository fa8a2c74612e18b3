"""Who was what when, as dated papers name officials and politicians in their offices.

Nothing is gathered about a person but office, name, days and the two places: no lists of those absent
are read, and no sentence about illness, leave or dismissal is quoted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kb.cases.glossary import danish_order
from kb.cases.offices import Held, holders_in
from kb.cases.passages import evidence_of, unwrapped
from kb.datatypes import Date, Document, Evidence, Section, SectionKind, Tenure

_PRIVATE = re.compile(
    r"\bsyg(?!eple|ehus)\w*|\bbarsel\w*|\borlov\w*|\bafsked\w*|\bopsig(?:er|else\w*|t)\b|\bbortvis\w*|\badvarsel\b",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\bforhindret\b|\bfravær\w*|\bafbud\b|\bikke til stede\b|\bdeltog ikke\b|\bmødte ikke\b|\binhabil\w*",
    re.IGNORECASE,
)
_OFFICES = re.compile(r"direktør|borgmester|rådmand|formand|chef|stadsarkitekt", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where a paper names somebody in an office."""

    held: Held
    date: Date | None
    evidence: Evidence

    @property
    def rank(self) -> tuple[bool, Date, str, int]:
        """The order of mentions: by date with undated ones last, then by place."""
        return (self.date is None, self.date or Date.min, self.evidence.document, self.evidence.start)


def tenures_of(
    documents: Sequence[Document], named: Callable[[Document], Sequence[Naming]] | None = None
) -> tuple[Tenure, ...]:
    """Who is named in which office, by office in the order of the alphabet, then by first day.

    ``first`` and ``last`` are the days of the earliest and the latest dated paper; the evidence is the first
    and the last mention, one where they are the same. Renditions of a text count once; () for no documents.
    ``named`` remembers who is :func:`named_in` a document.
    """
    ids = {document.id for document in documents}
    mentions = [
        mention
        for document in documents
        if document.duplicate_of is None or document.duplicate_of not in ids
        for mention in (named or named_in)(document)
    ]
    grouped: dict[tuple[str, str, str], list[Naming]] = defaultdict(list)
    for mention in _merged(_named(mentions)):
        held = mention.held
        grouped[held.role, held.name, _organisation_key(held.organisation)].append(mention)
    tenures = [_tenure(sorted(group, key=lambda each: each.rank)) for group in grouped.values()]
    return tuple(
        sorted(tenures, key=lambda t: (danish_order(t.role), t.first is None, t.first or Date.min, t.name))
    )


def named_in(document: Document) -> tuple[Naming, ...]:
    """Who one document names in an office, lists of those absent aside."""
    if not _OFFICES.search(document.text):
        return ()
    flat = unwrapped(document.text)
    found = []
    for section in document.sections:
        if section.kind is SectionKind.ABSENT or not _OFFICES.search(flat, section.start, section.end):
            continue
        part = flat[section.start : section.end]
        of_people = section.kind is SectionKind.PRESENT
        for held in holders_in(part, section.committee or document.committee, of_people):
            moved = replace(held, start=held.start + section.start, end=held.end + section.start)
            mention = _mention(document, section, flat, moved)
            if mention is not None:
                found.append(mention)
    return tuple(found)


def _mention(document: Document, section: Section, flat: str, held: Held) -> Naming | None:
    """The mention with its sentence; only its own words where the sentence tells that somebody was away."""
    evidence = evidence_of(document, flat, held.start, held.end)
    if _PRIVATE.search(evidence.quote):
        return None
    if _AWAY.search(evidence.quote):
        evidence = replace(
            evidence, start=held.start, end=held.end, quote=document.text[held.start : held.end]
        )
    if held.genitive and re.search(rf"\b{re.escape(held.name[:-1])}\b", flat):
        held = replace(held, name=held.name[:-1], genitive=False)
    return Naming(held, section.date or document.date, evidence)


def _named(mentions: Sequence[Naming]) -> list[Naming]:
    """The mentions with names in their plain form, but those that may be a genitive or may not."""
    sure = {mention.held.name for mention in mentions if not mention.held.genitive}
    found = []
    for mention in mentions:
        held = mention.held
        if held.name[:-1] in sure and held.name.endswith("s"):
            held = replace(held, name=held.name[:-1])
        elif held.genitive and held.name not in sure:
            continue
        found.append(replace(mention, held=held))
    return found


def _merged(mentions: Sequence[Naming]) -> list[Naming]:
    """The mentions with the fullest form of each person's name, office and organisation."""
    by_person: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    names = _full_names({mention.held.name for mention in mentions})
    for mention in mentions:
        by_person[names[mention.held.name]].add((mention.held.role, mention.held.organisation))
    found = []
    for mention in mentions:
        name = names[mention.held.name]
        known = by_person[name]
        role = _longer(mention.held.role, {role for role, _ in known})
        places = {place for other, place in known if other == role or other == mention.held.role}
        organisation = mention.held.organisation or _only(places)
        found.append(
            replace(mention, held=replace(mention.held, name=name, role=role, organisation=organisation))
        )
    return found


def _full_names(names: set[str]) -> dict[str, str]:
    """Each name with the one longer name that has the same first and last word and all words between."""
    by_ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda each: (-len(each), each)):
        words = name.split()
        by_ends[words[0], words[-1]].append(name)
    full: dict[str, str] = {}
    for group in by_ends.values():
        for name in group:
            longer = [
                other for other in group if len(other) > len(name) and set(name.split()) <= set(other.split())
            ]
            full[name] = longer[0] if longer else name
    return full


def _longer(role: str, roles: set[str]) -> str:
    """The one longer form of an office among those of the same person, else the office itself."""
    longer = {other for other in roles if other.startswith(f"{role} for ")}
    if role.startswith("udvalgs"):
        longer |= {other for other in roles if other.startswith(f"{role.removeprefix('udvalgs')} for ")}
    return longer.pop() if len(longer) == 1 else role


def _only(places: set[str | None]) -> str | None:
    """The one organisation among ``places``, None where there are several or none."""
    named = {place for place in places if place}
    keys = {_organisation_key(place) for place in named}
    return max(named, key=len) if len(keys) == 1 else None


def _organisation_key(organisation: str | None) -> str:
    """What organisations are told apart by: "Skive" and "Skive Kommune" are one."""
    return (organisation or "").lower().removesuffix(" kommune")


def _tenure(mentions: Sequence[Naming]) -> Tenure:
    """The tenure that the mentions of one person in one office show, first mention first."""
    dated = [mention for mention in mentions if mention.date]
    first, last = (dated[0], dated[-1]) if dated else (mentions[0], mentions[-1])
    places = [mention.held.organisation for mention in mentions if mention.held.organisation]
    return Tenure(
        role=first.held.role,
        name=first.held.name,
        organisation=max(places, key=len) if places else None,
        first=first.date,
        last=last.date,
        evidence=(first.evidence,) if first.evidence == last.evidence else (first.evidence, last.evidence),
    )
