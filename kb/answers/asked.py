"""What of the register a question asks for: rows of which kind, with which outcomes. Rules only.

A question asks the register where it wants all rows or their number ("hvilke sager blev udsat i 2024").
What stands inside one document ("hvilke temaer blev drøftet", "hvor mange stemte for") it does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from kb.datatypes import OutcomeClass


class Asked(StrEnum):
    """The rows that a question asks for all of, or for the number of."""

    NONE = "none"
    DECISIONS = "decisions"
    CASES = "cases"
    MEETINGS = "meetings"
    ATTACHMENTS = "attachments"


_ALL = r"(?:hvilke|alle|samtlige|hvor mange|liste|list|oversigt(?:en)?|find|vis|nævn|giv|hent|antallet af)"
_BETWEEN = r"(?: (?!og |der |som |blev |er |har |om |for |i |på |til |ved |fra |med )[\wæøå-]+){0,3}? "
_DECISIONS = r"(?:beslutninger(?:ne)?|afgørelser(?:ne)?|afslag(?:ene)?|vedtagelser(?:ne)?|godkendelser(?:ne)?|udsættelser(?:ne)?|afvisninger(?:ne)?)"
_CASES = r"(?:sager(?:ne)?|punkter(?:ne)?|dagsordens?punkter(?:ne)?)"
_MEETINGS = r"(?:møder(?:ne)?|(?:udvalgs|byråds)møder(?:ne)?|referater(?:ne)?|dagsordener(?:ne)?|mødereferater(?:ne)?)"
_ATTACHMENTS = r"bilag(?:ene)?"
_ADOPTABLE = (
    r"(?:[\w-]*(?:planer|politikker|strategier|bevillinger|forslag|ansøgninger|projekter|regulativer|takster|vedtægter|"
    r"retningslinjer|regnskaber|budgetter|klager|dispensationer|garantier|aftaler|kommissorier|puljer))"
)
_VERB = (
    r"(?:besluttet|besluttede|vedtaget|vedtog|godkendt|godkendte|tiltrådt|tiltrådte|afvist|afviste|forkastet|forkastede|"
    r"udsat|udsatte|udskudt|udskød|drøftet|drøftede|behandlet|behandlede|anbefalet|anbefalede|afslået|afslog|bevilget|"
    r"bevilgede|nedstemt|oversendt|oversendte|henvist|henviste|sendt|sendte|taget|tog|trukket|orienteret|truffet|traf)"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern on whole words, in any case."""
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_KINDS: tuple[tuple[Asked, re.Pattern[str]], ...] = tuple(
    (asked, _compiled(rf"{_ALL}{_BETWEEN}{noun}"))
    for asked, noun in (
        (Asked.ATTACHMENTS, _ATTACHMENTS),
        (Asked.DECISIONS, _DECISIONS),
        (Asked.CASES, _CASES),
        (Asked.MEETINGS, _MEETINGS),
    )
)
_RULES = _compiled(
    r"i hvilke sager|hvilke (?:sager|beslutninger|afgørelser) (?:\w+ )?(?:kan|må|bør|afgør|tager|træffer|er lukkede|skal(?! (?:snart |senere )?(?:behandles|besluttes|afgøres|for|på|op|i|til)\b))"
)
_AWAITING = _compiled(
    r"afvent\w*|vente[rt]? (?:\w+ )?på|mangler (?:\w+ )?(?:beslutning|behandling|afgørelse|at blive)|(?:endnu )?ikke (?:\w+ )?afgjort|"
    r"(?:endnu ikke|ikke endnu) (?:\w+ )?(?:besluttet|behandlet|afgjort|vedtaget)|uafgjorte|uafsluttede|udestår|"
    r"skal (?:snart |senere )?(?:behandles|besluttes|for|på|op) (?:af|i|til)?|på vej (?:til|i|gennem)"
)
_TREATED = re.compile(
    rf"\bhvad (?:har|fik|havde|er|blev|nåede) (?:\w+ ){{0,5}}?{_VERB}\b|\bhvad {_VERB}\b", re.IGNORECASE
)
_PERFECT = re.compile(r"\bhvad har (?:\w+ ){0,5}?(?:drøftet|behandlet)\b", re.IGNORECASE)
_ADOPTED_ROWS = re.compile(rf"\b{_ALL} {_ADOPTABLE}\b.*\b{_VERB}\b", re.IGNORECASE)
_EVERY = _compiled(r"alle|samtlige")
# What shows that points are those of an agenda, and that cases are counted which a committee decided.
_ON_AGENDA = _compiled(rf"dagsorden\w*|{_VERB}")
_DECIDED_ON = _compiled(
    r"sager (?:er der|har vi|findes|ligger)|dagsorden\w*|udsat|udskudt|vedtaget|godkendt|tiltrådt|nedstemt|forkastet|til efterretning|i høring"
)
_TIMES = re.compile(
    rf"\bhvor mange gange (?:har|er|blev|havde|{_VERB})\b.*\b{_VERB}\b|\bhver gang\b", re.IGNORECASE
)
_OWN_WORDS = _compiled(
    rf"{_DECISIONS}|{_CASES}|{_MEETINGS}|{_ATTACHMENTS}|{_VERB}|alle|samtlige|liste|list|oversigt|oversigten|antallet|traf|truffet|"
    r"afvent\w*|venter|mangler|mangle|behandles|besluttes|afgøres|afgjort|endnu|snart|ikke|hver|over|begge|gav|giver|givet|givne|tilbage|videre|forslag|beslutning|behandling|høring|efterretning|dagsordenen|gange|gang|oppe|kommunen|holdt|afholdt|"
    r"udvalg(?:et|ene)?|hører|hørte|nej|ja|til|politisk|politiske|nævne?r?|omtaler?|seneste|nyeste|stadig|fortsat|hent"
)
OUTCOMES: tuple[tuple[tuple[OutcomeClass, ...], re.Pattern[str]], ...] = tuple(
    (classes, _compiled(words))
    for classes, words in (
        (
            (OutcomeClass.REJECTED,),
            r"afvis\w*|afslå\w*|afslog|afslag\w*|forkast\w*|nedstem\w*|(?:fik|sagde|sagt) nej|"
            r"ikke (?:\w+ )?(?:godkend\w*|vedtage\w*|vedtog|tiltråd\w*|imødekom\w*|bevilge\w*)",
        ),
        ((OutcomeClass.POSTPONED,), r"udsat(?:te|tes)?|udsætte\w*|udskudt|udskød"),
        ((OutcomeClass.HEARING,), r"(?:sendt|sendte|sendes|sende|kom|er) (?:\w+ )?i (?:offentlig )?høring"),
        ((OutcomeClass.NOTED,), r"til efterretning|orienter(?:et|inger|ingssager)"),
        (
            (OutcomeClass.REFERRED,),
            r"oversend\w*|henvis(?:t|te)|(?:sendt|sendte|sendes) (?:\w+ )?(?:tilbage|videre)|tilbagesendt\w*|"
            r"(?:sendt|sendte|sendes|sende) (?:\w+ ){0,6}?til (?:\w+ )?(?:behandling|udtalelse|\w*udvalg\w*|magistraten)",
        ),
        ((OutcomeClass.RECOMMENDED,), r"anbefale(?:t|de)|indstillet"),
        (
            (OutcomeClass.WITHDRAWN,),
            r"tag(?:et|es) af (?:dagsordenen|dagsorden|bordet)|trukket|udg(?:ik|ået)|af dagsordenen",
        ),
        ((OutcomeClass.CALLED_UP,), r"indbragt\w*|standset"),
        ((OutcomeClass.APPOINTED,), r"udpeg(?:et|ede|ninger)"),
        (
            (OutcomeClass.ADOPTED, OutcomeClass.ADOPTED_AMENDED),
            r"vedtag(?:et|ne|elser)|vedtog|godkend\w*|tiltråd\w*|bevilge(?:t|de)|imødekom\w*|(?:fik|sagde|sagt) ja",
        ),
    )
)


