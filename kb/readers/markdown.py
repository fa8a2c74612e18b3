"""Markdown -> drafts: structure kept as block kinds, markup reduced to its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.datatypes import Extraction
from kb.readers.build import assemble
from kb.readers.cleanup import SOFT_HYPHEN, clean_text, mark_bullets
from kb.readers.draft import Draft, heading, list_item, paragraph, table_row
from kb.readers.text import decode

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:\s+(.*?))?\s*#*\s*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)\s*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_ITEM = re.compile(r"^\s*([-*+•]|\d{1,3}[.)])\s+(\S.*)$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FRONT_TITLE = re.compile(r"(?m)^title:\s*[\"']?(.+?)[\"']?\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_QUOTE = re.compile(r"^(?:\s*>\s?)+")
_CELL = re.compile(r"(?<!\\)\|")
# Emphasis is matched in quadratic time; no paragraph of a real document is longer.
_LONGEST_MARKED_UP = 20_000
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?:[^()]|\([^)]*\))*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^>\s]+)>"), r"\1"),
    (re.compile(r"</?(?:br|b|i|em|strong|u|span|a|sup|sub|p|div|details|summary)\b[^>]*>"), " "),
    (re.compile(r"(\*\*\*|\*\*|\*)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(___|__|_)(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)


def read_markdown(data: bytes) -> Extraction:
    """The extraction of a Markdown file."""
    text = decode(data)
    title = None
    if front := _FRONT_MATTER.match(text):
        named = _FRONT_TITLE.search(front[1])
        title = named[1] if named else None
        text = text[front.end() :]
    text = mark_bullets(clean_text(_COMMENT.sub("", text))).replace(SOFT_HYPHEN, "")
    return assemble(_Blocks(text.replace("\f", "\n").split("\n")).read(), "md", title=title)


def inline(text: str) -> str:
    """The text of one line without emphasis, code and link markup."""
    if len(text) > _LONGEST_MARKED_UP:
        return text.strip()
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()


class _Blocks:
    """Collects wrapped lines until a block ends."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = [_QUOTE.sub("", line) for line in lines]
        self.drafts: list[Draft] = []
        self.open: list[str] = []
        self.fenced = False

    def read(self) -> list[Draft]:
        """All drafts in order."""
        for index, line in enumerate(self.lines):
            if _FENCE.match(line):
                self._close()
                self.fenced = not self.fenced
            elif self.fenced:
                self.drafts.append(paragraph(line))
            elif not self._is_block(index, line):
                if _ITEM.match(line):
                    self._close()
                self.open.append(line.strip())
        self._close()
        return self.drafts

    def _close(self) -> None:
        if self.open:
            self.drafts.append(_text_draft(self.open))
            self.open = []

    def _is_block(self, index: int, line: str) -> bool:
        """Whether the line ended or was a block of its own; then it has been taken in."""
        if (match := _SETEXT.match(line)) and self.open and not _ITEM.match(self.open[0]):
            title = inline(" ".join(self.open))
            self.open = []
            self.drafts.append(heading(title, 1 if match[1][0] == "=" else 2))
            return True
        match = _ATX.match(line)
        row = _is_row(self.lines, index)
        if not (match or row or _RULE.match(line) or not line.strip()):
            return False
        self._close()
        if match:
            self.drafts.append(heading(inline(match[2] or ""), len(match[1])))
        elif row and not _TABLE_RULE.match(line):
            self.drafts.append(table_row(_cells(line)))
        return True


def _text_draft(lines: Sequence[str]) -> Draft:
    """The list item or paragraph that the wrapped lines make."""
    text = inline(" ".join(lines))
    match = _ITEM.match(lines[0])
    if match is None:
        return paragraph(text)
    body = inline(" ".join([match[2], *lines[1:]]))
    mark = match[1] if match[1][0].isdigit() else "-"
    return list_item(f"{mark} {body}")


def _is_row(lines: Sequence[str], index: int) -> bool:
    line = lines[index].strip()
    if line.startswith("|") and line.endswith("|") and len(line) > 1:
        return True
    near = [lines[at] for at in (index - 1, index, index + 1) if 0 <= at < len(lines)]
    return "|" in line and any("|" in other and _TABLE_RULE.match(other) for other in near)


def _cells(line: str) -> list[str]:
    return [inline(cell) for cell in _CELL.split(line.strip().strip("|"))]
