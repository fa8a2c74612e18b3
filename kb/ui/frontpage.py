"""HTML for the page before a question: who it is for, what can be asked, and what there is to ask of."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.datatypes import Manifest
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, render, words


def welcome(manifest: Manifest, latest: Sequence[str]) -> str:
    """How much can be asked and as of when, examples, the session's latest questions, and other ways in."""
    ready = Ui.READY.format(
        documents=words.documents(manifest.documents), date=words.timestamp(manifest.created)
    )
    ways = (
        f'<a href="{address.link(Asking.PATH_DOCUMENTS)}">{Asking.BROWSE}</a>'
        f'<a href="{address.link(Asking.PATH_NEWCOMERS)}">{Asking.NEWCOMER}</a>'
    )
    return (
        f'<div class="kb-welcome">{render.status(ready)}<p>{Asking.AUDIENCE}</p>'
        f"{_questions('kb-examples', Ui.EXAMPLES_HEADING, Ui.EXAMPLES)}"
        f"{_questions('kb-latest', Asking.LATEST, latest)}"
        f'<p class="kb-actions kb-ways">{ways}</p></div>'
    )


def _questions(name: str, heading: str, questions: Sequence[str]) -> str:
    """Questions as links that ask them; nothing without any."""
    if not questions:
        return ""
    items = "".join(
        f'<li><a href="{address.to_question(each)}">{escape(each)}</a></li>' for each in questions
    )
    return (
        f'<section aria-labelledby="{name}"><h2 id="{name}">{heading}</h2>'
        f'<ul class="kb-questions">{items}</ul></section>'
    )
