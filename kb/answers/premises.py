"""What a question takes for granted about the past and the records can tell. Rules only.

"Hvorfor afviste Økonomiudvalget ansøgningen?" takes for granted that the committee rejected it. A question
whether something happened ("Blev sagen udsat?") takes nothing for granted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.danish.mentions import find_dates
from kb.datatypes import OutcomeClass


class Deed(StrEnum):
    """What is taken to have been done."""

    DECIDED = "decided"
    HELD = "held"
    CANCELLED = "cancelled"
    VOTED_FOR = "voted_for"
    VOTED_AGAINST = "voted_against"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Premise:
    """That ``committee`` (or a person among ``subject``) did something, at ``question[start:end]``.

    ``outcome`` is the class that was decided, None for other deeds. ``month_day`` is the day where the
    question names one, with or without its year. ``denied``: that it was not done. ``subject`` are the
    words that say about what, in order, names included.
    """

    deed: Deed
    outcome: OutcomeClass | None
    denied: bool
    committee: str | None
    month_day: tuple[int, int] | None
    subject: tuple[str, ...]
    start: int
    end: int


_DEEDS: tuple[tuple[Deed, OutcomeClass | None, re.Pattern[str]], ...] = tuple(
    (deed, outcome, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for deed, outcome, words in (
        (Deed.VOTED_AGAINST, None, r"stemte (?:[\w-]+ ){0,4}?(?:imod|mod|nej)"),
        (Deed.VOTED_FOR, None, r"stemte (?:[\w-]+ ){0,4}?(?:for|ja)"),
        (Deed.ABSENT, None, r"deltog (?:[\w-]+ ){1,4}?ikke|(?:meldte|sendte) (?:[\w-]+ ){0,3}?afbud"),
        (Deed.CANCELLED, None, r"aflyste|aflyst"),
        (
            Deed.DECIDED,
            OutcomeClass.REJECTED,
            r"afviste|afvist|afslog|afslået|forkastede|forkastet|nedstemte|nedstemt|"
            r"sagde (?:[\w-]+ ){0,3}?nej",
        ),
        (Deed.DECIDED, OutcomeClass.POSTPONED, r"udsatte|udsat|udskød|udskudt"),
        (
            Deed.DECIDED,
            OutcomeClass.HEARING,
            r"(?:sendte|sendt)(?= (?:[\w-]+ ){0,6}i (?:offentlig )?høring\b)",
        ),
        (Deed.DECIDED, OutcomeClass.NOTED, r"(?:tog|taget)(?= (?:[\w-]+ ){0,6}til efterretning\b)"),
        (Deed.DECIDED, OutcomeClass.WITHDRAWN, r"(?:tog|taget)(?= (?:[\w-]+ ){0,6}af dagsordenen\b)"),
        (Deed.DECIDED, OutcomeClass.REFERRED, r"oversendte|oversendt|henviste"),
        (Deed.DECIDED, OutcomeClass.RECOMMENDED, r"anbefalede|anbefalet|indstillede"),
        (Deed.DECIDED, OutcomeClass.DISCUSSED, r"drøftede|drøftet"),
        (Deed.DECIDED, OutcomeClass.APPOINTED, r"udpegede|udpeget"),
        (
            Deed.DECIDED,
            OutcomeClass.ADOPTED,
            r"vedtog|vedtaget|godkendte|godkendt|tiltrådte|tiltrådt|bevilgede|bevilget|"
            r"sagde (?:[\w-]+ ){0,3}?ja",
        ),
        (Deed.HELD, None, r"holdt(?! (?:[\w-]+ )?(?:op|fast|øje|sig|af)\b)|afholdt|afholdte|mødtes"),
    )
)
# Words of set phrases, which tell no subject.
_FORMULA = frozenset("ikke imod mod nej ja høring efterretning dagsordenen afbud offentlig".split())
_OPENS = re.compile(r"\b(?:hvornår|hvorfor|hvem|hvor|hvordan|hvilk\w+|da|hvad)\b", re.IGNORECASE)
_HYPOTHETICAL = re.compile(
    r"\b(?:kan|kunne|skal|skulle|må|måtte|vil|ville|bliver|blive|hvis|ikke endnu|endnu ikke)\b",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(r"\W+(?:[\w-]+\W+){0,3}?ikke\b", re.IGNORECASE)
_NOT_BEFORE = re.compile(r"\bikke\W+(?:[\w-]+\W+){0,1}$", re.IGNORECASE)
_ASKS_ITSELF = re.compile(r"\W*(?:hvem|hvad|hvilk\w+|hvor (?:mange|meget|stor\w*))\b", re.IGNORECASE)
_SUBORDINATE = re.compile(r",|\b(?:da|som|der|at|før|inden)\b", re.IGNORECASE)


def premises_of(question: str, committees: Sequence[str], content: Sequence[str]) -> tuple[Premise, ...]:
    """What the question takes to have been done, () where it asks whether, or asks for the deed itself."""
    if not _OPENS.search(question):
        return ()
    for deed, outcome, pattern in _DEEDS:
        match = pattern.search(question)
        if match is None:
            continue
        before = question[: match.start()]
        if _HYPOTHETICAL.search(before) or _asks_for_it(before):
            return ()
        start, end = match.span()
        denied = deed is not Deed.ABSENT and bool(
            _NOT_AFTER.match(question, end) or _NOT_BEFORE.search(before)
        )
        spoken = _FORMULA | {word for word in match.group().split() if word.islower()} | _day_words(question)
        return (
            Premise(
                deed=deed,
                outcome=outcome,
                denied=denied,
                committee=committees[0] if committees else None,
                month_day=_day_in(question),
                subject=tuple(word for word in content if word.lower() not in spoken),
                start=start,
                end=end,
            ),
        )
    return ()


def _asks_for_it(before: str) -> bool:
    """Whether the words before the verb ask what or who it was, or whether it was, in their own clause."""
    if not _OPENS.search(before):
        return True
    return bool(_ASKS_ITSELF.match(before)) and not _SUBORDINATE.search(before)


def _day_words(question: str) -> set[str]:
    """The words of the days that the question names."""
    days = [mention for mention in find_dates(question, 2000) if mention.precision == "day"]
    return {word for day in days for word in re.findall(r"\w+", question[day.start : day.end].lower())}


def _day_in(question: str) -> tuple[int, int] | None:
    """Month and day of the first day that the question names, None where it names none."""
    days = [mention.date for mention in find_dates(question, 2000) if mention.precision == "day"]
    return (days[0].month, days[0].day) if days else None
