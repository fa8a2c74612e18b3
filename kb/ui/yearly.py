"""HTML for two periods of the register side by side: how many decisions of each outcome and committee."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kb.datatypes import Decision, OutcomeClass
from kb.strings_da import OUTCOME_LABELS
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.register import GROUPS, group
from kb.ui.render import table

Changes = Mapping[str, str | Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Years:
    """Whole years from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def name(self) -> str:
        """The years in words, such as ``2023`` or ``2022–2023``."""
        return words.period(dt.date(self.first, 1, 1), dt.date(self.last, 12, 31))

    @property
    def in_address(self) -> str:
        """The years as they stand in an address."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def has(self, decision: Decision) -> bool:
        """Whether a decision was made in these years; one without a date was not."""
        return decision.date is not None and self.first <= decision.date.year <= self.last


def years_in(values: Sequence[str], occurring: Sequence[int]) -> tuple[Years, Years] | None:
    """The two periods of an address, as far as they lie among the years that occur; None for no comparison.

    What is not two periods becomes the two latest years.
    """
    if not values or len(set(occurring)) < 2:
        return None
    low, high = min(occurring), max(occurring)
    read = [found for each in values[:2] if (found := _read(each, low, high))]
    if len(read) == 2:
        return read[0], read[1]
    before = max(year for year in occurring if year < high)
    return Years(before, before), Years(high, high)


def compared(decisions: Sequence[Decision], first: Years, second: Years) -> str:
    """Both periods as two tables with the difference; each number leads to the decisions that it counts."""
    sides = tuple([each for each in decisions if years.has(each)] for years in (first, second))
    effects = [each for each in OutcomeClass if any(row.effect is each for side in sides for row in side)]
    outcomes = [
        _line(
            Ui.EFFECT_GROUPS[number],
            _counts(sides, lambda row: group(row.effect), number),
            (first, second),
            {Ui.PARAM_EFFECTS: [OUTCOME_LABELS[each] for each in effects if each in members]},
        )
        for number, members in enumerate(GROUPS)
        if any(group(row.effect) == number for side in sides for row in side)
    ]
    outcomes.append(_line(Ui.TOTAL, (len(sides[0]), len(sides[1])), (first, second), {}))
    outcomes.append(
        _line(
            Asking.OF_WHICH_FINAL,
            _counts(sides, lambda row: row.final, True),
            (first, second),
            {Asking.PARAM_FINAL: [Asking.FINALITY_LABELS[0]]},
        )
    )
    names = sorted({row.committee for side in sides for row in side if row.committee}, key=words.order)
    committees = [
        _line(
            name,
            _counts(sides, lambda row: row.committee, name),
            (first, second),
            {Ui.PARAM_COMMITTEES: name},
        )
        for name in names
    ]
    unknown = _counts(sides, lambda row: row.committee, None)
    if any(unknown):
        committees.append(_line(Asking.NO_COMMITTEE, unknown, (first, second), None))
    return (
        f"<p>{Asking.COMPARE_NOTE}</p>"
        f"{_table(Asking.BY_OUTCOME, Asking.OUTCOME, outcomes, first, second)}"
        f"{_table(Asking.BY_COMMITTEE, Ui.COMMITTEE, committees, first, second)}"
    )


def _read(text: str, low: int, high: int) -> Years | None:
    """The period that ``2023`` or ``2022-2023`` names; None where it names none of the years that occur."""
    first, dash, last = text.partition("-")
    if not dash:
        last = first
    if not all(part.isascii() and part.isdigit() and len(part) == 4 for part in (first, last)):
        return None
    start, end = int(first), int(last)
    return Years(max(start, low), min(end, high)) if start <= end and start <= high and end >= low else None


def _counts(
    sides: Sequence[Sequence[Decision]], of: Callable[[Decision], object], wanted: object
) -> tuple[int, int]:
    """How many decisions of each side are of one kind."""
    found = [Counter(of(row) for row in side)[wanted] for side in sides]
    return found[0], found[1]


def _line(name: str, counts: tuple[int, int], years: tuple[Years, Years], where: Changes | None) -> str:
    """One row: its name, both numbers and the difference. Without ``where`` the numbers lead nowhere."""
    cells = "".join(
        f"<td>{_number(count, period, where, name)}</td>" for count, period in zip(counts, years, strict=True)
    )
    return f'<tr><th scope="row">{escape(name)}</th>{cells}<td>{difference(counts[1] - counts[0])}</td></tr>'


def _number(count: int, years: Years, where: Changes | None, name: str) -> str:
    """A number that leads to the decisions behind it; nothing leads to none."""
    if not count or where is None:
        return words.number(count)
    target = address.with_changes(
        Ui.PATH_DECISIONS,
        {
            **where,
            Ui.PARAM_YEARS: [str(years.first), str(years.last)],
            Ui.PARAM_PERIOD: None,
            Ui.PARAM_PAGE: None,
            Asking.PARAM_COMPARE: None,
        },
    )
    about = f'<span class="kb-hidden">, {escape(name)}, {years.name}: {Asking.SEE_PERIOD}</span>'
    return f'<a href="{target}">{words.number(count)}{about}</a>'


def difference(count: int) -> str:
    """How many more or fewer, with its sign."""
    if count == 0:
        return Asking.SAME
    return (Asking.MORE if count > 0 else Asking.FEWER).format(count=words.number(abs(count)))


def _table(name: str, head: str, lines: Sequence[str], first: Years, second: Years) -> str:
    """One comparison under its heading."""
    heads = (head, first.name, second.name, Asking.DIFFERENCE)
    return f"<h3>{name}</h3>{table(name, heads, ''.join(lines), 'kb-numbers')}"
