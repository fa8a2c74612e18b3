"""The page for adding documents: files are read, looked at, corrected, saved and indexed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kb.building import sources_of
from kb.errors import IndexStateError, KBError
from kb.jobs import Outcome
from kb.roles import Role
from kb.settings import Settings
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.strings_da.adding import Adding
from kb.ui import address, builds, fields, render, saved, understood, visitor, words
from kb.ui.builds import BUILDS
from kb.ui.drafts import MOST_FILES, Draft, drafts
from kb.ui.gate import GATE
from kb.ui.library import LIBRARY
from kb.uploads import folders, store

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from kb.register import Register

POLL_SECONDS = 0.5
_ROUND = "_kb_round"
_FAILED = "_kb_failed"


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    visitor.require(settings, Role.EDITOR)
    st.html(render.heading(Adding.TITLE, Adding.LEAD, address.mark(Adding.NAV)))
    knowledge = _register(settings)
    sources_of(settings, knowledge.manifest.source if knowledge else None)
    _open_gate()
    running = bool(BUILDS.status().running)
    if running:
        _progress()
    if _saved(settings, knowledge, running):
        st.html(f"<h2>{Adding.MORE}</h2>")
    _choose(settings, knowledge)
    if not running:
        _latest(settings, BUILDS.status().last)


def _register(settings: Settings) -> Register | None:
    """What is indexed; None where there is nothing yet. Raises KBError."""
    try:
        return LIBRARY.register(settings)
    except IndexStateError as error:
        if error.code == "no_index":
            return None
        raise


def _open_gate() -> None:
    """Lets this tab send files."""
    context = get_script_run_ctx()
    if context is not None:
        GATE.open(context.session_id)


@st.fragment(run_every=POLL_SECONDS)
def _progress() -> None:
    """How far the build is, drawn again by itself; the whole page once it has ended."""
    status = BUILDS.status()
    if not status.running:
        st.rerun()
    st.html(builds.progress(status))


def _choose(settings: Settings, knowledge: Register | None) -> None:
    """The folder, the files, what was read of each, and the button that saves them."""
    offered = tuple(dict.fromkeys((Adding.NEW_FOLDER, *folders(settings.data))))
    folder = st.selectbox(Adding.FOLDER, offered, key="kb-folder")
    round_ = st.session_state.setdefault(_ROUND, 0)
    files: list[UploadedFile] = st.file_uploader(
        Adding.FILES,
        accept_multiple_files=True,
        key=f"kb-files-{round_}",
        max_upload_size=settings.max_upload_mb,
    )
    if not files:
        return
    line = st.empty()

    def reading(name: str) -> None:
        line.html(render.status(Adding.READING.format(name=name)))

    chosen = drafts(files, folder, settings, knowledge, reading)
    ready = [each for each in chosen if each.ready]
    total = words.counted(len(files), Adding.ONE_FILE, Adding.MANY_FILES)
    line.html(render.status(Adding.READY.format(ready=words.number(len(ready)), files=total)))
    if len(files) > MOST_FILES:
        st.html(render.nothing(Adding.TOO_MANY.format(limit=MOST_FILES)))
    committees = knowledge.facets().committees if knowledge else ()
    corrected = {each.key: _file(each, committees) for each in chosen}
    _save_button(settings, folder, ready, corrected, {file.file_id: file for file in files})


def _save_button(
    settings: Settings,
    folder: str,
    ready: Sequence[Draft],
    corrected: Mapping[str, fields.Typed | None],
    files: Mapping[str, UploadedFile],
) -> None:
    """The button, and what follows when it is pressed; the fields have been read in the same run."""
    if not ready or not st.button(Adding.SAVE, type="primary"):
        return
    typed = {key: each for key, each in corrected.items() if each is not None}
    if any(each.faults for each in typed.values()):
        st.html(render.notice(Adding.MEND_FIRST, ""))
        return
    done, failed = [], []
    for each in ready:
        try:
            done.append(_save(settings, folder, each, typed[each.key], files[each.key].getvalue()))
        except KBError as error:
            failed.append((each.given, error))
    st.session_state[_FAILED] = failed
    if done:
        st.session_state[_ROUND] += 1
        BUILDS.request(settings)
        st.query_params.from_dict({Adding.PARAM_SAVED: done})
    st.rerun()


def _save(settings: Settings, folder: str, draft: Draft, typed: fields.Typed, data: bytes) -> str:
    """The id of the document that the file becomes, once it and its corrections are on the disk."""
    visitor.require(settings, Role.EDITOR)
    name = f"{folder}/{draft.name}" if draft.told is None else draft.told.id
    corrections = Corrections(StateDatabase(settings.state))
    user, now = visitor.email(), dt.datetime.now(dt.UTC)
    # First, so that no build reads the file without them.
    corrections.correct(name, typed.corrections, user, now)
    try:
        store(settings.data, folder, draft.name, data)
    except KBError:
        corrections.undo(name, [each.field for each in typed.corrections], user, now)
        raise
    return name


def _file(draft: Draft, committees: Sequence[str]) -> fields.Typed | None:
    """What was read of a file and the fields to correct it, or why it is not saved (None)."""
    with st.container(border=True, key=f"kb-file-{draft.key}"):
        st.html(f'<h2 class="kb-file-name">{escape(draft.given)}</h2>')
        if draft.problem is not None:
            st.html(understood.refused(draft.problem.message, escape(draft.problem.remedy)))
            return None
        if draft.told is None:
            st.html(_twin(draft))
            return None
        if draft.told.closed:
            st.html(understood.refused(Adding.CLOSED))
            return None
        st.html(understood.file(draft.told, draft.numbered))
        st.html(f'<h3>{Adding.DETAILS}</h3><p class="kb-soft">{Adding.DETAILS_LEAD}</p>')
        read = draft.told.written
        typed = fields.typed(fields.draw(draft.key, read), read, committees)
        if told := fields.messages(typed):
            st.html(told)
        return typed


def _twin(draft: Draft) -> str:
    """That the file is there already, with the way to it."""
    if not draft.twin:
        return understood.refused(Adding.TWIN_CHOSEN)
    way = f'<a href="{address.to_document(draft.twin)}">{escape(draft.twin)}</a>'
    return understood.refused(Adding.TWIN, way)


def _saved(settings: Settings, knowledge: Register | None, running: bool) -> bool:
    """Whether files were saved last; draws what became of them, and those that could not be saved."""
    for name, error in st.session_state.pop(_FAILED, ()):
        st.html(render.notice(f"{name}: {error.message}", error.remedy))
    names = list(dict.fromkeys(address.params().get(Adding.PARAM_SAVED, [])))[:MOST_FILES]
    if names:
        cards = "".join(saved.card(settings, knowledge, running, name) for name in names)
        st.html(render.section("kb-saved", Adding.SAVED, f'<ul class="kb-cards">{cards}</ul>'))
    return bool(names)


def _latest(settings: Settings, last: Outcome | None) -> None:
    """What the last build of this server did, and the button for another one."""
    when = f" {last.ended.astimezone():{Adding.CLOCK}}" if last else ""
    body = builds.result(last) if last else ""
    st.html(
        render.section(
            "kb-latest",
            f"{Adding.LATEST}{when}" if last else Adding.AGAIN,
            body + f"<p>{Adding.AGAIN_LEAD}</p>",
        )
    )
    if st.button(Adding.AGAIN):
        visitor.require(settings, Role.EDITOR)
        BUILDS.request(settings)
        st.rerun()
