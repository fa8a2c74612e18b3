"""Two papers of a case beside each other: which they are, and what was changed from one to the other."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kb.case_ids import address_of
from kb.cases.versions import compare
from kb.datatypes import Case
from kb.strings_da import STATUS_BADGES
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, difference, render, words
from kb.ui.matter import Paper, Papers


def show(case: Case, papers: Papers) -> None:
    """Draws the comparison that the address asks for; papers it does not name are chosen by their ties."""
    st.set_page_config(page_title=f"{Asking.VERSIONS} – {case.title} – {Ui.TITLE}")
    back = f'<p class="kb-back"><a href="{address.to_case(case.id)}">{Asking.BACK_TO_CASE}</a></p>'
    st.html(back + render.heading(case.title, Asking.VERSIONS_LEAD, address.mark(Asking.VERSIONS)))
    chosen = difference.first_pair(case)
    if chosen is None:
        st.html(render.nothing(Asking.ONE_PAPER))
        return
    by_name = {address_of(part): papers[part] for part in case.parts}
    names = [
        address.value(name) if address.value(name) in by_name else address_of(part)
        for name, part in zip((Asking.PARAM_BEFORE, Asking.PARAM_AFTER), chosen, strict=True)
    ]
    _choice(by_name, names)
    before, after = (by_name[name] for name in names)
    if names[0] == names[1]:
        st.html(render.nothing(Asking.SAME_PAPER))
        return
    found = compare(difference.version(before), difference.version(after))
    st.html(difference.summary(found, case, before, after) + difference.changes(found, before, after))


def way(case: Case) -> str:
    """The address that compares two papers of a case."""
    chosen = difference.first_pair(case)
    names = [address_of(part) for part in chosen] if chosen else ["", ""]
    return address.link(
        Ui.PATH_CASES,
        {Ui.PARAM_CASE: case.id, Asking.PARAM_BEFORE: names[0], Asking.PARAM_AFTER: names[1]},
    )


def _choice(papers: Mapping[str, Paper], names: list[str]) -> None:
    """The boxes that choose the papers, and a link that swaps them."""
    with st.container(horizontal=True, key="kb-versions"):
        for label, key, name in (
            (Asking.BEFORE, Asking.PARAM_BEFORE, names[0]),
            (Asking.AFTER, Asking.PARAM_AFTER, names[1]),
        ):
            if st.session_state.get(key) != name:
                st.session_state[key] = name
            st.selectbox(
                label,
                list(papers),
                key=key,
                on_change=_store,
                format_func=lambda each: _described(papers[each]),
            )
    swapped = {Asking.PARAM_BEFORE: names[1], Asking.PARAM_AFTER: names[0]}
    st.html(f'<p><a href="{address.with_changes(Ui.PATH_CASES, swapped)}">{Asking.SWAP}</a></p>')


def _described(paper: Paper) -> str:
    """A paper among others: title, status, day and file."""
    each = paper.document
    status = STATUS_BADGES.get(each.status, "")
    day = words.date(each.date) if each.date else ""
    file = each.id.rsplit("/", 1)[-1]
    return " · ".join(part for part in (paper.title, status, day, file) if part)


def _store() -> None:
    """Puts the chosen papers into the address."""
    chosen = {name: [st.session_state[name]] for name in (Asking.PARAM_BEFORE, Asking.PARAM_AFTER)}
    st.query_params.from_dict({**address.params(), **chosen})
