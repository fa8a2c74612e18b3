"""Two papers beside each other: which sections were changed, added, removed or moved.

Sections are matched by kind and heading, then by their words; what was changed inside one is told by
:mod:`kb.cases.rewording`. Headings and pieces put together give each text back exactly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from kb.cases.rewording import Change, Stretch, plain, reworded
from kb.danish.dates import find_dates
from kb.datatypes import Date, Document, Section, SectionKind

ALIKE_SECTIONS = 60.0
"""From this likeness on (0-100, Indel ratio) two sections under different headings are one."""

MOST_PAIRS = 10_000
"""So many pairs of sections are weighed against each other at most; more are not paired."""

SECTION_OPENING = 2_000
"""So many characters of a section decide whether it is like another."""


class State(StrEnum):
    """What happened to a section."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two papers: ``text[start:end]`` of a document, all of it or one agenda item."""

    document: Document
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A section of both papers, or of one alone. ``stretches`` hold the text under the heading."""

    state: State
    moved: bool
    before: Section | None
    after: Section | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class DateChange:
    """A day that one sentence gives in the first paper, and the other day that it gives in the second."""

    before: Date
    after: Date


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of every section, in the order of the second paper; removed ones stand where they stood.

    ``shared`` is how much of the words both have, in [0, 1]. ``cut`` says that sentences were so many that
    not all were weighed against each other.
    """

    pairs: tuple[Pair, ...]
    dates: tuple[DateChange, ...]
    shared: float
    cut: bool

    def count(self, state: State) -> int:
        """How many sections are in a state."""
        return sum(pair.state is state for pair in self.pairs)

    @property
    def moved(self) -> int:
        """How many sections stand elsewhere than before."""
        return sum(pair.moved for pair in self.pairs)


def compare(before: Version, after: Version) -> Comparison:
    """What was changed from one paper to the other. Without any text there is nothing: no pairs."""
    old, new = sections_of(before), sections_of(after)
    matched = _match(before, old, after, new)
    stayed = _longest_rising([matched[at] for at in sorted(matched)])
    work = _Work(before.document, after.document)
    pairs: list[tuple[tuple[int, int, int], Pair]] = []
    last = -1
    for at, section in enumerate(old):
        target = matched.get(at)
        if target is None:
            pairs.append(((last, 1, at), work.pair(section, None, moved=False)))
            continue
        moved = target not in stayed
        pairs.append(((target, 0, at), work.pair(section, new[target], moved=moved)))
        last = last if moved else target
    found = set(matched.values())
    pairs += [
        ((at, 0, -1), work.pair(None, section, moved=False))
        for at, section in enumerate(new)
        if at not in found
    ]
    ordered = tuple(pair for _, pair in sorted(pairs, key=lambda each: each[0]))
    return Comparison(ordered, tuple(dict.fromkeys(work.dates)), _shared(ordered), work.cut)


def sections_of(version: Version) -> list[Section]:
    """The sections of a version, in order; together they are all of its text. None where it is empty."""
    if version.start >= version.end:
        return []
    found = [
        _clipped(each, version.start, version.end)
        for each in version.document.sections
        if each.start < version.end and each.end > version.start
    ]
    whole = Section(0, SectionKind.UNKNOWN, "", version.start, version.start, version.end)
    return found or [whole]


def _clipped(section: Section, start: int, end: int) -> Section:
    """The part of a section that lies inside a version."""
    low, high = max(section.start, start), min(section.end, end)
    if (low, high) == (section.start, section.end):
        return section
    body = min(max(section.body_start, low), high)
    return Section(section.ordinal, section.kind, section.heading, low, body, high)


def _match(before: Version, old: Sequence[Section], after: Version, new: Sequence[Section]) -> dict[int, int]:
    """Which section of the one paper is which of the other: by heading, by kind, then by the words."""
    matched = {0: 0} if old and new and not (old[0].heading or new[0].heading) else dict[int, int]()
    for key in (_heading_key, _kind_key):
        waiting: defaultdict[str, list[int]] = defaultdict(list)
        taken = set(matched.values())
        for at, section in enumerate(new):
            if at not in taken and (name := key(section)):
                waiting[name].append(at)
        left = [at for at in range(len(old)) if at not in matched]
        for at in left:
            if (name := key(old[at])) and waiting[name]:
                matched[at] = waiting[name].pop(0)
    return {**matched, **_match_words(before, old, after, new, matched)}


