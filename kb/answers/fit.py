"""Whether a sentence can answer the kind of question that was asked. Pure rules over one sentence.

A fluent sentence about the right subject is no answer to "hvornår" without a time, to "hvor mange"
without a number or to "hvorfor" without a reason: such sentences are not quoted as answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kb.answers.candidates import Candidate
from kb.answers.question import Intent, Interpretation
from kb.danish import cues
from kb.danish.analysis import content_words, match_keys, same_word
from kb.danish.committees import find_committees
from kb.danish.dates import find_dates
from kb.danish.tokens import words
from kb.datatypes import Date, SectionKind, Status

NEAR_CHARACTERS = 400
"""A time stated so close before a sentence is the sentence's time too."""

NAME_WORDS = 2
"""A longer row of capitalised words may begin with a title: "Borgmester Asta Fjordvang"."""

FRAGMENT_WORDS = 8
"""A statement has at least so many words, or else end punctuation."""

NEAR_WORDS = 8
"""A number counts a noun when it stands within so many words of it."""

NOT_DECIDING = (SectionKind.RECOMMENDATION, SectionKind.ALTERNATIVE_RECOMMENDATION, SectionKind.ATTACHMENTS)


def fits(candidate: Candidate, reading: Interpretation) -> bool:
    """Whether the sentence may answer: it is a statement, of the right time, with what the intent demands."""
    rule = RULES.get(reading.intent)
    return (
        _is_statement(candidate, reading)
        and agrees_in_time(candidate, reading)
        and (rule is None or rule(candidate, reading))
    )


def _is_statement(candidate: Candidate, reading: Interpretation) -> bool:
    """Not the mere title of an attachment, nor a heading, where something else is asked for than a list."""
    if reading.intent is Intent.LIST or reading.asks_for_route:
        return True
    if candidate.section.kind is SectionKind.ATTACHMENTS:
        return reading.asks_for_attachments and reading.wants_list
    decides = candidate.section.kind is SectionKind.DECISION
    return decides or reading.intent in RULES or not is_fragment(candidate.text)


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


def _has_time(candidate: Candidate, reading: Interpretation) -> bool:
    text = candidate.text
    if find_dates(text, year_of(candidate)):
        return True
    return not cues.ASKED_DATE.search(reading.question) and bool(
        cues.CLOCK.search(text) or cues.LOOSE_TIME.search(text)
    )


def year_of(candidate: Candidate) -> int:
    """The year that a date without one is read in; any year will do to recognise it as a date."""
    date = candidate.section.date or candidate.document.date
    return date.year if date else 2000


def _has_number(candidate: Candidate, reading: Interpretation) -> bool:
    """A number that is no date, list mark or number of the question; near the noun that is counted."""
    text = candidate.text
    for mention in reversed(find_dates(text, year_of(candidate))):
        text = text[: mention.start] + text[mention.end :]
    text = cues.LIST_MARK.sub("", text)
    for number in re.findall(r"\b\d+\b", reading.question):
        text = re.sub(rf"\b{number}\b", "", text)
    counted = counted_words(reading)
    if not counted:
        return bool(cues.NUMBER.search(text))
    spoken = text.split()
    numbers = [at for at, word in enumerate(spoken) if cues.NUMBER.search(word)]
    nouns = [at for at, word in enumerate(spoken) if any(names(each, word) for each in counted)]
    if nouns:
        return any(abs(number - noun) <= NEAR_WORDS for number in numbers for noun in nouns)
    return bool(numbers) and any(names(each, word) for word in before(candidate).split() for each in counted)


def before(candidate: Candidate) -> str:
    """The text of the candidate's paragraph that stands before it."""
    text = candidate.document.text
    start = max(text.rfind("\n", 0, candidate.start), candidate.section.body_start - 1) + 1
    return text[start : candidate.start]


def counted_words(reading: Interpretation) -> list[str]:
    """What "hvor mange" counts: one or two meaningful words after it ("administrative adresser")."""
    match = cues.COUNTED.search(reading.question)
    if match is None:
        return []
    phrase: list[str] = []
    for word in match["phrase"].split():
        if phrase and word.lower() in cues.VERBS:
            break
        phrase.append(word)
    return content_words(" ".join(phrase))[:2]


def names(word: str, other: str) -> bool:
    """Whether ``other`` is a form of ``word`` or a compound that ends in it."""
    other = other.strip('.,:;()»«”"*')
    if same_word(word, other):
        return True
    keys = match_keys(word)
    return any(len(key) >= 4 and mine.endswith(key) for key in keys for mine in match_keys(other))


def _has_amount(candidate: Candidate, _: Interpretation) -> bool:
    return bool(cues.AMOUNT.search(candidate.text))


def _has_person(candidate: Candidate, reading: Interpretation) -> bool:
    """A person or a group; where a role is asked for, that role beside a person's name."""
    text = candidate.text
    if cues.ASKED_PROPOSER.search(reading.question):
        return bool(cues.PROPOSED.search(text))
    if cues.ASKED_PERSON.search(reading.question):
        return bool(cues.PERSON.search(text))
    if reading.role is None:
        return bool(cues.PERSON_OR_PARTY.search(text) or cues.ROLE.search(text) or cues.VOTED.search(text))
    return any(
        names(reading.role, word) for person in cues.PERSON.finditer(text) for word in _beside(text, person)
    )


def _beside(text: str, person: re.Match[str]) -> list[str]:
    """The words beside a name: two on each side, and its own first word where a title may begin it."""
    own = person.group().split()
    titles = own[:1] if len(own) > NAME_WORDS else []
    return [*text[: person.start()].split()[-2:], *titles, *text[person.end() :].split()[:2]]


def _has_place(candidate: Candidate, _: Interpretation) -> bool:
    return bool(cues.PLACE.search(candidate.text))


def _has_reason(candidate: Candidate, reading: Interpretation) -> bool:
    """A word of reason, in a paragraph that speaks of what the question is about."""
    if not cues.REASON.search(candidate.text):
        return False
    spoken = f"{before(candidate)} {candidate.text} {candidate.section.item or ''}".split()
    return not reading.content or any(names(asked, word) for asked in reading.content for word in spoken)


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


def opens_section(candidate: Candidate) -> bool:
    """Whether the sentence is the first of its section, where the outcome of a decision stands."""
    between = candidate.document.text[candidate.section.body_start : candidate.start]
    return not between.strip()


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


RULES: Mapping[Intent, Callable[[Candidate, Interpretation], bool]] = {
    Intent.WHEN: _has_time,
    Intent.COUNT: _has_number,
    Intent.AMOUNT: _has_amount,
    Intent.WHO: _has_person,
    Intent.WHERE: _has_place,
    Intent.WHY: _has_reason,
    Intent.DECISION: _is_decision,
    Intent.DEFINE: _explains,
}
