"""The page for questions: a question, the answer in quotes, and the sources they stand in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from kb.case_ids import address_of
from kb.datatypes import Answer, Filter, Part
from kb.errors import UsageError
from kb.export import report
from kb.export.answers import Asked, answer_report
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import (
    address,
    cards,
    context,
    downloads,
    feedback,
    filters,
    following,
    frontpage,
    generated,
    pathways,
    register,
    render,
    roads,
    state,
    words,
)
from kb.ui import asked as parts

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

_NEAREST = 5
_ROWS = 50


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    state.restore_question()
    asked = state.asked()
    if asked:
        st.set_page_config(page_title=f"{asked} – {Ui.TITLE}")
    st.html(render.header())
    knowledge = _open(settings)
    facets = knowledge.facets()
    where = filters.sidebar(facets, sections=facets.sections)
    case, title = _case(knowledge)
    if case:
        where = replace(where, cases=(case,))
    _question_box(settings)
    if asked:
        _answered(knowledge, asked, where, title, settings)
    else:
        st.html(parts.within_case(title) + frontpage.welcome(knowledge.manifest, state.latest_questions()))


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


def _case(knowledge: KnowledgeBase) -> tuple[str, str]:
    """The id and title of the case that the address restricts the search to; both empty without one."""
    wanted = address.value(Ui.PARAM_CASE)
    if not wanted:
        return "", ""
    try:
        return wanted, knowledge.case(wanted).title
    except UsageError:
        return wanted, Asking.UNKNOWN_CASE


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


def _answered(knowledge: KnowledgeBase, asked: str, where: Filter, title: str, settings: Settings) -> None:
    """The answer to a question, or that there is none."""
    line = st.empty()
    line.html(render.searching())
    removed, follow = state.without(), state.continued()
    found = state.answer_to(knowledge, asked, where, removed)
    searched = _searched(knowledge, where, title)
    line.html(
        parts.within_case(title)
        + parts.continued(follow, removed)
        + parts.found_in_question(found, removed, follow)
        + render.status(searched)
        + parts.suggestions(found)
    )
    if found.abstained:
        _abstained(knowledge, found, where, title)
        following.question(found.question, where)
        feedback.form(found, where)
    else:
        _quoted(knowledge, found, where, title, settings)


def _quoted(knowledge: KnowledgeBase, found: Answer, where: Filter, title: str, settings: Settings) -> None:
    """The quotes and the rows of the register that are not among them, beside the sources of the quotes.

    Above them what a language model writes from them, where that is wanted.
    """
    site = address.site()
    asked = Asked(state.question(), _filters(where, title), knowledge.manifest, site)
    writes = knowledge.writes and generated.wanted(settings)
    written = generated.written(knowledge, found, where, state.without()) if writes else None
    cited = [context.source(knowledge.document(each.document), each) for each in (written or found).citations]
    above = parts.notes(found) + parts.lead(found, filters.in_address(_register_filter(found, where)))
    rest = [register.Row(each, knowledge.document(each.document)) for each in parts.uncited(found)[:_ROWS]]
    text = report.plain_text(answer_report(found, asked, _now()))
    below = (
        f'{parts.more(rest)}<p class="kb-actions">{render.copy_button(Ui.COPY_ANSWER, text)}'
        f"{_ask_on(knowledge, found, where)}</p>{_onward(knowledge, found)}"
    )
    at = address.mark(found.question)
    with st.container(key="kb-asked"):
        left = st.container(key="kb-asked-answer")
        if knowledge.writes:
            with left:
                _written(found, written, waiting=writes and written is None)
        left.html(
            render.answer(found, cited, parts.understood(found), above, parts.effects(found), at, below)
        )
        st.html(cards.sources(cited, found.question, site))
    with left:  # last, so that nothing that is read waits for it
        following.question(found.question, where)
        downloads.offer_report(Asking.FILE_ANSWER, lambda: answer_report(found, asked, _now()))
        feedback.form(found, where)


def _written(found: Answer, written: Answer | None, *, waiting: bool) -> None:
    """What a language model wrote, that it is writing, or the button that asks it to."""
    at = address.mark(found.question)
    if waiting:
        generated.wait(at)
    else:
        st.html(generated.block(written, at) if written else generated.offer(found))


def _onward(knowledge: KnowledgeBase, found: Answer) -> str:
    """The way to the reading paths on what was asked, as far as they are found already."""
    return pathways.onward(found.question, knowledge.paths() if knowledge.paths_ready() else None)


def _ask_on(knowledge: KnowledgeBase, found: Answer, where: Filter) -> str:
    """The way to asking on about the case of the first quote; nothing where it has none or it is chosen."""
    if where.cases or not found.citations:
        return ""
    first = found.citations[0]
    document = knowledge.document(first.document)
    item = next((each.item_at for each in document.sections if each.start <= first.start < each.end), None)
    cases = knowledge.case_of(document.id, item) if item is not None else knowledge.case_of(document.id)
    whole = [case for case in cases if {Part(document.id, item), Part(document.id)} & set(case.parts)]
    return parts.ask_on(address_of(whole[0].parts[0])) if whole else ""


def _register_filter(found: Answer, where: Filter) -> Filter:
    """The person's own filter, with what was recognised in the question where the person chose nothing."""
    committees = tuple(each.value for each in found.recognised if each.kind == "committee")
    periods = [words.days(each.value) for each in found.recognised if each.kind == "period"]
    if committees and not where.committees:
        where = replace(where, committees=committees)
    if periods and not (where.date_from or where.date_to):
        where = replace(where, date_from=periods[0][0], date_to=periods[0][1])
    return replace(where, sections=())


def _abstained(knowledge: KnowledgeBase, found: Answer, where: Filter, title: str) -> None:
    """No answer: what was searched, what may help, other ways, and the nearest passages marked as such."""
    site = address.site()
    filtered = where != filters.EVERYTHING
    ways = roads.other(knowledge, found, _register_filter(found, where))
    at = address.mark(found.question)
    st.html(render.abstention(found, parts.understood(found), filtered, parts.notes(found), at, ways))
    if filtered:
        st.button(Ui.ASK_WITHOUT_FILTERS, on_click=filters.clear)
    cited = [context.source(knowledge.document(each.document), each) for each in found.citations]
    below = cards.sources(cited, found.question, site) if cited else ""
    if below := below + cards.nearest(found.nearest[:_NEAREST]):
        st.html(below)


def _searched(knowledge: KnowledgeBase, where: Filter, title: str) -> str:
    """What was searched: how many documents, from when, and which filters."""
    manifest = knowledge.manifest
    values = {
        "documents": words.documents(manifest.documents),
        "date": words.timestamp(manifest.created),
    }
    if where == filters.EVERYTHING:
        return Ui.SEARCHED_ALL.format(**values)
    some = words.number(len(knowledge.documents(where)))
    return Ui.SEARCHED_SOME.format(some=some, filters=_filters(where, title), **values)


def _filters(where: Filter, title: str) -> str:
    """The filters in words, with the case by its title."""
    in_case = Asking.IN_CASE.format(title=title) if title else ""
    return " · ".join(part for part in (in_case, words.filters(where)) if part)


def _now() -> dt.datetime:
    """The time here."""
    return dt.datetime.now().astimezone()
