r"""Reads the small markup the sources are written in.

A source starts with ``key: value`` lines between two ``---`` lines (``file`` is required; ``header``,
``header_right``, ``footer`` and ``columns`` steer the page). The body knows headings (``#`` to ``###``),
bullets (``- `` and, one level down, ``  - ``), numbered items (``1. ``), tables (``| a | b |``),
``\newpage`` on a line of its own, and paragraphs. In running text ``**x**`` is bold, ``\-`` a place where
a word may be hyphenated, and a backslash at the end of a line keeps the line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

SOFT_HYPHEN = "\u00ad"


class Kind(Enum):
    """What a block of the body is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    TABLE = "table"
    NEW_PAGE = "new page"


@dataclass(frozen=True)
class Item:
    """One list item and how deep it is (1 or 2)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Block:
    """One block: ``text`` of headings and paragraphs, ``items`` of lists, ``rows`` of tables."""

    kind: Kind
    text: str = ""
    level: int = 0
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Source:
    """One document of the collection as it was written by hand."""

    meta: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def file(self) -> str:
        """Where the finished document goes, relative to the data folder."""
        return self.meta["file"]

    @property
    def title(self) -> str:
        """The title in the front matter, else the first heading, else the file's name."""
        headings = (block.text for block in self.blocks if block.kind is Kind.HEADING)
        return self.meta.get("title") or next(headings, Path(self.file).stem)


_NUMBER = re.compile(r"\d+\. ")
_BULLET = re.compile(r"( *)- ")
_HEADING = re.compile(r"(#{1,3}) (.*)")


def read_source(path: Path) -> Source:
    """Read one source file."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = dict(_meta_line(line) for line in front.splitlines() if line.strip())
    return Source(meta=meta, blocks=tuple(_blocks(body)))


def runs(text: str) -> list[tuple[str, bool]]:
    """Split running text into pieces, each with whether it is bold."""
    return [(piece, bool(nr % 2)) for nr, piece in enumerate(text.split("**")) if piece]


def plain(text: str) -> str:
    """Return running text without bold marks and hyphenation hints."""
    return text.replace("**", "").replace(SOFT_HYPHEN, "")


def _meta_line(line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def _blocks(body: str) -> list[Block]:
    chunks = re.split(r"\n\s*\n", body.replace("\\-", SOFT_HYPHEN).strip("\n"))
    return [_block(chunk.strip("\n").split("\n")) for chunk in chunks if chunk.strip()]


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if first.strip() == "\\newpage":
        return Block(Kind.NEW_PAGE)
    if heading := _HEADING.fullmatch(first):
        return Block(Kind.HEADING, text=heading[2], level=len(heading[1]))
    if first.startswith("|"):
        return Block(Kind.TABLE, rows=tuple(_row(line) for line in lines))
    if _BULLET.match(first):
        return Block(Kind.BULLETS, items=tuple(_items(lines, _BULLET)))
    if _NUMBER.match(first):
        return Block(Kind.NUMBERS, items=tuple(_items(lines, _NUMBER)))
    return Block(Kind.PARAGRAPH, text=_join(lines))


def _row(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _items(lines: list[str], mark: re.Pattern[str]) -> list[Item]:
    items: list[Item] = []
    for line in lines:
        if match := mark.match(line):
            level = 2 if line.startswith("  ") else 1
            items.append(Item(line[match.end() :].strip(), level))
        else:
            items[-1] = Item(f"{items[-1].text} {line.strip()}", items[-1].level)
    return items


def _join(lines: list[str]) -> str:
    text = " ".join(line.strip() for line in lines)
    return text.replace("\\ ", "\n")
