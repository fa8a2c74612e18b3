"""Meetings and their items as agenda systems export them, and the words that those systems use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from kb.danish.mentions import find_dates
from kb.datatypes import Access, Date, Stated, Status, System

_OPEN = frozenset({"true", "1", "ja", "åben", "åbent", "open"})
_CLOSED = frozenset({"false", "0", "2", "nej", "lukket", "closed"})
SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^>]*>")
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_STATUSES = (
    (re.compile(r"udkast|kladde", re.IGNORECASE), Status.DRAFT),
    (re.compile(r"referat|protokol", re.IGNORECASE), Status.MINUTES),
    (re.compile(r"dagsorden", re.IGNORECASE), Status.AGENDA),
)


@dataclass(frozen=True, slots=True)
class Field:
    """A part of an item: its heading, empty where it has none of its own, and its text as HTML."""

    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of an item: what it is called, and where it lies beside the export, empty where it does not."""

    title: str
    access: Access
    path: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an agenda as its system has it."""

    number: str
    title: str
    case_number: str | None
    access: Access
    fields: tuple[Field, ...]
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting's agenda or minutes. ``addition`` says that it is an addition to another agenda."""

    system: System
    committee: str | None
    date: Date | None
    status: Status | None
    access: Access
    items: tuple[Item, ...]
    addition: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of agendas states of the file at ``path``, and of all that is in it."""

    path: str
    stated: Stated


@dataclass(frozen=True, slots=True)
class Export:
    """What an export tells."""

    meetings: tuple[Meeting, ...] = field(default=())
    listed: tuple[Listed, ...] = field(default=())


def plain(html: str) -> str:
    """The words of a piece of HTML in one line."""
    return SPACE.sub(" ", _TAG.sub(" ", html)).strip()


def marked_up(text: str) -> str:
    """The text as HTML: what has no elements is escaped, line by line."""
    if _MARKUP.search(text):
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def day_of(text: str | None) -> Date | None:
    """The day of a date as people or programs write it, by the clock of the place; None for anything else."""
    try:
        return Date.fromisoformat((text or "")[:10])
    except ValueError:
        days = (each.date for each in find_dates(text or "") if each.precision == "day" and not each.inferred)
        return next(days, None)


def access_of(mark: object) -> Access:
    """What a mark of access means; one that is not known is unknown."""
    word = str(mark).strip().casefold()
    if word in _OPEN:
        return Access.OPEN
    return Access.CLOSED if word in _CLOSED else Access.UNKNOWN


def status_of(words: str) -> Status | None:
    """What a paper is by the name of its kind ("Referat"), None where that says nothing."""
    return next((status for pattern, status in _STATUSES if pattern.search(words)), None)


def distinct(values: Sequence[str | None]) -> str | None:
    """The first value that is none and not blank, in one line."""
    return next((SPACE.sub(" ", each).strip() for each in values if each and each.strip()), None)
