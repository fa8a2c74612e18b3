"""The term that a question wants defined, and the day for which it asks who holds a role. Rules only."""

from __future__ import annotations

import re

from kb.danish import cues
from kb.datatypes import Date

_ARTICLE = (
    r"(?:(?:det|den|de|en|et|ordet|begrebet|forkortelsen|udtrykket|termen|ordene|at have|at være|sådan) )*"
)
_TERM = r"[»\"'”]?(?P<term>[^?.,;:»«\"”]+?)[«\"'”]?"
# "Hvad vil det sige, at en sag er tiltrådt?" asks for the word after the verb.
_MEANS_THAT = r"hvad (?:betyder det|vil det sige|menes der med|ligger der i|indebærer det|dækker det over),?"
# Of one matter among others ("at skolen er lukket") it asks for what follows from that.
_THAT = (
    r"(?:når|at|hvis) (?:noget|nogen|man|der|(?:en|et) [\wæøå-]+"
    r"|sagen|punktet|indstillingen|forslaget|beslutningen|mødet)"
)
_ASKS_MEANING: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bhvad står {_ARTICLE}{_TERM} for\b",
        rf"\bhvad er {_ARTICLE}{_TERM} (?:en )?forkortelsen? (?:for|af)\b",
        rf"\bhvad er det for (?:noget|en|et),? (?:med )?{_ARTICLE}{_TERM}\s*\??$",
        rf"\bhvad (?:menes|forstås|mener man) (?:der |man )?(?:med|ved) {_ARTICLE}{_TERM}\s*\??$",
        rf"\bhvad dækker {_ARTICLE}{_TERM} over\b",
        rf"\b{_MEANS_THAT} {_THAT} (?:er|var|bliver|blev|har været|hedder|kaldes) {_TERM}\s*\??$",
        rf"\bhvad (?:betyder|vil det sige at være) (?!det,? at ){_ARTICLE}{_TERM}\s*\??$",
        rf"\b(?:definitionen|betydningen|definition|betydning) (?:af|på) {_ARTICLE}{_TERM}\s*\??$",
        rf"\bforklar (?:mig )?(?:kort )?(?:hvad )?{_ARTICLE}{_TERM}(?: er| betyder)?\s*[?.]?$",
        rf"\bhvad er {_ARTICLE}{_TERM}(?: for (?:noget|en|et)\b.*)?\s*\??$",
    )
)
_TAIL = re.compile(
    r"\s+(?:(?:i|hos|inden for|på|ifølge|egentlig|helt|præcis|nu|her|overhovedet|for en størrelse)\b.*)$",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\b(?:for|af|til|om|med|ved|og|at|der|som|mellem|fra)\b")
# Words of minutes that belong together, though a preposition stands in them.
_SET_PHRASE = re.compile(
    r"tag(?:et|es|e) (?:til (?:efterretning|orientering|protokols?)|af dagsordenen)"
    r"|(?:ud)?sen(?:dt|des|de) (?:i høring|til (?:høring|genbehandling|udtalelse))"
    r"|ført til (?:protokols?|referat)",
    re.IGNORECASE,
)
_LONGEST_TERM = 3
_NOW = re.compile(r"\b(?:er|hedder|bliver)\b", re.IGNORECASE)


def defined_term(question: str) -> str | None:
    """The word or abbreviation whose meaning is asked for, as it stands; None where there is none."""
    for pattern in _ASKS_MEANING:
        match = pattern.search(question.strip())
        if match:
            if _SET_PHRASE.fullmatch(match["term"]):
                return match["term"]
            term = _TAIL.sub("", match["term"]).strip(" -")
            short = 0 < len(term.split()) <= _LONGEST_TERM
            return term if short and not _JOINS.search(term) else None
    return None


def role_day(question: str, period: tuple[Date | None, Date | None] | None, today: Date) -> Date | None:
    """The day that the holder of a role is asked for: the end of the period named, ``today`` for who is.

    None where the question asks for no role, or for a past without a date.
    """
    asked = cues.ASKED_ROLE.search(question)
    if asked is None:
        return None
    if period is not None:
        return min(period[1] or today, today)
    return today if _NOW.search(asked.group()) else None
