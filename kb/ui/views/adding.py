"""The page for adding documents: files are read, looked at, corrected, saved and indexed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kb.building import sources_of
from kb.errors import IndexStateError, KBError
from kb.jobs import Outcome
from kb.library import LIBRARY
from kb.roles import Role
from kb.settings import Settings
from kb.state.audit import Action
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.strings_da.adding import Adding
from kb.ui import (
    address,
    builds,
    fields,
    holding,
    recording,
    render,
    saved,
    telling,
    understood,
    visitor,
    words,
)
from kb.ui.builds import BUILDS
from kb.ui.drafts import MOST_FILES, Draft, drafts
from kb.ui.entering import Checked
from kb.ui.gate import GATE
from kb.uploads import document_id, folders, store

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
    sources_of(settings, knowledge.manifest.sources if knowledge else None)
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
    offered = tuple(dict.fromkeys((Adding.NEW_FOLDER, *_folders(settings))))
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
    entered = {each.key: found for each in chosen if (found := _file(each, committees)) is not None}
    contents = {file.file_id: file for file in files}
    if ready and st.button(Adding.SAVE, type="primary"):
        if any(found.problems for found in entered.values()):
            fields.insist(entered)
            st.html(render.notice(Adding.MEND_FIRST, ""))
            return
        _save_all(settings, folder, [(each, entered[each.key], contents[each.key]) for each in ready])


def _folders(settings: Settings) -> Iterator[str]:
    """The folders to choose from, but those that hold what the visitor may not read."""
    for name in folders(settings.data):
        found = settings.rules.of_file(name, settings.data / name)
        if found is None or settings.edition.covers(found):
            yield name


def _save_all(settings: Settings, folder: str, chosen: Sequence[tuple[Draft, Checked, UploadedFile]]) -> None:
    """Saves the files that can be saved, asks for a build, and draws the page with what became of them."""
    visitor.require(settings, Role.EDITOR)
    done, failed = [], []
    for draft, found, file in chosen:
        try:
            done.append(_save(settings, folder, draft, found, file.getvalue()))
        except KBError as error:
            failed.append((draft.given, error))
    st.session_state[_FAILED] = failed
    if done:
        st.session_state[_ROUND] += 1
        BUILDS.request(settings)
        st.query_params.from_dict({Adding.PARAM_SAVED: done})
    st.rerun()


def _save(settings: Settings, folder: str, draft: Draft, found: Checked, data: bytes) -> str:
    """The id of the document that the file becomes, once it and its corrections are on the disk."""
    document = document_id(folder, draft.name)
    corrections = Corrections(StateDatabase(settings.state))
    user, now = visitor.email(), dt.datetime.now(dt.UTC)
    recording.done(settings, Action.UPLOADED, document)
    # First, so that no build reads the file without them.
    corrections.correct(document, found.correct, user, now)
    try:
        store(settings.data, folder, draft.name, data)
    except KBError:
        corrections.undo(document, [each.field for each in found.correct], user, now)
        raise
    return document


def _file(draft: Draft, committees: Sequence[str]) -> Checked | None:
    """What was read of a file and the fields to correct it, or why it is not saved (None)."""
    with st.container(border=True, key=f"kb-file-{draft.key}"):
        st.html(f'<h2 class="kb-file-name">{escape(draft.given)}</h2>')
        if draft.problem is not None:
            st.html(understood.refused(draft.problem.message, escape(draft.problem.remedy)))
            return None
        if draft.holding is not None:
            st.html(holding.file(draft.holding, draft.numbered))
            return Checked() if draft.ready else None
        if draft.told is None:
            st.html(_twin(draft))
            return None
        if draft.told.closed:
            st.html(understood.refused(Adding.CLOSED))
            return None
        st.html(understood.file(draft.told, draft.numbered))
        st.html(f'<h3>{Adding.DETAILS}</h3><p class="kb-soft">{Adding.DETAILS_LEAD}</p>')
        found = fields.draw(draft.key, draft.told, committees, dt.date.today())
        if found.problems:
            st.html(telling.wrong(found.problems.values()))
        return found


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
