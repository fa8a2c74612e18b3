"""What the format readers hand to :mod:`kb.readers.build`: blocks made of runs that know their page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.datatypes import BlockKind
from kb.readers.patterns import is_heading, is_label


class Box(NamedTuple):
    """A rectangle as fractions of the page, origin top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Run:
    """Text that stands on one page; ``box`` is set where the run is one printed line.

    A run carries its own separator: it ends in a space unless the next run continues the word.
    """

    text: str
    page: int = 1
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before offsets are known. ``level`` is 1-6 for headings, 0 for anything else."""

    kind: BlockKind
    runs: tuple[Run, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """The block's text as its runs say it."""
        return "".join(run.text for run in self.runs).strip()


def heading(text: str, level: int, page: int = 1) -> Draft:
    """A heading in one run."""
    return Draft(BlockKind.HEADING, (Run(text, page),), max(1, min(level, 6)))


def paragraph(text: str, page: int = 1) -> Draft:
    """A paragraph in one run."""
    return Draft(BlockKind.PARAGRAPH, (Run(text, page),))


def list_item(text: str, page: int = 1) -> Draft:
    """A list item in one run; the text begins with its mark."""
    return Draft(BlockKind.LIST_ITEM, (Run(text, page),))


def table_row(cells: Sequence[str], page: int = 1, box: Box | None = None) -> Draft:
    """A table row in one run: its cells joined by " | ", without empty cells at the end."""
    filled = [index for index, cell in enumerate(cells) if cell.strip()]
    shown = cells[: filled[-1] + 1] if filled else []
    return Draft(BlockKind.TABLE_ROW, (Run(" | ".join(shown), page, box),))


def parted(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """The runs of a paragraph, one for each line that its writer broke, with labels and headings apart."""
    groups: list[list[Run]] = []
    apart, last = True, ""
    for run in runs:
        text = run.text.strip()
        row = bool(text) and (is_heading(text) or is_label(last, text))
        if apart or row:
            groups.append([run])
        else:
            groups[-1].append(run)
        if text:
            apart, last = row, text
        else:
            apart = False
    return [tuple(group) for group in groups]
