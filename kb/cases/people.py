"""Names of persons as minutes write them: with party letter, title and office around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_PARTICLE = r"(?:van|von|de|der|den|af|el|al|du|la|le|da|di|bin)"
_CAPITAL = r"[A-ZÆØÅÄÖÜÉ](?:[\w’'´.-]*[\w’'´]|\.)?"
NAME = rf"{_CAPITAL}(?:[ \n](?:{_PARTICLE}[ \n])?{_CAPITAL}){{1,4}}"
"""Two to five words with capital letters, with the small words that names have between them."""

# Letters and short names of parties; local lists have letters of their own.
PARTY = (
    r"(?:Liste )?(?:[A-ZÆØÅ]|SF|LA|DF|EL|NB|RV|KF|DD|KD|ALT|Alt|Alternativet|UP|UFP|MOD|SP|TL|BL|LL"
    r"|[Ll]øsgænger"
    r"|[Uu]den for parti(?:erne)?)"
)
OFFICE = (
    r"(?i:[\w-]*(?:borgmester(?:en)?|rådmand(?:en)?|rådmænd(?:ene)?|formand(?:en)?|formænd(?:ene)?|medlem(?:met|merne)?"
    r"|direktør(?:en)?|chef(?:en)?|leder(?:en)?|sekretær(?:en)?|repræsentant(?:en|er)?|suppleant(?:en)?|konsulent(?:en)?"
    r"|koordinator(?:en)?|stedfortræder(?:en)?|jurist|ingeniør|arkitekt|sagsbehandler|fuldmægtig|dirigent|referent)|F?TR|F?AMR)"
)
_OFFICE_FIRST = re.compile(rf"(?:{OFFICE}(?: (?:for|i) [A-ZÆØÅ][\w-]+)?,? )+", re.IGNORECASE)
_ONE = re.compile(rf"(?P<name>{NAME})(?:\s*[(,/]\s*(?P<party>{PARTY})\)?(?![\w]))?")
# Words with capital letters that no person is called.
_NO_PERSON = re.compile(
    r"udvalg|forvaltning|kommune|afdeling|byråd|bestyrelse|magistrat|partiet?\b|\bvenstre"
    r"|dansk folke|socialdemokrat"
    r"|socialistisk|enhedslist|alternativet|konservative|radikale|danmarksdemokrat|liberal alliance"
    r"|moderaterne"
    r"|nye borgerlige|\bliste\b|\bpunkt|sagen\b|\bmødet?\b|gruppe|sekretariat|direktion|skole"
    r"|center|teknik|\bbørn\b"
    r"|\bunge\b|\bkultur|økonomi|social|sundhed|\bmiljø|rådhus|lokale|organisation|forening|rådet\b|\bbilag|dagsorden"
    r"|beslutning|indstilling|afbud|fravær|\bingen\b|\balle\b|arbejds|personale|administration|\bgade\b|\bkl\b"
    r"|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    re.IGNORECASE,
)
_OFFICE_ALONE = re.compile(rf"{OFFICE}(?: (?:for|i) .{{2,40}})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """A name at ``text[start:end]`` (party included), with the party where it is written."""

    name: str
    party: str | None
    start: int
    end: int


def persons_in(text: str, start: int, end: int, strict: bool = True) -> list[Person]:
    """The persons that ``text[start:end]`` lists, in order; ``strict``: none where it holds anything else.

    Names are parted by commas, "og", "samt" or line ends; offices before or after them are left out.
    """
    found: list[Person] = []
    for first, last in _pieces(text, start, end):
        words = text[first:last]
        one = person_at(text, first, last)
        if one is not None:
            found.append(one)
        elif found and re.fullmatch(PARTY, words):
            found[-1] = replace(found[-1], party=words)
        elif strict and not _OFFICE_ALONE.fullmatch(words) and not (found and words[0].islower()):
            return []
    return found


def person_at(text: str, start: int, end: int) -> Person | None:
    """The person that ``text[start:end]`` names, with or without office and party, or None."""
    words = text[start:end]
    office = _OFFICE_FIRST.match(words)
    at = office.end() if office else 0
    match = _ONE.match(words, at)
    if not match or _NO_PERSON.search(match["name"]):
        return None
    after = words[match.end() :].strip(" \n.:*")
    if after and not re.fullmatch(rf"[(,–-].{{1,90}}|{OFFICE}.{{0,60}}", after, re.DOTALL | re.IGNORECASE):
        return None
    name = " ".join(match["name"].split())
    return Person(name, match["party"], start + at, start + match.end())


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between commas and "og", with what stands in brackets kept whole."""
    at = start
    depth = 0
    for match in re.finditer(r"[(),;\n]| og | samt ", text[start:end]):
        sign = match.group()
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield from _trimmed(text, at, start + match.start())
            at = start + match.end()
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without blanks, bullets and closing signs, if anything is left."""
    words = text[start:end]
    bullet = re.match(r"[\s*•·▪\uf0b7–-]*(?:\d{1,2}[.)]\s+)?", words)
    first = start + (bullet.end() if bullet else 0)
    last = start + len(words.rstrip(" \n\t*.:"))
    if last > first:
        yield first, last
