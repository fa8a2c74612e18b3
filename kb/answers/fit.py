"""Whether a sentence may be quoted as an answer at all. Pure rules over one sentence.

What was recommended is no answer to what was decided, another year's paper none to what held this year, a
heading none to what is so, and a mention none to what a word means.
"""

from __future__ import annotations

from kb.answers.candidates import Candidate
from kb.answers.kinds import RULES, is_of_kind, names, year_of
from kb.answers.question import Intent, Interpretation
from kb.danish import cues
from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.danish.tokens import words
from kb.datatypes import Date, SectionKind, Status

NEAR_CHARACTERS = 400
"""A time stated so close before a sentence is the sentence's time too."""

FRAGMENT_WORDS = 8
"""A statement has at least so many words, or else end punctuation."""

SHORT_ANSWERS = frozenset(RULES) - {Intent.FACT}
"""Kinds of question that a few words without end punctuation may answer."""

NOT_DECIDING = (SectionKind.RECOMMENDATION, SectionKind.ALTERNATIVE_RECOMMENDATION, SectionKind.ATTACHMENTS)


def fits(candidate: Candidate, reading: Interpretation) -> bool:
    """Whether the sentence may answer: a statement, of the right time, and a decision where that is asked."""
    return (
        _is_statement(candidate, reading)
        and agrees_in_time(candidate, reading)
        and (reading.intent is not Intent.DECISION or _is_decision(candidate, reading))
        and (reading.intent is not Intent.DEFINE or _explains(candidate, reading))
    )


def _is_statement(candidate: Candidate, reading: Interpretation) -> bool:
    """Not the mere title of an attachment, where something else is asked for than a list.

    Nor a heading: a few words are a statement where they decide, or are what is asked for (a time, a name).
    """
    if reading.intent is Intent.LIST or reading.asks_for_route:
        return True
    if candidate.section.kind is SectionKind.ATTACHMENTS:
        return reading.asks_for_attachments and reading.wants_list
    if candidate.section.kind is SectionKind.DECISION or not is_fragment(candidate.text):
        return True
    return reading.intent in SHORT_ANSWERS and is_of_kind(candidate, reading)


def agrees_in_time(candidate: Candidate, reading: Interpretation) -> bool:
    """Whether the sentence is of the time that the question names: by its document, section, title or words.

    A document that says nothing of its time agrees only where its text names the time.
    """
    if reading.period is None or reading.compares or right_time(candidate, reading):
        return True
    document, section = candidate.document, candidate.section
    paragraph = document.text[max(section.start, candidate.start - NEAR_CHARACTERS) : candidate.end]
    told = find_dates(f"{document.title}\n{section.heading}\n{paragraph}", year_of(candidate))
    return any(within(mention.date, reading.period) for mention in told) or _in_told_years(
        f"{document.title}\n{paragraph}", reading.period
    )


def _in_told_years(text: str, period: tuple[Date | None, Date | None]) -> bool:
    """Whether a year, or a span of years ("2022-2025"), in the text meets the period."""
    start = period[0].year if period[0] else 0
    end = period[1].year if period[1] else 9999
    return any(
        int(match["first"]) <= end and int(match["last"] or match["first"]) >= start
        for match in cues.YEARS.finditer(text)
    )


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


def _is_decision(candidate: Candidate, reading: Interpretation) -> bool:
    """A sentence of a decision section, or one that reports a decision, by the right committee and time."""
    if candidate.document.status is Status.DRAFT or candidate.section.kind in NOT_DECIDING:
        return False
    if candidate.section.kind is SectionKind.DECISION:
        return right_committee(candidate, reading) and right_time(candidate, reading)
    if not cues.DECIDED.search(candidate.text):
        return False
    named = {mention.name for mention in find_committees(candidate.text)}
    committees_agree = not reading.committees or bool(named & set(reading.committees))
    dates = [mention.date for mention in find_dates(candidate.text)]
    times_agree = reading.period is None or any(within(date, reading.period) for date in dates)
    return committees_agree and times_agree


def has_full_date(text: str) -> bool:
    """Whether the text states a day with its year."""
    return any(mention.precision == "day" and not mention.inferred for mention in find_dates(text))


def is_fragment(text: str) -> bool:
    """Whether the text is a few words without end punctuation or a time: a heading, not a statement."""
    words = text.split()
    return (
        "|" not in text
        and len(words) < FRAGMENT_WORDS
        and not text.rstrip().endswith((".", "!", "?", ":", ";"))
        and not (cues.CLOCK.search(text) or find_dates(text))
    )


def _explains(candidate: Candidate, reading: Interpretation) -> bool:
    """Whether the sentence says what the term is: a defining word follows it, or it heads the section."""
    if reading.defined is None:
        return True
    asked = words(reading.defined)
    heading = f"{candidate.section.heading} {candidate.section.item or ''} {candidate.document.title}"
    if all(any(names(each, word) for word in words(heading)) for each in asked):
        return True
    spoken = candidate.text.split()
    ends = [at for at, word in enumerate(spoken) if _is_term(reading.defined, asked[-1], word)]
    told = (cues.MARK_BEHIND.sub(r"\1", spoken[at]) + " ".join(["", *spoken[at + 1 : at + 5]]) for at in ends)
    return any(cues.EXPLAINS.match(each) for each in told) or bool(ends and cues.NAMES.search(candidate.text))


def _is_term(term: str, last: str, word: str) -> bool:
    """Whether a word of the text is the term or its last word; an abbreviation is never part of a word."""
    return word.strip('.,:;()»«”"*') == term if term.isupper() else names(last, word)
