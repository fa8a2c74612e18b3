"""The fields in which an editor corrects what was read of a file, before it is indexed for the first time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import streamlit as st

from kb.datatypes import CorrectedField, Date, Status
from kb.inspecting import Understood
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui
from kb.ui import words
from kb.ui.entering import LONGEST, Checked, Standing, checked, written

_F = CorrectedField


def draw(key: str, told: Understood, committees: Sequence[str], today: Date) -> Checked:
    """Draws the fields, filled with what was read; what they come to as they are filled now.

    ``key`` tells files apart. A committee that may be misspelt is a problem until it was insisted on.
    """
    entered = {_F.TITLE: _text(key, _F.TITLE, told)}
    left, right = st.columns(2)
    with left:
        entered[_F.COMMITTEE] = _committee(key, told, committees)
        entered[_F.STATUS] = _status(key, told)
    with right:
        entered[_F.DATE] = _text(key, _F.DATE, told)
        entered[_F.CASE_NUMBER] = _text(key, _F.CASE_NUMBER, told)
    entered[_F.CLEARANCE] = st.selectbox(
        Editing.FIELD_LABELS[_F.CLEARANCE],
        list(Editing.CLEARANCE_LABELS),
        key=_key(key, _F.CLEARANCE),
        format_func=Editing.CLEARANCE_LABELS.__getitem__,
    )
    vouched = told.date_inferred and st.checkbox(Editing.DATE_IS_RIGHT, key=f"{key}-vouched")
    insisted = st.session_state.get(_insisted(key), "")
    return checked(
        entered, standings(told), committees=committees, insisted=insisted, vouched=vouched, today=today
    )


def insist(keys: Collection[str]) -> None:
    """The committees that these files name now are meant as they are written."""
    for key in keys:
        st.session_state[_insisted(key)] = " ".join(
            (st.session_state.get(_key(key, _F.COMMITTEE)) or "").split()
        )


def standings(told: Understood) -> tuple[Standing, ...]:
    """Each field as it was read; nothing of the file is corrected yet."""
    read: Mapping[CorrectedField, str | None] = told.written
    return tuple(
        Standing(name, read[name], read[name], False, False, name is _F.DATE and told.date_inferred)
        for name in _F
    )


def _text(key: str, name: CorrectedField, told: Understood) -> str:
    """A field for one line of text; what it holds now."""
    label = Editing.DATE_FORMAT if name is _F.DATE else Editing.FIELD_LABELS[name]
    value = written(name, told.written[name])
    return st.text_input(label, value, key=_key(key, name), max_chars=LONGEST[name])


def _committee(key: str, told: Understood, committees: Sequence[str]) -> str:
    """The committee: one that the material knows, or another that is typed."""
    value = told.committee or ""
    options = list(dict.fromkeys(["", value, *committees]))
    chosen = st.selectbox(
        Editing.FIELD_LABELS[_F.COMMITTEE],
        options,
        options.index(value),
        key=_key(key, _F.COMMITTEE),
        accept_new_options=True,
        format_func=lambda name: name or Ui.UNKNOWN,
    )
    return chosen or ""


def _status(key: str, told: Understood) -> str:
    """How binding the document is."""
    values = [status.value for status in Status]
    return st.selectbox(
        Editing.FIELD_LABELS[_F.STATUS],
        values,
        values.index(told.status.value),
        key=_key(key, _F.STATUS),
        format_func=words.sentence,
    )


def _key(key: str, name: CorrectedField) -> str:
    """Where the session keeps a field."""
    return f"kb-add-{key}-{name.value}"


def _insisted(key: str) -> str:
    """Where the session keeps the committee that was insisted on."""
    return f"kb-add-{key}-insisted"
