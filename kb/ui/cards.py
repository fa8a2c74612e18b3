"""HTML for lists of material: source cards, the nearest passages and the table of documents."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.danish.sentences import opening
from kb.datatypes import DocumentSummary, Hit
from kb.strings_da import STATUS_BADGES
from kb.strings_da.ui import Ui
from kb.ui import words
from kb.ui.context import Source
from kb.ui.render import badges, copy_button, marked, meta, prose

EXCERPT = 600
"""How many characters of a nearest passage are shown; the document has the rest."""

SHOWN = 200
"""How many documents the table shows; the newest are kept."""


def sources(found: Sequence[Source]) -> str:
    """The sources of an answer as numbered cards, in the order of their numbers."""
    return (
        f'<section class="kb-sources" aria-labelledby="kb-sources"><h2 id="kb-sources">{Ui.SOURCES}</h2>'
        f'<ol class="kb-cards">{"".join(_card(source) for source in found)}</ol></section>'
    )


def nearest(hits: Sequence[Hit]) -> str:
    """The passages nearest to a question without an answer, each marked as not being one."""
    if not hits:
        return ""
    cards = "".join(
        f'<li class="kb-card kb-faint"><h3>{escape(hit.heading)}</h3>'
        f'<p class="kb-badges"><span class="kb-badge kb-warn">{Ui.NOT_AN_ANSWER}</span>{badges(hit)}</p>'
        f'{meta(hit)}<p class="kb-text">{prose(opening(hit.text, EXCERPT))}</p>{_file(hit.document)}</li>'
        for hit in hits
    )
    return (
        f'<section class="kb-nearest" aria-labelledby="kb-nearest"><h2 id="kb-nearest">{Ui.NEAREST}</h2>'
        f'<p>{Ui.NEAREST_NOTE}</p><ul class="kb-cards">{cards}</ul></section>'
    )


def collection(documents: Sequence[DocumentSummary]) -> str:
    """What the material consists of, as a table behind a heading that opens it; the newest first."""
    newest = sorted(documents, key=lambda each: each.id)
    newest.sort(key=lambda each: "" if each.date is None else each.date.isoformat(), reverse=True)
    shown = newest[:SHOWN]
    rest = Ui.COLLECTION_REST.format(shown=words.number(len(shown)), total=words.number(len(newest)))
    note = f"<p>{rest}</p>" if len(shown) < len(newest) else ""
    heads = (Ui.DOCUMENT, Ui.COMMITTEE, Ui.DATE, Ui.STATUS, Ui.PAGES)
    return (
        f'<details class="kb-collection"><summary>{Ui.COLLECTION}</summary>{note}'
        f'<div class="kb-scroll" role="region" aria-label="{Ui.COLLECTION}" tabindex="0"><table><thead><tr>'
        + "".join(f'<th scope="col">{head}</th>' for head in heads)
        + f"</tr></thead><tbody>{''.join(_row(each) for each in shown)}</tbody></table></div></details>"
    )


def _card(source: Source) -> str:
    """One source: its document, how binding it is, where the quote stands and the text around it."""
    cited = source.citation
    return (
        f'<li class="kb-card" id="{Ui.ANCHOR_SOURCE.format(n=cited.n)}" tabindex="-1">'
        f'<h3><span class="kb-number"><span class="kb-hidden">{Ui.SOURCE_NUMBER.format(n="")}</span>{cited.n}'
        f"</span> {escape(cited.heading)}</h3>"
        f'<p class="kb-badges">{badges(cited)}{_renditions(cited.renditions)}</p>'
        f"{meta(cited)}{marked(source.near)}{_whole(source)}{_file(cited.document)}{_also(cited.renditions)}"
        f'<p class="kb-actions"><a href="#{Ui.ANCHOR_ANSWER.format(n=cited.n)}">{Ui.BACK_TO_ANSWER}'
        f'<span class="kb-hidden"> {cited.n}</span></a>'
        f"{copy_button(Ui.COPY_SOURCE, words.copy_ready(cited))}</p></li>"
    )


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


def _row(document: DocumentSummary) -> str:
    """One document of the table; the file stands under the title."""
    day = Ui.UNKNOWN if document.date is None else words.date(document.date)
    cells = (
        document.committee or Ui.UNKNOWN,
        day,
        STATUS_BADGES.get(document.status, Ui.UNKNOWN),
        words.number(document.pages),
    )
    return (
        f'<tr><th scope="row">{escape(document.title)}<span class="kb-file">{escape(document.id)}</span></th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )
