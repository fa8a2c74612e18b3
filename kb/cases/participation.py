"""Who was there, who was away and who took no part, as the paper records it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kb.cases.people import NAME, OFFICE, Person, person_at, persons_in
from kb.danish.sentences import sentence_spans
from kb.datatypes import AgendaItem, Participation, Presence, Section, SectionKind

_K = SectionKind
_P = Presence
_LISTS = {_K.PRESENT: _P.PRESENT, _K.ABSENT: _P.ABSENT}
# Where minutes say who took part; the text of a case only mentions people.
_TOLD = frozenset({_K.DECISION, _K.PREAMBLE, _K.PRESENT, _K.ABSENT})
_LABEL = re.compile(
    r"(?P<absent>(?:meldt )?afbud(?: fra)?|fraværende(?: (?:med|uden) afbud)?|ikke (?:til ?stede"
    r"|mødt|fremmødt)|forfald)"
    r"|(?P<present>(?:møde)?deltagere|til ?stede(?:værende)?|fremmødte|deltog|medlemmer"
    r"|øvrige deltagere|tilforordnede"
    r"|(?:fra )?(?:ledelses|medarbejder)siden|ledelsesrepræsentanter|medarbejderrepræsentanter)"
    r"|(?P<away>deltog ikke(?: i (?:sagens |punktets )?behandling(?:en)?(?: af (?:punktet"
    r"|sagen))?)?|inhabil(?:itet|e)?)"
    r"|(?P<substitute>stedfortræder(?:e)?|suppleant(?:er)?)"
    r"|(?P<other>(?:møde)?leder|referent|sekretær|formand|næstformand|gæster?|sted|dato|tid|start|slut|mødested|noter)",
    re.IGNORECASE,
)
_LINE_LABEL = re.compile(rf"[\s*#]*(?:{_LABEL.pattern})\s*\**\s*:\**", re.IGNORECASE)
# A list ends at the line, and at the label of the next one.
_LABEL_BREAK = re.compile(
    r"\n|[ \t](?=(?:Afbud(?: fra)?|Fraværende(?: (?:med|uden) afbud)?|Ikke til ?stede|Til ?stede"
    r"|Referent|Mødeleder"
    r"|Stedfortrædere?|Suppleanter?):)"
)
_PEOPLE = rf"(?:{OFFICE} )?(?:for [A-ZÆØÅ]\w+ )?{NAME}(?:\s?\([^)\n]{{1,60}}\))?"
_MANY = rf"(?P<who>{_PEOPLE}(?:(?:,? og |, | samt ){_PEOPLE})*)"
_ITEM = r"(?:\s+(?:i|under|ved) [^.,;]{0,70})?"
_UNABLE = (
    r"(?:deltog(?: derfor| således)? ikke|deltager ikke|medvirkede ikke|medvirker ikke"
    r"|forlod (?:møde)?(?:lokalet|salen)|forlod mødet (?:under|ved|inden|før|mens)|var forhindret"
    r"|er forhindret|(?:var|er|blev|blev erklæret|var erklæret|erklærede sig|erklærer sig"
    r"|meldte sig|anså sig for)"
    r" (?:for )?inhabil(?:e)?\b|afstod fra|trådte (?:ud|uden)|(?:havde )?forladt|gik (?:fra|uden for))"
)
_AWAY = re.compile(rf"{_MANY}\s+(?P<verb>{_UNABLE})")
_AWAY_TURNED = re.compile(
    rf"(?:[^.:]{{0,80}}\b)?(?P<verb>deltog|medvirkede|forlod|var|blev|erklærede)\s+{_MANY}\s+"
    rf"(?P<rest>ikke|(?:møde)?lokalet|salen|mødet (?:under|ved|inden)|forhindret|inhabil|sig inhabil"
    rf"|erklæret inhabil)"
)
_ABSENT = re.compile(
    rf"{_MANY}\s+(?:(?:havde |har )?(?:meldt|sendt) afbud|var (?:fraværende|ikke til ?stede"
    rf"|ikke mødt)|var udeblevet)"
)
_ABSENT_TURNED = re.compile(rf"(?:Der var )?(?:[Mm]eldt )?[Aa]fbud fra\s+{_MANY}")
_SUBSTITUTE = re.compile(
    rf"{_MANY}\s+(?:mødte|deltog|deltager|møder|indtrådte|var indkaldt|var mødt)\s+(?:ind\s+)?"
    rf"(?:(?:som|ind som)\s+(?:{OFFICE})|i stedet)\s+for\s+(?P<whom>{_PEOPLE})"
)
_SUBSTITUTE_TURNED = re.compile(
    rf"(?:[Ss]om (?:stedfortræder|suppleant) for|[Ii] stedet for|[Ff]or)\s+(?P<whom>{_PEOPLE})\s+"
    rf"(?:mødte|deltog|indtrådte)\s+{_MANY}"
)
_SUBSTITUTE_NOTE = re.compile(
    rf"\s*[(,–-]?\s*(?:(?:som )?(?:stedfortræder|suppleant|substitut)|i stedet) for (?P<whom>{_PEOPLE})\)?"
)
_INSTEAD = re.compile(
    rf",?\s*(?:(?:i stedet|for ham|for hende) (?:deltog|mødte|deltager)|stedfortræder:?) {_MANY}"
)
_SUBSTITUTE_FOR = re.compile(rf"\s*{_MANY},? for (?P<whom>{_PEOPLE})\W*")
# Words that state why: only these are a reason, and they are kept as they stand.
_REASON = re.compile(
    r"\b(?:(?:idet|da|fordi|eftersom)\b[^.;]{3,120}|(?:på grund af|pga\.?|grundet|som følge af)\s[^.,;]{2,80}"
    r"|(?:(?:var|er|blev|blev erklæret|erklærede sig|erklærer sig|meldte sig"
    r"|anså sig for) (?:for )?inhabil(?:e)?"
    r"|som inhabil|inhabilitet))"
)
_HINT = re.compile(
    r"deltog|deltager ikke|medvirke|forl[oa]dt?|forhindret|inhabil|afbud|fraværende|til ?stede|stedfortræder"
    r"|suppleant|i stedet|afstod|udeblevet|mødte?\b|gik ",
    re.IGNORECASE,
)
_ANY_LABEL = re.compile(r"[A-ZÆØÅ]\w+:\s+")
_LONGEST_ENTRY = 120


def participations_of(
    text: str, sections: Sequence[Section], items: Sequence[AgendaItem], held: bool
) -> tuple[Participation, ...]:
    """The participations that a paper records, in order of the text.

    Lists count where their heading says what they list, sentences where their subject is one or more names
    and the verb says it: nobody is taken from text that only mentions him. Who is on a list of those
    present counts only in the paper of a meeting that was ``held``, and not if listed as absent as well.
    """
    found: list[Participation] = []
    starts = [item.start for item in items]
    for section in sections:
        if section.kind in _LISTS:
            found.extend(_listed(text, section, held))
        if section.kind in _TOLD or (section.kind is _K.UNKNOWN and not section.heading):
            found.extend(_told(text, section))
    placed = [_in_item(each, bisect_right(starts, each.start) - 1 if starts else -1, items) for each in found]
    away = {(each.name, each.item) for each in placed if each.presence is _P.ABSENT}
    unique: dict[tuple[object, ...], Participation] = {}
    for each in placed:
        if each.presence is _P.PRESENT and (not held or (each.name, each.item) in away):
            continue
        unique.setdefault((each.name, each.presence, each.item, _span_key(each)), each)
    return tuple(sorted(unique.values(), key=lambda each: (each.start, each.end)))


def _span_key(each: Participation) -> int:
    """What keeps two records of one person apart: only what is said of an item counts where it stands."""
    return 0 if each.presence in {_P.PRESENT, _P.ABSENT} else each.start


def _in_item(each: Participation, at: int, items: Sequence[AgendaItem]) -> Participation:
    """The participation with the agenda item that it stands in."""
    ordinal = items[at].ordinal if at >= 0 else None
    return Participation(
        each.name, each.presence, each.party, each.reason, each.replaces, ordinal, each.start, each.end
    )


def _listed(text: str, section: Section, held: bool) -> Iterator[Participation]:
    """The persons on the list that a section is."""
    presence: Presence | None = _LISTS[section.kind]
    words = section.heading.lower()
    if "fremmøde" in words or words.startswith("inhabil"):
        presence = None
    start = section.body_start
    for first, last, label in _lines(text, start, section.end):
        if label is not None:
            presence = label
        if presence is None:
            continue
        entries = list(_entries(text, first, last, presence))
        if not entries and last - first > _LONGEST_ENTRY:
            # Running text under the list is no longer the list.
            return
        yield from entries


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, Presence | None]]:
    """The lists of a section: its lines, joined where one goes on, with what a label before them says."""
    pending: tuple[int, int, Presence | None] | None = None
    at = start
    for line in _LABEL_BREAK.split(text[start:end]):
        first, last = at, at + len(line)
        at = last + 1
        if not line.strip():
            continue
        label = _LINE_LABEL.match(line)
        said: Presence | None = None
        if label:
            said = _presence(label)
            first += label.end()
        goes_on = pending is not None and not label and _goes_on(text[pending[0] : pending[1]], line)
        if pending and goes_on:
            pending = (pending[0], last, pending[2])
            continue
        if pending:
            yield pending
        pending = (first, last, said)
    if pending:
        yield pending


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the rest of the list that the one before it holds."""
    tail = before.rstrip()
    if tail.endswith((",", " og", "-", ";")) or tail.count("(") > tail.count(")"):
        return True
    # "Kim Tommy" / "Jensen (A), Helle Steffensen": a first line with commas ends in half a name.
    return (
        "," in tail
        and re.fullmatch(rf"{NAME}", line.strip()) is None
        and "," in line
        and (person_at(tail, tail.rfind(",") + 2, len(tail)) is None)
    )


