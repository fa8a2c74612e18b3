"""The page of the register: what was decided, by whom and when, narrowed down and to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Decision, Filter, OutcomeClass, Part
from kb.errors import UsageError
from kb.jsonable import decision_json
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.tables import decisions_table
from kb.ui import address, asked, chart, downloads, filters, following, paging, register, render, words
from kb.ui.narrow import decision_text, holding
from kb.ui.reading import span
from kb.ui.views import years

if TYPE_CHECKING:
    from kb.register import Register

PAGE = 25
"""How many decisions one page shows."""

FINALITY = filters.Choice(
    Asking.FINALITY, Asking.PARAM_FINAL, {each: each for each in Asking.FINALITY_LABELS}
)
"""Whether a decision is final is no part of a Filter: the material does not always tell."""


def show(settings: Settings) -> None:
    """Draws the list, or the one decision that the address names. Raises KBError."""
    knowledge = LIBRARY.register(settings)
    if wanted := address.value(Ui.PARAM_DOCUMENT):
        _one(knowledge, wanted)
    else:
        _list(knowledge)


def _list(knowledge: Register) -> None:
    """The decisions that the filters leave, over time, compared, to take away, and one by one."""
    st.html(render.heading(Ui.NAV_DECISIONS, Ui.DECISIONS_LEAD))
    everything = knowledge.decisions()
    where = filters.sidebar(knowledge.facets(), effects=effects(everything), choices=(FINALITY,))
    if not everything:
        st.html(render.nothing(Ui.NO_DECISIONS_AT_ALL))
        return
    where, title = _within_case(knowledge, where)
    typed = filters.search_box(Ui.DECISIONS_SEARCH)
    found = _found(knowledge, where, typed)
    count = words.narrowed(len(found), len(everything), Ui.ONE_DECISION, Ui.MANY_DECISIONS)
    st.html(asked.within_case(title, Ui.PATH_DECISIONS) + render.status(count))
    if address.params().get(Asking.PARAM_COMPARE):
        years.show(_found(knowledge, replace(where, date_from=None, date_to=None), typed))
    if not found:
        st.html(render.nothing(Ui.NO_DECISIONS))
        following.decisions(where, typed, filters.chosen(FINALITY))
        return
    if not address.params().get(Asking.PARAM_COMPARE):
        if drawn := chart.timeline(found):
            st.html(drawn)
        years.show(found)
    site = address.site()
    following.decisions(where, typed, filters.chosen(FINALITY))
    downloads.offer(
        Ui.PATH_DECISIONS,
        lambda: decisions_table(found),
        lambda: {"decisions": [decision_json(row) for row in found]},
        lambda: [address.whole(site, address.to_span(row.document, row.start, row.end)) for row in found],
    )
    _rows(knowledge, register.ordered(found, address.value(Asking.PARAM_ORDER)))


def effects(decisions: Sequence[Decision]) -> tuple[OutcomeClass, ...]:
    """The effects that occur, in the order in which the classes are listed."""
    occurring = {each.effect for each in decisions}
    return tuple(each for each in OutcomeClass if each in occurring)


def _found(knowledge: Register, where: Filter, typed: str) -> tuple[Decision, ...]:
    """The decisions that the filter, the chosen finality and the typed words leave, newest first."""
    final = filters.chosen(FINALITY)
    rows = (row for row in knowledge.decisions(where) if not final or register.finality(row) in final)
    return holding(rows, typed, decision_text)


def _within_case(knowledge: Register, where: Filter) -> tuple[Filter, str]:
    """The filter with the case that the address names, and that case's title; empty without one."""
    wanted = address.value(Ui.PARAM_CASE)
    if not wanted:
        return where, ""
    where = replace(where, cases=(wanted,))
    try:
        return where, knowledge.case(wanted).title
    except UsageError:
        return where, Asking.UNKNOWN_CASE


def _rows(knowledge: Register, found: Sequence[Decision]) -> None:
    """One page of decisions, with the way to the others."""
    cases = _cases(knowledge)
    rows = [
        register.Row(each, knowledge.document(each.document), _case(cases, each))
        for each in paging.part(found, PAGE)
    ]
    pager = paging.links(Ui.PATH_DECISIONS, len(found), PAGE)
    st.html(
        paging.results(Ui.NAV_DECISIONS, len(found), PAGE) + register.orders() + register.full(rows) + pager
    )


def _one(knowledge: Register, document_id: str) -> None:
    """The decision at the span that the address names, by itself."""
    back = f'<p class="kb-back"><a href="{address.link(Ui.PATH_DECISIONS)}">{Asking.ALL_ROWS}</a></p>'
    at = address.mark(Ui.NAV_DECISIONS)
    try:
        document = knowledge.document(document_id)
    except UsageError:
        rows = []
    else:
        start, end = span(document, address.value(Ui.PARAM_SPAN)) or (0, 0)
        cases = _cases(knowledge)
        rows = [
            register.Row(each, document, _case(cases, each))
            for each in knowledge.decisions(Filter(documents=(document.id,)))
            if each.document == document.id and each.start < end and start < each.end
        ]
    if not rows:
        st.html(back + render.heading(Ui.NAV_DECISIONS, "", at))
        st.html(render.notice(Asking.NO_SUCH_ROW, Asking.NO_SUCH_ROW_REMEDY))
        return
    st.set_page_config(page_title=f"{rows[0].decision.title} – {Ui.TITLE}")
    st.html(back + render.heading(Ui.NAV_DECISIONS, Asking.ONE_ROW, at) + register.full(rows, level=2))


def _cases(knowledge: Register) -> Mapping[Part, str]:
    """The id of the case that each paper belongs to."""
    return {part: case.id for case in knowledge.cases() for part in case.parts}


def _case(cases: Mapping[Part, str], decision: Decision) -> str | None:
    """The id of the case that a decision belongs to; None where it is not known."""
    whole = cases.get(Part(decision.document))
    return cases.get(Part(decision.document, decision.item), whole)
