"""What the page remembers: the question and the filters, in the address and in the session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Answer, Facets, Filter, SectionKind
from kb.strings_da import SECTION_LABELS, Ui

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

QUESTION = "question"
_ADDRESS = "_question_in_address"
_ANSWER = "_answer"


def restore_question() -> None:
    """Takes the question from the address when it has changed: first load, Back, Forward, a shared link."""
    in_address = st.query_params.get(Ui.PARAM_QUESTION, "")
    if st.session_state.get(_ADDRESS) != in_address:
        st.session_state[QUESTION] = in_address
        st.session_state[_ADDRESS] = in_address


def store_question() -> None:
    """Puts the typed question in the address, which makes a step that Back can undo.

    Does nothing where the address has just changed by itself: then Back or Forward was pressed while the
    page was still being drawn, the box reports what it held before, and the address is what counts.
    """
    if st.query_params.get(Ui.PARAM_QUESTION, "") != st.session_state.get(_ADDRESS, ""):
        return
    question = st.session_state[QUESTION].strip()
    st.session_state[_ADDRESS] = question
    if question:
        st.query_params[Ui.PARAM_QUESTION] = question
    else:
        st.query_params.pop(Ui.PARAM_QUESTION, None)


def ask(question: str) -> None:
    """Asks ``question`` as if it had been typed."""
    st.session_state[QUESTION] = question
    store_question()


def question() -> str:
    """The question being asked, without surrounding blanks; empty where there is none."""
    return str(st.session_state.get(QUESTION, "")).strip()


def clear_filters(facets: Facets) -> None:
    """Removes every filter; the widgets take it out of the address, where they are bound to it."""
    st.session_state[Ui.PARAM_COMMITTEES] = []
    st.session_state[Ui.PARAM_SECTIONS] = []
    if len(facets.years) > 1:
        st.session_state[Ui.PARAM_YEARS] = (min(facets.years), max(facets.years))


def make_filter(
    committees: Sequence[str], years: tuple[int, int] | None, sections: Sequence[str], facets: Facets
) -> Filter:
    """The filter that the choices describe. The whole range of years restricts nothing."""
    whole = years is None or years == (min(facets.years), max(facets.years))
    kinds = {SECTION_LABELS[kind]: kind for kind in SectionKind}
    return Filter(
        committees=tuple(committees),
        date_from=None if whole or years is None else dt.date(years[0], 1, 1),
        date_to=None if whole or years is None else dt.date(years[1], 12, 31),
        sections=tuple(kinds[label] for label in sections),
    )


def describe(where: Filter) -> str:
    """The filter in words, such as ``Økonomiudvalget · 2022–2023``; empty where nothing is restricted."""
    parts = [*where.committees]
    if where.date_from and where.date_to:
        first, last = where.date_from.year, where.date_to.year
        parts.append(str(first) if first == last else f"{first}–{last}")
    parts += [SECTION_LABELS[kind] for kind in where.sections]
    return " · ".join(parts)


def answer_to(knowledge: KnowledgeBase, asked: str, where: Filter) -> Answer:
    """The answer, kept for the session until the question, the filter or the index changes."""
    key = (asked, where, knowledge.manifest.generation)
    kept: tuple[object, Answer] | None = st.session_state.get(_ANSWER)
    if kept is None or kept[0] != key:
        kept = (key, knowledge.ask(asked, where=where))
        st.session_state[_ANSWER] = kept
    return kept[1]
