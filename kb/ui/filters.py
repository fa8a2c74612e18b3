"""The widgets that restrict what a page shows. The address is what counts: a shared link restores them.

Streamlit can bind a widget to the address by itself, but then a link from one page to another loses its
filters. Here a widget takes its value from the address before every run, and a change writes all of a
page's widgets back, as one step that Back can undo.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from kb.datatypes import Date, Facets, Filter, OutcomeClass, SectionKind
from kb.strings_da import OUTCOME_LABELS, SECTION_LABELS
from kb.strings_da.asking import Asking
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address, words

Value = list[str] | tuple[int, int] | str
Kind = TypeVar("Kind", SectionKind, OutcomeClass)
Period = tuple[Date | None, Date | None]

EVERYTHING = Filter()
_MANY_COMMITTEES = 8
_LONGEST = 100
_WIDGETS = (
    *(Ui.PARAM_COMMITTEES, Ui.PARAM_YEARS, Ui.PARAM_SECTIONS, Ui.PARAM_EFFECTS, Ui.PARAM_TEXT),
    *(Doc.PARAM_STATUS, Doc.PARAM_COLLECTION, Doc.PARAM_FORMAT, Asking.PARAM_FINAL),
)
_ENDS = "_first_and_last_year"


@dataclass(frozen=True, slots=True)
class Choice:
    """Values to choose among, by their names; what is chosen is told by the address (parameter ``name``)."""

    label: str
    name: str
    values: Mapping[str, str]


def sidebar(
    facets: Facets,
    *,
    sections: Sequence[SectionKind] = (),
    effects: Sequence[OutcomeClass] = (),
    choices: Sequence[Choice] = (),
) -> Filter:
    """The filter chosen in the sidebar: committees, time, and the sections or outcomes that are offered.

    ``choices`` are further ones, which :func:`chosen` tells.
    """
    with st.sidebar:
        st.html(f'<h2 class="kb-side">{Ui.FILTERS}</h2>')
        committees = _committees(facets)
        first, last = _time(facets)
        where = Filter(
            committees=tuple(committees),
            date_from=first,
            date_to=last,
            sections=_kinds(Ui.SECTIONS, Ui.PARAM_SECTIONS, sections, SECTION_LABELS),
            outcomes=_kinds(Ui.EFFECTS, Ui.PARAM_EFFECTS, effects, OUTCOME_LABELS),
        )
        for choice in choices:
            _choose(choice)
        if where != EVERYTHING or any(chosen(each) for each in choices):
            st.button(Ui.CLEAR_FILTERS, on_click=clear)
    return where


def chosen(choice: Choice) -> list[str]:
    """The values that are chosen, as the address holds them, in the order in which they are offered."""
    asked = address.params().get(choice.name, [])
    return [value for value in choice.values if value in asked]


def search_box(label: str) -> str:
    """What is typed in the box that narrows a list, without outer blanks."""
    _restore(Ui.PARAM_TEXT, address.value(Ui.PARAM_TEXT))
    typed = st.text_input(
        label, key=Ui.PARAM_TEXT, type="search", placeholder="", max_chars=100, on_change=_store
    )
    return typed.strip()


def clear() -> None:
    """Takes every filter out of the address, and what was recognised in the question counts again."""
    gone = {*_WIDGETS, Ui.PARAM_PERIOD, Ui.PARAM_PAGE, Ui.PARAM_WITHOUT, Ui.PARAM_CASE}
    st.query_params.from_dict({name: held for name, held in address.params().items() if name not in gone})


def of_address(facets: Facets) -> Filter:
    """The filter that the address holds, for a page without widgets; what is unknown is passed over."""
    asked = address.params()
    first, last = words.days(address.value(Ui.PARAM_PERIOD))
    years = sorted(year for year in facets.years if str(year) in asked.get(Ui.PARAM_YEARS, []))
    whole = len(facets.years) < 2 or (years[:1], years[-1:]) == ([min(facets.years)], [max(facets.years)])
    if years and not whole and not (first or last):
        first, last = dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)
    return Filter(
        committees=tuple(name for name in facets.committees if name in asked.get(Ui.PARAM_COMMITTEES, [])),
        date_from=first,
        date_to=last,
        sections=tuple(
            kind for kind in facets.sections if SECTION_LABELS[kind] in asked.get(Ui.PARAM_SECTIONS, [])
        ),
    )


def in_address(where: Filter) -> dict[str, list[str]]:
    """The filter as parameters that the pages read: whole years as years, any other time as days."""
    found = {Ui.PARAM_COMMITTEES: list(where.committees)}
    first, last = where.date_from, where.date_to
    if first and last and first == dt.date(first.year, 1, 1) and last == dt.date(last.year, 12, 31):
        found[Ui.PARAM_YEARS] = [str(first.year), str(last.year)]
    elif first or last:
        found[Ui.PARAM_PERIOD] = [f"{first or ''}/{last or ''}"]
    found[Ui.PARAM_SECTIONS] = [SECTION_LABELS[kind] for kind in where.sections]
    found[Ui.PARAM_EFFECTS] = [OUTCOME_LABELS[kind] for kind in where.outcomes]
    return {name: values for name, values in found.items() if values}


def _choose(choice: Choice) -> None:
    """Buttons that choose any of the values; nothing where there is one only."""
    if len(choice.values) < 2:
        return
    _restore(choice.name, chosen(choice))
    st.pills(
        choice.label,
        list(choice.values),
        selection_mode="multi",
        format_func=lambda value: choice.values.get(value, value),
        key=choice.name,
        on_change=_store,
    )


def _committees(facets: Facets) -> list[str]:
    """The chosen committees: buttons while they are few, a list to search when they are many."""
    if not facets.committees:
        return []
    asked = address.params().get(Ui.PARAM_COMMITTEES, [])
    _restore(Ui.PARAM_COMMITTEES, [name for name in facets.committees if name in asked])
    if len(facets.committees) <= _MANY_COMMITTEES:
        return st.pills(
            Ui.COMMITTEES,
            facets.committees,
            selection_mode="multi",
            key=Ui.PARAM_COMMITTEES,
            on_change=_store,
        )
    return st.multiselect(
        Ui.COMMITTEES, facets.committees, placeholder=Ui.ANY, key=Ui.PARAM_COMMITTEES, on_change=_store
    )


def _time(facets: Facets) -> Period:
    """The first and last day chosen; None where that end is open, as the whole range of years is."""
    first, last = words.days(address.value(Ui.PARAM_PERIOD))
    if first or last:
        st.html(f"<p>{Ui.PERIOD}: {words.period(first, last)}</p>")
        return first, last
    if len(facets.years) < 2:
        return None, None
    ends = (min(facets.years), max(facets.years))
    st.session_state[_ENDS] = ends
    asked = sorted(
        int(year) for year in address.params().get(Ui.PARAM_YEARS, []) if year in map(str, facets.years)
    )
    _restore(Ui.PARAM_YEARS, (asked[0], asked[-1]) if asked else ends)
    years: tuple[int, int] = st.slider(
        Ui.YEARS, *ends, value=ends, format="%d", key=Ui.PARAM_YEARS, on_change=_store
    )
    if years == ends:
        return None, None
    return dt.date(years[0], 1, 1), dt.date(years[1], 12, 31)


def _kinds(label: str, name: str, offered: Sequence[Kind], labels: Mapping[Kind, str]) -> tuple[Kind, ...]:
    """The sections or outcomes chosen from those offered; none where none is offered."""
    if not offered:
        return ()
    kinds = {labels[kind]: kind for kind in offered}
    asked = address.params().get(name, [])
    _restore(name, [each for each in kinds if each in asked])
    chosen = st.multiselect(label, list(kinds), placeholder=Ui.ANY, key=name, on_change=_store)
    return tuple(kinds[each] for each in chosen)


def _restore(name: str, held: Value) -> None:
    """Gives the widget the value that the address holds."""
    if st.session_state.get(name) != held:
        st.session_state[name] = held


def _store() -> None:
    """Puts what the page's widgets hold into the address; results then begin at their first page."""
    changed = address.params()
    changed.pop(Ui.PARAM_PAGE, None)
    for name in _WIDGETS:
        if name in st.session_state:
            changed.pop(name, None)
            if held := _texts(name, st.session_state[name]):
                changed[name] = held
    st.query_params.from_dict(changed)


def _texts(name: str, held: Value) -> list[str]:
    """A widget's value as it stands in the address; nothing where it restricts nothing."""
    if name == Ui.PARAM_YEARS and held == st.session_state.get(_ENDS):
        return []
    if isinstance(held, str):
        return [held.strip()] if held.strip() else []
    return [str(each) for each in held]
