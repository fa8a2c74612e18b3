"""What is read off one PDF page: text segments with boxes, ruled grids, how much of it is image."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """Text on one baseline without a wide gap, in points from the page's lower left corner.

    ``first`` and ``last`` are character numbers in the content stream; ``soft`` says that the
    segment ends in a hyphen.
    """

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    base: float
    size: float
    bold: bool
    italic: bool
    soft: bool
    first: int
    last: int

    @property
    def middle(self) -> float:
        """The horizontal middle."""
        return (self.x0 + self.x1) / 2

    @property
    def height_mark(self) -> float:
        """A height inside the letters, to tell which table row the segment stands in."""
        return self.base + 0.3 * self.size


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: column edges from left to right, row edges from top to bottom."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def holds(self, segment: Segment) -> bool:
        """Whether the segment stands inside."""
        return (
            self.columns[0] - 2 <= segment.middle <= self.columns[-1] + 2
            and self.rows[-1] - 2 <= segment.height_mark <= self.rows[0] + 2
        )


@dataclass(frozen=True, slots=True)
class PageContent:
    """Everything read off a page, in coordinates in which its text is upright.

    ``images`` is the share of the page that images cover, ``hidden`` counts characters that
    nobody sees, ``turned`` those written in another direction, ``shown_turn`` is how far clockwise a
    viewer turns these coordinates.
    """

    number: int
    width: float
    height: float
    segments: tuple[Segment, ...]
    grids: tuple[Grid, ...]
    images: float
    characters: int
    unmapped: int
    hidden: int
    turned: int
    shown_turn: int

    @property
    def words(self) -> str:
        """The page's text in stream order, for statistics."""
        return " ".join(segment.text for segment in self.segments)