def _presence(label: re.Match[str]) -> Presence | None:
    """What a label before names says of them."""
    if label["absent"]:
        return _P.ABSENT
    if label["present"]:
        return _P.PRESENT
    if label["away"]:
        return _P.NOT_PARTICIPATING
    return _P.SUBSTITUTE if label["substitute"] else None


def _entries(text: str, start: int, end: int, presence: Presence) -> Iterator[Participation]:
    """The participations of one list."""
    pair = _SUBSTITUTE_FOR.fullmatch(text, start, end) if presence is _P.SUBSTITUTE else None
    if pair:
        yield from _instead(text, pair, person_at(text, *pair.span("whom")))
        return
    instead = _INSTEAD.search(text, start, end)
    if instead:
        before = persons_in(text, start, instead.start())
        for each in before:
            yield _made(each, presence, each.start, each.end)
        yield from _instead(text, instead, before[-1] if before else None)
        yield from _entries(text, instead.end(), end, presence) if instead.end() < end else ()
        return
    note = _SUBSTITUTE_NOTE.search(text, start, end)
    if note:
        substitutes = persons_in(text, start, note.start())
        whom = person_at(text, *note.span("whom"))
        for each in substitutes[:-1]:
            yield _made(each, presence, each.start, each.end)
        if substitutes and whom:
            last = substitutes[-1]
            yield _made(last, _P.SUBSTITUTE, last.start, note.end(), replaces=whom.name)
        yield from _entries(text, note.end(), end, presence) if note.end() < end else ()
        return
    for each in persons_in(text, start, end, strict=end - start > _LONGEST_ENTRY):
        yield _made(each, presence, each.start, each.end)


