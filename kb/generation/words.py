"""The words of a sentence that carry what it says, each with what it is bound to.

Articles and conjunctions carry nothing by themselves. Everything else is kept: no list of words can tell
which of the others could be left out of a statement without changing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.danish.lexicon import lemmas
from kb.danish.tokens import TOKEN, normalise

FREE = frozenset({"det", "den", "de", "en", "et", "også"})
"""Words that may come and go: they carry nothing that the others do not."""

_JOINING = {"og": "og", "samt": "og", "at": "at", "som": "som"}
"""Words that join, by what they join as."""

PREPOSITIONS = frozenset(
    """
    i på til for af med om ved fra efter før inden under over mellem mod hos gennem senest siden omkring per
    pr end blandt bag ad langs trods ind ud op ned hen bort fra
    """.split()
)
_SMALL_NUMBERS = frozenset(
    """
    to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve
    """.split()
)
_WEEKDAYS = frozenset("mandag tirsdag onsdag torsdag fredag lørdag søndag".split())
_MEETINGS = _WEEKDAYS | {"møde", "mødet"}
_AT = frozenset({"", "i", "på", "ved"})
_AT_THE_END = re.compile(r"\s*(?:[.,;:!?)]|$)")
_UNITS = {"%": "procent", "pct": "procent", "kr": "kroner", "mio": "millioner", "mia": "milliarder"}
_CLAUSE_END = re.compile(
    r"\s*;|,\s+(?:og|samt)(?=\s)(?!\s+(?:at|som|om|hvis|når|hvor|hvad|hvem|hvilke\w*|hvordan|hvornår)\b)"
)
_WORD_BEFORE = re.compile(r"\w")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_PRESENT = re.compile(r"\w{3,}(?:er|es|r)$")
_PAST = re.compile(r"\w{2,}(?:ede|te|edes|tes)$")
_PARTICIPLE = re.compile(r"\w{2,}(?:et|t)$")


class Kind(Enum):
    """What a word is bound by: a day and a number are the same, a committee is the one it is filed as."""

    WORD = "word"
    NUMBER = "number"
    DAY = "day"
    COMMITTEE = "committee"


@dataclass(frozen=True, slots=True)
class Word:
    """A word at ``text[start:end]``. ``key`` is what two of its kind have in common.

    ``joined`` is the conjunction before it, ``before`` the preposition right before it, ``unit`` the word
    after a number, ``proper`` says that it has a capital that is not its sentence's.
    """

    start: int
    end: int
    surface: str
    kind: Kind
    key: str
    joined: str = ""
    before: str = ""
    unit: str = ""
    proper: bool = False

    @property
    def is_time(self) -> bool:
        """Whether it only says when something was: a day, a weekday, at a meeting; no deadline, no year."""
        if self.before not in _AT:
            return False
        if self.kind is Kind.DAY:
            return self.key.startswith("day:")
        return self.surface.lower() in (_MEETINGS if self.before else _WEEKDAYS)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of one sentence in order, without those that carry nothing."""
    named = _named(text)
    found: list[Word] = []
    joined, before, last, passed = "", "", (0, 0), 0
    for match in TOKEN.finditer(text):
        start, lowered = match.start(), match[0].lower()
        if start < passed:
            continue
        bound = (_JOINING.get(joined, joined), before)
        if start in named and named[start][0] >= match.end():  # else part of a longer number: 2022-2025
            passed, kind, key = named[start]
            found.append(Word(start, passed, text[start:passed], kind, key, *bound))
        elif lowered in PREPOSITIONS and not _AT_THE_END.match(text, match.end()):
            before, last = f"{before} {lowered}".strip(), match.span()
            continue
        elif lowered in _JOINING:
            joined = lowered
            continue
        elif lowered in FREE:
            continue
        else:
            found.append(_word(text, match, bound))
        joined, before = "", ""
    if before:  # "som den passer til det"
        found.append(Word(*last, before, Kind.WORD, before))
    return tuple(found)


