"""The page: a question, the answer in quotes, and the sources they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Answer, Facets, Filter
from kb.errors import IndexStateError, KBError
from kb.settings import Settings, load_settings
from kb.strings_da import SECTION_LABELS, Ui
from kb.ui import cards, context, render, state, words
from kb.ui.library import LIBRARY

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

_MANY_COMMITTEES = 8
_NEAREST = 5


def show() -> None:
    """Draws the page once; Streamlit calls it again for every change."""
    state.restore_question()
    asked = state.question()
    st.set_page_config(page_title=f"{asked} – {Ui.TITLE}" if asked else Ui.TITLE, layout="centered")
    st.html(render.header())
    settings: Settings | None = None
    try:
        settings = load_settings()
        knowledge = _open(settings)
        where = _filters(knowledge.facets())
        _question_box(settings)
        if asked:
            _answered(knowledge, asked, where)
        else:
            _empty(knowledge)
    except KBError as error:
        _problem(error, settings)


def _open(settings: Settings) -> KnowledgeBase:
    """The knowledge base; says that it is being loaded where that takes time."""
    if LIBRARY.ready(settings):
        return LIBRARY.get(settings)
    waiting = st.empty()
    waiting.html(render.loading())
    try:
        return LIBRARY.get(settings)
    finally:
        waiting.empty()


def _question_box(settings: Settings) -> None:
    """The box for the question; Enter and the button do the same."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="kb-ask"):
        st.text_input(
            Ui.QUESTION,
            key=state.QUESTION,
            type="search",
            on_change=state.store_question,
            max_chars=settings.max_question,
            placeholder=Ui.PLACEHOLDER,
        )
        st.button(Ui.ASK, type="primary", on_click=state.store_question)


def _filters(facets: Facets) -> Filter:
    """The filter chosen in the sidebar, which the address holds too."""
    with st.sidebar:
        st.html(f'<h2 class="kb-side">{Ui.FILTERS}</h2>')
        committees = _committees(facets)
        years = None
        if len(facets.years) > 1:
            ends = (min(facets.years), max(facets.years))
            years = st.slider(
                Ui.YEARS, *ends, value=ends, format="%d", key=Ui.PARAM_YEARS, bind="query-params"
            )
        sections = st.multiselect(
            Ui.SECTIONS,
            [SECTION_LABELS[kind] for kind in facets.sections],
            placeholder=Ui.ANY,
            key=Ui.PARAM_SECTIONS,
            bind="query-params",
        )
        where = state.make_filter(committees, years, sections, facets)
        if where != Filter():
            st.button(Ui.CLEAR_FILTERS, on_click=state.clear_filters, args=(facets,))
    return where


def _committees(facets: Facets) -> list[str]:
    """The chosen committees: buttons while they are few, a list to search when they are many."""
    if not facets.committees:
        return []
    if len(facets.committees) <= _MANY_COMMITTEES:
        return st.pills(
            Ui.COMMITTEES,
            facets.committees,
            selection_mode="multi",
            key=Ui.PARAM_COMMITTEES,
            bind="query-params",
        )
    return st.multiselect(
        Ui.COMMITTEES, facets.committees, placeholder=Ui.ANY, key=Ui.PARAM_COMMITTEES, bind="query-params"
    )


def _answered(knowledge: KnowledgeBase, asked: str, where: Filter) -> None:
    """The answer to a question, or that there is none."""
    line = st.empty()
    line.html(render.searching())
    found = state.answer_to(knowledge, asked, where)
    line.html(render.status(_searched(knowledge, where)))
    if found.abstained:
        _abstained(found, where, knowledge.facets())
        return
    documents = {each.document: knowledge.document(each.document) for each in found.citations}
    sources = [context.source(documents[each.document], each) for each in found.citations]
    st.html(render.answer(found, sources, words.understood(found.interpretation)))
    st.html(cards.sources(sources))


def _abstained(found: Answer, where: Filter, facets: Facets) -> None:
    """No answer: what was searched, what may help, and the nearest passages marked as such."""
    st.html(render.abstention(found, words.understood(found.interpretation), where != Filter()))
    if where != Filter():
        st.button(Ui.ASK_WITHOUT_FILTERS, on_click=state.clear_filters, args=(facets,))
    if found.nearest:
        st.html(cards.nearest(found.nearest[:_NEAREST]))


def _empty(knowledge: KnowledgeBase) -> None:
    """The page before a question: how much there is, examples, and a list of the material."""
    manifest = knowledge.manifest
    ready = Ui.READY.format(
        documents=words.documents(manifest.documents), date=words.timestamp(manifest.created)
    )
    st.html(render.status(ready))
    st.html(f'<h2 class="kb-side">{Ui.EXAMPLES_HEADING}</h2>')
    with st.container(key="kb-examples", gap="xsmall"):
        for example in Ui.EXAMPLES:
            st.button(example, on_click=state.ask, args=(example,))
    st.html(cards.collection(knowledge.documents()))


def _searched(knowledge: KnowledgeBase, where: Filter) -> str:
    """What was searched: how many documents, from when, and which filters."""
    manifest = knowledge.manifest
    values = {
        "documents": words.documents(manifest.documents),
        "date": words.timestamp(manifest.created),
    }
    if where == Filter():
        return Ui.SEARCHED_ALL.format(**values)
    some = words.number(len(knowledge.documents(where)))
    return Ui.SEARCHED_SOME.format(some=some, filters=state.describe(where), **values)


def _problem(error: KBError, settings: Settings | None) -> None:
    """The problem in words; an empty knowledge base gets the steps that fill it."""
    if isinstance(error, IndexStateError) and error.code == "no_index" and settings is not None:
        st.html(render.no_index(error, str(settings.data)))
    else:
        st.html(render.problem(error))
