"""The page of one document: its text, with a quote marked where a link asks for it."""

from __future__ import annotations

import streamlit as st

from kb.errors import UsageError
from kb.settings import Settings
from kb.strings_da.ui import Ui
from kb.ui import address, correcting, paper, recording, render
from kb.ui.library import LIBRARY


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    wanted = address.value(Ui.PARAM_DOCUMENT)
    if not wanted:
        st.html(render.heading(Ui.DOCUMENT, "") + render.notice(Ui.NO_DOCUMENT, Ui.NO_DOCUMENT_REMEDY))
        return
    knowledge = LIBRARY.register(settings)
    try:
        document = knowledge.document(wanted)
    except UsageError as error:
        st.html(render.heading(Ui.DOCUMENT, "") + render.notice(error.message, Ui.NO_DOCUMENT_REMEDY))
        return
    recording.opened(settings, document.id, knowledge.manifest.generation)
    st.set_page_config(page_title=f"{document.title} – {Ui.TITLE}")
    st.html(
        render.heading(document.title, "", address.mark(Ui.DOCUMENT))
        + paper.facts(document, knowledge.case_of(document.id))
        + correcting.way(settings, document)
        + paper.body(document, *paper.span(document, address.value(Ui.PARAM_SPAN)))
    )
