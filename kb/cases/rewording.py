"""What was changed from one text to another: sentence by sentence, and word by word where two are alike.

How much blank space stands between two sentences or words is no difference: each format has its own. The
pieces put together give each text back exactly, blanks and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from kb.danish.sentences import sentence_spans

ALIKE = 55.0
"""From this likeness on (0-100, Indel ratio) two sentences are told apart word by word."""

MOST_PAIRS = 10_000
"""So many pairs of sentences are weighed against each other at most; more are not paired."""

SHORT_BRIDGE = 3
"""Between two changes a match of so few characters is no match for a reader."""

_TOKEN = re.compile(r"(?:\w+(?:[.,:/-]\w+)*|[^\w\s])\s*|\s+")


class Change(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words as they stand in either text; those of one that does not have them are empty.

    The two of a piece that is the same may differ in blanks.
    """

    change: Change
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences that are the same, or that were changed into each other, added or removed."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether any word of it was."""
        return any(piece.change is not Change.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Rewording:
    """What was changed between two texts, in their order.

    ``sentences`` are those that were changed into each other. ``cut`` says that sentences were so many that
    not all were weighed against each other.
    """

    stretches: tuple[Stretch, ...]
    sentences: tuple[tuple[str, str], ...]
    cut: bool


def reworded(old: str, new: str) -> Rewording:
    """What was changed from ``old`` to ``new``; no stretches where both are empty."""
    first, second = _units(old), _units(new)
    stretches: list[Stretch] = []
    sentences: list[tuple[str, str]] = []
    gone: list[str] = []
    come: list[str] = []
    cut = False
    codes = Indel.opcodes([plain(each) for each in first], [plain(each) for each in second])
    for code in [*codes, None]:
        if code is not None and code.tag != "equal":
            gone += first[code.src_start : code.src_end]
            come += second[code.dest_start : code.dest_end]
            continue
        cut = cut or len(gone) * len(come) > MOST_PAIRS
        alike = _alike(gone, come)
        sentences += [(gone[left], come[right]) for left, right in alike]
        stretches += _replaced(gone, come, alike)
        gone, come = [], []
        if code is not None:
            same = zip(
                first[code.src_start : code.src_end], second[code.dest_start : code.dest_end], strict=True
            )
            stretches.append(Stretch(tuple(Piece(Change.SAME, left, right) for left, right in same)))
    return Rewording(tuple(_joined(stretches)), tuple(sentences), cut)


def plain(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


def _alike(gone: Sequence[str], come: Sequence[str]) -> list[tuple[int, int]]:
    """Which sentences are versions of each other, in their order; the most alike are paired first."""
    if len(gone) * len(come) > MOST_PAIRS:
        return []
    scored = sorted(
        (-score, at, to)
        for at, left in enumerate(gone)
        for to, right in enumerate(come)
        if (score := fuzz.ratio(plain(left), plain(right))) >= ALIKE
    )
    found: list[tuple[int, int]] = []
    for _, at, to in scored:
        if all((at < left and to < right) or (at > left and to > right) for left, right in found):
            found.append((at, to))
    return sorted(found)


def _replaced(
    gone: Sequence[str], come: Sequence[str], alike: Sequence[tuple[int, int]]
) -> Iterator[Stretch]:
    """Sentences that took the place of others: alike ones word by word, the rest as removed and added."""
    at = to = 0
    for left, right in [*alike, (len(gone), len(come))]:
        other = [Piece(Change.REMOVED, each, "") for each in gone[at:left]]
        other += [Piece(Change.ADDED, "", each) for each in come[to:right]]
        if other:
            yield Stretch(tuple(other))
        if left < len(gone):
            yield Stretch(tuple(_words(gone[left], come[right])))
        at, to = left + 1, right + 1


def _units(text: str) -> list[str]:
    """The sentences of a text, each with the blanks behind it; together they are the text."""
    starts = [start for start, _ in sentence_spans(text)]
    if not starts:
        return [text] if text else []
    bounds = [0, *starts[1:], len(text)]
    return [text[low:high] for low, high in pairwise(bounds)]


def _words(old: str, new: str) -> Iterator[Piece]:
    """What was changed from one sentence to the other, word by word."""
    first, second = _TOKEN.findall(old), _TOKEN.findall(new)
    gone = come = ""
    for code in Indel.opcodes([each.strip() for each in first], [each.strip() for each in second]):
        left = "".join(first[code.src_start : code.src_end])
        right = "".join(second[code.dest_start : code.dest_end])
        ends = code.src_start == 0 or code.src_end == len(first)
        if code.tag != "equal" or (not ends and (gone or come) and len(left.strip()) <= SHORT_BRIDGE):
            gone, come = gone + left, come + right
            continue
        yield from _change(gone, come)
        gone = come = ""
        yield Piece(Change.SAME, left, right)
    yield from _change(gone, come)


def _change(gone: str, come: str) -> Iterator[Piece]:
    """Words that were replaced: those removed, then those added. Blanks alone are no change."""
    if gone.split() == come.split():
        if gone or come:
            yield Piece(Change.SAME, gone, come)
        return
    if gone:
        yield Piece(Change.REMOVED, gone, "")
    if come:
        yield Piece(Change.ADDED, "", come)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches, neighbouring ones without a change as one."""
    held: list[Piece] = []
    for stretch in stretches:
        if stretch.changed:
            if held:
                yield Stretch(tuple(held))
                held = []
            yield stretch
        else:
            held += stretch.pieces
    if held:
        yield Stretch(tuple(held))
