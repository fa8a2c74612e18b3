"""What a title says of its matter: the words that name it, and what keeps two matters apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated

from pydantic import PlainSerializer

from kb.danish.analysis import word_terms
from kb.danish.mentions import MONTH

# What papers are called whatever they are about.
_KINDS = tuple(
    """
    forslag svar indstilling beslutning beslutningssag orientering orienteringssag drøftelse sag sagen
    notat bilag referat dagsorden udkast kladde foreløbig program programskitse materiale behandling
    vedtagelse godkendelse godkende endelig endeligt godkendt vedtaget revideret ny nye nyt projekt
    anlægsbevilling bevilling høring høringssvar offentlig udgave version vedrørende vedr ang ansøgning
    igangsætning langs kommune kommunes kommunen
    """.split()
)
# A later look at a matter is a matter of its own: the status on a strategy does not adopt it.
_STAGES = tuple(
    """
    status opfølgning evaluering beretning afrapportering årsrapport kvalitetsrapport rapport redegørelse
    regnskab årsregnskab anlægsregnskab halvårsregnskab budgetopfølgning budgetrevision revision statistik
    afslutning forlængelse ændring tillæg
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_YEAR = re.compile(r"(?<![\d./-])((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)?\d\d))?(?![\d-])")
_DAY = re.compile(
    rf"\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}|\d{{1,2}}\.?\s+{MONTH}(?:\s+\d{{4}})?", re.IGNORECASE
)
_ROUND = re.compile(r"\d+\.\s*(?:\w+\s+)?behandling", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")
_PARTIES = re.compile(
    r"\bforslag(?:et)? (?:fra )?(?P<who>[^:]{1,80}?)(?:,? om\b|,? vedr|:| til\b)", re.IGNORECASE
)
_FROM = re.compile(r"\bforslag(?:et)? (?:fra\b|[A-ZÆØÅ]{1,3}:)", re.IGNORECASE)
_MEETING = re.compile(
    r"^(?:referat|dagsorden|tillægsdagsorden|beslutningsprotokol)\b.{0,80}?,?\s(?:punkt|pkt\.?|sag)"
    r"\s*\d+\s*[:.–-]\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*(?:\d{4}|\d/\d\d|mangler|sagsnr)[^()]*\)\s*$", re.IGNORECASE)
_ROUTINE = re.compile(
    r"(?:godkendelse af (?:dagsorden\w*|referat\w*|protokol\w*).*|dagsorden\w*|underskrift\w*(?: af \w+)?"
    r"|eventuelt|evt\.?|meddelelser.*|(?:gensidig )?orientering(?:er)?|\w+ orienterer|siden sidst|spørgetid.*"
    r"|aktuelle (?:sager|emner)|orientering(?:er)? (?:fra|ved|v\.?/?) (?!.*\bom\b).*"
    r"|(?:gensidige? )?orienteringspunkt(?:er)?"
    r"|(?:formandens|gensidige) orientering(?:er)?|spørgsmål fra (?:borgere|tilhørere)"
    r"|lukket(?: punkt| sag)?|åbent? punkt|fraværende.*|afbud|næste møde.*|opsamling(?: fra sidste møde)?"
    r"|opfølgning (?:på|fra) sidste (?:møde|referat)|bordet rundt|punkter til næste.*|mødets afslutning"
    r"|(?:nyt|information(?:er)?|indlæg) fra (?:\w+ ?){1,3}|evaluering af (?:dagens )?møde\w*"
    r"|kommende (?:møder|sager|punkter)|pressemeddelelse\w*|valg af ordstyrer|velkomst|pause)\s*[.:]?",
    re.IGNORECASE,
)
LONG_WORD = 8

Sorted = Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])]
"""A set that is written in order, so that equal collections give equal bytes."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The matter in a title: stems of its words, years, other figures, stages, and who proposed it."""

    words: Sorted
    years: Sorted
    figures: Sorted
    stages: Sorted
    parties: Sorted


def stem(word: str) -> str | None:
    """The stem that a word is compared by, a compound with hyphens joined; None for stop words."""
    found = word_terms(word.lower().replace("-", ""))
    return found[0] if found else None


@cache
def _stems(words: tuple[str, ...]) -> frozenset[str]:
    """The stems of a word list, made when first asked for: stemming loads a dictionary."""
    return frozenset(each for word in words if (each := stem(word)))


def matter_title(title: str) -> str:
    """The title without the meeting and the item number before it and the numbers in brackets after it."""
    bare = _MEETING.sub("", title.strip())
    while True:
        shorter = _BRACKETS.sub("", bare)
        if shorter == bare or not shorter:
            return bare
        bare = shorter


def is_routine(title: str) -> bool:
    """Whether the title is that of an item which every meeting has and which is no matter of its own."""
    return _ROUTINE.fullmatch(matter_title(title)) is not None


@lru_cache(maxsize=50_000)
def theme_of(title: str) -> Theme:
    """The matter that a title names. What says only what kind of paper it is counts for nothing."""
    bare = matter_title(title)
    undated = _ROUND.sub(" ", _DAY.sub(" ", bare))
    years = {year for match in _YEAR.finditer(undated) for year in _both(match)}
    figures = set(_FIGURE.findall(_YEAR.sub(" ", undated)))
    stems = {each for word in _WORD.findall(undated) if len(word) > 1 and (each := stem(word))}
    proposed = _PARTIES.search(bare) if _FROM.search(bare) else None
    parties = {each.lower() for each in re.split(r",\s*|\s+og\s+", proposed["who"])} if proposed else set()
    named = {each for party in parties for word in _WORD.findall(party) if (each := stem(word))}
    return Theme(
        words=frozenset(stems - _stems(_KINDS) - named),
        years=frozenset(years),
        figures=frozenset(figures),
        stages=frozenset(stems & _stems(_STAGES)),
        parties=frozenset(parties),
    )


def _both(match: re.Match[str]) -> tuple[str, ...]:
    """The year of a match, or the first and the last of a period, each in full."""
    first, last = match[1], match[2]
    if last is None:
        return (first,)
    return (first, last if len(last) == len(first) else first[:2] + last)


def differ(one: Theme, other: Theme) -> bool:
    """Whether two titles name different matters: other plans, years, proposers, or another stage."""
    if one.parties and other.parties and one.parties != other.parties:
        return True
    if one.years and other.years and one.years.isdisjoint(other.years):
        return True
    if one.figures and other.figures and not (one.figures <= other.figures or other.figures <= one.figures):
        return True
    return one.stages != other.stages


def same_matter(one: Theme, other: Theme) -> bool:
    """Whether two titles name the matter with the same words."""
    return bool(one.words) and one.words == other.words and not differ(one, other)


def weight(one: Theme, other: Theme) -> int:
    """How much two titles share: words, and years or figures that both give."""
    shared = len(one.words & other.words)
    return shared + bool(one.years & other.years) + bool(one.figures & other.figures)


def mostly_shared(one: Theme, other: Theme) -> bool:
    """Whether the titles share at least half of the words of the shorter one."""
    smaller = min(len(one.words), len(other.words))
    return smaller > 0 and 2 * len(one.words & other.words) >= smaller
