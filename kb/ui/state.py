"""What the page for questions remembers: the question in the address, its answer in the session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

import streamlit as st

from kb.answers.followup import FollowUp, follow_up
from kb.datatypes import Answer, Filter
from kb.privacy import without_cpr
from kb.settings import load_settings
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, pace, recording

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

QUESTION = "question"
_ADDRESS = "_question_in_address"
_ANSWER = "_answer"
_ASKED = "_asked"
_OF_QUESTION = (Ui.PARAM_QUESTION, Ui.PARAM_WITHOUT, Asking.PARAM_PREVIOUS)
_KEPT = 6
"""How many of the latest questions a session remembers."""

_LONGEST = 2000
"""A question before that is longer did not come from this site."""


def restore_question() -> None:
    """Takes the question from the address when it has changed: first load, Back, Forward, a shared link."""
    in_address = without_cpr(st.query_params.get(Ui.PARAM_QUESTION, ""))
    if st.session_state.get(_ADDRESS) != in_address:
        st.session_state[QUESTION] = in_address
        st.session_state[_ADDRESS] = in_address


def store_question() -> None:
    """Puts the typed question in the address, which makes a step that Back can undo.

    One that does not say what it is about has the question before it beside it. Does nothing where the
    address has just changed by itself: then Back or Forward was pressed while the page was still being
    drawn, the box reports what it held before, and the address is what counts.
    """
    if without_cpr(st.query_params.get(Ui.PARAM_QUESTION, "")) != st.session_state.get(_ADDRESS, ""):
        return
    question = without_cpr(st.session_state[QUESTION].strip())
    st.session_state[QUESTION] = question
    if question == st.session_state.get(_ADDRESS, ""):
        return
    previous = asked()
    st.session_state[_ADDRESS] = question
    kept = {name: held for name, held in address.params().items() if name not in _OF_QUESTION}
    if question and _continued(question, previous):
        kept[Asking.PARAM_PREVIOUS] = [previous]
    st.query_params.from_dict({Ui.PARAM_QUESTION: [question], **kept} if question else kept)


def continued() -> FollowUp | None:
    """The question of the address with what it takes over from the one before; None where that is nothing."""
    return _continued(address.value(Ui.PARAM_QUESTION), address.value(Asking.PARAM_PREVIOUS), without())


def asked() -> str:
    """The question of the address in full, as it is really asked; empty where there is none."""
    found = continued()
    return address.value(Ui.PARAM_QUESTION) if found is None else found.asked


def question() -> str:
    """The question being asked, without surrounding blanks; empty where there is none."""
    return str(st.session_state.get(QUESTION, "")).strip()


def latest() -> str:
    """The question that was answered last in this session; empty before the first."""
    kept: tuple[object, Answer] | None = st.session_state.get(_ANSWER)
    return "" if kept is None else kept[1].question


def kept_answer(question: str) -> Answer | None:
    """The answer that this session has to the question, whatever filters it was asked with; None without."""
    kept: tuple[object, Answer] | None = st.session_state.get(_ANSWER)
    return kept[1] if kept is not None and kept[1].question == question else None


def latest_questions() -> tuple[str, ...]:
    """The questions that were answered in this session, the latest first, each once."""
    kept: tuple[str, ...] = st.session_state.get(_ASKED, ())
    return kept


def without() -> tuple[str, ...]:
    """The keys of the filters found in the question that were removed by hand, as the address holds them."""
    return tuple(dict.fromkeys(address.params().get(Ui.PARAM_WITHOUT, [])))


def answer_to(knowledge: KnowledgeBase, asked: str, where: Filter, without: tuple[str, ...] = ()) -> Answer:
    """The answer, kept for the session until the question, a filter or the index changes."""
    key = (asked, where, without, knowledge.manifest.clearance, knowledge.manifest.generation)
    kept: tuple[object, Answer] | None = st.session_state.get(_ANSWER)
    if kept is None or kept[0] != key:
        pace.admit(load_settings())
        kept = (key, knowledge.ask(asked, where=where, without=without))
        recording.asked(kept[1], knowledge.manifest.generation)
        st.session_state[_ANSWER] = kept
        st.session_state[_ASKED] = tuple(dict.fromkeys((asked, *latest_questions())))[:_KEPT]
    return kept[1]


def _continued(typed: str, previous: str, without: Collection[str] = ()) -> FollowUp | None:
    """What a question takes over from the one before, counted from today."""
    if not previous or len(previous) > _LONGEST:
        return None
    return follow_up(typed, previous, dt.date.today(), without)