def _heading_key(section: Section) -> str:
    """Kind and heading of a section, with nothing that spelling or numbering changes; empty without one."""
    heading = " ".join(re.sub(r"[\d.:()]+", " ", section.heading.casefold()).split())
    return f"{section.kind.value}:{heading}" if heading else ""


def _kind_key(section: Section) -> str:
    """The kind of a section, where it tells anything."""
    return "" if section.kind in (SectionKind.UNKNOWN, SectionKind.OTHER) else section.kind.value


def _match_words(
    before: Version,
    old: Sequence[Section],
    after: Version,
    new: Sequence[Section],
    matched: dict[int, int],
) -> dict[int, int]:
    """The sections that are left over and alike, the most alike first."""
    taken = set(matched.values())
    rest = [at for at in range(len(old)) if at not in matched]
    others = [at for at in range(len(new)) if at not in taken]
    if len(rest) * len(others) > MOST_PAIRS:
        return {}
    first = {at: _opening(before.document, old[at]) for at in rest}
    second = {at: _opening(after.document, new[at]) for at in others}
    scored = sorted(
        (-score, at, to)
        for at in rest
        for to in others
        if first[at] and second[to] and (score := fuzz.ratio(first[at], second[to])) >= ALIKE_SECTIONS
    )
    found: dict[int, int] = {}
    for _, at, to in scored:
        if at not in found and to not in found.values():
            found[at] = to
    return found


def _opening(document: Document, section: Section) -> str:
    """The first words under a section's heading, on one line."""
    return " ".join(document.text[section.body_start : section.end][:SECTION_OPENING].split())


def _longest_rising(values: Sequence[int]) -> set[int]:
    """The members of the longest rising subsequence: what keeps its order, so that the fewest moved."""
    runs: list[tuple[int, ...]] = []
    for value in values:
        longest: tuple[int, ...] = ()
        for run in runs:
            if run[-1] < value and len(run) > len(longest):
                longest = run
        runs.append((*longest, value))
    return set(sorted(runs, key=len)[-1]) if runs else set()


class _Work:
    """Compares sections one by one and gathers what is told about all of them."""

    def __init__(self, before: Document, after: Document) -> None:
        self._before, self._after = before, after
        self.dates: list[DateChange] = []
        self.cut = False

    def pair(self, before: Section | None, after: Section | None, *, moved: bool) -> Pair:
        """What became of one section."""
        old = self._before.text[before.body_start : before.end] if before else ""
        new = self._after.text[after.body_start : after.end] if after else ""
        found = reworded(old, new)
        self.cut = self.cut or found.cut
        for sentences in found.sentences:
            self._date_changed(*sentences)
        if before is None or after is None:
            state = State.ADDED if before is None else State.REMOVED
        else:
            same = plain(before.heading) == plain(after.heading)
            changed = any(stretch.changed for stretch in found.stretches)
            state = State.SAME if same and not changed else State.CHANGED
        return Pair(state, moved, before, after, found.stretches)

    def _date_changed(self, old: str, new: str) -> None:
        """Notes the day that a sentence gives instead of another."""
        first, second = self._days(self._before, old), self._days(self._after, new)
        gone, come = first - second, second - first
        if len(gone) == 1 and len(come) == 1:
            self.dates.append(DateChange(gone.pop(), come.pop()))

    @staticmethod
    def _days(document: Document, text: str) -> set[Date]:
        """The days that a sentence gives; a year that is left out is the paper's own."""
        return {each.date for each in find_dates(text, document.date.year if document.date else None)}


def _shared(pairs: Sequence[Pair]) -> float:
    """How much of the words of both papers is the same, headings apart; 1 where there are none."""
    same = every = 0
    for pair in pairs:
        for stretch in pair.stretches:
            for piece in stretch.pieces:
                words = len(piece.before.split()) + len(piece.after.split())
                every += words
                same += words if piece.change is Change.SAME else 0
    return same / every if every else 1.0
