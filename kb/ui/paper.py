"""HTML for the text of one document: what it is, its sections, and the text with its pages told apart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.datatypes import Case, Document, Original, Page, Section
from kb.strings_da import STATUS_BADGES, WARNINGS
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address, corrected, origin, words
from kb.ui.layers import Layers, wrapped
from kb.ui.marks import Span
from kb.ui.reading import Reading, layers
from kb.ui.render import class_badge, line

REACH = 120_000
"""How many characters on each side of the place asked for are shown: some fifty pages."""


def facts(document: Document, cases: Sequence[Case], renditions: Sequence[str]) -> str:
    """Status, committee, date, pages and file of a document, with the way to its cases and renditions."""
    date = words.date(document.date)
    count = words.counted(len(document.pages), Doc.ONE_PAGE, Doc.MANY_PAGES)
    parts = (
        document.committee or Ui.NO_COMMITTEE,
        f"{date} ({Doc.DATE_INFERRED})" if document.date and document.date_inferred else date,
        # Only where a file has pages of its own can they be counted.
        "" if document.pages[0].inferred else count,
    )
    status = STATUS_BADGES.get(document.status)
    badge = f'<span class="kb-badge">{status}</span>' if status else ""
    badge += class_badge(document.clearance)
    return (
        f'<div class="kb-about"><div class="kb-facts-line">{badge}{line(parts)}</div>'
        f'<p class="kb-file">{escape(document.id)}</p>'
        f"{origin.note(document)}{corrected.notes(document)}"
        f"{_renditions(renditions)}{_cases(cases)}</div>"
    )


def notes(document: Document, original: Original, indexed: str) -> str:
    """What must be known of the file: why it cannot be shown, and what of it could not be read."""
    found = [WARNINGS[code] for code in document.warnings]
    if told := Doc.NOT_SHOWN.get(original.state):
        # It says what the warning says, and what follows from it.
        found = [each for each in found if each != WARNINGS["closed_parts"]]
        found.insert(0, told.format(date=indexed))
    items = "".join(f"<li>{escape(each)}</li>" for each in found)
    return f'<aside class="kb-note" aria-label="{Ui.NOTES}"><ul>{items}</ul></aside>' if items else ""


def contents(reading: Reading, *, whole: bool) -> str:
    """The sections of the document as links to their places, behind a heading that opens them.

    ``whole`` says whether all of the text stands on the page that is shown. Empty where there are too few to
    choose from.
    """
    document = reading.document
    named = [each for each in document.sections if each.heading]
    if len(named) < 2:
        return ""
    begun = {item.start for item in document.items}
    entries = "".join(_entry(reading, each, each.start in begun, whole=whole) for each in named)
    return (
        f'<details class="kb-contents"><summary>{Doc.CONTENTS}</summary>'
        f'<nav aria-label="{Doc.CONTENTS}"><ol>{entries}</ol></nav></details>'
    )


def body(reading: Reading) -> str:
    """The whole text with what is marked in it and the beginning of every page named.

    Of a very long document only what stands within REACH of the place asked for.
    """
    document = reading.document
    start, end = reading.place or reading.quote or (reading.page.start, reading.page.start)
    low, high = max(0, start - REACH), min(len(document.text), end + REACH)
    cut = f"<p>{Ui.DOCUMENT_CUT}</p>" if high - low < len(document.text) else ""
    wraps = layers(reading)
    pieces = [
        _page_mark(page) + text(document, (max(low, page.start), min(high, page.end)), wraps)
        for page in document.pages
        if page.start < high and page.end > low
    ]
    return f'{cut}<div class="kb-paper">{"".join(pieces)}</div>'


def text(document: Document, part: Span, wraps: Layers) -> str:
    """A part of the document's text without blanks at its end, with what the layers wrap."""
    low, high = part
    high = low + len(document.text[low:high].rstrip())
    return f'<p class="kb-text">{wrapped(document.text, low, high, wraps)}</p>'


def _page_mark(page: Page) -> str:
    """The line that begins a page of the whole text."""
    name = (Ui.PAGE_MARK_INFERRED if page.inferred else Ui.PAGE_MARK).format(n=page.number)
    return f'<p class="kb-page-mark">{name}</p>'


def _entry(reading: Reading, section: Section, begins: bool, *, whole: bool) -> str:
    """One line of the contents; what stands under an agenda item is set in."""
    page = reading.document.page_at(section.start)
    anchor = f"#{Doc.SECTION_ANCHOR.format(n=section.ordinal)}"
    shown = whole or page == reading.page
    turned = {Ui.PARAM_PAGE: str(page.number), Doc.PARAM_FOUND: None}
    target = anchor if shown else address.with_changes(Ui.PATH_DOCUMENT, turned) + anchor
    inner = ' class="kb-inner"' if section.item_at is not None and not begins else ""
    return f'<li{inner}><a href="{target}">{escape(section.heading)}</a></li>'


def _renditions(renditions: Sequence[str]) -> str:
    """The other files with the same text, each linked."""
    if not renditions:
        return ""
    links = ", ".join(f'<a href="{address.to_document(each)}">{escape(each)}</a>' for each in renditions)
    return f"<p>{Doc.ALSO_IN} {links}</p>"


def _cases(cases: Sequence[Case]) -> str:
    """The way to the cases that a document belongs to, behind a heading that opens it where they are many."""
    links = [f'<a href="{address.to_case(each.id)}">{escape(each.title)}</a>' for each in cases]
    if len(links) < 2:
        return "".join(f"<p>{Ui.CASE}: {each}</p>" for each in links)
    items = "".join(f"<li>{each}</li>" for each in links)
    count = words.counted(len(links), Ui.ONE_CASE, Ui.MANY_CASES)
    return f"<details><summary>{count}</summary><ul>{items}</ul></details>"
