"""One page of a long list, and the links to the pages before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from kb.strings_da.ui import Ui
from kb.ui import address, render, words

Item = TypeVar("Item")


def pages(total: int, size: int) -> int:
    """How many pages of ``size`` there are; one where there is nothing to show."""
    return max(1, -(-total // size))


def part(items: Sequence[Item], size: int) -> Sequence[Item]:
    """The items of the page that the address names; those of the last page where it names a later one."""
    at = min(address.number(Ui.PARAM_PAGE), pages(len(items), size))
    return items[(at - 1) * size : at * size]


def results(title: str, total: int, size: int) -> str:
    """The heading over the page of the list that the address names."""
    further = address.number(Ui.PARAM_PAGE) > 1
    return render.results(title, range_shown(total, size), address.mark(title), further=further)


def range_shown(total: int, size: int) -> str:
    """Which of the items are shown, such as ``26–50 af 120``; empty where all are."""
    if total <= size:
        return ""
    at = min(address.number(Ui.PARAM_PAGE), pages(total, size))
    return Ui.SHOWN_ROWS.format(
        first=words.number((at - 1) * size + 1),
        last=words.number(min(at * size, total)),
        total=words.number(total),
    )


def links(path: str, total: int, size: int) -> str:
    """The way to the page before and the page after; nothing where there is one page."""
    count = pages(total, size)
    at = min(address.number(Ui.PARAM_PAGE), count)
    if count == 1:
        return ""
    ways = ((Ui.PREVIOUS, at - 1, at > 1), (Ui.NEXT, at + 1, at < count))
    before, after = (
        f'<a href="{address.with_changes(path, {Ui.PARAM_PAGE: str(to)})}">{name}</a>'
        if possible
        else f'<span aria-hidden="true">{name}</span>'
        for name, to, possible in ways
    )
    here = Ui.PAGE_OF.format(page=words.number(at), pages=words.number(count))
    return f'<nav class="kb-pager" aria-label="{Ui.PAGER}">{before}<span>{here}</span>{after}</nav>'
