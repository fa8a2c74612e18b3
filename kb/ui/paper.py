"""HTML for the text of one document, with its pages told apart and a quote marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.datatypes import Case, Document
from kb.strings_da import STATUS_BADGES
from kb.strings_da.ui import Ui
from kb.ui import address, corrected, words
from kb.ui.render import line, prose

REACH = 120_000
"""How many characters on each side of the quote are shown: some fifty pages."""


def facts(document: Document, cases: Sequence[Case]) -> str:
    """Status, committee, date and file of a document, with the way to its cases."""
    parts = (document.committee or Ui.NO_COMMITTEE, words.date(document.date))
    status = STATUS_BADGES.get(document.status)
    badge = f'<span class="kb-badge">{status}</span>' if status else ""
    return (
        f'<div class="kb-about"><p class="kb-badges">{badge}</p>'
        f"{line(parts)}"
        f'<p class="kb-file">{escape(document.id)}</p>'
        f"{corrected.notes(document)}"
        f"{_cases(cases)}</div>"
    )


def _cases(cases: Sequence[Case]) -> str:
    """The way to the cases that a document belongs to, behind a heading that opens it where they are many."""
    links = [f'<a href="{address.to_case(each.id)}">{escape(each.title)}</a>' for each in cases]
    if len(links) < 2:
        return "".join(f"<p>{Ui.CASE}: {each}</p>" for each in links)
    items = "".join(f"<li>{each}</li>" for each in links)
    count = words.counted(len(links), Ui.ONE_CASE, Ui.MANY_CASES)
    return f"<details><summary>{count}</summary><ul>{items}</ul></details>"


def span(document: Document, value: str) -> tuple[int, int]:
    """The span that ``120-180`` names, empty at the beginning where it names none inside the text."""
    first, _, last = value.partition("-")
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return 0, 0
    start, end = int(first[:12]), int(last[:12])
    return (start, end) if start < end <= len(document.text) else (0, 0)


def body(document: Document, start: int, end: int) -> str:
    """The text with text[start:end] marked and the beginning of every page named.

    Of a very long document only what stands within REACH of the quote.
    """
    low, high = max(0, start - REACH), min(len(document.text), end + REACH)
    jump = f'<p>{Ui.DOCUMENT_CHOSEN} <a href="#{Ui.QUOTE_ANCHOR}">{Ui.TO_QUOTE}</a></p>'
    chosen = jump if end > start else ""
    cut = f"<p>{Ui.DOCUMENT_CUT}</p>" if high - low < len(document.text) else ""
    pieces = [
        _page(document, number, max(low, page.start), min(high, page.end), start, end)
        for number, page in enumerate(document.pages)
        if page.start < high and page.end > low
    ]
    return f'{chosen}{cut}<div class="kb-paper">{"".join(pieces)}</div>'


def _page(document: Document, number: int, low: int, high: int, start: int, end: int) -> str:
    """What is shown of one page, under its number."""
    page = document.pages[number]
    name = (Ui.PAGE_MARK_INFERRED if page.inferred else Ui.PAGE_MARK).format(n=page.number)
    left, right = min(max(start, low), high), min(max(end, low), high)
    text = document.text
    quote = ""
    if left < right:
        anchor = f' id="{Ui.QUOTE_ANCHOR}" tabindex="-1"' if left == start else ""
        quote = f"<mark{anchor}>{prose(text[left:right])}</mark>"
    return (
        f'<p class="kb-page-mark">{name}</p>'
        f'<p class="kb-text">{prose(text[low:left])}{quote}{prose(text[right:high].rstrip())}</p>'
    )
