"""What visitors of the web app do, in the audit log."""

from __future__ import annotations

import streamlit as st

from kb.audit import EXPORT_TO_BROWSER, Audit
from kb.datatypes import Answer
from kb.settings import Settings, load_settings
from kb.state.audit import Action, Detail
from kb.ui import visitor

_OPENED = "_recorded_document"


def done(
    settings: Settings,
    action: Action,
    subject: str | None = None,
    generation: str | None = None,
    detail: Detail | None = None,
) -> None:
    """Nothing, once it is recorded that the visitor did something. Raises StateError or ResourceError."""
    Audit(settings).record(action, subject, user=visitor.email(), generation=generation, detail=detail)


def asked(answer: Answer, generation: str) -> None:
    """Nothing, once it is recorded that a question was asked and what became of it."""
    Audit(load_settings()).asked(answer, user=visitor.email(), generation=generation)


def wrote(answer: Answer, user: str | None, generation: str) -> None:
    """Nothing, once it is recorded that a language model wrote for a visitor; also outside their page."""
    Audit(load_settings()).wrote(answer, user=user, generation=generation)


def opened(settings: Settings, document: str, generation: str) -> None:
    """Nothing, once it is recorded; a page that is only drawn again opens nothing."""
    here = (document, generation)
    if st.session_state.get(_OPENED) != here:
        done(settings, Action.OPENED, document, generation)
        st.session_state[_OPENED] = here


def taken(name: str, user: str | None) -> None:
    """Nothing, once it is recorded that a file of this name was handed to the browser of a visitor."""
    Audit(load_settings()).record(Action.EXPORTED, EXPORT_TO_BROWSER, user=user, detail={"list": name})
