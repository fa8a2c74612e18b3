"""The page for questions: a question, the answer in quotes, and the sources they stand in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Answer, Filter
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.ui import Ui
from kb.ui import address, cards, context, feedback, filters, register, render, state, words
from kb.ui import asked as parts

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

_NEAREST = 5
_ROWS = 50


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    state.restore_question()
    asked = state.question()
    if asked:
        st.set_page_config(page_title=f"{asked} – {Ui.TITLE}")
    st.html(render.header())
    knowledge = _open(settings)
    facets = knowledge.facets()
    where = filters.sidebar(facets, sections=facets.sections)
    _question_box(settings)
    if asked:
        _answered(knowledge, asked, where)
    else:
        _empty(knowledge)


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


def _answered(knowledge: KnowledgeBase, asked: str, where: Filter) -> None:
    """The answer to a question, or that there is none."""
    line = st.empty()
    line.html(render.searching())
    removed = state.without()
    found = state.answer_to(knowledge, asked, where, removed)
    line.html(parts.found_in_question(found, removed) + render.status(_searched(knowledge, where)))
    if found.suggestions:
        st.html(parts.suggestions(found))
    if found.abstained:
        _abstained(knowledge, found, where)
    else:
        _quoted(knowledge, found, where)
    feedback.form(found, where)


def _quoted(knowledge: KnowledgeBase, found: Answer, where: Filter) -> None:
    """The quotes, the rows of the register that are not among them, and the sources of the quotes."""
    cited = [context.source(knowledge.document(each.document), each) for each in found.citations]
    above = parts.notes(found) + parts.lead(found, filters.in_address(_register_filter(found, where)))
    at = address.mark(found.question)
    st.html(render.answer(found, cited, parts.understood(found), above, parts.effects(found), at))
    rest = [register.Row(each, knowledge.document(each.document)) for each in parts.uncited(found)[:_ROWS]]
    st.html(parts.more(rest) + cards.sources(cited))


def _register_filter(found: Answer, where: Filter) -> Filter:
    """The person's own filter, with what was recognised in the question where the person chose nothing."""
    committees = tuple(each.value for each in found.recognised if each.kind == "committee")
    periods = [words.days(each.value) for each in found.recognised if each.kind == "period"]
    if committees and not where.committees:
        where = replace(where, committees=committees)
    if periods and not (where.date_from or where.date_to):
        where = replace(where, date_from=periods[0][0], date_to=periods[0][1])
    return replace(where, sections=())


def _abstained(knowledge: KnowledgeBase, found: Answer, where: Filter) -> None:
    """No answer: what was searched, what may help, and the nearest passages marked as such."""
    filtered = where != filters.EVERYTHING
    st.html(
        render.abstention(
            found, parts.understood(found), filtered, parts.notes(found), address.mark(found.question)
        )
    )
    if filtered:
        st.button(Ui.ASK_WITHOUT_FILTERS, on_click=filters.clear)
    if found.citations:
        cited = [context.source(knowledge.document(each.document), each) for each in found.citations]
        st.html(cards.sources(cited))
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
    if where == filters.EVERYTHING:
        return Ui.SEARCHED_ALL.format(**values)
    some = words.number(len(knowledge.documents(where)))
    return Ui.SEARCHED_SOME.format(some=some, filters=filters.describe(where), **values)
