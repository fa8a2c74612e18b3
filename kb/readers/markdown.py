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
_CELL = re.compile(r"(?<!\\)\|")
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
    return assemble(_drafts(text.replace("\f", "\n").split("\n")), "md", title=title)


def inline(text: str) -> str:
    """The text of one line without emphasis, code and link markup."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()


def _drafts(lines: Sequence[str]) -> list[Draft]:
    found: list[Draft] = []
    open_lines: list[str] = []
    fenced = False

    def close() -> None:
        if open_lines:
            found.append(_text_draft(open_lines))
            open_lines.clear()

    for index, raw in enumerate(lines):
        line = raw if fenced else re.sub(r"^(?:\s*>\s?)+", "", raw)
        if _FENCE.match(line):
            close()
            fenced = not fenced
        elif fenced:
            found.append(paragraph(line))
        elif not line.strip():
            close()
        elif match := _ATX.match(line):
            close()
            found.append(heading(inline(match[2] or ""), len(match[1])))
        elif (match := _SETEXT.match(line)) and open_lines and not _ITEM.match(open_lines[0]):
            text = inline(" ".join(open_lines))
            open_lines.clear()
            found.append(heading(text, 1 if match[1][0] == "=" else 2))
        elif _RULE.match(line):
            close()
        elif _is_row(lines, index):
            close()
            if not _TABLE_RULE.match(line):
                found.append(table_row(_cells(line)))
        else:
            if _ITEM.match(line):
                close()
            open_lines.append(line.strip())
    close()
    return found


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
