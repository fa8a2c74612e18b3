"""HTML for lists of material: source cards and the nearest passages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.danish.sentences import opening
from kb.datatypes import Citation, Hit
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.context import Source
from kb.ui.render import badges, copy_button, marked, meta, prose

EXCERPT = 600
"""How many characters of a nearest passage are shown; the document has the rest."""


def sources(found: Sequence[Source], question: str, site: str = "") -> str:
    """The sources of an answer as numbered cards, in the order of their numbers.

    ``site`` is where the browser reaches this site: on paper each source has its whole address.
    """
    return (
        f'<section class="kb-sources" aria-labelledby="kb-sources"><h2 id="kb-sources">{Ui.SOURCES}</h2>'
        f'<ol class="kb-cards">{"".join(_card(source, question, site) for source in found)}</ol></section>'
    )


def nearest(hits: Sequence[Hit]) -> str:
    """The passages nearest to a question without an answer, each marked as not being one."""
    if not hits:
        return ""
    cards = "".join(_near(hit) for hit in hits)
    return (
        f'<section class="kb-nearest" aria-labelledby="kb-nearest"><h2 id="kb-nearest">{Ui.NEAREST}</h2>'
        f'<p>{Ui.NEAREST_NOTE}</p><ul class="kb-cards">{cards}</ul></section>'
    )


def _near(hit: Hit) -> str:
    """One of the nearest passages."""
    where = address.to_span(hit.document, hit.start, hit.end)
    return (
        f'<li class="kb-card kb-faint"><h3>{escape(hit.heading)}</h3>'
        f'<p class="kb-badges"><span class="kb-badge kb-warn">{Ui.NOT_AN_ANSWER}</span>{badges(hit)}</p>'
        f'{meta(hit)}<p class="kb-text">{prose(opening(hit.text, EXCERPT))}</p>{_file(hit.document)}'
        f'<p class="kb-actions"><a href="{where}">{Asking.OPEN_PAGE}'
        f'<span class="kb-hidden">: {escape(hit.heading)}</span></a></p></li>'
    )


def _card(source: Source, question: str, site: str) -> str:
    """One source: its document, how binding it is, where the quote stands and the text around it."""
    cited = source.citation
    where = address.to_citation(cited, question, address.asked_with())
    return (
        f'<li class="kb-card" id="{Ui.ANCHOR_SOURCE.format(n=cited.n)}" tabindex="-1">'
        f'<h3><span class="kb-number"><span class="kb-hidden">{Ui.SOURCE_NUMBER.format(n="")}</span>{cited.n}'
        f"</span> {escape(cited.heading)}</h3>"
        f'<p class="kb-badges">{badges(cited)}{_renditions(cited.renditions)}</p>'
        f"{meta(cited)}{marked(source.near)}{_whole(source)}{_file(cited.document)}{_also(cited.renditions)}"
        f'<p class="kb-actions"><a href="{where}">{Asking.OPEN_PAGE}'
        f'<span class="kb-hidden"> {cited.n}: {escape(cited.heading)}</span></a>'
        f'<a href="#{Ui.ANCHOR_ANSWER.format(n=cited.n)}">{Ui.BACK_TO_ANSWER}'
        f'<span class="kb-hidden"> {cited.n}</span></a>'
        f"{copy_button(Ui.COPY_SOURCE, words.copy_ready(cited))}</p>{_on_paper(cited, site)}</li>"
    )


def _on_paper(cited: Citation, site: str) -> str:
    """The whole address of a source, which only paper shows."""
    where = address.whole(site, address.to_span(cited.document, cited.start, cited.end))
    return f'<p class="kb-paper-only">{Asking.FULL_ADDRESS} {escape(where)}</p>'


def _whole(source: Source) -> str:
    """The whole section behind a heading that opens it; nothing where the card shows it already."""
    if not (source.near.cut_before or source.near.cut_after):
        return ""
    return f"<details><summary>{Ui.WHOLE_SECTION}</summary>{marked(source.whole)}</details>"


def _renditions(renditions: Sequence[str]) -> str:
    """How many renditions the text has; nothing where there is only one."""
    if not renditions:
        return ""
    return f'<span class="kb-badge">{Ui.RENDITIONS.format(count=len(renditions) + 1)}</span>'


def _also(renditions: Sequence[str]) -> str:
    """Which other files hold the same text."""
    if not renditions:
        return ""
    return f'<p class="kb-file">{Ui.ALSO_IN} {escape(", ".join(renditions))}</p>'


def _file(document: str) -> str:
    """The file that a passage comes from."""
    return f'<p class="kb-file">{escape(document)}</p>'
