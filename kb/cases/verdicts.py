"""What one sentence of minutes decides, by the words it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.cases.wording import AMENDED, AS_PROPOSED, DECISIVE, PASSED_ON, STATED, TOLD, Table
from kb.datatypes import OutcomeClass

_C = OutcomeClass
_NOT_OURS = re.compile(
    r"\b(?:administrationen|forvaltningen|\w+direktøren|direktøren|borgmesteren|formanden|\w+chefen"
    r"|konsulenten|rådgiveren|\w+afdelingen"
    r"|som|kommunen|bestyrelsen for \w+|regionen|staten|ministeriet|ansøger|bygherre)\s+(?:har\s+|blev\s+)?$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\W*(?:administrationen|forvaltningen|[\wæøå-]*direktøren|borgmesteren|formanden|[\wæøå-]+chefen"
    r"|kommunen)\s+"
    r"(?:indstiller|indstillede|anbefaler|anbefalede|foreslår|foreslog|vurderer|vurderede|oplyser|oplyste"
    r"|forventer|redegjorde|fortalte|gennemgik|præsenterede|forklarede|nævnte|svarede)\b",
    re.IGNORECASE,
)
_OURS_TELL = frozenset({_C.RECOMMENDED, _C.DISCUSSED})
_REFERENCE = re.compile(
    r"\bjf(?:r|\.|\b)[^,;]*|\b(?:som|der) (?:tidligere|allerede) [^,;]*|\b(?:efter|på baggrund af"
    r"|i henhold til) (?:behandling|beslutning) [^,;]*"
)
# "Vedtaget, idet V stemte imod" changes nothing.
_VOTED = re.compile(
    r",?\s*\b(?:idet|mens|medens|hvor|dog) [^,.;]{1,80}?"
    r"\b(?:stemte|stemmer|undlod|forbehold|deltog ikke|fraværende)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_BRACKETS = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|[\"”“»„][^\"”“«]{0,200}[\"”“«]")
_HEARD = 320
_COMPLEMENT = 130
_NEAR = 45


@dataclass(frozen=True, slots=True)
class Verdict:
    """The class of a sentence. ``told``: it says what was done, and yields to what is decided after it."""

    kind: OutcomeClass
    told: bool


def heard_of(sentence: str) -> str:
    """The words that count: the first few hundred, without brackets, quotations and references."""
    plain = _REFERENCE.sub(" ", _BRACKETS.sub(" ", sentence))
    return re.sub(r"\s+", " ", plain).strip()[:_HEARD]


def verdict_of(sentence: str) -> Verdict | None:
    """The class that one sentence states, or None.

    A word that decides goes before one that tells of a decision ("besluttede at udsætte" postpones), as
    long as it stands near it; of several such words the first one counts.
    """
    if _OTHERS.match(sentence):
        return None
    decisive = first_of(sentence, DECISIVE)
    stated = first_of(sentence, STATED)
    if decisive and stated and decisive[0] > stated[0] + _COMPLEMENT:
        decisive = None
    if decisive:
        _, end, kind = decisive
        if kind is _C.ADOPTED and AMENDED.search(_VOTED.sub(" ", AS_PROPOSED.sub(" ", sentence[end:]))):
            kind = _C.ADOPTED_AMENDED
        return Verdict(kind, told=False)
    passed = first_of(sentence, PASSED_ON)
    if passed and (not stated or passed[0] < stated[0] + _NEAR):
        return Verdict(passed[2], told=False)
    if stated:
        return Verdict(stated[2], told=False)
    told = first_of(sentence, TOLD)
    return Verdict(told[2], told=True) if told else None


def first_of(sentence: str, table: Table) -> tuple[int, int, OutcomeClass] | None:
    """Start, end and class of the earliest match of a table that is the organ's own word."""
    best: tuple[int, int, OutcomeClass] | None = None
    for kind, pattern in table:
        if best and best[0] == 0:
            break
        for match in pattern.finditer(sentence):
            if kind in _OURS_TELL and _NOT_OURS.search(sentence, 0, match.start()):
                continue
            if best is None or match.start() < best[0]:
                best = (match.start(), match.end(), kind)
            break
    return best
