"""Filters from the words that people type: checked, with the possible values in the error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from kb.danish.committees import find_committees
from kb.danish.naming import named, nearest
from kb.datatypes import Date, Filter, OutcomeClass, SectionKind, Status
from kb.errors import UsageError
from kb.strings_da import DID_YOU_MEAN, OUTCOME_LABELS, OUTCOME_WORDS, SECTION_LABELS

Member = TypeVar("Member", bound=StrEnum)


def make_filter(
    *,
    committee: Sequence[str] = (),
    date_from: str | None = None,
    date_to: str | None = None,
    section: Sequence[str] = (),
    status: Sequence[str] = (),
    outcome: Sequence[str] = (),
    collection: Sequence[str] = (),
    document: Sequence[str] = (),
    case: Sequence[str] = (),
) -> Filter:
    """The filter that the words describe; sections and outcomes by Danish label or English value.

    A committee may be given by any of its names ("HU", "oekonomiudvalget"), and an outcome by what people
    call it ("godkendt"). Whether the material knows a committee is for ``known_committees`` to tell.

    Raises UsageError for a value that is none of the possible ones, a bad date, or dates out of order.
    """
    start = parse_date(date_from, last=False) if date_from else None
    end = parse_date(date_to, last=True) if date_to else None
    if start and end and start > end:
        raise UsageError("date_order", start=start.isoformat(), end=end.isoformat())
    return Filter(
        committees=tuple(_committee(word) for word in committee),
        date_from=start,
        date_to=end,
        sections=tuple(_member(word, "afsnit", SectionKind, SECTION_LABELS) for word in section),
        statuses=tuple(_member(word, "status", Status, {}) for word in status),
        outcomes=tuple(_outcome(word) for word in outcome),
        collections=tuple(collection),
        documents=tuple(document),
        cases=tuple(case),
    )


def for_decisions(where: Filter) -> Filter:
    """The filter itself. Raises UsageError where it leaves out the section that decisions stand in."""
    if where.sections and SectionKind.DECISION not in where.sections:
        names = ", ".join(f"»{SECTION_LABELS[kind]}«" for kind in where.sections)
        raise UsageError("no_such_decisions", names=names)
    return where


def _committee(word: str) -> str:
    """The name that a committee is filed under, or the word itself where it is no known name of one."""
    for spelling in (word.strip(), word.strip().upper()):
        for mention in find_committees(spelling):
            if (mention.start, mention.end) == (0, len(spelling)):
                return mention.name
    return word


def known_committees(where: Filter, names: Collection[str]) -> Filter:
    """The filter with each committee by the one of ``names`` that it means. Raises UsageError for no such."""
    return replace(where, committees=tuple(dict.fromkeys(_known(each, names) for each in where.committees)))


def _known(word: str, names: Collection[str]) -> str:
    """The one of the names that a word means. Raises UsageError with the nearest one, where one is near."""
    found = named(word, names)
    if found is not None:
        return found
    near = nearest(word, names)
    hint = DID_YOU_MEAN.format(name=near) if near else ""
    choices = ", ".join(sorted(names, key=str.casefold))
    raise UsageError("unknown_committee", value=word, nearest=hint, choices=choices)


def parse_date(value: str, *, last: bool) -> Date:
    """The date written as ÅÅÅÅ, ÅÅÅÅ-MM, ÅÅÅÅ-MM-DD or DD-MM-ÅÅÅÅ.

    A year or a month means its last day where ``last``, else its first. Raises UsageError.
    """
    for layout in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(value, layout).date()
        except ValueError:
            continue
    for layout, months in (("%Y-%m", 1), ("%Y", 12)):
        try:
            first = dt.datetime.strptime(value, layout).date()
        except ValueError:
            continue
        return _end_of(first, months) if last else first
    raise UsageError("bad_date", value=value)


def _end_of(first: Date, months: int) -> Date:
    """The last day of the period of ``months`` months (1 or 12) that begins on ``first``."""
    if months == 12 or first.month == 12:
        return dt.date(first.year, 12, 31)
    return dt.date(first.year, first.month + 1, 1) - dt.timedelta(days=1)


def _outcome(word: str) -> OutcomeClass:
    """The outcome whose value, label or everyday name is ``word``, case ignored. Raises UsageError."""
    called = OUTCOME_WORDS.get(" ".join(word.split()).casefold())
    return called or _member(word, "udfald", OutcomeClass, OUTCOME_LABELS)


def _member(word: str, name: str, members: type[Member], labels: Mapping[Member, str]) -> Member:
    """The enum member whose value or Danish label is ``word``, case ignored. Raises UsageError."""
    wanted = word.strip().casefold()
    for member in members:
        if wanted in (member.value.casefold(), labels.get(member, member.value).casefold()):
            return member
    choices = ", ".join(labels.get(member, member.value) for member in members)
    raise UsageError("bad_filter", value=word, name=name, choices=choices)
