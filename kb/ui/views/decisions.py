"""The page of the register: what was decided, by whom and when, narrowed down and to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Decision, OutcomeClass, Part
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.ui import Ui
from kb.tables import decisions_table
from kb.ui import chart, downloads, filters, paging, register, render, words
from kb.ui.narrow import holding

if TYPE_CHECKING:
    from kb.register import Register

PAGE = 25
"""How many decisions one page shows."""


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    knowledge = LIBRARY.register(settings)
    st.html(render.heading(Ui.NAV_DECISIONS, Ui.DECISIONS_LEAD))
    everything = knowledge.decisions()
    where = filters.sidebar(knowledge.facets(), effects=effects(everything))
    if not everything:
        st.html(render.nothing(Ui.NO_DECISIONS_AT_ALL))
        return
    typed = filters.search_box(Ui.DECISIONS_SEARCH)
    found = holding(knowledge.decisions(where), typed, lambda each: f"{each.title}\n{each.quote}")
    st.html(render.status(words.narrowed(len(found), len(everything), Ui.ONE_DECISION, Ui.MANY_DECISIONS)))
    if not found:
        st.html(render.nothing(Ui.NO_DECISIONS))
        return
    if drawn := chart.timeline(found):
        st.html(drawn)
    downloads.offer(Ui.PATH_DECISIONS, lambda: decisions_table(found))
    _rows(knowledge, found)


def effects(decisions: Sequence[Decision]) -> tuple[OutcomeClass, ...]:
    """The effects that occur, in the order in which the classes are listed."""
    occurring = {each.effect for each in decisions}
    return tuple(each for each in OutcomeClass if each in occurring)


def _rows(knowledge: Register, found: Sequence[Decision]) -> None:
    """One page of decisions, with the way to the others."""
    cases = {part: case.id for case in knowledge.cases() for part in case.parts}
    rows = [
        register.Row(each, knowledge.document(each.document), _case(cases, each))
        for each in paging.part(found, PAGE)
    ]
    pager = paging.links(Ui.PATH_DECISIONS, len(found), PAGE)
    st.html(paging.results(Ui.NAV_DECISIONS, len(found), PAGE) + register.full(rows) + pager)


def _case(cases: Mapping[Part, str], decision: Decision) -> str | None:
    """The id of the case that a decision belongs to; None where it is not known."""
    whole = cases.get(Part(decision.document))
    return cases.get(Part(decision.document, decision.item), whole)
