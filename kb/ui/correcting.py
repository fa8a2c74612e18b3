"""The form by which an editor corrects what is known of a document. Every act checks the role again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from kb.datatypes import CorrectedField, Document, Status
from kb.errors import KBError
from kb.register import Register
from kb.roles import Role
from kb.settings import Settings
from kb.state.audit import Action
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui
from kb.ui import corrected, rebuilding, recording, render, telling, visitor
from kb.ui.entering import LONGEST, Checked, Standing, checked, standings, written

_F = CorrectedField


def panel(settings: Settings, register: Register, document: Document) -> None:
    """Draws the form behind a heading that opens it; nothing for who is no editor."""
    if visitor.role(settings).covers(Role.EDITOR):
        with st.expander(Editing.CORRECT):
            form(settings, register, document)


@st.fragment
def form(settings: Settings, register: Register, document: Document) -> None:
    """Draws the fields of a document, the corrections that count and those before, or the problem."""
    try:
        visitor.require(settings, Role.EDITOR)
        _form(settings, register, document)
    except KBError as error:
        st.html(render.problem(error))


def _form(settings: Settings, register: Register, document: Document) -> None:
    """Draws the form. Raises KBError."""
    kept = _corrections(settings)
    stood = standings(document, kept.of(document.id))
    history = kept.history(document.id)
    # Other values, made here or by somebody else, are other widgets: those there keep what was typed.
    version = f"{document.sha256[:8]}-{history[0].number if history else 0}"
    committees = register.facets().committees
    st.html(f"<p>{Editing.CORRECT_LEAD}</p>")
    with st.form(f"kb-correct-{document.id}", border=False):
        for each in stood:
            _field(each, document.id, version, committees)
            if each.field is _F.DATE:
                st.html(f'<p class="kb-hint">{Editing.STATES_ITSELF}</p>')
        st.form_submit_button(
            Editing.SAVE,
            type="primary",
            on_click=partial(_save, settings, document.id, stood, version, committees),
        )
    if said := st.session_state.get(_key("said", document.id)):
        st.html(said)
    _in_force(settings, document.id, stood)
    if history:
        st.html(corrected.history(history))


def _field(each: Standing, document: str, version: str, committees: Sequence[str]) -> None:
    """One field, filled with what counts, and below it what was read where that is something else."""
    key = _field_key(each.field, document, version)
    value = written(each.field, each.value)
    if each.field is _F.STATUS:
        values = [status.value for status in Status]
        st.selectbox(Editing.FIELD_LABELS[each.field], values, values.index(value), key=key)
    elif each.field is _F.CLEARANCE:
        levels = list(Editing.CLEARANCE_LABELS)
        st.selectbox(
            Editing.FIELD_LABELS[each.field],
            levels,
            levels.index(value),
            key=key,
            format_func=Editing.CLEARANCE_LABELS.__getitem__,
        )
    elif each.field is _F.COMMITTEE:
        options = list(dict.fromkeys(["", value, *committees]))
        st.selectbox(
            Editing.FIELD_LABELS[each.field],
            options,
            options.index(value),
            key=key,
            accept_new_options=True,
            format_func=lambda name: name or Ui.UNKNOWN,
        )
    else:
        label = Editing.DATE_FORMAT if each.field is _F.DATE else Editing.FIELD_LABELS[each.field]
        st.text_input(label, value, key=key, max_chars=LONGEST[each.field])
    if each.inferred and not each.corrected:
        st.checkbox(Editing.DATE_IS_RIGHT, key=_key("vouched", document, version))
    read = written(each.field, each.read) or Editing.NOTHING_READ
    hints = [Editing.READ_IN_FILE.format(value=read)] if each.corrected else []
    if hints := [*hints, *([Editing.WAITING] if each.waiting else [])]:
        st.html(f'<p class="kb-hint">{escape(" · ".join(hints))}</p>')


def _in_force(settings: Settings, document: str, stood: Sequence[Standing]) -> None:
    """A button for each correction that counts, which takes it back."""
    counting = [each.field for each in stood if each.corrected]
    if not counting:
        return
    st.html(f'<h2 class="kb-side">{Editing.IN_FORCE}</h2>')
    with st.container(horizontal=True, key="kb-undo"):
        for name in counting:
            label = Editing.UNDO_FIELD.format(field=Editing.FIELD_LABELS[name].lower())
            key = f"{_key('undo', document)}-{name.value}"
            st.button(label, key=key, on_click=partial(_undo, settings, document, name))


def _save(
    settings: Settings, document: str, stood: Sequence[Standing], version: str, committees: Sequence[str]
) -> None:
    """Keeps what was entered, or says what is wrong with it."""
    keys = {each.field: _field_key(each.field, document, version) for each in stood}
    entered = {name: str(st.session_state.get(key) or "") for name, key in keys.items()}
    insisted = _key("insisted", document, version)
    found = checked(
        entered,
        stood,
        committees=committees,
        insisted=st.session_state.get(insisted, ""),
        vouched=bool(st.session_state.get(_key("vouched", document, version))),
        today=dt.date.today(),
    )
    st.session_state[insisted] = " ".join(entered[_F.COMMITTEE].split())
    _act(settings, document, found)


def _undo(settings: Settings, document: str, name: CorrectedField) -> None:
    """Takes a correction back."""
    _act(settings, document, Checked(undo=(name,)))


def _act(settings: Settings, document: str, found: Checked) -> None:
    """Keeps what was found fit to be kept, and what to say about it."""
    st.session_state[_key("said", document)] = telling.done(lambda: _keep(settings, document, found))


def _keep(settings: Settings, document: str, found: Checked) -> str:
    """What was done, after it was done. Raises KBError."""
    if found.problems:
        return telling.wrong(found.problems.values())
    if not (found.correct or found.undo):
        return telling.said(Editing.UNCHANGED)
    visitor.require(settings, Role.EDITOR)
    now = dt.datetime.now(dt.UTC)
    fields = {"fields": len(found.correct) + len(found.undo)}
    recording.done(settings, Action.CORRECTED, document, detail=fields)
    _corrections(settings).correct(document, found.correct, visitor.email(), now, undo=found.undo)
    done = Editing.SAVED if found.correct else Editing.UNDONE
    return telling.said(f"{done} {rebuilding.request_rebuild(settings)}")


def _key(part: str, document: str, version: str = "") -> str:
    """Where the session keeps a part of a document's form."""
    return f"kb-{part}-{document}-{version}"


def _field_key(name: CorrectedField, document: str, version: str) -> str:
    return _key(name.value, document, version)


def _corrections(settings: Settings) -> Corrections:
    return Corrections(StateDatabase(settings.state))
