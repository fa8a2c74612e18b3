"""Who held an office when: as dated papers name them, never more than they show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb import strings_da as da
from kb.answers.confidence import named
from kb.answers.fit import within
from kb.answers.question import Interpretation
from kb.danish.analysis import same_word
from kb.datatypes import Date, Evidence, Filter, Tenure
from kb.strings_da import answers as phrases

if TYPE_CHECKING:
    from kb.index.store import Store


def holders(store: Store, reading: Interpretation, where: Filter, today: Date) -> list[Tenure]:
    """Who is named in the office that the question asks about, at the time that it asks about, latest first.

    Empty where the question asks for no office, where nobody is named in it then, or where it names a
    place or organisation that none of the papers names.
    """
    if reading.role is None:
        return []
    tenures = [
        tenure
        for tenure in store.tenures(where)
        if same_word(tenure.role, reading.role) and _concerns(store, tenure, reading)
    ]
    tenures.sort(key=lambda each: (each.last or Date.min, each.name), reverse=True)
    if reading.period is not None:
        return [tenure for tenure in tenures if _overlaps(tenure, reading.period)]
    latest = [tenure for tenure in tenures if tenure.last and tenure.last <= today]
    return [each for each in latest if each.last == latest[0].last] if latest else []


def mentions_of(
    store: Store, tenures: Sequence[Tenure], period: tuple[Date | None, Date | None] | None
) -> list[Evidence]:
    """One mention of each holder: the last one, or where a time was asked for the first that lies in it."""
    chosen = []
    for tenure in tenures:
        dated = [(store.document(each.document).date, each) for each in tenure.evidence]
        inside = [each for day, each in dated if period and day and within(day, period)]
        chosen.append(inside[0] if inside else tenure.evidence[-1])
    return chosen


def notes_on_holders(
    store: Store, reading: Interpretation, shown: Sequence[Tenure], where: Filter
) -> tuple[str, ...]:
    """As of when the holder is named, and who was named in the office before."""
    told = [
        phrases.HOLDER_AS_OF.format(name=each.name, role=each.role, date=da.danish_day(each.last))
        for each in shown
        if each.last
    ]
    roles = {each.role for each in shown}
    names = {each.name for each in shown}
    others = [
        tenure
        for tenure in store.tenures(where)
        if tenure.role in roles and tenure.name not in names and _concerns(store, tenure, reading)
        if _collections(tenure) & set().union(*(_collections(each) for each in shown))
    ]
    told += [
        phrases.OTHER_HOLDER.format(name=each.name, role=each.role, first=da.danish_day(each.first))
        for each in sorted(others, key=lambda each: each.first or Date.min)
        if each.first
    ]
    return tuple(told)


def _concerns(store: Store, tenure: Tenure, reading: Interpretation) -> bool:
    """Whether the papers that name the holder also name every place or name that the question holds."""
    return any(
        named(f"{store.document(each.document).title} {store.document(each.document).text}", reading.names)
        == 1.0
        for each in tenure.evidence
    )


def _collections(tenure: Tenure) -> set[str]:
    """The collections whose papers name the holder: another municipality has officials of its own."""
    return {each.document.split("/", 1)[0] if "/" in each.document else "" for each in tenure.evidence}


def _overlaps(tenure: Tenure, period: tuple[Date | None, Date | None]) -> bool:
    """Whether papers of the period, or from before and after it, name the holder."""
    start, end = period
    if tenure.first is None or tenure.last is None:
        return False
    return (end is None or tenure.first <= end) and (start is None or tenure.last >= start)