def _named(text: str) -> dict[int, tuple[int, Kind, str]]:
    """The committees and the full dates of the text, by where they begin: their end, kind and key."""
    named = {mention.start: (mention.end, Kind.COMMITTEE, mention.name) for mention in find_committees(text)}
    for day in find_dates(text):
        if not day.inferred:
            named[day.start] = (day.end, Kind.DAY, f"{day.precision}:{day.date.isoformat()}")
    return named


def _word(text: str, match: re.Match[str], bound: tuple[str, str]) -> Word:
    """A word or a number; ``bound`` are the conjunction and the preposition before it."""
    surface = match[0].strip("-_") or match[0]
    lowered = surface.lower()
    start, end = match.span()
    if lowered[0].isdigit() or lowered in _SMALL_NUMBERS:
        number = lowered.replace(".", "") if _THOUSANDS.fullmatch(lowered) else lowered
        return Word(start, end, surface, Kind.NUMBER, number, *bound, unit=_unit(text, end))
    proper = surface[0].isupper() and _WORD_BEFORE.search(text, 0, start) is not None
    return Word(start, end, surface, Kind.WORD, _UNITS.get(lowered, lowered), *bound, proper=proper)


def _unit(text: str, end: int) -> str:
    """The word or sign that follows a number; empty at the end and before a mark."""
    following = re.match(r"\.?\s?([%‰]|\w+)", text[end:])
    word = following[1].lower() if following else ""
    return _UNITS.get(word, word)


def same(first: Word, second: Word, *, told_as_done: bool = False) -> bool:
    """Whether two words say the same: the same day, number and unit, committee, or forms of the same word.

    A verb in another tense is another word, unless what is ``told_as_done`` is so in both.
    """
    if first.kind is not second.kind:
        return False
    if first.kind is not Kind.WORD:
        return first.key == second.key and first.unit == second.unit
    if first.key == second.key or _bare(first) == _bare(second):
        return True
    if (first.proper and second.proper) or not _forms(first) & _forms(second):
        return False
    times = {_time(first.key), _time(second.key)} - {""}
    return len(times) < 2 or (told_as_done and times == {"past", "participle"})


def _bare(word: Word) -> str:
    """A name without the s of its genitive; any other word as it is."""
    return word.key.removesuffix("’s").removesuffix("'s").removesuffix("s") if word.proper else word.key


def _forms(word: Word) -> frozenset[str]:
    return frozenset(lemmas(word.key))


def _time(word: str) -> str:
    """What time the form of a verb speaks of; other words give what their ending would mean for a verb."""
    lemma = lemmas(word)[0]
    if word == lemma:
        return "base" if lemma.endswith("e") else ""
    if _PAST.match(word):
        return "past"
    if _PARTICIPLE.match(word):
        return "participle"
    if _PRESENT.match(word):
        return "present"
    if lemma.endswith("e") and not word.startswith(lemma[:-1]):
        return "past"  # vedtog, of vedtage
    return ""


def ends_in_a_word(text: str) -> bool:
    """Whether the last word of the text carries something: a sentence that was cut off ends in any word."""
    last = [match[0].lower() for match in TOKEN.finditer(text)][-1:]
    return bool(last) and not (last[0] in FREE or last[0] in _JOINING or last[0] in PREPOSITIONS)


def begins_alike(text: str, other: str) -> bool:
    """Whether the first words of both are the same: a sentence that lost its subject is none."""
    first, second = TOKEN.search(text), TOKEN.search(other)
    return first is not None and second is not None and first[0].lower() == second[0].lower()


def clause_ends(text: str) -> Iterator[int]:
    """Where a statement may end before its sentence does: at a semicolon, and before a main clause with "og".

    Without a comma "og" joins what belongs together: three names, or the years that a sum is for. What ", og
    at" begins is said by the same verb as what stands before it: one of two conditions.
    """
    for match in _CLAUSE_END.finditer(text):
        yield match.start()


def plain(text: str) -> str:
    """The text as it is compared: composed, each run of blanks as one."""
    return " ".join(normalise(text).split())
