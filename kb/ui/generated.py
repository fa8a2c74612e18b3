"""The answer that a language model writes: asked for, written beside the page, shown with its label.

A page that waits for it stays as usable as any other: the writing is done by threads of its own, and the page
asks now and then whether it has ended.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Answer, Filter, WrittenSentence
from kb.generation.writing import suits
from kb.settings import Settings
from kb.strings_da import undecided
from kb.strings_da.generating import Generating
from kb.strings_da.ui import Ui
from kb.ui import address, recording, render, visitor, words

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

POLL_SECONDS = 0.5
AT_ONCE = 32
"""Threads that wait for the server; how many it is asked by at a time, the settings say."""

_WRITERS = ThreadPoolExecutor(AT_ONCE, "kb-ai")
_KEPT = "_written"
_Key = tuple[str, Filter, tuple[str, ...], str, str]


def wanted(settings: Settings) -> bool:
    """Whether the address asks for a written answer, or the settings do and the address does not say no."""
    chosen = address.value(Generating.PARAM)
    return chosen == Generating.YES or (settings.generator_automatic and chosen != Generating.NO)


def written(
    knowledge: KnowledgeBase, found: Answer, where: Filter, without: tuple[str, ...]
) -> Answer | None:
    """The written answer to what was found, begun where it is not; None while it is being written.

    Kept for the session until the question, a filter or the index changes. Raises KBError.
    """
    manifest = knowledge.manifest
    key: _Key = (found.question, where, without, manifest.clearance, manifest.generation)
    kept: tuple[_Key, Future[Answer]] | None = st.session_state.get(_KEPT)
    if kept is None or kept[0] != key:
        kept = (key, _WRITERS.submit(_write, knowledge, found, where, without, visitor.email()))
        st.session_state[_KEPT] = kept
    return kept[1].result() if kept[1].done() else None


def _write(
    knowledge: KnowledgeBase, found: Answer, where: Filter, without: tuple[str, ...], user: str | None
) -> Answer:
    """The written answer, once it is recorded that it was asked for."""
    answer = knowledge.write(found, where, without)
    recording.wrote(answer, user, knowledge.manifest.generation)
    return answer


def latest(question: str) -> Answer | None:
    """The written answer that this session has to a question; None without, or while it is being written."""
    kept: tuple[_Key, Future[Answer]] | None = st.session_state.get(_KEPT)
    if kept is None or kept[0][0] != question or not kept[1].done() or kept[1].exception():
        return None
    return kept[1].result()


@st.fragment(run_every=POLL_SECONDS)
def wait(at: str) -> None:
    """Draws that the answer is being written, and the whole page anew once it is. For ``at`` see arrival."""
    kept: tuple[_Key, Future[Answer]] | None = st.session_state.get(_KEPT)
    if kept is None or kept[1].done():
        st.rerun()
    st.html(
        f'<section class="kb-ai" aria-labelledby="kb-ai">{_heading(at)}'
        f'<p class="kb-ai-waiting" data-kb-say>{Generating.WRITING}</p>{_only_quotes()}</section>'
    )


def offer(found: Answer) -> str:
    """The button that asks for a written answer; nothing where there is nothing to write from."""
    if not suits(found):
        return ""
    way = address.with_changes("", {Generating.PARAM: Generating.YES})
    return f'<p class="kb-actions kb-ai-offer"><a class="kb-button" href="{way}">{Generating.ASK_FOR}</a></p>'


def block(found: Answer, at: str) -> str:
    """The written answer with its label and what a reader must know of it, or why there is none."""
    told = found.generated
    if told is None:
        return ""
    if not told.sentences:
        why = escape(Generating.why_not(told.state, told.removed))
        return f'<p class="kb-ai-none" data-kb-say>{why}</p>'
    removed = f"<p>{Generating.removed(told.removed)}</p>" if told.removed else ""
    copy = render.copy_button(Generating.COPY, _to_copy(found))
    return (
        f'<section class="kb-ai" aria-labelledby="kb-ai">{_heading(at)}'
        f'<p class="kb-ai-label"><span class="kb-badge">{Generating.LABEL}</span></p>'
        f'<div class="kb-ai-text">{"".join(_sentence(each, found) for each in told.sentences)}</div>'
        f'<div class="kb-ai-about"><p>{Generating.ABOUT}</p>{removed}</div>'
        f'<div class="kb-actions">{copy}{_only_quotes()}</div>'
        f'<p class="kb-hidden" data-kb-say>{Generating.READY}</p></section>'
    )


def _heading(at: str) -> str:
    """The heading, which a link that asks for the answer leads to."""
    return f'<h2 id="kb-ai" tabindex="-1"{render.arrival(at)}>{Generating.HEADING}</h2>'


def _sentence(sentence: WrittenSentence, found: Answer) -> str:
    """One sentence with buttons that show its quotes, and that nothing is decided there where that is so."""
    cited = [each for each in found.citations if each.n in sentence.citations]
    warnings = dict.fromkeys(undecided(each.section_kind, each.status) for each in cited)
    badges = "".join(f' <span class="kb-badge kb-warn">{each}</span>' for each in warnings if each)
    marks = "".join(
        f'<button type="button" class="kb-cite" popovertarget="{Ui.ANCHOR_EXCERPT.format(n=n)}">{n}'
        f'<span class="kb-hidden">, {Generating.SENTENCE_SOURCE.format(n=n)}</span></button>'
        for n in sentence.citations
    )
    return f"<p>{escape(sentence.text)} {marks}{badges}</p>"


def _to_copy(found: Answer) -> str:
    """The written answer as text: its label, its sentences, and the sources that they name."""
    sentences = found.generated.sentences if found.generated else ()
    used = {n for each in sentences for n in each.citations}
    sources = [f"[{each.n}] {words.copy_ready(each)}" for each in found.citations if each.n in used]
    return "\n".join((f"{Generating.LABEL}:", found.answer, "", *sources))


def _only_quotes() -> str:
    """The button that goes back to the quotes alone."""
    way = address.with_changes("", {Generating.PARAM: Generating.NO})
    return f'<a class="kb-button" href="{way}">{Generating.ONLY_QUOTES}</a>'
