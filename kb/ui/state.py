"""What the page for questions remembers: the question in the address, its answer in the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Answer, Filter
from kb.privacy import without_cpr
from kb.strings_da.ui import Ui
from kb.ui import address, recording

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

QUESTION = "question"
_ADDRESS = "_question_in_address"
_ANSWER = "_answer"
_OF_QUESTION = (Ui.PARAM_QUESTION, Ui.PARAM_WITHOUT)


def restore_question() -> None:
    """Takes the question from the address when it has changed: first load, Back, Forward, a shared link."""
    in_address = without_cpr(st.query_params.get(Ui.PARAM_QUESTION, ""))
    if st.session_state.get(_ADDRESS) != in_address:
        st.session_state[QUESTION] = in_address
        st.session_state[_ADDRESS] = in_address


def store_question() -> None:
    """Puts the typed question in the address, which makes a step that Back can undo.

    Does nothing where the address has just changed by itself: then Back or Forward was pressed while the
    page was still being drawn, the box reports what it held before, and the address is what counts.
    """
    if without_cpr(st.query_params.get(Ui.PARAM_QUESTION, "")) != st.session_state.get(_ADDRESS, ""):
        return
    question = without_cpr(st.session_state[QUESTION].strip())
    st.session_state[QUESTION] = question
    st.session_state[_ADDRESS] = question
    kept = {name: held for name, held in address.params().items() if name not in _OF_QUESTION}
    st.query_params.from_dict({Ui.PARAM_QUESTION: [question], **kept} if question else kept)


def ask(question: str) -> None:
    """Asks ``question`` as if it had been typed."""
    st.session_state[QUESTION] = question
    store_question()


def question() -> str:
    """The question being asked, without surrounding blanks; empty where there is none."""
    return str(st.session_state.get(QUESTION, "")).strip()


def latest() -> str:
    """The question that was answered last in this session; empty before the first."""
    kept: tuple[object, Answer] | None = st.session_state.get(_ANSWER)
    return "" if kept is None else kept[1].question


def without() -> tuple[str, ...]:
    """The keys of the filters found in the question that were removed by hand, as the address holds them."""
    return tuple(dict.fromkeys(address.params().get(Ui.PARAM_WITHOUT, [])))


def answer_to(knowledge: KnowledgeBase, asked: str, where: Filter, without: tuple[str, ...] = ()) -> Answer:
    """The answer, kept for the session until the question, a filter or the index changes."""
    key = (asked, where, without, knowledge.manifest.generation)
    kept: tuple[object, Answer] | None = st.session_state.get(_ANSWER)
    if kept is None or kept[0] != key:
        kept = (key, knowledge.ask(asked, where=where, without=without))
        recording.asked(kept[1], knowledge.manifest.generation)
        st.session_state[_ANSWER] = kept
    return kept[1]
