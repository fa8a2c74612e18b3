"""The page of all documents: narrowed down, sorted, page by page, each with the way to it and its cases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Case
from kb.jsonable import document_json
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.tables import documents_table
from kb.ui import address, downloads, filters, paging, render, shelf, words
from kb.ui.narrow import holding

if TYPE_CHECKING:
    from kb.register import Register

PAGE = 50
"""How many documents one page of the list shows."""


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    register = LIBRARY.register(settings)
    st.html(render.heading(Doc.NAV, Doc.LEAD))
    everything = register.documents()
    facets = register.facets()
    asked = address.params()
    # The counts beside the choices are those of the documents that committee and time leave.
    left = register.documents(filters.of_address(replace(facets, sections=()))) if asked else everything
    chosen = {facet.name: asked.get(facet.name, []) for facet in shelf.FACETS}
    filters.sidebar(facets, choices=shelf.choices(everything, left, chosen))
    if not everything:
        st.html(render.nothing(Doc.NONE_AT_ALL))
        return
    typed = filters.search_box(Doc.SEARCH)
    found = holding(shelf.narrowed(left, chosen), typed, lambda each: f"{each.title}\n{each.id}")
    st.html(render.status(words.narrowed(len(found), len(everything), Ui.ONE_DOCUMENT, Ui.MANY_DOCUMENTS)))
    if not found:
        st.html(render.nothing(Doc.NONE))
        return
    downloads.offer(
        Doc.PATH,
        lambda: documents_table(found),
        lambda: {"documents": [document_json(each) for each in found]},
    )
    by = address.value(Doc.PARAM_ORDER)
    shown = paging.part(shelf.ordered(found, by), PAGE)
    cases = _cases(register, {each.id for each in shown})
    st.html(
        f'<div class="kb-tools">{shelf.orders(by)}</div>'
        + paging.results(Doc.NAV, len(found), PAGE)
        + shelf.rows(shown, cases, shelf.same_text(everything))
        + paging.links(Doc.PATH, len(found), PAGE)
    )


def _cases(register: Register, shown: Collection[str]) -> dict[str, list[Case]]:
    """The cases of the documents that are shown, newest first, by document."""
    found: dict[str, list[Case]] = {}
    for case in register.cases():
        for document in dict.fromkeys(part.document for part in case.parts):
            if document in shown:
                found.setdefault(document, []).append(case)
    return found
