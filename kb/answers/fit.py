"""Whether a sentence can answer the kind of question that was asked. Pure rules over one sentence.

A fluent sentence about the right subject is no answer to "hvornår" without a time, to "hvor mange"
without a number or to "hvorfor" without a reason: such sentences are not quoted as answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kb.answers.candidates import Candidate
from kb.answers.question import Intent, Interpretation
from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.datatypes import Date, SectionKind, Status

CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}\b")
LOOSE_TIME = re.compile(
    r"\b(uge \d+|\d\. kvartal|primo|medio|ultimo|(?:19|20)\d\d|mandag\w*|tirsdag\w*|onsdag\w*|torsdag\w*|fredag\w*|"
    r"årligt|hvert \w+ år|hver måned|månedligt|kvartalsvis|senest|straks|efteråret|foråret|sommeren|vinteren)\b",
    re.IGNORECASE,
)
LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[-–•o])\s+")
NUMBER = re.compile(
    r"\d|\b(to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten|tyve|"
    r"halvdelen|ingen|begge|hundrede|tusind\w*|mange års?)\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(
    r"\d[\d.,]*\s*(?:mio\.?|mia\.?|millioner|milliarder|kr\.?|kroner|t\.?kr\.?|pct\.?|procent|%|‰)|\bkr\.\s*\d|\bgratis\b",
    re.IGNORECASE,
)
NAME = re.compile(r"\b[A-ZÆØÅ][a-zæøåé]+(?:[ -][A-ZÆØÅ][a-zæøåé.]*)+|\b[A-ZÆØÅ][a-zæøåé]+ \([A-ZÆØÅ]{1,3}\)")
ROLE = re.compile(
    r"\b\w*(?:direktør\w*|chef\w*|leder\w*|formand\w*|borgmester\w*|udvalg\w*|råd|rådet|forvaltning\w*|afdeling\w*|"
    r"medarbejder\w*|ansat\w*|ansatte|borger\w*|repræsentant\w*|medlem\w*|gruppe\w*|holder\w*|byråd\w*|bestyrelse\w*|"
    r"forening\w*|konsulent\w*|sekretariat\w*|forsyning|kommunen|kommune|personer|unge|ældre|forældre|virksomhed\w*|"
    r"koordinator\w*|rådmand\w*|næstformand\w*|skole\w*|parti\w*|alle)\b",
    re.IGNORECASE,
)
REASON = re.compile(
    r"\b(fordi|idet|eftersom|siden|derfor|dermed|på baggrund af|baggrund\w*|udspring\w*|formål\w*|skyldes|årsag\w*|"
    r"begrund\w*|med henblik på|for at|så\b|således at|hensyn til|med afsæt i|afsæt|som følge af|på grund af|grundet|"
    r"da|mål\w* er|sikre\w*|skal bidrage|pga)\b",
    re.IGNORECASE,
)
DECIDED = re.compile(
    r"\b(?:har|blev|er|fik|havde)\b.{0,60}?\b(?:besluttet|vedtaget|godkendt|aftalt|tiltrådt|afvist|forkastet|bevilget|udpeget|valgt)\b|"
    r"\b(?:besluttede|vedtog|godkendte|tiltrådte|aftalte|afviste|forkastede|bevilgede|udpegede)\b",
    re.IGNORECASE,
)
NOT_DECIDING = (SectionKind.RECOMMENDATION, SectionKind.ALTERNATIVE_RECOMMENDATION, SectionKind.ATTACHMENTS)


def fits(candidate: Candidate, reading: Interpretation) -> bool:
    """Whether the sentence holds what the question's intent demands; intents without a demand fit all."""
    rule = RULES.get(reading.intent)
    return rule is None or rule(candidate, reading)


def _has_time(candidate: Candidate, _: Interpretation) -> bool:
    text = candidate.text
    return bool(find_dates(text) or CLOCK.search(text) or LOOSE_TIME.search(text))


def _has_number(candidate: Candidate, _: Interpretation) -> bool:
    text = candidate.text
    for mention in reversed(find_dates(text)):
        text = text[: mention.start] + text[mention.end :]
    return bool(NUMBER.search(LIST_MARK.sub("", text)))


def _has_amount(candidate: Candidate, _: Interpretation) -> bool:
    return bool(AMOUNT.search(candidate.text))


def _has_person(candidate: Candidate, _: Interpretation) -> bool:
    return bool(NAME.search(candidate.text) or ROLE.search(candidate.text))


def _has_reason(candidate: Candidate, _: Interpretation) -> bool:
    return bool(REASON.search(candidate.text))


def _is_decision(candidate: Candidate, reading: Interpretation) -> bool:
    """A sentence of a decision section, or one that reports a decision, by the right committee and time."""
    if candidate.document.status is Status.DRAFT or candidate.section.kind in NOT_DECIDING:
        return False
    if candidate.section.kind is SectionKind.DECISION:
        return right_committee(candidate, reading) and right_time(candidate, reading)
    if not DECIDED.search(candidate.text):
        return False
    named = {mention.name for mention in find_committees(candidate.text)}
    committees_agree = not reading.committees or bool(named & set(reading.committees))
    dates = [mention.date for mention in find_dates(candidate.text)]
    times_agree = reading.period is None or any(within(date, reading.period) for date in dates)
    return committees_agree and times_agree


def right_committee(candidate: Candidate, reading: Interpretation) -> bool:
    """Whether the section is by a committee that the question names, or the question names none."""
    if not reading.committees:
        return True
    committee = candidate.section.committee or candidate.document.committee
    return committee is not None and any(same_committee(committee, name) for name in reading.committees)


def same_committee(first: str, second: str) -> bool:
    """Whether two names mean the same committee: equal, or one is the other with a place name."""
    a, b = first.casefold(), second.casefold()
    return a == b or a.endswith(" " + b) or b.endswith(" " + a)


def right_time(candidate: Candidate, reading: Interpretation) -> bool:
    """Whether the section's date lies in the period that the question names, or it names none."""
    if reading.period is None:
        return True
    date = candidate.section.date or candidate.document.date
    return date is not None and within(date, reading.period)


def within(date: Date, period: tuple[Date | None, Date | None]) -> bool:
    """Whether ``date`` lies in the inclusive ``period``; either end may be open."""
    start, end = period
    return (start is None or start <= date) and (end is None or date <= end)


RULES: Mapping[Intent, Callable[[Candidate, Interpretation], bool]] = {
    Intent.WHEN: _has_time,
    Intent.COUNT: _has_number,
    Intent.AMOUNT: _has_amount,
    Intent.WHO: _has_person,
    Intent.WHY: _has_reason,
    Intent.DECISION: _is_decision,
}
