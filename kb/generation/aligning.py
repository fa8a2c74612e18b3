"""Whether a sentence says what another one says, word for word from its beginning, shortened by rules.

    source:   Økonomiudvalget besluttede på mødet den 6. december 2022 at godkende planen, og at
              skolen lukkes.
    sentence: Den 6. december 2022 besluttede Økonomiudvalget at godkende planen.

A sentence may leave out, inside it, when something was (not: who, how many, on what terms), a bracket, and a
clause at its end that ", og" begins. It may begin with the time, which puts the verb before its subject in
Danish. Nothing else moves: each word of it has a word of the source, in the same order, after the same
preposition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.generation.operators import is_never_lost, is_operator
from kb.generation.words import Kind, Word, clause_ends, same

LONGEST_SUBJECT = 6
"""In words; a verb that stands before a longer one is not put back behind it."""

_BRACKET = re.compile(r"\([^()]*\)")
_MARK = re.compile(r"[,;:–()]| - ")
_JOINS = re.compile(r"\b(?:og|samt|eller|men|at|som|der|hvor|når|hvis|fordi|da|mens|end)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A text and its words."""

    text: str
    words: tuple[Word, ...]


def follows(sentence: Told, source: Told, *, opened: bool = False) -> bool:
    """Whether a sentence is the source, shortened by the rules. False where either has no words.

    ``opened`` says that an opening without a colon ("Ifølge forslaget") stood before the sentence: that is
    not part of it, and puts its verb first.
    """
    if not sentence.words or not source.words:
        return False
    orders = (*_orders(sentence), *(_uninverted(sentence, 0) if opened else ()))
    return any(_runs_along(order, source) for order in orders)


def _orders(sentence: Told) -> Iterator[tuple[Word, ...]]:
    """The words in each order that they may have had: as they stand, and with a time at their head put back.

    The time may come back anywhere behind; the verb that it put before its subject goes back behind that.
    """
    words = sentence.words
    yield words
    led = next((at for at, word in enumerate(words) if not word.is_time), len(words))
    for behind in _uninverted(sentence, led) if led else ():
        for at in range(1, len(behind) + 1):
            yield (*behind[:at], *words[:led], *behind[at:])


def _uninverted(sentence: Told, led: int) -> Iterator[tuple[Word, ...]]:
    """The words from number ``led`` on, and with the first one behind a subject of each length."""
    words = sentence.words[led:]
    yield words
    for length in range(1, min(LONGEST_SUBJECT, len(words) - 1) + 1):
        if _MARK.search(sentence.text[words[0].end : words[length].end]):
            break
        yield (*words[1 : length + 1], words[0], *words[length + 1 :])


def _runs_along(order: Sequence[Word], source: Told) -> bool:
    """Whether the words in this order run along the source, and all between them may be left out."""
    first = replace(order[0], joined="")
    reached = {at for at in _starts(source) if _said(first, replace(source.words[at], joined=""))}
    for word in order[1:]:
        reached = {
            at
            for at in range(len(source.words))
            if _said(word, source.words[at])
            and any(before < at and _may_be_left_out(source, before, at) for before in reached)
        }
        if not reached:
            return False
    return any(_may_end(source, at) for at in reached)


def _said(word: Word, source: Word) -> bool:
    """Whether both are the same word, joined alike and after the same preposition; a time may change that."""
    if not same(word, source):
        return False
    bound = (word.joined, word.before) == (source.joined, source.before)
    return bound or (word.is_time and source.is_time)


def _starts(source: Told) -> Iterator[int]:
    """Where a sentence may begin: at the first word, or at the first that does not tell the time."""
    yield 0
    first = next((at for at, word in enumerate(source.words) if not word.is_time), 0)
    counts = any(word.kind is Kind.NUMBER for word in source.words)
    if first and not counts and not _MARK.search(source.text[: source.words[first].start]):
        yield first


def _may_be_left_out(source: Told, before: int, after: int) -> bool:
    """Whether all between two words of the source is a time or a bracket that changes nothing."""
    between = source.words[before + 1 : after]
    if not between:
        return True
    first = source.words[before].end
    gap = source.text[first : between[-1].end]
    for bracket in _BRACKET.finditer(gap):
        inside = [word for word in between if first + bracket.start() <= word.start < first + bracket.end()]
        if any(is_operator(word.surface) for word in inside):
            return False
        between = tuple(word for word in between if word not in inside)
    rest = _BRACKET.sub(" ", gap)
    if not between:
        return True
    if _MARK.search(rest) or _JOINS.search(rest):
        return False
    counts = any(word.kind is Kind.NUMBER for word in source.words)  # a number holds for its day
    return not counts and all(word.is_time for word in between)


def _may_end(source: Told, at: int) -> bool:
    """Whether the statement may end behind a word: the rest is another one, and takes nothing of it back."""
    end = source.words[at].end
    rest = source.words[at + 1 :]
    tail = _BRACKET.sub(lambda match: " " * len(match[0]), source.text[end:])
    inside = [word for word in rest if tail[word.start - end].strip()]
    if any(is_never_lost(word.surface) for word in rest):
        return False
    if not inside:
        return True
    return any(stop <= inside[0].start - end for stop in clause_ends(tail))
