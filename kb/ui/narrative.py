"""HTML for the history of a case: a paragraph in which each sentence leads to its source."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.export.report import Passage, Report, paste_ready, with_marks
from kb.strings_da.asking import Asking
from kb.ui.render import copy_button, section

ANCHOR = "historik-{number}"


def history(shown: Report, taken: Report) -> str:
    """The paragraph with its sources and a button that copies it; that there is none where no step is known.

    ``shown`` has addresses within this site, ``taken`` whole ones: what is copied goes elsewhere.
    """
    if not shown.paragraphs:
        return section("kb-history", Asking.HISTORY, f"<p>{Asking.NO_HISTORY}</p>")
    text = "".join(f"<p>{_told(paragraph)}</p>" for paragraph in shown.paragraphs)
    sources = "".join(
        f'<li id="{ANCHOR.format(number=each.number)}"><a href="{escape(each.address)}">'
        f"{escape(each.reference)}</a></li>"
        for each in shown.sources
    )
    body = (
        f'<p>{Asking.HISTORY_LEAD}</p><blockquote class="kb-history">{text}</blockquote>'
        f'<ol class="kb-history-sources" aria-label="{Asking.HISTORY_SOURCES}">{sources}</ol>'
        f'<p class="kb-actions">{copy_button(Asking.COPY_HISTORY, paste_ready(taken))}</p>'
    )
    return section("kb-history", Asking.HISTORY, body)


def _told(paragraph: Sequence[Passage]) -> str:
    """A paragraph, each sentence with the numbers of its sources."""
    return " ".join(
        with_marks(escape(passage.text), "".join(f" {_mark(number)}" for number in passage.sources))
        for passage in paragraph
    )


def _mark(number: int) -> str:
    """The number of a source as a link to it."""
    return f'<a class="kb-ref" href="#{ANCHOR.format(number=number)}">[{number}]</a>'
