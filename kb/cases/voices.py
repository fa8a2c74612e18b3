"""Who speaks in a sentence of minutes: members by name, parties by name or letter, or a number of members."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.danish.committees import find_committees
from kb.danish.sentences import sentence_spans

_WORD = r"[A-ZÆØÅÉÜÖ][\w.’'´-]*"
_NAME = rf"{_WORD}(?: (?:van|von|de|af|el|al|den|{_WORD}))*? {_WORD}(?: {_WORD})*"
_MARK = r"\s?\([^()]{1,40}\)"
_PARTY = (
    r"(?:Socialdemokrati(?:et|erne)|Socialdemokraterne|Venstre|(?:[Dd]et )?Radikale Venstre"
    r"|(?:[Dd]et )?Konservative(?: Folkeparti)?"
    r"|Dansk Folkeparti|Socialistisk Folkeparti|Enhedslisten(?:,? (?:– |- )?[Dd]e [Rr]ød-?[Gg]rønne)?"
    r"|Liberal Alliance|Alternativet"
    r"|Nye Borgerlige|Moderaterne|Danmarksdemokraterne|Kristendemokraterne|Slesvigsk Parti|Frie Grønne"
    r"|Borgernes Parti"
    r"|[A-ZÆØÅ][a-zæøå]+listen|(?:[Ll]iste|[Pp]arti(?:et)?) [A-ZÆØÅ]{1,2}|Løsgænger(?:ne|en)?)"
)
_LETTER = r"(?:SF|DF|LA|RV|KF|EL|ALT|NB|DD|KD|UP|UFP|[A-HJ-ZÆØÅ]|I(?=,|\)|$|\.| og [A-ZÆØÅ]\b))"
_GROUP = r"(?: (?:byrådsgrupper?n?e?|gruppen?|folkeparti|medlemmer))?"
_TITLE = (
    r"(?:(?:[Vv]ice)?[Bb]orgmester|[Rr]ådmand|[Rr]ådmændene|[Uu]dvalgsformand|[Ff]ormand(?:en)?"
    r"|[Nn]æstformand(?:en)?|[Ss]uppleant|"
    r"[Bb]yrådsmedlem|[Mm]edlem)"
)
_PERSON_OR_PARTY = re.compile(
    rf"(?:{_TITLE} )?(?:(?P<party>{_PARTY})s?(?![\w-]){_GROUP}|(?P<letter>{_LETTER})(?![\w’'-]|\.(?!\s*$"
    rf"|[,;)]))|(?P<name>{_NAME}))"
    rf"(?P<mark>{_MARK})?"
)
_NUMBER = {
    "et": 1,
    "en": 1,
    "to": 2,
    "tre": 3,
    "fire": 4,
    "fem": 5,
    "seks": 6,
    "syv": 7,
    "otte": 8,
    "ni": 9,
    "ti": 10,
}
_IN_BRACKETS = r"(?:\s?\((?P<who>[^()]*(?:\([^()]*\)[^()]*)*)\))?"
_MEMBERS = re.compile(
    rf"(?P<count>\d+|{'|'.join(_NUMBER)}) medlem(?:mer)?(?: af [\w-]+)?\b{_IN_BRACKETS}",
    re.IGNORECASE,
)
_MINORITY = re.compile(
    rf"et mindretal\b(?: i [\wæøå-]+)?(?: på \d+)?(?: bestående af)?{_IN_BRACKETS}",
    re.IGNORECASE,
)
_JOIN = re.compile(r"(?:\s*[,+/&]\s*(?:og |samt )?|\s+(?:og|samt|plus)\s+)(?=\S)")
_PARTY_MARK = re.compile(r"\s?\((?P<party>[A-ZÆØÅ]{1,3}|[^()\d]{3,40})\)$")
_LETTER_ENDS = re.compile(
    r"(?:(?<=(?:,|:|\+) [A-ZÆØÅ])|(?<=(?:og|te) [A-ZÆØÅ])|(?<=iste [A-ZÆØÅ]))\. (?=[A-ZÆØÅ][a-zæøå]+ )"
    r"|(?<=\d)\. (?=\d+ (?:undlod|stemte|medlem|stemmer))"
)
# Capitalised words that begin sentences of minutes and name nobody.
_NOBODY = re.compile(
    r"(?:Der|Det|Den|De|Et|En|Efter|Indstilling\w*|Forslag\w*|Sag\w*|Punkt\w*|Udvalg\w*|Byråd\w*|Ad|At"
    r"|Som|På|Fra|Med|Til|Ved|Hvis"
    r"|Godkendt|Tiltrådt|Fremsend\w*|Tilbagesend\w*|Magistrat\w*|Direktion\w*|Administration\w*"
    r"|Forvaltning\w*|Orientering\w*|For|Imod"
    r"|Kommunaldirektør\w*|\w*[Dd]irektør\w*|\w*[Cc]hef\w*|Lokalplan\w*|Ændringsforslag\w*|Anbefal\w*"
    r"|Dagsorden\w*|Afbud|Fraværende)\b"
)


@dataclass(frozen=True, slots=True)
class Voices:
    """The members and parties that a list names; ``count`` is how many members, None for parties only.

    ``by`` holds them as they stand, in order; ``end`` is where the list ends.
    """

    by: tuple[str, ...]
    names: tuple[str, ...]
    parties: tuple[str, ...]
    count: int | None
    end: int


def minute_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of minutes, which a letter may end ("Imod stemte Ø. Liste B undlod")."""
    found: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        for stop in _LETTER_ENDS.finditer(text, start, end):
            found.append((start, stop.start() + 1))
            start = stop.end()
        found.append((start, end))
    return found


