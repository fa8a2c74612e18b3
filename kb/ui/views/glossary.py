"""The page of words: what the documents say that words mean, and who they name in which role."""

from __future__ import annotations

import streamlit as st

from kb.jsonable import tenure_json, term_json
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.ui import Ui
from kb.tables import tenures_table, terms_table
from kb.ui import address, downloads, filters, lexicon, render, words
from kb.ui.narrow import holding


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    knowledge = LIBRARY.register(settings)
    st.html(render.heading(Ui.NAV_TERMS, Ui.TERMS_LEAD, address.mark(Ui.NAV_TERMS)))
    terms, tenures = knowledge.terms(), knowledge.tenures()
    if not terms and not tenures:
        st.html(render.nothing(Ui.NO_TERMS_AT_ALL))
        return
    typed = filters.search_box(Ui.TERMS_SEARCH)
    found = holding(terms, typed, lexicon.term_text)
    held = holding(tenures, typed, lexicon.tenure_text)
    counts = (
        words.narrowed(len(found), len(terms), Ui.ONE_TERM, Ui.MANY_TERMS),
        words.narrowed(len(held), len(tenures), Ui.ONE_ROLE, Ui.MANY_ROLES),
    )
    st.html(render.status(" · ".join(counts)))
    st.html(lexicon.terms(found))
    if found:
        downloads.offer(
            Ui.PATH_TERMS, lambda: terms_table(found), lambda: {"terms": list(map(term_json, found))}
        )
    st.html(lexicon.tenures(held))
    if held:
        downloads.offer(
            Ui.PATH_ROLES, lambda: tenures_table(held), lambda: {"roles": list(map(tenure_json, held))}
        )
