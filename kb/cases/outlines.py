"""The outlines of a document: what the texts of its items are compared by, found once and kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kb.cases import themes
from kb.cases.references import Day, Stop, days_of, municipality_of, numbers_in, stops_of
from kb.cases.themes import Sorted, Theme
from kb.datatypes import Access, AgendaItem, Document

_WORD = re.compile(r"[^\W\d_](?:-?[^\W\d_]){5,}")
_REPLACES = re.compile(r"\b(?:afløse[rs]?|erstatte[rs]?|træder i stedet for)\b", re.IGNORECASE)
_REPLACED_BY = re.compile(r"\b(?:afløst|erstattet|afløses|erstattes) af\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """What is written like a case number at ``start:end`` of a document, in capitals."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """The words ``start:end`` of a document say that one paper takes the place of another.

    ``turned`` says that what stands before them is the older one: "afløst af".
    """

    start: int
    end: int
    turned: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """What an agenda item, or a document without items, tells of itself; ``item`` is the item's ordinal.

    ``within_title`` are the stems of the title's longer words but the first and the last: a text that quotes
    the title has them among its terms, while those two may be joined to something there by a hyphen.
    ``named`` are the meetings that the text names. ``terms`` counts the stems of its longer words.
    """

    item: int | None
    theme: Theme
    within_title: Sorted
    municipality: str | None
    named: tuple[Stop, ...]
    days: tuple[Day, ...]
    terms: dict[str, int]
    numbers: tuple[Number, ...]
    replaced: tuple[Replaced, ...]


def outlines_of(document: Document) -> tuple[Outline, ...]:
    """The outlines of a document's items in order, or of the whole of one that has none.

    Routine items and closed ones have none, nor has a document without text.
    """
    place = municipality_of(document.text)
    if document.items:
        return tuple(
            _outline(document, item, place)
            for item in document.items
            if item.access is not Access.CLOSED and not themes.is_routine(item.title)
        )
    if not document.text.strip() or themes.is_routine(document.title):
        return ()
    return (_outline(document, None, place),)


def _outline(document: Document, item: AgendaItem | None, place: str | None) -> Outline:
    start, end = (item.start, item.end) if item else (0, len(document.text))
    text = document.text[start:end]
    title = themes.matter_title(item.title if item else document.title)
    days = days_of(document, start, end)
    sections = tuple(each for each in document.sections if start <= each.start < end)
    return Outline(
        item=item.ordinal if item else None,
        theme=themes.theme_of(title),
        within_title=_within(title),
        municipality=place,
        named=stops_of(document, sections, days),
        days=days,
        terms=dict(_terms(text)),
        numbers=tuple(
            Number(match.group().upper(), start + match.start(), start + match.end())
            for match in numbers_in(text)
        ),
        replaced=tuple(_replaced(text, start)),
    )


def _terms(text: str) -> Counter[str]:
    """The stems of the longer words of a text, with how often each stands there."""
    counts: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(text)).items():
        found = themes.stem(word)
        if found:
            counts[found] += count
    return counts


def _within(title: str) -> frozenset[str]:
    """The stems of the longer words of a title but those at its ends."""
    inner = (match for match in _WORD.finditer(title) if 0 < match.start() and match.end() < len(title))
    return frozenset(found for match in inner if (found := themes.stem(match.group())))


def _replaced(text: str, start: int) -> Iterator[Replaced]:
    for pattern, turned in ((_REPLACES, False), (_REPLACED_BY, True)):
        for match in pattern.finditer(text):
            yield Replaced(start + match.start(), start + match.end(), turned)
