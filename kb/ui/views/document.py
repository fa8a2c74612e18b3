"""The page of one document: its pages as pictures beside their text, a quote marked, words found in it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Answer, Document, Original, Whereabouts
from kb.errors import UsageError
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address, correcting, filters, generated, hits, paper, recording, render, sheet, state, words
from kb.ui.reading import Reading, View, reading_of

if TYPE_CHECKING:
    from kb.register import Register


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    wanted, at = address.value(Ui.PARAM_DOCUMENT), address.mark(Ui.DOCUMENT)
    if not wanted:
        st.html(render.heading(Ui.DOCUMENT, "", at) + render.notice(Ui.NO_DOCUMENT, "", _to_all()))
        return
    register = LIBRARY.register(settings)
    try:
        document = register.document(wanted)
    except UsageError as error:
        st.html(render.heading(Ui.DOCUMENT, "", at) + render.notice(error.message, "", _to_all()))
        return
    recording.opened(settings, document.id, register.manifest.generation)
    st.set_page_config(page_title=f"{document.title} – {Ui.TITLE}")
    original = register.original(document.id)
    reading = reading_of(document, pictured=has_pictures(document, original))
    st.html(
        (_sources(settings, reading) or _to_all())
        + _head(register, document, original)
        + _tools(reading, original)
    )
    correcting.panel(settings, register, document)
    if reading.view is View.TEXT:
        st.html(_whole(reading, at))
    else:
        st.html(sheet.sheet(reading, at))


def has_pictures(document: Document, original: Original) -> bool:
    """Whether the pages can be shown as pictures: of a PDF whose letters have places, while it is there."""
    return document.format == "pdf" and bool(document.lines) and original.state is Whereabouts.FOUND


def _to_all() -> str:
    """The way to all documents."""
    return f'<p class="kb-back"><a href="{address.link(Doc.PATH)}">{Doc.ALL}</a></p>'


def _head(register: Register, document: Document, original: Original) -> str:
    """The title, what the document is, and what must be known of its file."""
    indexed = words.timestamp(register.manifest.created)
    return (
        render.heading(document.title, "")
        + paper.facts(document, register.case_of(document.id), register.renditions(document.id))
        + paper.notes(document, original, indexed)
    )


def _tools(reading: Reading, original: Original) -> str:
    """What can be done with the document: saved, shown in another way, leafed through, searched."""
    document = reading.document
    name = Doc.FORMATS.get(document.format, document.format)
    save = ""
    if original.state is Whereabouts.FOUND:
        label = escape(Doc.DOWNLOAD.format(format=name))
        save = f'<a class="kb-button" href="{address.to_file(document)}" download>{label}</a>'
    pictured = has_pictures(document, original)
    views = sheet.views(reading) if pictured else ""
    contents = paper.contents(reading, whole=reading.view is View.TEXT)
    return f'<div class="kb-tools">{views}{save}{sheet.search(reading)}{contents}</div>'


def _whole(reading: Reading, at: str) -> str:
    """The whole text under a heading of its own, with the way to what is marked in it."""
    marked = ""
    if reading.quote:
        way = f'<a href="#{Ui.QUOTE_ANCHOR}">{Ui.TO_QUOTE}</a>'
        marked = f'<p class="kb-marked">{Ui.DOCUMENT_CHOSEN} {way}</p>'
    name = f'<h2 id="kb-whole" class="kb-results"{render.arrival(at)}>{Doc.VIEW_TEXT}</h2>'
    return f'<section aria-labelledby="kb-whole">{name}{marked}{paper.body(reading)}</section>'


def _sources(settings: Settings, reading: Reading) -> str:
    """Where the reader is among the sources of an answer; nothing where no answer led here."""
    question = address.value(Ui.PARAM_QUESTION)
    if not question or not address.value(Doc.PARAM_SOURCE):
        return ""
    answer = generated.latest(question) or state.kept_answer(question)
    here = hits.cited(answer, reading.document.id, reading.quote)
    if here is None:
        answer = _asked_again(settings, question)
        here = hits.cited(answer, reading.document.id, reading.quote)
    return hits.bar(question, answer, here)


def _asked_again(settings: Settings, question: str) -> Answer | None:
    """The answer to the question of a shared link; None while the model loads, or for no question."""
    if not LIBRARY.ready(settings):
        return None
    knowledge = LIBRARY.get(settings)
    where = filters.of_address(knowledge.facets())
    try:
        return state.answer_to(knowledge, question, where, state.without())
    except UsageError:
        return None  # What stands in a changed link need not be a question.
