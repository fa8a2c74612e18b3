"""Frozen records of what there is to explore in a generation."""

from __future__ import annotations

from dataclasses import dataclass

from kb.datatypes import Citation, Decision

FEWEST_STEPS = 3
"""Fewer stops make no way."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a theme is made of: a document, or one agenda item of a paper with several.

    ``start:end`` is the passage of the document's text that stands for it best. ``replaced``: another
    document has taken its place.
    """

    document: str
    item: str | None
    title: str
    replaced: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Theme:
    """Matters that are alike, named by the words that tell them from the others.

    ``name`` is the first of the ``words`` and no other theme's. ``matters`` are in order of how well they
    stand for the theme, the best first; ``documents`` counts the documents among them. ``mixed``: they have
    little in common beyond fitting nowhere else. ``x`` and ``y`` in
    [0, 1] say where it lies among the others: near to what is like it.
    """

    name: str
    words: tuple[str, ...]
    matters: tuple[Matter, ...]
    documents: int
    mixed: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """The themes of a generation, the largest first. ``matters`` counts what they are made of.

    ``sampled``: they were found from a part of the passages only, and not every document is in one.
    """

    themes: tuple[Theme, ...]
    matters: int
    sampled: bool


@dataclass(frozen=True, slots=True)
class PathStep:
    """One stop of a reading path: a quote that opens a section. ``words`` counts those of the section.

    ``start:end`` is all of the section in the document, ``reason`` a code of ``Newcomers.REASONS``.
    """

    citation: Citation
    reason: str
    words: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadingPath:
    """What the material has on a topic, in an order to read it in. ``key`` is the topic's."""

    key: str
    steps: tuple[PathStep, ...]

    @property
    def is_shown(self) -> bool:
        """Whether there is enough on the topic to follow it."""
        return len(self.steps) >= FEWEST_STEPS

    @property
    def documents(self) -> int:
        """How many documents the steps are taken from."""
        return len({step.citation.document for step in self.steps})

    @property
    def words(self) -> int:
        """How many words there are to read, in the sections of all steps."""
        return sum(step.words for step in self.steps)


@dataclass(frozen=True, slots=True)
class Principle:
    """Values or a strategy as the paper ``document`` states them.

    ``says`` are quotes of what it is, ``practice`` of what it asks for in daily work; that may be empty.
    ``claim`` is where the paper itself says that it was adopted, None where it does not. ``decisions`` are
    those of the register in whose case the paper is, newest first; empty where the material has none.
    """

    document: str
    title: str
    says: tuple[Citation, ...]
    practice: tuple[Citation, ...]
    claim: Citation | None
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Principles:
    """The papers that state values, the most telling first; strategies, policies and plans, newest first."""

    values: tuple[Principle, ...]
    strategies: tuple[Principle, ...]
