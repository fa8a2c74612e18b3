"""HTML for the timeline of decisions: a stacked column a year or month, and the same numbers as a table."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kb.datatypes import Date, Decision
from kb.strings_da import MONTHS
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.register import GROUPS, group
from kb.ui.render import table

MONTHS_SHOWN = 24
"""How many months are shown one by one; a longer time is shown by year."""


@dataclass(frozen=True, slots=True)
class Column:
    """One year or month: ``counts`` holds the number of decisions of each group of GROUPS.

    ``first`` and ``last`` are its days.
    """

    name: str
    short: str
    counts: tuple[int, ...]
    first: Date
    last: Date

    @property
    def total(self) -> int:
        """All decisions of the column."""
        return sum(self.counts)


def columns(decisions: Sequence[Decision]) -> tuple[Column, ...]:
    """The dated decisions by month, or by year where they span more than MONTHS_SHOWN; in order of time.

    Periods without decisions between the first and the last are columns of zeros. Empty without dates.
    """
    dated = [(each.date, group(each.effect)) for each in decisions if each.date is not None]
    if not dated:
        return ()
    first, last = min(date for date, _ in dated), max(date for date, _ in dated)
    by_month = _month(last) - _month(first) < MONTHS_SHOWN
    place = _month if by_month else _year
    found = Counter((place(date), number) for date, number in dated)
    return tuple(
        Column(
            *(_month_names(at) if by_month else (str(at), str(at))),
            tuple(found[at, number] for number in range(len(GROUPS))),
            *(_month_days(at) if by_month else (dt.date(at, 1, 1), dt.date(at, 12, 31))),
        )
        for at in range(place(first), place(last) + 1)
    )


def timeline(decisions: Sequence[Decision]) -> str:
    """The chart with its legend and table; nothing where there are fewer than two periods to compare."""
    shown = columns(decisions)
    if len(shown) < 2:
        return ""
    used = [number for number in range(len(GROUPS)) if any(each.counts[number] for each in shown)]
    undated = sum(each.date is None for each in decisions)
    note = f"<p>{Ui.TIMELINE_UNDATED.format(count=words.number(undated))}</p>" if undated else ""
    heading = Ui.TIMELINE_BY_YEAR if shown[0].name.isdigit() else Ui.TIMELINE_BY_MONTH
    return (
        f'<section class="kb-timeline" aria-labelledby="kb-timeline"><h2 id="kb-timeline">{Ui.TIMELINE}</h2>'
        f'<p class="kb-meta">{heading}</p>{_legend(used)}{_chart(shown)}{note}'
        f"<details><summary>{Ui.TIMELINE_TABLE}</summary>{_table(shown, used)}</details></section>"
    )


def _chart(shown: Sequence[Column]) -> str:
    """The columns, each a link to its decisions, under a sentence that says what they show."""
    peak = max(shown, key=lambda each: each.total)
    says = Ui.TIMELINE_SAYS.format(
        count=words.decisions(sum(each.total for each in shown)),
        first=shown[0].name,
        last=shown[-1].name,
        most=peak.name,
        peak=words.number(peak.total),
    )
    every = -(-len(shown) // 12)
    bars = "".join(_bar(each, peak.total, named=at % every == 0) for at, each in enumerate(shown))
    return f'<p class="kb-hidden">{escape(says)}</p><ol class="kb-chart">{bars}</ol>'


def _bar(column: Column, peak: int, *, named: bool) -> str:
    """One column: its number, its parts from the ground up, and its name where there is room."""
    parts = "".join(
        f'<span class="kb-part kb-group-{number}" style="height:{100 * count / peak:.2f}%"></span>'
        for number, count in reversed(list(enumerate(column.counts)))
        if count
    )
    tick = f'<span class="kb-tick" aria-hidden="true">{escape(column.short) if named else ""}</span>'
    said = f"{escape(column.name)}: {words.decisions(column.total)}"
    if not column.total:
        return f'<li class="kb-column"><span class="kb-hidden">{said}</span>{tick}</li>'
    return (
        f'<li class="kb-column"><a class="kb-stack" href="{_way(column)}" title="{said}">'
        f'<span class="kb-hidden">{said}</span>'
        f'<span class="kb-total" aria-hidden="true">{column.total}</span>{parts}</a>{tick}</li>'
    )


def _way(column: Column) -> str:
    """The address of the same list with the column's time only: a year as a year, a month as its days."""
    year = column.first.year
    whole = (column.first, column.last) == (dt.date(year, 1, 1), dt.date(year, 12, 31))
    return address.with_changes(
        Ui.PATH_DECISIONS,
        {
            Ui.PARAM_YEARS: str(year) if whole else None,
            Ui.PARAM_PERIOD: None if whole else f"{column.first}/{column.last}",
            Ui.PARAM_PAGE: None,
        },
    )


def _legend(used: Sequence[int]) -> str:
    """Which pattern means what."""
    items = "".join(
        f'<li><span class="kb-swatch kb-group-{number}"></span>{Ui.EFFECT_GROUPS[number]}</li>'
        for number in used
    )
    return f'<ul class="kb-legend">{items}</ul>'


def _table(shown: Sequence[Column], used: Sequence[int]) -> str:
    """The same numbers as a table, a row a period."""
    lines = "".join(
        f'<tr><th scope="row">{_linked(each)}</th>'
        + "".join(f"<td>{each.counts[number]}</td>" for number in used)
        + f"<td>{each.total}</td></tr>"
        for each in shown
    )
    heads = (Ui.PERIOD, *(Ui.EFFECT_GROUPS[number] for number in used), Ui.TOTAL)
    return table(Ui.TIMELINE, heads, lines, "kb-numbers")


def _linked(column: Column) -> str:
    """The name of a column as a link to its decisions, where it has any."""
    return f'<a href="{_way(column)}">{escape(column.name)}</a>' if column.total else escape(column.name)


def _month(date: Date) -> int:
    """The month as a number that grows by one a month."""
    return date.year * 12 + date.month - 1


def _year(date: Date) -> int:
    """The year."""
    return date.year


def _month_names(at: int) -> tuple[str, str]:
    """The month in full and in short: ``marts 2022``, ``mar``; January in short tells the year."""
    year, month = divmod(at, 12)
    return f"{MONTHS[month]} {year}", str(year) if month == 0 else MONTHS[month][:3]


def _month_days(at: int) -> tuple[Date, Date]:
    """The first and last day of a month."""
    year, month = divmod(at, 12)
    return dt.date(year, month + 1, 1), dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
