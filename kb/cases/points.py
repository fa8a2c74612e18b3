"""Decisions that were made point by point: which outcome each at-point of the proposal got."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.cases.outcomes import Outcome, outcome_of
from kb.cases.proposals import Point
from kb.cases.wording import HEADLINE
from kb.datatypes import OutcomeClass, PointOutcome

_NUMBER = r"\d{1,2}(?:\.\d{1,2}|[a-h](?![\wæøå]))?"
_JOIN = r"(?:\s*[-–]\s*|,\s*(?:og )?|\s+og\s+|\s+samt\s+|\s*\+\s*|\s+til\s+)"
_NUMBERS = rf"{_NUMBER}(?:{_JOIN}(?:punkt\s+|pkt\.\s*)?{_NUMBER})*"
_WORD = r"(?:(?:at-?|beslutnings|indstillings|del)?punkt(?:erne|er)?|pkt\.?|pind(?:en)?|litra)"
_NAMED = re.compile(
    rf"(?:(?<=[.;:,\n])|^|(?<=\bog )|(?<=\bmens )|(?<=\bidet ))\s*(?:[-–•*]\s*)?(?:indstillingens\s+"
    rf"|forslagets\s+|(?:stillingtagen|behandlingen) (?:til|af)\s+|for så vidt angår\s+|vedr(?:ørende"
    rf"|\.)\s+)?(?:"
    rf"ad\.?\s*(?:{_WORD}\s*)?(?P<ad>{_NUMBERS}|[a-h])\b|at\s+(?P<at>{_NUMBERS})[).]"
    rf"|{_WORD}\s*(?P<named>{_NUMBERS}|[a-h]\b)|(?P<nth>{_NUMBERS})\.?\s*(?:{_WORD}|at\b))\s*[).:–-]*\s*",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:^|\n)\s*(?P<bare>\d{1,2}|[a-h])[.):]\s+", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:idet|mens|men|dog)\s*$", re.IGNORECASE)
_ON_ALL = frozenset(
    {
        OutcomeClass.ADOPTED,
        OutcomeClass.ADOPTED_AMENDED,
        OutcomeClass.RECOMMENDED,
        OutcomeClass.REJECTED,
        OutcomeClass.POSTPONED,
    }
)
_MOST = 40
Effect = Callable[[Outcome, str | None], OutcomeClass]


@dataclass(frozen=True, slots=True)
class Pointwise:
    """The outcome of each point in the order of the text, and what was decided on all others before them."""

    points: tuple[PointOutcome, ...]
    rest: Outcome | None


def points_decided(text: str, start: int, proposed: Sequence[Point], effect: Effect) -> Pointwise | None:
    """What was decided by the number of a point; None unless at least two were.

    One is enough where it is the exception ("Godkendt, idet punkt 2 udsættes") and is a point of the
    proposal. ``start`` is the text's offset in its document. A range ("1-3") gives each of its points the
    same words. Bare numbers count only where every one of them carries an outcome: else they number what
    was said.
    """
    marks = list(_NAMED.finditer(text))
    bare = not marks
    if bare:
        marks = list(_BARE.finditer(text))
    if not marks or (bare and len(marks) < 2):
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found: list[PointOutcome] = []
    for mark, end in zip(marks, ends, strict=True):
        segment = text[mark.end() : end].rstrip(" \n,;")
        outcome = outcome_of(segment)
        decided = outcome.kind not in {OutcomeClass.NARRATIVE, OutcomeClass.PROCEDURAL}
        if bare and not decided:
            return None
        if decided:
            found.extend(_points(mark, outcome, start + mark.end(), proposed, effect))
    rest = _rest(text[: marks[0].start()])
    excepted = rest is not None and len(found) == 1 and found[0].outcome_class is not rest.kind
    if len(found) > 1 or (excepted and found[0].proposed is not None):
        return Pointwise(tuple(found), rest)
    return None


def _rest(lead: str) -> Outcome | None:
    """What the words before the first point decide on all points, where they do."""
    if not (HEADLINE.match(lead) or _EXCEPT.search(lead)):
        return None
    outcome = outcome_of(_EXCEPT.sub("", lead))
    return outcome if outcome.kind in _ON_ALL else None


def _points(
    mark: re.Match[str], outcome: Outcome, at: int, proposed: Sequence[Point], effect: Effect
) -> list[PointOutcome]:
    """The points that one label speaks of, each with the same words."""
    label = next(value for value in mark.groups() if value)
    asked = {point.number: point.text for point in proposed}
    return [
        PointOutcome(
            number=number,
            outcome=outcome.words,
            outcome_class=outcome.kind,
            effect=effect(outcome, asked.get(number)),
            proposed=asked.get(number),
            start=at + outcome.start,
            end=at + outcome.end,
        )
        for number in _numbers(label)
    ]


def _numbers(label: str) -> list[str]:
    """The numbers that a label stands for: "1-3 og 5" are four."""
    found: list[str] = []
    for part in re.split(
        r",\s*(?:og )?|\s+og\s+|\s+samt\s+|\s*\+\s*", re.sub(r"punkt\s+|pkt\.\s*", "", label.lower())
    ):
        ends = re.split(r"\s*[-–]\s*|\s+til\s+", part.strip())
        if (
            len(ends) == 2
            and ends[0].isdigit()
            and ends[1].isdigit()
            and 0 <= int(ends[1]) - int(ends[0]) < _MOST
        ):
            found.extend(str(n) for n in range(int(ends[0]), int(ends[1]) + 1))
        elif part.strip():
            found.append(part.strip())
    return found
