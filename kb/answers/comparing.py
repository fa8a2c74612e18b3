"""Questions that compare: the two sides are read apart and their quotes set beside each other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.answers.question import Interpretation
from kb.datatypes import Citation, Filter

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its name in the answer, how it is read and where it is sought."""

    name: str
    reading: Interpretation
    where: Filter


def sides_of(reading: Interpretation, where: Filter) -> list[Side]:
    """The sides that a question compares: committees, or the years that it names; empty where it names none.

    A side keeps within the person's own filter.
    """
    if len(reading.committees) > 1 and not where.committees:
        return [
            Side(name, replace(reading, committees=(name,)), replace(where, committees=(name,)))
            for name in reading.committees
        ]
    years = sorted({int(year) for year in _YEAR.findall(reading.question)})
    if len(years) < 2 or where.date_from or where.date_to:
        return []
    ends = (years[0], years[-1])
    return [Side(str(year), replace(reading, period=_year(year)), _within(where, year)) for year in ends]


def in_order_of_text(citations: Sequence[Citation]) -> list[tuple[str, int, int]]:
    """Where the quotes stand, those of the best document first, in the order in which it compares."""
    documents = list(dict.fromkeys(each.document for each in citations))
    ordered = sorted(citations, key=lambda each: (documents.index(each.document), each.start))
    return [(each.document, each.start, each.end) for each in ordered]


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _within(where: Filter, year: int) -> Filter:
    first, last = _year(year)
    return replace(where, date_from=first, date_to=last)
