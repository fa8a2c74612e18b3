"""The kind of answer that a question asks for. Rules only.

Cues follow the trigger table of Danish municipal questions: define, compare, latest, when, who, where,
amount, how many, why, decision, list, process, else a plain fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from kb.danish import cues


class Intent(StrEnum):
    """The kind of answer that a question asks for."""

    DECISION = "decision"
    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    WHY = "why"
    COUNT = "count"
    AMOUNT = "amount"
    LIST = "list"
    DEFINE = "define"
    COMPARE = "compare"
    LATEST = "latest"
    PROCESS = "process"
    FACT = "fact"


INTENT_CUES: tuple[tuple[Intent, str], ...] = (
    (Intent.WHY, r"^hvorfor|hvad er (?:grunden|årsagen|begrundelsen) til"),
    (
        Intent.DEFINE,
        r"hvad vil det sige|hvad menes|hvad betyder|hvad forstås|hvad dækker|hvad står \S+ for|forkortelsen|definition\w*|"
        r"hvad er det for (?:noget|en|et)\b|forklar (?:mig )?(?:kort )?(?:hvad|begrebet|ordet|udtrykket|[\w-]+\W*$)",
    ),
    (
        Intent.WHEN,
        r"hvornår|hvilken (?:uge|måned)?dag\b|hvilken (?:dato|måned|uge)\b|hvilke datoer|hvad dato|hvilket (?:år|tidspunkt)|frist\w*|hvad tid|hvad tidspunkt",
    ),
    (
        Intent.WHO,
        r"hvem|hvis (?:ansvar|forslag)|hvilke[nt]? (?:[\w-]+ )?(?:firma|virksomhed|arkitekt|entreprenør|leverandør|rådgiver)\w*|"
        r"hvad hedder (?:\w+ ){0,2}[\w-]*(?:direktør|chef|formand|borgmester|leder)\w*",
    ),
    (
        Intent.WHERE,
        r"hvor (?:blev|bliver|er|var|ligger|lå|holdes|holdt|foregår|foregik|finder|fandt|skal|mødes|bor)(?! mange| meget| stor)|"
        r"hvilket sted|hvilken adresse",
    ),
    (
        Intent.AMOUNT,
        r"hvad (?:[\w-]+ ){0,8}?kost(?:er?|ede|et)\b|hvad (?:tjener|tjente)|hvad (?:gav|giver|betaler|betalte) (?!det for)(?:[\w-]+ ){1,6}?for\b|"
        r"hvad (?:får|fik) (?:[\w-]+ ){1,6}?i (?:erstatning|løn|tilskud|støtte|kompensation|leje)\b|"
        r"hvilken \w*(?:pris|løn)|prisen (?:for|på)|hvor (?:mange penge|dyrt?|mange (?:kroner|millioner|mio))|"
        r"hvad (?:er|var|bliver) (?:\w+ )?"
        r"\w*(?:prisen|udgiften|budgettet|beløbet|bevillingen|skatteprocent\w*|tilskuddet)|"
        r"hvor stor[te]? (?:er|var|blev) (?:\w+ )?"
        r"\w*(?:budget|bevilling|beløb|udgift|tilskud|pulje|ramme|anlægssum|besparelse)\w*|"
        r"hvor meget (?:\w+ ){0,3}(?:koster?|kostede|giver|gav|fik|får|bevil\w*|afsat|afsættes|afsatte|betaler?|spare\w*)",
    ),
    (
        Intent.PROCESS,
        r"hvad er status|hvor langt (?:er|kom|nåede) (?:sagen|arbejdet|projektet|processen|vi|man|kommunen|\w*planen)",
    ),
    (Intent.DECISION, cues.ASKED_OUTCOME),
    (Intent.COUNT, r"hvor (?:mange|meget|stor[te]?|lang[te]?|høj[te]?|ofte|længe|gammel)|antallet af"),
    (Intent.WHY, r"hvorfor|baggrunden for|begrundelsen?|formålet|årsagen|hvad er meningen"),
    (Intent.COMPARE, cues.COMPARISON),
    (Intent.LATEST, cues.LATEST),
    (Intent.PROCESS, r"hvordan (?:bliver en|foregår|forløber|behandles)"),
    (Intent.DECISION, r"(?:hvilken|hvilke|hvad) (?:\w+ ){0,2}beslut\w*|^sagde (?:[\w-]+ ){1,4}?(?:ja|nej)"),
    (Intent.LIST, r"hvilke|alle|samtlige|liste|oversigt|hvad (?:er|var) de (?:\w+ )?\w+|nævn"),
    (
        Intent.DECISION,
        r"beslut\w*|vedtog\w*|vedtage\w*|godkend\w*|tiltråd\w*|tiltrædes?|udfaldet|resultatet|bevilgede|bevilget|"
        r"afgjort|aftalte|forkaste\w*|afvis\w*|nedstemt\w*|hvad skete der med|hvad endte|hvad blev der af",
    ),
    (
        Intent.DEFINE,
        r"hvad er(?! (?:besluttet|vedtaget|indstillet|vigtigt|sket|de|kommunens|der))(?! .*\b(?:vigtigt? for|i vejen)\b)",
    ),
    (Intent.PROCESS, r"hvordan|sagsgang\w*|rækkefølge|næste skridt"),
)
"""Cues by intent, tried in this order: who asks "hvem besluttede ..." wants a person."""

CUE_WORDS: Mapping[Intent, re.Pattern[str]] = {
    Intent.DECISION: re.compile(
        r"(?:beslut|vedt[oa]g|godkend|tiltråd|tiltræ|udfald|resultat|afgjort|aftalt|tog$|traf$|truffet$"
        r"|landede?$|endte?$|igennem$|faldt$|stemmer(?:ne)?$|stemte$|afstemning|sagde$|mente$|gjorde$|syntes$"
        r"|udvalget?$|udvalgene$|fik$|sin$|frem$)",
        re.IGNORECASE,
    ),
    Intent.AMOUNT: re.compile(r"(?:kost|pris|penge|beløb|dyr)", re.IGNORECASE),
    Intent.WHY: re.compile(r"(?:begrundelse|årsag|formål|baggrund)", re.IGNORECASE),
    Intent.WHEN: re.compile(r"(?:dato|frist|tid|tidspunkt)", re.IGNORECASE),
    Intent.COMPARE: re.compile(
        r"(?:forskel|sammenlign|ændre(?:t|de)?$|udviklet$|udvikl(?:er|ede)$|versus$)", re.IGNORECASE
    ),
    Intent.LATEST: re.compile(r"(?:seneste|nyeste|gældende|nuværende|aktuel|stadig|nu$)", re.IGNORECASE),
}
"""Words that tell the intent; the text that answers need not repeat them."""

_CUES = tuple((intent, re.compile(rf"\b(?:{cue})\b", re.IGNORECASE)) for intent, cue in INTENT_CUES)


def intent_of(question: str) -> Intent:
    """The first intent whose cue the question holds, FACT where it holds none."""
    for intent, cue in _CUES:
        if cue.search(question):
            return intent
    return Intent.FACT


def tells_only_what_is_asked(word: str, intent: Intent) -> bool:
    """Whether the word frames the question or tells its intent, so that an answer need not repeat it."""
    return word.lower() in cues.FRAMING or (intent in CUE_WORDS and bool(CUE_WORDS[intent].match(word)))
