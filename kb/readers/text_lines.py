"""The lines of a text file and how they were laid out: wrapped or not, double-spaced, over which pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.readers import patterns
from kb.readers.cleanup import SOFT_HYPHEN, clean_text, mark_bullets

_COLUMN_GAP = re.compile(r"\t+|(?<=\S) {3,}(?=\S)")
_LONGEST_PRINTED = 130
_SHORTEST_PRINTED = 40


@dataclass(frozen=True, slots=True)
class TextLine:
    """A non-blank line: its words, the blank lines before it and the page it stands on."""

    text: str
    blanks: int
    page: int
    turned: bool = False
    indented: bool = False
    tabular: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file was written: ``width`` is the printed line length, 0 where lines are not wrapped."""

    double: bool
    width: int

    def adjacent(self, line: TextLine) -> bool:
        """Whether only a line end stands between the line and the one before."""
        return line.blanks <= (1 if self.double else 0)


def read_lines(pages: Sequence[str]) -> tuple[list[TextLine], Layout]:
    """The non-blank lines with their pages, and the layout; pages are worked out where none are given."""
    lines = _lines(pages)
    layout = _layout(lines)
    if layout.double and len(pages) == 1:
        lines = _turn_pages(lines)
    return _drop_repeated_links(lines), layout


def _lines(pages: Sequence[str]) -> list[TextLine]:
    found: list[TextLine] = []
    for number, page in enumerate(pages, start=1):
        blanks = 0
        text = mark_bullets(clean_text(page.replace(SOFT_HYPHEN + "\n", SOFT_HYPHEN)))
        for raw in text.replace(SOFT_HYPHEN, "").split("\n"):
            words = " ".join(raw.split())
            if not words:
                blanks += 1
                continue
            indented = raw.startswith(" ") and not raw.startswith("  ")
            tabular = _is_tabular(raw.strip())
            found.append(TextLine(words, blanks, number, indented=indented, tabular=tabular))
            blanks = 0
    return found


def _is_tabular(line: str) -> bool:
    """Whether a line has columns: pipes around it, a tab, or two wide gaps."""
    if line.startswith("|") and line.endswith("|"):
        return True
    return "\t" in line or len(_COLUMN_GAP.findall(line)) >= 2


def _layout(lines: Sequence[TextLine]) -> Layout:
    if not lines:
        return Layout(double=False, width=0)
    longest = max(len(line.text) for line in lines)
    followers = lines[1:]
    single = sum(line.blanks == 1 for line in followers)
    double = (
        longest <= _LONGEST_PRINTED
        and single > 0.6 * len(followers)
        and any(line.blanks >= 3 for line in followers)
    )
    layout = Layout(double, _printed_width([len(line.text) for line in lines]))
    return layout if _is_wrapped(lines, layout) else Layout(double, 0)


def _printed_width(lengths: Sequence[int]) -> int:
    """The length that full lines reach; a title or a table row may stick out alone."""
    enough = max(2, len(lengths) // 30)
    for length in sorted(lengths, reverse=True):
        if sum(0.93 * length <= other <= length for other in lengths) >= enough:
            return length
    return max(lengths)


def _is_wrapped(lines: Sequence[TextLine], layout: Layout) -> bool:
    """Whether line ends fall inside sentences: then long lines mostly end without an end mark."""
    if not _SHORTEST_PRINTED <= layout.width <= 1.6 * _LONGEST_PRINTED:
        return False
    long_pairs = [
        (line, after)
        for line, after in pairwise(lines)
        if len(line.text) >= 0.6 * layout.width and layout.adjacent(after)
    ]
    open_ends = sum(patterns.END_MARK.search(line.text) is None for line, _ in long_pairs)
    return open_ends >= 0.3 * len(long_pairs) and bool(long_pairs)


def _turn_pages(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines with inferred page numbers: one leading space and no blank line before is a new page."""
    page = 1
    numbered: list[TextLine] = []
    for index, line in enumerate(lines):
        turned = index > 0 and line.indented and line.blanks == 0
        page += turned
        numbered.append(replace(line, page=page, turned=turned))
    return numbered


def _drop_repeated_links(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without link annotations that were dumped at a page end although the text has the link."""
    prose = "\n".join(line.text for line in lines if not patterns.URL_ALONE.match(line.text))
    kept: list[TextLine] = []
    blanks = 0
    for line in lines:
        if patterns.URL_ALONE.match(line.text) and line.text in prose:
            blanks = max(blanks, line.blanks)
            continue
        kept.append(replace(line, blanks=max(blanks, line.blanks)) if blanks else line)
        blanks = 0
    return kept
