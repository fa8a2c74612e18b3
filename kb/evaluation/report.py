"""A measurement as sheets of Danish words and numbers, and a sheet as lines for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb import strings_da as da
from kb.evaluation.measuring import Measured
from kb.evaluation.run import SPLIT
from kb.evaluation.runs import NEITHER_IS_BETTER
from kb.evaluation.significance import Interval
from kb.strings_da import terminal

NOTHING = "–"
SMALL_P = 0.001
LARGE = 10.0
"""Numbers from here on have one decimal, those below three."""

HASH_DIGITS = 12
GAP = "  "


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a title; the first column is words, the others are numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(measured: Measured) -> tuple[Sheet, ...]:
    """The metrics with their intervals, and where there are any the groups and the comparison."""
    found = [_metrics(measured)]
    if measured.groups:
        found.append(_groups(measured))
    if measured.baseline is not None:
        found.append(_comparison(measured))
    return tuple(found)


def _metrics(measured: Measured) -> Sheet:
    """Each metric with its value and, where it is a mean over questions, the interval."""
    rows = tuple(
        (terminal.METRIC_LABELS[name], number(value), _interval(measured.intervals.get(name)))
        for name, value in measured.metrics.items()
    )
    return Sheet(
        terminal.EVAL_RESULT, (terminal.EVAL_METRIC, terminal.EVAL_VALUE, terminal.EVAL_INTERVAL), rows
    )


def _groups(measured: Measured) -> Sheet:
    """The most telling metrics of each group; a dash for those that none of its questions has."""
    rows = []
    for name, metrics in measured.groups.items():
        shown = [
            number(metrics[column])
            if metrics["unanswerable" if column == "false_answers" else "answerable"] or column == "questions"
            else NOTHING
            for column in terminal.EVAL_COLUMNS
        ]
        label = terminal.EVAL_SPLIT.format(name=name.removeprefix(SPLIT)) if name.startswith(SPLIT) else name
        rows.append((label, *shown))
    return Sheet(terminal.EVAL_GROUPS, (terminal.EVAL_GROUP, *terminal.EVAL_COLUMNS.values()), tuple(rows))


def _comparison(measured: Measured) -> Sheet:
    """Each metric before and now, in the order of the metrics."""
    rows = []
    for name in sorted(measured.comparison, key=list(measured.metrics).index):
        found = measured.comparison[name]
        judged = name not in NEITHER_IS_BETTER
        rows.append(
            (
                terminal.METRIC_LABELS[name],
                number(found.second),
                number(found.first),
                signed(found.difference),
                terminal.EVAL_RANGE.format(low=signed(found.interval[0]), high=signed(found.interval[1])),
                probability(found.p),
                str(found.wins) if judged else NOTHING,
                str(found.losses) if judged else NOTHING,
                str(found.ties),
            )
        )
    header = (
        terminal.EVAL_METRIC,
        terminal.EVAL_BEFORE,
        terminal.EVAL_NOW,
        terminal.EVAL_DIFFERENCE,
        terminal.EVAL_INTERVAL,
        terminal.EVAL_P,
        terminal.EVAL_BETTER,
        terminal.EVAL_WORSE,
        terminal.EVAL_EQUAL,
    )
    return Sheet(terminal.EVAL_COMPARISON.format(name=measured.baseline), header, tuple(rows))


def number(value: float | int) -> str:
    """The number in Danish: "12", "0,512", "431,5"."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.{3 if abs(value) < LARGE else 1}f}".replace(".", ",")


def signed(value: float) -> str:
    """The difference in Danish with its sign: "+0,012", "−0,300", "0,000"."""
    shown = number(abs(value))
    if not shown.strip("0,"):
        return shown
    return f"{'−' if value < 0 else '+'}{shown}"


def probability(p: float) -> str:
    """The p value in Danish, "<0,001" for those too small to be shown."""
    return f"<{number(SMALL_P)}" if p < SMALL_P else number(p)


def _interval(interval: Interval | None) -> str:
    """The interval in Danish, or a dash where there is none."""
    if interval is None:
        return NOTHING
    return terminal.EVAL_RANGE.format(low=number(interval[0]), high=number(interval[1]))


def aligned(sheet: Sheet) -> list[str]:
    """The lines of the table below its title, columns under each other, numbers to the right."""
    table = (sheet.header, *sheet.rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        GAP.join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]


def markdown(measured: Measured) -> str:
    """The page that is saved beside a run: what was measured, with what, and the tables."""
    made = measured.run.made
    parts = [
        f"# {terminal.EVAL_RUN.format(name=measured.run.name)}",
        terminal.EVAL_MADE_WITH.format(
            model=made.model,
            settings=made.settings_hash[:HASH_DIGITS],
            documents=da.plural(made.documents, "dokument", "dokumenter"),
        ),
    ]
    for sheet in sheets(measured):
        parts += [f"## {sheet.title}", _markdown_table(sheet)]
    parts.append(
        terminal.EVAL_METHOD
        if measured.baseline is None
        else f"{terminal.EVAL_METHOD} {terminal.EVAL_TESTED}"
    )
    return "\n\n".join(parts) + "\n"


def _markdown_table(sheet: Sheet) -> str:
    """The table in Markdown, numbers to the right."""
    rows: Sequence[Sequence[str]] = [
        sheet.header,
        ("---", *("---:" for _ in sheet.header[1:])),
        *sheet.rows,
    ]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
