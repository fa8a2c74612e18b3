"""What is said right after somebody did something, as HTML. da.js reads it aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from kb.errors import KBError
from kb.ui import render


def said(text: str) -> str:
    """What was done."""
    return f'<p class="kb-done" role="status" aria-live="off" data-kb-say>{escape(text)}</p>'


def wrong(problems: Iterable[str]) -> str:
    """What is to be put right before anything can be done."""
    items = "".join(f"<li>{escape(each)}</li>" for each in problems)
    return f'<div class="kb-note" role="status" aria-live="off" data-kb-say><ul>{items}</ul></div>'


def done(act: Callable[[], str]) -> str:
    """What ``act`` says of what it did, or the problem that it met."""
    try:
        return act()
    except KBError as error:
        return render.problem(error)