def asked_of_register(question: str, committee: bool, period: bool, topic: Sequence[str]) -> Asked:
    """What the question asks all rows of, NONE where it asks for something else.

    ``committee`` and ``period`` say whether it names one; ``topic`` are the words that say what it is about.
    """
    if _RULES.search(question):
        return Asked.NONE
    if _TIMES.search(question):
        return Asked.DECISIONS
    for asked, pattern in _KINDS:
        match = pattern.search(question)
        if match:
            named = _of_register(asked, match.group().lower(), question, committee, period)
            return asked if named else Asked.NONE
    if _ADOPTED_ROWS.search(question) and (period or _EVERY.search(question)):
        return Asked.DECISIONS
    whole = (committee or period) and not topic
    if (whole and _TREATED.search(question)) or (committee and period and _PERFECT.search(question)):
        return Asked.DECISIONS
    return Asked.NONE


def _of_register(asked: Asked, words: str, question: str, committee: bool, period: bool) -> bool:
    """Whether rows named by ``words`` are those of the register, and not what one document tells."""
    if asked is Asked.MEETINGS:
        return committee or period
    if asked is Asked.CASES and "punkter" in words:
        return committee or period or bool(_ON_AGENDA.search(question))
    if asked is Asked.CASES and words.startswith(("hvor mange", "antallet")):
        return committee or bool(_DECIDED_ON.search(question))
    return True


def asked_outcomes(question: str) -> tuple[OutcomeClass, ...]:
    """The outcome classes that the question names, () where it names none ("behandlet", "drøftet")."""
    for classes, pattern in OUTCOMES:
        if pattern.search(question):
            return classes
    return ()


def awaits(question: str) -> bool:
    """Whether the question asks for what is not yet decided."""
    return bool(_AWAITING.search(question))


def is_register_word(word: str) -> bool:
    """Whether the word names rows, what was done with them or that all are wanted, never a topic."""
    return bool(_OWN_WORDS.fullmatch(word))
