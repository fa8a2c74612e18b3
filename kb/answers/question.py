"""What a question asks for: intent, committees, period and its meaningful words. Rules only.

Cues follow the trigger table of Danish municipal questions: decision, when, who, why, how many,
amount, list, define, process, latest, else a plain fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.danish.analysis import content_words
from kb.danish.committees import find_committees
from kb.danish.dates import question_period
from kb.datatypes import Date


class Intent(StrEnum):
    """The kind of answer that a question asks for."""

    DECISION = "decision"
    WHEN = "when"
    WHO = "who"
    WHY = "why"
    COUNT = "count"
    AMOUNT = "amount"
    LIST = "list"
    DEFINE = "define"
    PROCESS = "process"
    FACT = "fact"


INTENT_CUES: tuple[tuple[Intent, re.Pattern[str]], ...] = tuple(
    (intent, re.compile(pattern, re.IGNORECASE))
    for intent, pattern in (
        (Intent.WHEN, r"\bhvornår\b|\bhvilken dato\b|\bhvilke datoer\b|\bhvad dato\b|\bhvilket år\b|\bfristen?\b|\bhvad tid\b|\bhvad tidspunkt\b"),
        (
            Intent.AMOUNT,
            r"\b(koster?|kostede|kostet|budget\w*|bevilling\w*|beløb\w*|pris(en)?|udgift\w*|skatteprocent\w*)\b.*\?|"
            r"\bhvor (mange penge|dyrt?|stort et beløb)\b|\bhvor meget\b.*\b(koster|penge|kr|giver|bevilge\w*|afsat|afsætte\w*|betale\w*)\b",
        ),
        (Intent.COUNT, r"\bhvor (mange|meget|stor[te]?|lang[te]?|høj[te]?|ofte|længe)\b|\bantallet af\b"),
        (Intent.WHO, r"\bhvem\b|\bhvis (ansvar|forslag)\b"),
        (
            Intent.DECISION,
            r"\b(beslutte\w*|besluttet|beslutning(en)?|vedtog\w*|vedtage\w*|godkendt\w*|godkendte|tiltrådte?|udfaldet|"
            r"resultatet|bevilgede|afgjort|aftalte|forkastet|afvist\w*|nedstemt)\b",
        ),
        (Intent.WHY, r"\bhvorfor\b|\bbaggrunden for\b|\bbegrundelsen?\b|\bformålet\b|\bårsagen\b|\bhvad er meningen\b"),
        (Intent.DEFINE, r"\bhvad (er|betyder|forstås ved|dækker)\b(?!.*\b(besluttet|vedtaget|indstillet|vigtigt?)\b)|\bstår \S+ for\b|\bforkortelsen\b|\bdefinition"),
        (Intent.LIST, r"\bhvilke\b|\balle\b|\bsamtlige\b|\bliste\b|\boversigt\b|\bhvad var de \w+\b|\bnævn\b"),
        (Intent.PROCESS, r"\bhvordan\b|\bsagsgang\w*\b|\brækkefølge\b|\bnæste skridt\b"),
    )
)

LIST_CUE = re.compile(
    r"\bhvilke\b|\balle\b|\bsamtlige\b|\bliste\b|\boversigt\b|\b(to|tre|fire|fem|seks|syv|otte|ni|ti)\b", re.IGNORECASE
)

DRAFT_CUE = re.compile(r"\b(udkast\w*|kladde\w*|program\w*|skitse\w*|foreløbig\w*)\b", re.IGNORECASE)
ATTACHMENT_CUE = re.compile(r"\bbilag\w*|\bvedlagt\w*|\bvedhæft\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a question was understood. ``period`` is inclusive; either end may be open."""

    intent: Intent
    wants_list: bool
    committees: tuple[str, ...]
    period: tuple[Date | None, Date | None] | None
    content: tuple[str, ...]
    asks_for_draft: bool
    asks_for_attachments: bool


def interpret(question: str, today: Date) -> Interpretation:
    """The interpretation of ``question``; relative dates ("sidste år") count from ``today``."""
    return Interpretation(
        intent=intent_of(question),
        wants_list=bool(LIST_CUE.search(question)),
        committees=tuple(dict.fromkeys(mention.name for mention in find_committees(question))),
        period=question_period(question, today),
        content=tuple(content_words(question)),
        asks_for_draft=bool(DRAFT_CUE.search(question)),
        asks_for_attachments=bool(ATTACHMENT_CUE.search(question)),
    )


def intent_of(question: str) -> Intent:
    """The first intent whose cue the question holds, FACT where it holds none."""
    for intent, cue in INTENT_CUES:
        if cue.search(question):
            return intent
    return Intent.FACT
