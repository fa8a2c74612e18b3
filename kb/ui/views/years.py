"""Two periods of the register beside each other, with the sliders that choose them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.datatypes import Decision
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, render, yearly
from kb.ui.yearly import Years

FIRST, SECOND = "first_period", "second_period"


def show(decisions: Sequence[Decision]) -> None:
    """Draws the comparison that the address asks for, or the way to it; nothing with fewer than two years."""
    occurring = sorted({each.date.year for each in decisions if each.date})
    if len(occurring) < 2:
        return
    chosen = yearly.years_in(address.params().get(Asking.PARAM_COMPARE, []), occurring)
    if chosen is None:
        latest = [str(year) for year in occurring[-2:]]
        where = address.with_changes(Ui.PATH_DECISIONS, {Asking.PARAM_COMPARE: latest, Ui.PARAM_PAGE: None})
        st.html(f'<p><a href="{where}">{Asking.COMPARE_OPEN}</a></p>')
        return
    where = address.with_changes(Ui.PATH_DECISIONS, {Asking.PARAM_COMPARE: None})
    st.html(
        f'<h2 class="kb-results">{Asking.COMPARE}</h2><p><a href="{where}">{Asking.COMPARE_CLOSE}</a></p>'
    )
    first, second = chosen
    with st.container(horizontal=True, key="kb-periods"):
        for key, label, years in (
            (FIRST, Asking.COMPARE_FIRST, first),
            (SECOND, Asking.COMPARE_SECOND, second),
        ):
            held = (years.first, years.last)
            if st.session_state.get(key) != held:
                st.session_state[key] = held
            st.slider(label, occurring[0], occurring[-1], value=held, format="%d", key=key, on_change=_store)
    same = first == second
    st.html(render.nothing(Asking.COMPARE_SAME) if same else yearly.compared(decisions, first, second))


def _store() -> None:
    """Puts the periods of the sliders into the address."""
    periods = [Years(*st.session_state[key]).in_address for key in (FIRST, SECOND)]
    st.query_params.from_dict({**address.params(), Asking.PARAM_COMPARE: periods})
