"""What a question asks for: intent, committees, period and its meaningful words. Rules only.

Cues follow the trigger table of Danish municipal questions: decision, when, who, why, how many,
amount, list, define, process, latest, else a plain fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.danish import cues
from kb.danish.analysis import content_words
from kb.danish.committees import find_committees
from kb.danish.dates import find_period
from kb.datatypes import Date, SectionKind


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
    PROCESS = "process"
    FACT = "fact"


INTENT_CUES: tuple[tuple[Intent, str], ...] = (
    (
        Intent.DEFINE,
        r"hvad vil det sige|hvad menes|hvad betyder|hvad forstås|hvad dækker|hvad står \S+ for|forkortelsen|definition\w*",
    ),
    (
        Intent.WHEN,
        r"hvornår|hvilken dato|hvilke datoer|hvad dato|hvilket år|hvilken dag|frist\w*|hvad tid|hvad tidspunkt",
    ),
    (
        Intent.WHO,
        r"hvem|hvis (?:ansvar|forslag)|"
        r"hvad hedder (?:\w+ ){0,2}\w*(?:direktør|chef|formand|borgmester|leder)\w*",
    ),
    (
        Intent.WHERE,
        r"hvor (?:blev|bliver|er|var|ligger|lå|holdes|holdt|foregår|foregik|finder|fandt|skal|mødes|bor)(?! mange| meget| stor)|"
        r"hvilket sted|hvilken adresse",
    ),
    (
        Intent.AMOUNT,
        r"hvad (?:\w+ ){0,2}(?:koste\w*|kostet)|hvor (?:mange penge|dyrt?|mange (?:kroner|millioner|mio))|"
        r"hvad (?:er|var|bliver) (?:\w+ )?"
        r"\w*(?:prisen|udgiften|budgettet|beløbet|bevillingen|skatteprocent\w*|tilskuddet)|"
        r"hvor stor[te]? (?:er|var|blev) (?:\w+ )?"
        r"\w*(?:budget|bevilling|beløb|udgift|tilskud|pulje|ramme|anlægssum|besparelse)\w*|"
        r"hvor meget (?:\w+ ){0,3}(?:koster?|kostede|giver|gav|fik|får|bevil\w*|afsat|afsættes|afsatte|betaler?|spare\w*)",
    ),
    (Intent.COUNT, r"hvor (?:mange|meget|stor[te]?|lang[te]?|høj[te]?|ofte|længe|gammel)|antallet af"),
    (Intent.WHY, r"hvorfor|baggrunden for|begrundelsen?|formålet|årsagen|hvad er meningen"),
    (Intent.DECISION, r"(?:hvilken|hvilke|hvad) (?:\w+ ){0,2}beslut\w*"),
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
        r"(?:beslut|vedt[oa]g|godkend|tiltråd|tiltræ|udfald|resultat|afgjort|aftalt|tog$|traf$|truffet$)",
        re.IGNORECASE,
    ),
    Intent.AMOUNT: re.compile(r"(?:kost|pris|penge|beløb|dyr)", re.IGNORECASE),
    Intent.WHY: re.compile(r"(?:begrundelse|årsag|formål|baggrund)", re.IGNORECASE),
    Intent.WHEN: re.compile(r"(?:dato|frist|tid|tidspunkt)", re.IGNORECASE),
}
"""Words that tell the intent; the text that answers need not repeat them."""

_CUES = tuple((intent, re.compile(rf"\b(?:{cue})\b", re.IGNORECASE)) for intent, cue in INTENT_CUES)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a question was understood. ``period`` is inclusive; either end may be open.

    ``content`` holds the words that say what it is about, without the committees, the period and the
    words that only tell the intent; ``names`` those of them that are proper names.
    """

    question: str
    intent: Intent
    wants_list: bool
    committees: tuple[str, ...]
    period: tuple[Date | None, Date | None] | None
    content: tuple[str, ...]
    names: tuple[str, ...]
    asks_for_draft: bool
    asks_for_attachments: bool
    asks_for_route: bool
    asks_for_outcome: bool
    compares: bool
    denies: bool
    asks_for_validity: bool
    asks_for_absence: bool
    role: str | None

    @property
    def sections(self) -> tuple[SectionKind, ...]:
        """The kinds of section that the question points to by itself."""
        pointed = (
            (SectionKind.DECISION, self.intent is Intent.DECISION),
            (SectionKind.ROUTE, self.asks_for_route),
            (SectionKind.ATTACHMENTS, self.asks_for_attachments),
            (SectionKind.ABSENT, self.asks_for_absence),
        )
        return tuple(kind for kind, points in pointed if points)


def interpret(question: str, today: Date) -> Interpretation:
    """The interpretation of ``question``; relative dates ("sidste år") count from ``today``."""
    intent = intent_of(question)
    committees = find_committees(question)
    period = find_period(question, today)
    told = [(mention.start, mention.end) for mention in committees]
    told += [(period.start, period.end)] if period else []
    content = content_words(without(question, told))
    return Interpretation(
        question=question,
        intent=intent,
        wants_list=bool(cues.LIST_CUE.search(question)),
        committees=tuple(dict.fromkeys(mention.name for mention in committees)),
        period=(period.first, period.last) if period else None,
        content=tuple(word for word in content if not tells_only_what_is_asked(word, intent)),
        names=tuple(
            word for word in content if cues.PROPER_NAME.fullmatch(word) and not question.startswith(word)
        ),
        asks_for_draft=bool(cues.DRAFT_CUE.search(question)),
        asks_for_attachments=bool(cues.ATTACHMENT_CUE.search(question)),
        asks_for_route=bool(cues.ROUTE_CUE.search(question)),
        asks_for_outcome=bool(cues.OUTCOME_CUE.search(question)),
        compares=bool(cues.COMPARE_CUE.search(question)),
        asks_for_absence=bool(cues.ABSENCE_CUE.search(question)),
        asks_for_validity=bool(cues.VALIDITY_CUE.search(question)),
        denies=bool(cues.NEGATION.search(question)),
        role=role["role"] if (role := cues.ASKED_ROLE.search(question)) else None,
    )


def tells_only_what_is_asked(word: str, intent: Intent) -> bool:
    """Whether the word frames the question or tells its intent, so that an answer need not repeat it."""
    return word.lower() in cues.FRAMING or (intent in CUE_WORDS and bool(CUE_WORDS[intent].match(word)))


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with each span blanked, so that other words keep their case and place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def intent_of(question: str) -> Intent:
    """The first intent whose cue the question holds, FACT where it holds none."""
    for intent, cue in _CUES:
        if cue.search(question):
            return intent
    return Intent.FACT
