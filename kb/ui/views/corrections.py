"""The page of corrections: the form for one document, or all that was corrected."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb.datatypes import Document
from kb.errors import UsageError
from kb.library import LIBRARY
from kb.register import Register
from kb.settings import Settings
from kb.state.corrections import Correction, Corrections
from kb.state.database import StateDatabase
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui
from kb.ui import address, corrected, correcting, render, words


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    register = LIBRARY.register(settings)
    wanted = address.value(Ui.PARAM_DOCUMENT)
    if not wanted:
        _all(settings, register)
        return
    document = _found(register, wanted)
    if document is None:
        st.html(
            render.heading(Editing.CORRECT, "", address.mark(wanted))
            + render.notice(Editing.DOCUMENT_GONE, "", _to_all())
        )
        return
    back = f'<p class="kb-back"><a href="{address.to_document(document.id)}">{Editing.OPEN_DOCUMENT}</a></p>'
    st.html(back + render.heading(Editing.CORRECT, document.title, address.mark(wanted)))
    correcting.form(settings, register, document)


def _to_all() -> str:
    """The way to all corrections."""
    where = address.link(Editing.PATH_CORRECTIONS)
    return f'<p class="kb-back"><a href="{where}">{Editing.ALL_CORRECTIONS}</a></p>'


def _all(settings: Settings, register: Register) -> None:
    """What is corrected now, the latest first."""
    made = visible(Corrections(StateDatabase(settings.state)).newest(), settings, register)
    at = address.mark(Editing.NAV_CORRECTIONS)
    st.html(render.heading(Editing.NAV_CORRECTIONS, Editing.CORRECTIONS_LEAD, at))
    if not made:
        st.html(render.nothing(Editing.NONE_IN_FORCE))
        return
    names = dict.fromkeys(each.document for each in made)
    built = {name: document for name in names if (document := _found(register, name))}
    count = words.counted(len(names), Editing.ONE_CORRECTED, Editing.MANY_CORRECTED)
    st.html(render.status(count) + corrected.listed(made, built))


def visible(made: Sequence[Correction], settings: Settings, register: Register) -> tuple[Correction, ...]:
    """Those of the corrections that the visitor may see: not those of documents that others may read only.

    Where everybody reads the same, a document that is not indexed is one that has gone.
    """
    if settings.editions == (settings.edition,):
        return tuple(made)
    return tuple(each for each in made if _found(register, each.document))


def _found(register: Register, document: str) -> Document | None:
    """The document, None where the index has none of that name."""
    try:
        return register.document(document)
    except UsageError:
        return None
