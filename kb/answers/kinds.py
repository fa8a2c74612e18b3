"""What the kind of question demands of an answer: a time of "hvornår", a number of "hvor mange". Rules only.

A sentence that has it is the better quote, and an answer without it is less sure. It need not have it: a
reason may be told without a word of reason, a number in the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kb.answers.candidates import Candidate
from kb.answers.question import Intent, Interpretation
from kb.danish import cues
from kb.danish.analysis import content_words, match_keys, same_word, search_terms, whole_terms
from kb.danish.dates import find_dates

NAME_WORDS = 2
"""A longer row of capitalised words may begin with a title: "Borgmester Asta Fjordvang"."""

NEAR_WORDS = 8
"""A number counts a noun when it stands within so many words of it."""


def is_of_kind(candidate: Candidate, reading: Interpretation) -> bool:
    """Whether the sentence has what the kind of question demands; True where it demands nothing."""
    rule = RULES.get(reading.intent)
    return rule is None or rule(candidate, reading)


def _has_time(candidate: Candidate, reading: Interpretation) -> bool:
    text = cues.NAMED_YEAR.sub(" ", candidate.text)
    if find_dates(text, year_of(candidate)):
        return True
    return not cues.ASKED_DATE.search(reading.question) and bool(
        cues.CLOCK.search(text) or cues.LOOSE_TIME.search(text)
    )


def _has_number(candidate: Candidate, reading: Interpretation) -> bool:
    """A number that counts or measures, and is none of the question's own; near the noun that is counted."""
    text = candidate.text
    for mention in reversed(find_dates(text, year_of(candidate))):
        text = text[: mention.start] + text[mention.end :]
    text = cues.NUMBERING.sub(" ", text)
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


def counted_words(reading: Interpretation) -> list[str]:
    """What "hvor mange" counts: one or two meaningful words after it ("administrative adresser")."""
    return _phrase_after(cues.COUNTED, reading.question)


def _phrase_after(asked: re.Pattern[str], question: str) -> list[str]:
    """One or two meaningful words of what ``asked`` begins: a noun phrase, or the verb that begins it."""
    match = asked.search(question)
    if match is None:
        return []
    phrase: list[str] = []
    for word in match["phrase"].split():
        if word.lower() in cues.VERBS or (phrase and cues.VERB_FORM.fullmatch(word)):
            break
        phrase.append(word)
    return content_words(" ".join(phrase))[:2]


def _has_amount(candidate: Candidate, reading: Interpretation) -> bool:
    """An amount of money, or any measure where a share or a rate is asked for."""
    asked = cues.AMOUNT if cues.ASKED_SHARE.search(reading.question) else cues.MONEY
    return bool(asked.search(candidate.text))


def _has_person(candidate: Candidate, reading: Interpretation) -> bool:
    """A person or a group; where a role is asked for, that role beside a person's name."""
    text = candidate.text
    if cues.ASKED_PROPOSER.search(reading.question):
        return bool(cues.PROPOSED.search(text))
    if cues.ASKED_PERSON.search(reading.question):
        return bool(cues.PERSON.search(text))
    if reading.role is None:
        if cues.FIRM.search(text):
            return True
        told = cues.PERSON_OR_PARTY.search(text) or cues.ROLE.search(text) or cues.VOTED.search(text)
        return bool(told) and _names_what_is_asked(candidate, reading)
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


def _names_what_is_asked(candidate: Candidate, reading: Interpretation) -> bool:
    """Whether the sentence, its paragraph or its heading names the thing that one of is asked for.

    The architect of "hvilken arkitekt", the owner of "hvad hedder ejeren". True where no thing is named.
    """
    asked = _phrase_after(cues.WHICH, reading.question)
    if cues.ASKED_PARTY.search(reading.question):
        return bool(cues.PARTY.search(candidate.text))
    told = f"{candidate.section.heading} {candidate.section.item or ''} {before(candidate)} {candidate.text}"
    spoken, terms = told.split(), frozenset(search_terms(told))
    return not asked or any(
        not terms.isdisjoint(whole_terms(each.lower())) or any(names(each, word) for word in spoken)
        for each in asked
    )


def before(candidate: Candidate) -> str:
    """The text of the candidate's paragraph that stands before it."""
    text = candidate.document.text
    start = max(text.rfind("\n", 0, candidate.start), candidate.section.body_start - 1) + 1
    return text[start : candidate.start]


def names(word: str, other: str) -> bool:
    """Whether ``other`` is a form of ``word`` or a compound that ends in it."""
    other = other.strip('.,:;()»«”"*')
    if same_word(word, other):
        return True
    keys = match_keys(word) | match_keys(word.rpartition("-")[2])
    return any(len(key) >= 4 and mine.endswith(key) for key in keys for mine in match_keys(other))


def year_of(candidate: Candidate) -> int:
    """The year that a date without one is read in; any year will do to recognise it as a date."""
    date = candidate.section.date or candidate.document.date
    return date.year if date else 2000


RULES: Mapping[Intent, Callable[[Candidate, Interpretation], bool]] = {
    Intent.WHEN: _has_time,
    Intent.COUNT: _has_number,
    Intent.AMOUNT: _has_amount,
    Intent.WHO: _has_person,
    Intent.WHERE: _has_place,
    Intent.WHY: _has_reason,
    Intent.FACT: _names_what_is_asked,
}