def _instead(text: str, match: re.Match[str], whom: Person | None) -> Iterator[Participation]:
    """The substitutes that ``match`` names, for ``whom``."""
    for each in persons_in(text, *match.span("who")):
        yield _made(each, _P.SUBSTITUTE, match.start(), match.end(), replaces=whom.name if whom else None)


def _told(text: str, section: Section) -> Iterator[Participation]:
    """The participations that sentences of a section tell."""
    if not _HINT.search(text, section.body_start, section.end):
        return
    for start, end in sentence_spans(text, section.body_start, section.end):
        sentence = text[start:end]
        label = _LINE_LABEL.match(sentence)
        if label and section.kind not in _LISTS:
            presence = _presence(label)
            if presence is not None and not label["present"]:
                yield from _entries(text, start + label.end(), end, presence)
            continue
        yield from _said(text, start, end)


def _said(text: str, start: int, end: int) -> Iterator[Participation]:
    """The participations that one sentence tells; its subject must be names and nothing else."""
    label = _ANY_LABEL.match(text, start, end)
    start = label.end() if label else start
    instead = _SUBSTITUTE.match(text, start, end) or _SUBSTITUTE_TURNED.match(text, start, end)
    if instead:
        whom = person_at(text, *instead.span("whom"))
        for each in persons_in(text, *instead.span("who")):
            yield _made(each, _P.SUBSTITUTE, start, end, replaces=whom.name if whom else None)
        return
    absent = _ABSENT.match(text, start, end) or _ABSENT_TURNED.match(text, start, end)
    if absent:
        for each in persons_in(text, *absent.span("who")):
            yield _made(each, _P.ABSENT, start, end, _reason(text, absent.end(), end))
        return
    away = _AWAY.match(text, start, end) or _AWAY_TURNED.match(text, start, end)
    if away:
        reason = _reason(text, start, end)
        for each in persons_in(text, *away.span("who")):
            yield _made(each, _P.NOT_PARTICIPATING, start, end, reason)


def _reason(text: str, start: int, end: int) -> str | None:
    """The words of a sentence that state why, or None."""
    found = _REASON.search(text, start, end)
    return found.group().strip(" .") if found else None


def _made(
    person: Person,
    presence: Presence,
    start: int,
    end: int,
    reason: str | None = None,
    replaces: str | None = None,
) -> Participation:
    """The record of one person."""
    return Participation(person.name, presence, person.party, reason, replaces, None, start, end)
