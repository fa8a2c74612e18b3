"""How a question is understood: its intent, committees, period, register, premises and meaningful words.

Rules only. Committees and period are filters that a person can take out again by their keys.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kb.answers.asked import Asked, asked_of_register, asked_outcomes, awaits, is_register_word
from kb.answers.intent import Intent, intent_of, tells_only_what_is_asked
from kb.answers.premises import Deed, Premise, premises_of
from kb.answers.wanted import defined_term, role_day
from kb.danish import cues
from kb.danish.analysis import content_words
from kb.danish.dates import find_period
from kb.danish.variants import committees_in_question
from kb.datatypes import Date, OutcomeClass, Recognised, SectionKind

__all__ = ["Asked", "Deed", "Intent", "Interpretation", "Premise", "intent_of", "interpret"]

COMMITTEE = "committee"
PERIOD = "period"
TOPIC_ONLY = frozenset({Asked.DECISIONS, Asked.CASES, Asked.MEETINGS})
"""Rows that need not repeat the words for what they are and what was done with them."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a question was understood. ``period`` is inclusive; either end may be open.

    ``content`` holds the words that say what it is about, without the committees, the period and the
    words that only tell the intent; ``names`` those of them that are proper names. ``recognised`` are the
    filters found. ``register`` says of what all rows are wanted, ``outcomes`` with which outcomes (any of
    them; () for all), ``awaiting`` that they are not yet decided. ``defined`` is the term whose meaning is
    asked for, ``as_of`` the day for which the holder of ``role`` is, ``premises`` what is taken for granted.
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
    asks_for_absence: bool
    role: str | None
    recognised: tuple[Recognised, ...] = ()
    outcomes: tuple[OutcomeClass, ...] = ()
    register: Asked = Asked.NONE
    awaiting: bool = False
    defined: str | None = None
    premises: tuple[Premise, ...] = ()
    as_of: Date | None = None

    @property
    def asks_for_latest_decision(self) -> bool:
        """Whether the question asks for the latest decision on a matter."""
        named = "beslut" in self.question.lower() or bool(self.committees)
        return self.intent is Intent.LATEST and named

    @property
    def asks_for_absence_reason(self) -> bool:
        """Whether the question asks, beside who was away, also why."""
        return self.intent is Intent.WHO and bool(cues.ASKED_REASON.search(self.question))

    @property
    def sections(self) -> tuple[SectionKind, ...]:
        """The kinds of section that the question points to by itself."""
        pointed = (
            (SectionKind.DECISION, self.intent is Intent.DECISION or self.asks_for_latest_decision),
            (SectionKind.ROUTE, self.asks_for_route),
            (SectionKind.ATTACHMENTS, self.asks_for_attachments),
            (SectionKind.ABSENT, self.asks_for_absence),
        )
        return tuple(kind for kind, points in pointed if points)


def interpret(question: str, today: Date, without: Collection[str] = ()) -> Interpretation:
    """The interpretation of ``question``; relative dates ("sidste år") count from ``today``.

    A filter whose key is in ``without`` is not recognised: its words are words like any other.
    """
    intent = intent_of(question)
    defined = defined_term(question) if intent is Intent.DEFINE else None
    recognised = recognise(question, today, without, defined)
    committees = tuple(dict.fromkeys(each.value for each in recognised if each.kind == COMMITTEE))
    period = next((span_of(each) for each in recognised if each.kind == PERIOD), None)
    words = content_words(blanked(question, [(each.start, each.end) for each in recognised]))
    topic = tuple(word for word in words if not is_register_word(word) and word.lower() not in cues.FRAMING)
    placeless = [word for word in topic if not re.search(rf"\b(?:i|fra|hos) {re.escape(word)}\b", question)]
    register = asked_of_register(question, bool(committees), period is not None, placeless)
    if intent is Intent.FACT and asks_what_a_committee_said(question, recognised):
        intent = Intent.DECISION
    content = tuple(word for word in words if not tells_only_what_is_asked(word, intent))
    return Interpretation(
        question=question,
        intent=intent,
        wants_list=bool(cues.LIST_CUE.search(question)),
        committees=committees,
        period=period,
        content=topic if register in TOPIC_ONLY else content,
        names=tuple(
            word for word in words if cues.PROPER_NAME.fullmatch(word) and not question.startswith(word)
        ),
        asks_for_draft=bool(cues.DRAFT_CUE.search(question)),
        asks_for_attachments=bool(cues.ATTACHMENT_CUE.search(question)),
        asks_for_route=bool(cues.ROUTE_CUE.search(question)),
        asks_for_outcome=bool(cues.OUTCOME_CUE.search(question)),
        compares=bool(cues.COMPARE_CUE.search(question)),
        asks_for_absence=bool(cues.ABSENCE_CUE.search(question)),
        role=role["role"] if (role := cues.ASKED_ROLE.search(question)) else None,
        recognised=recognised,
        outcomes=asked_outcomes(question) if register is not Asked.NONE else (),
        register=register,
        awaiting=register is not Asked.NONE and awaits(question),
        defined=defined if period is None else None,
        premises=premises_of(question, committees, content),
        as_of=role_day(question, period, today),
    )


def asks_what_a_committee_said(question: str, recognised: Sequence[Recognised]) -> bool:
    """Whether the question asks what a committee itself said or did, which is what it decided."""
    said = cues.COMMITTEE_SAID.search(question)
    if said is None:
        return False
    named = any(
        each.kind == COMMITTEE and each.start == said.end() and question[: each.end][-2:] not in ("'s", "’s")
        for each in recognised
    )
    return named or said["committee"] is not None


def recognise(
    question: str, today: Date, without: Collection[str], defined: str | None
) -> tuple[Recognised, ...]:
    """The filters that stand in the question, in order, without those taken out and what is to be defined."""
    at = question.find(defined) if defined else -1
    found = [
        Recognised(COMMITTEE, mention.name, mention.start, mention.end)
        for mention in committees_in_question(question)
        if at < 0 or mention.end <= at or mention.start >= at + len(defined or "")
    ]
    period = find_period(question, today)
    if period:
        value = "/".join(day.isoformat() if day else "" for day in (period.first, period.last))
        found.append(Recognised(PERIOD, value, period.start, period.end))
    kept = (each for each in found if each.key not in without)
    return tuple(sorted(kept, key=lambda each: each.start))


def span_of(period: Recognised) -> tuple[Date | None, Date | None]:
    """The first and last day of a recognised period, None where it is open."""
    first, last = (Date.fromisoformat(day) if day else None for day in period.value.split("/"))
    return first, last


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with each span blanked, so that other words keep their case and place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
