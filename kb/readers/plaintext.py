"""Plain text -> drafts: which lines belong together when only line ends tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kb.datatypes import BlockKind
from kb.readers import patterns
from kb.readers.draft import Draft, Run
from kb.readers.join import Vocabulary, joint, vocabulary
from kb.readers.text_lines import Layout, TextLine, read_lines

_ATX = re.compile(r"^(#{1,6})\s+(\S.*?)\s*#*$")
# The first line of an attachment row whose cells were written under each other: "1 -".
_ATTACHMENT = re.compile(r"^\d{1,2} -$")
_ATTACHMENT_END = re.compile(r"\([A-ZÆØÅ]\)$")
_ATTACHMENTS = re.compile(r"^bilag(?:sliste|soversigt)?\s*:?$", re.IGNORECASE)
_ATTACHMENT_NAME = re.compile(
    r"^(?:indstilling(?:er)?|dagsorden|program|høring|forslag|resum[eé])$", re.IGNORECASE
)
_STATUS = re.compile(r"^(?:udkast|fortroligt|(?:åben|lukket) sag|åbent?|lukket)$", re.IGNORECASE)
_NUMBER = re.compile(r"^(\d{1,2})[.)]")


def read_plain(pages: Sequence[str]) -> list[Draft]:
    """The drafts of plain text given page by page (one page where the file has no form feeds)."""
    lines, layout = read_lines(pages)
    words = vocabulary(line.text for line in lines)
    return _Paragraphs(lines, layout, words).drafts()


class _Paragraphs:
    """Walks the lines once and closes a draft wherever a new one begins."""

    def __init__(self, lines: Sequence[TextLine], layout: Layout, words: Vocabulary) -> None:
        self.lines = lines
        self.layout = layout
        self.words = words
        # Whether the rows of a list of attachments are being read.
        self.listing = False
        # "Udkast" above the title says how binding the document is; it is not what it is called.
        self.title_at = 1 if len(lines) > 1 and _STATUS.match(lines[0].text) else 0

    def drafts(self) -> list[Draft]:
        """All drafts in order."""
        found: list[Draft] = []
        group: list[TextLine] = []
        kind, level = BlockKind.PARAGRAPH, 0
        for index, line in enumerate(self.lines):
            if group and not self._starts(index, group, kind):
                group.append(line)
                continue
            if group:
                found.append(self._close(group, kind, level))
                self.listing = self._lists(found[-1])
            kind, level = self._kind(index, found[-1] if found else None)
            group = [line]
        if group:
            found.append(self._close(group, kind, level))
        return found

    def _close(self, group: Sequence[TextLine], kind: BlockKind, level: int) -> Draft:
        if kind is BlockKind.HEADING and (match := _ATX.match(group[0].text)):
            return Draft(kind, (Run(match[2], group[0].page),), level)
        runs = [
            Run(joint(line.text, after.text, self.words, cautious=True), line.page)
            for line, after in pairwise(group)
        ]
        runs.append(Run(group[-1].text, group[-1].page))
        return Draft(kind, tuple(runs), level)

    def _lists(self, closed: Draft) -> bool:
        """Whether attachments are listed below the draft: after their heading, up to a sentence."""
        if closed.kind is BlockKind.HEADING:
            return _ATTACHMENTS.match(closed.text) is not None
        return self.listing and not closed.text.endswith(".")

    def _kind(self, index: int, before: Draft | None) -> tuple[BlockKind, int]:
        """Kind and heading level of the draft that begins at ``index``."""
        line = self.lines[index]
        after = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if match := _ATX.match(line.text):
            return BlockKind.HEADING, len(match[1])
        if index == self.title_at and self._is_title(line, after):
            return BlockKind.HEADING, 1
        if self._in_table(index):
            return BlockKind.TABLE_ROW, 0
        if patterns.is_capitals(line.text) or (
            patterns.is_heading(line.text) and not self._names_attachment(index, before)
        ):
            return BlockKind.HEADING, 2
        if patterns.is_list_item(line.text) or _ATTACHMENT.match(line.text) or self._lost_bullet(index):
            return BlockKind.LIST_ITEM, 0
        if self._is_subheading(index, before):
            return BlockKind.HEADING, 3
        return BlockKind.PARAGRAPH, 0

    def _names_attachment(self, index: int, before: Draft | None) -> bool:
        """Whether a heading word directly under "Bilag" is the first attachment's name."""
        if before is None or before.kind is not BlockKind.HEADING or not _ATTACHMENTS.match(before.text):
            return False
        line = self.lines[index]
        following = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
        return line.blanks == 0 and _ATTACHMENT_NAME.match(line.text) is not None and len(following) < 150

    def _is_title(self, line: TextLine, after: TextLine | None) -> bool:
        """The first line of a file, short, on its own and without an end mark."""
        if patterns.is_list_item(line.text) or line.text.endswith((".", ",", ";", "!")):
            return False
        if after is None or after.blanks < 1 or len(line.text) > 250:
            return False
        # Where blank lines stand between all lines, one more says nothing.
        return not (self.layout.double and self._is_full(line, after))

    def _is_subheading(self, index: int, before: Draft | None) -> bool:
        """A short line without an end mark, directly before a long paragraph and not under a heading."""
        line = self.lines[index]
        if index + 1 >= len(self.lines) or before is None or before.kind is BlockKind.HEADING:
            return False
        after = self.lines[index + 1]
        separate = not self.layout.adjacent(line) or before.text.endswith((".", "?", "!", ":"))
        if line.text.endswith("?") and line.text.startswith("Hv") and line.blanks and after.blanks:
            return len(line.text) <= 90
        full = max(60, 0.7 * self.layout.width)
        return (
            separate
            and patterns.could_be_title(line.text)
            and "," not in line.text
            and len(after.text) >= full
            and after.text[0].isupper()
            and not patterns.is_list_item(after.text)
            and not self._is_full(line, after)
        )

    def _in_table(self, index: int) -> bool:
        """A line with column gaps beside another such line."""
        near = self.lines[max(0, index - 1) : index + 2]
        return self.lines[index].tabular and sum(line.tabular for line in near) >= 2

    def _lost_bullet(self, index: int) -> bool:
        """A short line set in by one space where blank lines stand between all lines."""
        line = self.lines[index]
        short = len(line.text) < 0.6 * max(self.layout.width, 60)
        return (
            self.layout.double
            and line.indented
            and not line.turned
            and index > 0
            and short
            and not (patterns.is_heading(line.text))
        )

    def _is_full(self, line: TextLine, after: TextLine) -> bool:
        """Whether the next line's first word did not fit: the line end was made by wrapping."""
        if not self.layout.width:
            return False
        first = after.text.split(" ", 1)[0]
        closed = patterns.END_MARK.search(line.text) is not None and after.text[:1].isupper()
        share = 0.93 if closed else 0.84
        return len(line.text) + 1 + len(first) >= share * self.layout.width

    def _starts(self, index: int, group: Sequence[TextLine], kind: BlockKind) -> bool:
        """Whether a new draft begins at ``index``; ``group`` holds the lines of the open one."""
        line, last = self.lines[index], group[-1]
        if _ATTACHMENT.match(group[0].text):
            return _ATTACHMENT_END.search(last.text) is not None or patterns.is_heading(line.text)
        if _ATX.match(line.text) or patterns.is_heading(line.text) or _ATTACHMENT.match(line.text):
            return True
        if kind in (BlockKind.HEADING, BlockKind.TABLE_ROW) or self._in_table(index):
            return True
        if patterns.is_label(last.text, line.text):
            return True
        full = self._is_full(last, line)
        open_end = patterns.END_MARK.search(last.text) is None
        if patterns.BULLET.match(line.text) or self._lost_bullet(index):
            return True
        if kind is BlockKind.LIST_ITEM and _follows(group[0].text, line.text):
            return True
        if patterns.CLOCK.match(group[0].text) and patterns.CLOCK.match(line.text):
            return True
        if patterns.is_list_item(line.text) or patterns.CLOCK.match(line.text):
            return not (full and open_end and self.layout.adjacent(line))
        if self.layout.adjacent(line):
            return not self._continues(last, line, full, kind)
        return not (open_end and kind is BlockKind.PARAGRAPH and self._resumes(group, line))

    def _continues(self, last: TextLine, line: TextLine, full: bool, kind: BlockKind) -> bool:
        """Whether ``line`` carries on the sentence of ``last`` over a plain line end."""
        if patterns.is_capitals(line.text) or not self.layout.width:
            return False
        if self.listing and _is_row(last.text, line.text):
            return False
        if full or last.text.endswith("-"):
            return True
        runs_on = line.text[0].islower() and not line.text.startswith("at ")
        # Items of a list may begin with a small letter; only a long line is surely cut.
        long = kind is not BlockKind.LIST_ITEM or len(last.text) >= 0.6 * self.layout.width
        return runs_on and long and patterns.END_MARK.search(last.text) is None

    def _resumes(self, group: Sequence[TextLine], line: TextLine) -> bool:
        """Whether a paragraph that a page break cut in two goes on here."""
        whole = sum(len(part.text) for part in group)
        return line.text[0].islower() and whole >= 60 and not line.text.startswith("at ")


def _is_row(before: str, line: str) -> bool:
    """Whether a line in a list of attachments is a row of its own; a single word is what did not fit."""
    begins = line[0].isupper() or (line[0].isdigit() and before[0].isdigit())
    return begins and " " in line and patterns.CUT.search(before) is None


def _follows(item: str, line: str) -> bool:
    """Whether the line is the next number after a numbered item."""
    before, after = _NUMBER.match(item), _NUMBER.match(line)
    return before is not None and after is not None and int(after[1]) == int(before[1]) + 1
