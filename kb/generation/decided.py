"""Decisions in set words, told in full by whom and when.

"Tiltrådt." is "Økonomiudvalget tiltrådte indstillingen den 3. maj 2021."

Committee, day and matter do not stand in such words: they are those of the minutes that the words stand in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.datatypes import Citation, Decision, Standing
from kb.generation.aligning import Told, follows
from kb.generation.operators import PASSIVE, is_operator
from kb.generation.words import Kind, Word, same, words_of

FEW = 4
"""A decision of at most so many words is in set words; a longer one says more, in its own order."""

_BODY = frozenset({"udvalget", "byrådet", "rådet", "bestyrelsen", "kommunalbestyrelsen"})
_OBJECTS = frozenset({"indstillingen", "forslaget", "sagen", "punktet"})
_MATTER = re.compile(r",? (?:om|vedrørende) (?P<matter>.+?)(?= den \d|[.]?$)")
_DECIDED = frozenset({Standing.DECIDED, Standing.TOLD})


def tells(text: str, source: Told, evidence: Citation, rows: Sequence[Decision]) -> bool:
    """Whether the text tells the decision that ``source`` words, with nothing but what its minutes hold.

    Where the register has no such decision, or it is of a draft or an agenda, the words are told alone.
    """
    if evidence.status.is_undecided or evidence.standing not in _DECIDED or len(rows) != 1:
        return False
    row = rows[0]
    if len(source.words) > FEW or any(each.kind is not Kind.WORD or each.proper for each in source.words):
        return follows(Told(text, _with_body(text, source, row)), source)
    words = words_of(_without_matter(text, evidence))
    own = [each for each in words if not _is_of_minutes(each, source, row)]
    if not any(each.kind is Kind.COMMITTEE for each in words if each not in own):
        return False  # without who decided, it can be told in the words of the decision only
    if not own or own[0].surface.lower() in _OBJECTS:
        return False  # "Udvalget indstillingen godkendte" is no Danish
    return _says_all([each for each in own if not _is_object(each, source, row)], source)


def _says_all(words: Sequence[Word], source: Told) -> bool:
    """Whether both say the same in any order; what makes a passive of the source may be left out."""
    wanted = [word for word in source.words if word.surface.lower() not in PASSIVE]
    said = [word for word in words if word.surface.lower() not in PASSIVE]
    return len(wanted) == len(said) and all(
        any(same(word, each, told_as_done=True) and word.before == each.before for each in there)
        for here, there in ((said, wanted), (wanted, said))
        for word in here
    )


def _is_of_minutes(word: Word, source: Told, row: Decision) -> bool:
    """Whether the word is the committee or the day of the minutes, and the source names none of its own."""
    if any(each.kind is word.kind for each in source.words):
        return False
    if word.kind is Kind.COMMITTEE:
        return word.key == row.committee and word.before in ("", "af", "i")
    if word.kind is Kind.DAY:
        return row.date is not None and word.key == f"day:{row.date.isoformat()}" and word.is_time
    return False


def _is_object(word: Word, source: Told, row: Decision) -> bool:
    """Whether the word only names what a decision is on: the recommendation, if there is one, or the case."""
    named = word.surface.lower()
    if word.before or any(same(word, each) for each in source.words):
        return False
    return (named == "indstillingen" and bool(row.recommendation)) or named in ("sagen", "punktet")


def _without_matter(text: str, evidence: Citation) -> str:
    """The text without "om ..." where that is the matter's title, word for word."""
    found = _MATTER.search(text)
    if not found or len(words_of(text[: found.start()])) == 0:
        return text
    title, matter = words_of(evidence.heading), words_of(found["matter"])
    plainly = bool(matter) and not any(is_operator(word.surface) for word in matter)
    if plainly and follows(Told(found["matter"], matter), Told(evidence.heading, title)):
        return text[: found.start()] + text[found.end() :]
    return text


def _with_body(text: str, source: Told, row: Decision) -> tuple[Word, ...]:
    """The words of the text without the day of its minutes, and with "Udvalget" for their committee."""
    body = next((word for word in source.words if word.surface.lower() in _BODY), None)
    found = []
    for word in words_of(text):
        ours = _is_of_minutes(word, source, row)
        if ours and word.kind is Kind.COMMITTEE and body and body.before == word.before:
            found.append(body)
        elif not (ours and word.kind is Kind.DAY):
            found.append(word)
    return tuple(found)
