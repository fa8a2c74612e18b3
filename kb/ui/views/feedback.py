"""The page where administrators read what people said of the answers, and act on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from kb.evaluation.feedback import Exported, questions_of
from kb.library import LIBRARY
from kb.roles import Role
from kb.settings import Settings
from kb.state.audit import Action
from kb.state.database import StateDatabase
from kb.state.feedback import Feedback, FeedbackBox
from kb.strings_da.editing import Editing
from kb.tables import feedback_table
from kb.ui import address, downloads, opinions, paging, recording, render, telling, visitor, words

PAGE = 20
"""How many one page shows."""

_SAID = "kb-feedback-said"
_SURE = "kb-feedback-sure"


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    visitor.require(settings, Role.ADMIN)
    kept = FeedbackBox(StateDatabase(settings.state)).all()
    everything = tuple(each for each in kept if settings.edition.covers(each.asked.clearance))
    found = opinions.chosen(everything)
    # Where there is a list a link leads to that, else to the page's heading.
    at = "" if found else address.mark(Editing.NAV_FEEDBACK)
    st.html(render.heading(Editing.NAV_FEEDBACK, Editing.FEEDBACK_LEAD, at))
    if said := st.session_state.pop(_SAID, ""):
        st.html(said)
    if not everything:
        st.html(render.nothing(Editing.NO_FEEDBACK_AT_ALL))
        return
    count = words.narrowed(len(found), len(everything), Editing.ONE_FEEDBACK, Editing.MANY_FEEDBACK)
    st.html(render.status(count) + opinions.choices(everything))
    if not found:
        st.html(render.nothing(Editing.NO_FEEDBACK))
        return
    _take_away(found)
    register = LIBRARY.register(settings)
    known = {each.id for each in register.documents()}
    st.html(paging.results(Editing.NAV_FEEDBACK, len(found), PAGE))
    for each in paging.part(found, PAGE):
        with st.container(key=f"kb-opinion-{each.number}"):
            st.html(opinions.card(each, known, register.manifest.generation))
            _acts(settings, each)
    if pager := paging.links(Editing.PATH_FEEDBACK, len(found), PAGE):
        st.html(pager)


def _take_away(found: Sequence[Feedback]) -> None:
    """The feedback that is shown as files, and how much of it can be asked again by machine."""
    exported = questions_of(found)
    downloads.offer(Editing.PATH_FEEDBACK, lambda: feedback_table(found))
    st.html(f'<p class="kb-hint">{opinions.exported(exported)}</p>')
    if exported.lines:
        st.download_button(
            Editing.EXPORT,
            data=partial(_exported, exported, visitor.email()),
            file_name=f"{Editing.PATH_FEEDBACK}.jsonl",
            mime="application/jsonl",
            on_click="ignore",
        )


def _exported(exported: Exported, user: str | None) -> bytes:
    """The file of questions, once it is recorded that it was taken away."""
    recording.taken(f"{Editing.PATH_FEEDBACK}.jsonl", user)
    return exported.text.encode()


def _acts(settings: Settings, each: Feedback) -> None:
    """The buttons under one: handled or not, and gone for ever once somebody is sure."""
    with st.container(horizontal=True):
        handled = Editing.MARK_OPEN if each.handled else Editing.MARK_HANDLED
        _button(handled, each, partial(_handle, settings, each))
        if st.session_state.get(_SURE) == each.number:
            _button(Editing.DELETE_SURE, each, partial(_remove, settings, each.number))
            _button(Editing.KEEP, each, partial(_ask, None))
        else:
            _button(Editing.DELETE, each, partial(_ask, each.number))


def _button(label: str, each: Feedback, act: Callable[[], None]) -> None:
    name = Editing.OF_NUMBER.format(action=label, number=each.number)
    st.button(name, key=f"kb-{label}-{each.number}", on_click=act)


def _ask(number: int | None) -> None:
    """Asks whether one is to be deleted for ever; with None nothing is asked any more."""
    st.session_state[_SURE] = number


def _handle(settings: Settings, each: Feedback) -> None:
    """Marks one as handled, or takes the mark away."""
    now = None if each.handled else dt.datetime.now(dt.UTC)

    def handle(box: FeedbackBox) -> None:
        recording.done(settings, Action.HANDLED, f"feedback {each.number}", detail={"undone": now is None})
        box.handle(each.number, visitor.email(), now)

    _act(settings, handle, Editing.MARKED)


def _remove(settings: Settings, number: int) -> None:
    """Removes one for ever."""
    _ask(None)

    def remove(box: FeedbackBox) -> None:
        recording.done(settings, Action.DELETED, f"feedback {number}")
        box.remove(number)

    _act(settings, remove, Editing.DELETED)


def _act(settings: Settings, act: Callable[[FeedbackBox], None], done: str) -> None:
    """Does something that takes an administrator, and keeps what to say about it."""

    def run() -> str:
        visitor.require(settings, Role.ADMIN)
        act(FeedbackBox(StateDatabase(settings.state)))
        return telling.said(done)

    st.session_state[_SAID] = telling.done(run)
