"""The form under an answer: did it help, and if not, what was wrong. One row an answer and session."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import partial

import streamlit as st

from kb.datatypes import Answer, Clearance, Complaint, Filter
from kb.library import LIBRARY
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.feedback import LONGEST_COMMENT, Asked, Cited, FeedbackBox, Verdict
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui
from kb.ui import filters, state, telling, visitor

_USEFUL = {Editing.YES: True, Editing.NO: False}


def form(found: Answer, where: Filter) -> None:
    """Draws the form under an answer that was given under a filter. Nothing else is drawn again by it."""
    settings = visitor.reader_settings()
    asked = _asked(found, where, LIBRARY.register(settings).manifest.generation, settings.edition)
    _fragment(settings, asked)


@st.fragment
def _fragment(settings: Settings, asked: Asked) -> None:
    with st.container(key="kb-feedback"):
        chosen = st.segmented_control(
            Editing.IS_IT_NOT_THERE if asked.abstained else Editing.DID_IT_HELP,
            tuple(_USEFUL),
            key=_key("useful", asked),
            on_change=partial(_judge, settings, asked),
        )
        if said := st.session_state.get(_key("said", asked)):
            st.html(said)
        if chosen == Editing.NO and _key("row", asked) in st.session_state:
            _details(settings, asked)


def _details(settings: Settings, asked: Asked) -> None:
    """What somebody who said no may add."""
    with st.form(_key("details", asked), border=False):
        if not asked.abstained:
            st.radio(
                Editing.WHY,
                list(Complaint),
                index=None,
                horizontal=True,
                key=_key("reason", asked),
                format_func=Editing.COMPLAINT_LABELS.__getitem__,
            )
        label = Editing.WHERE_IS_IT if asked.abstained else Editing.COMMENT
        st.text_area(label, key=_key("comment", asked), max_chars=LONGEST_COMMENT, height=80)
        st.form_submit_button(Editing.SEND, on_click=partial(_complete, settings, asked))


def _judge(settings: Settings, asked: Asked) -> None:
    """Keeps a yes or no at once, and removes it where the choice is taken back."""
    chosen = st.session_state.get(_key("useful", asked))
    st.session_state[_key("said", asked)] = telling.done(lambda: _keep(_box(settings), asked, chosen))


def _keep(box: FeedbackBox, asked: Asked, chosen: str | None) -> str:
    """What was done with the choice: there is one row for an answer, or none. Raises KBError."""
    row: int | None = st.session_state.get(_key("row", asked))
    if chosen is None:
        if row is not None:
            box.remove(row)
            del st.session_state[_key("row", asked)]
        return telling.said(Editing.WITHDRAWN)
    verdict = Verdict(_USEFUL[chosen])
    if row is None:
        st.session_state[_key("row", asked)] = box.add(asked, verdict, visitor.email(), _now())
    else:
        box.change(row, verdict)
    return telling.said(Editing.THANKS)


def _complete(settings: Settings, asked: Asked) -> None:
    """Adds what was wrong to the no that is kept already."""
    reason = st.session_state.get(_key("reason", asked))
    verdict = Verdict(False, reason, st.session_state.get(_key("comment", asked), ""))

    def change() -> str:
        _box(settings).change(st.session_state[_key("row", asked)], verdict)
        return telling.said(Editing.THANKS_MORE)

    st.session_state[_key("said", asked)] = telling.done(change)


def _key(part: str, asked: Asked) -> str:
    """Where the session keeps a part of the form; the same question under other filters has another form."""
    return f"kb-{part}-{hashlib.sha256(repr(asked).encode()).hexdigest()[:16]}"


def _asked(found: Answer, where: Filter, generation: str, clearance: Clearance) -> Asked:
    """The question as it was asked and answered."""
    held = {name: tuple(values) for name, values in filters.in_address(where).items()}
    if left_out := state.without():
        held[Ui.PARAM_WITHOUT] = left_out
    return Asked(
        question=found.question,
        filters=held,
        generation=generation,
        method=found.method,
        abstained=found.abstained,
        cited=tuple(Cited(each.document, each.start, each.end) for each in found.citations),
        clearance=clearance,
    )


def _box(settings: Settings) -> FeedbackBox:
    return FeedbackBox(StateDatabase(settings.state))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