def voices_at(text: str, start: int = 0) -> Voices | None:
    """The members or parties that ``text`` lists from ``start`` on, or None where none is named there."""
    group = _MEMBERS.match(text, start) or _MINORITY.match(text, start)
    if group:
        inner = listed(group["who"] or "")
        told = group.groupdict().get("count")
        count = (int(told) if told.isdigit() else _NUMBER[told.lower()]) if told else inner.count
        return Voices(inner.by or (group.group().strip(),), inner.names, inner.parties, count, group.end())
    found: list[re.Match[str]] = []
    at = start
    while match := _PERSON_OR_PARTY.match(text, at):
        if _names_nobody(match):
            break
        found.append(match)
        join = _JOIN.match(text, match.end())
        if not join:
            break
        at = join.end()
    return _gathered(found) if found else None


def listed(text: str) -> Voices:
    """All members and parties that ``text`` names, in order."""
    found = []
    at = 0
    while match := _PERSON_OR_PARTY.search(text, at):
        before = text[match.start() - 1 : match.start()]
        if not _names_nobody(match) and not (before and (before.isalnum() or before in "-.")):
            found.append(match)
        at = max(match.end(), at + 1)
    return _gathered(found) if found else Voices((), (), (), None, 0)


def _names_nobody(match: re.Match[str]) -> bool:
    """Whether capitalised words are a committee or the beginning of a sentence, and no person."""
    if match["letter"] or match["party"]:
        return False
    return bool(_NOBODY.match(match["name"])) or any(c.start == 0 for c in find_committees(match["name"]))


def _gathered(found: list[re.Match[str]]) -> Voices:
    """The voices of the matches of one list."""
    names: dict[str, None] = {}
    parties: dict[str, None] = {}
    by: dict[str, None] = {}
    for match in found:
        mark = _PARTY_MARK.search(match["mark"] or "")
        if match["name"]:
            # "Bo Lindbergs" would be a genitive; names that end in s are kept as they stand.
            names[match["name"].rstrip(".")] = None
            if mark:
                parties[mark["party"]] = None
            by[match["name"].rstrip(".") + (match["mark"] or "" if mark else "")] = None
        else:
            stands = match["party"] or match["letter"]
            parties[stands] = None
            by[stands] = None
    return Voices(tuple(by), tuple(names), tuple(parties), len(names) or None, found[-1].end())
