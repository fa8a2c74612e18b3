"""The lines of a document with what the layout says about each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.datatypes import Access, Block, BlockKind

_BULLET = re.compile(r"\s*(?:[-–—*•·▪o\uf0b7]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)")
_MARKUP = " \t#*_"
_META = re.compile(
    r"\s*(?:sags?(?:\s?nr|nummer|id|behandler|ansvarlig|type)?\.?|sag(?:s)?nr\.?|dok\.?\s?(?:nr|id)?\.?|j\.?\s?nr\.?"
    r"|journal(?:\s?nr\.?|nummer)|kle(?:-?\s?(?:nr|nummer|emne)\.?)?|initialer|(?:beslutnings)?kompetence"
    r"|sagen afgøres i|afgørelse|(?:møde)?dato|mødedag|(?:møde)?sted|mødelokale|lokale|adresse"
    r"|start(?:\s?kl\.|tidspunkt)?"
    r"|(?:møde)?slut(?:\s?kl\.|tidspunkt)?|mødestart|tid|tidspunkt|varighed|til|fra|udvalg|organ|forum|punktnummer"
    r"|punkt(?:\s?nr\.?|type)?|emne|vedr\.?|forfatter|version|ajourført|møde|mødeleder|referent|mødenummer|møde(?:\s?nr\.?|type)"
    r"|formand|side|status|forvaltning|afdeling|fagområde|sagsbeh\.?|åben(?:t)?/lukket|offentlighed|tilgængelighed"
    r"|adgang)\s*:(?P<value>.*)"
    r"|\s*(?:sags?\s?nr|sagnr|sagsid|j\.?\s?nr|journal\s?nr|dok\.?\s?nr|kle(?:-?nr)?)\.?\s+[\dE]\S*",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"\s*\(?(?:(åben|åbne|åbent)|(lukket|lukkede))(?:\s+(?:sag|punkt|dagsorden|møde))?\)?[.:]?\s*",
    re.IGNORECASE,
)
_ACCESS_LABEL = re.compile(
    r"\s*(?:åbent?/lukket|offentlighed|tilgængelighed|adgang|punkttype|sagstype)\s*:?\s+"
    r"(?:(åben|åbent|offentlig)|(lukket|fortrolig))(?:\s+(?:sag|punkt|dagsorden))?\W*",
    re.IGNORECASE,
)
_ACCESS_FIRST = re.compile(r"\s*(?:(åben)|(lukket)) (?:sag|punkt)[.,:]\s", re.IGNORECASE)
_CLOSED_TAIL = re.compile(
    r"(?:[-–(]\s*)lukket(?:\s+(?:punkt|sag))?\)?\s*$|(?:^|[:.)]\s+)lukket(?:\s+(?:punkt|sag))?(?::|\s[-–])\s",
    re.IGNORECASE,
)
_OPEN_TAIL = re.compile(r"(?:[-–(]\s*)åbent?(?:\s+(?:punkt|sag))?\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text that is not blank, without the blanks around it.

    ``level`` is the heading level (0 when the layout shows no heading), ``alone`` says that the line
    is a block of its own.
    """

    start: int
    end: int
    text: str
    kind: BlockKind
    level: int
    alone: bool


def rows_of(text: str, blocks: Sequence[Block]) -> list[Row]:
    """The lines of the blocks in order."""
    rows: list[Row] = []
    for block in blocks:
        pieces = list(_lines(text, block.start, block.end))
        alone = len(pieces) == 1
        level = block.level if block.kind is BlockKind.HEADING and alone else 0
        rows.extend(Row(a, b, text[a:b], block.kind, level, alone) for a, b in pieces)
    return rows


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the lines in ``text[start:end]`` that are not blank."""
    spans = []
    at = start
    for line in text[start:end].split("\n"):
        stripped = line.strip()
        if stripped:
            first = at + len(line) - len(line.lstrip())
            spans.append((first, first + len(stripped)))
        at += len(line) + 1
    return spans


def plain(text: str) -> str:
    """The text of a line without bullets and heading marks."""
    bullet = _BULLET.match(text)
    return text[bullet.end() if bullet else 0 :].strip(_MARKUP)


def is_bullet(row: Row) -> bool:
    """Whether the line is a list item."""
    return row.kind is BlockKind.LIST_ITEM or bool(_BULLET.match(row.text))


def is_meta(text: str) -> bool:
    """Whether the line is "key: value" about the document or the meeting."""
    return len(text) <= 120 and bool(_META.fullmatch(text.replace("*", "")))


def stated_access(text: str) -> bool:
    """Whether the line begins with the access, or gives it after a label ("Offentlighed: Lukket")."""
    return bool(_ACCESS_LABEL.fullmatch(text) or _ACCESS_FIRST.match(text))


def access_of(text: str) -> Access:
    """The access that a line states: alone, after a label, first, or at the end of an item's title."""
    whole = _ACCESS.fullmatch(text) or _ACCESS_LABEL.fullmatch(text) or _ACCESS_FIRST.match(text)
    if whole:
        return Access.OPEN if whole[1] else Access.CLOSED
    if _CLOSED_TAIL.search(text):
        return Access.CLOSED
    return Access.OPEN if _OPEN_TAIL.search(text) else Access.UNKNOWN


def is_access(text: str) -> bool:
    """Whether the line says nothing but the access."""
    return bool(_ACCESS.fullmatch(text) or _ACCESS_LABEL.fullmatch(text))


def is_help(text: str) -> bool:
    """Whether the line is the template's help to its writer: words in brackets, and nothing else."""
    bare = text.strip("* ")
    return bare[:1] == "[" and bare[-1:] == "]" and bare.count("[") == 1 and len(bare.split()) > 2


def is_prose(row: Row) -> bool:
    """Whether the line is running text and no heading, title or label."""
    ends = row.text[-1:] in ".:;,!" and not row.text.endswith("..")
    return row.kind is not BlockKind.HEADING and (ends or len(row.text) > 250)
