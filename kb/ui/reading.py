"""What the page of a document is to show, as its address says: page, quote, what is looked for, view."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kb.datatypes import BlockKind, Document, Page
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address
from kb.ui.finding import Found, find
from kb.ui.layers import Layers, Wrap
from kb.ui.marks import Span


class View(StrEnum):
    """How a document is shown; the values stand in links."""

    BOTH = ""
    LARGE = "stor"
    TEXT = "tekst"


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it is being read. ``at``: which of the places found is shown, from 1, or 0."""

    document: Document
    view: View
    page: Page
    quote: Span | None = None
    found: Found = field(default_factory=lambda: Found(""))
    at: int = 0

    @property
    def place(self) -> Span | None:
        """The place found that is shown, None where none is."""
        return self.found.places[self.at - 1] if self.at else None

    def on_page(self, span: Span) -> bool:
        """Whether any of the span stands on the page that is shown."""
        return span[0] < self.page.end and self.page.start < span[1]


def reading_of(document: Document, *, pictured: bool) -> Reading:
    """What the address asks for; whatever makes no sense in it is passed over.

    ``pictured`` says whether the pages can be shown as pictures; otherwise the whole text is.
    """
    asked = address.value(Doc.PARAM_VIEW)
    view = View(asked) if pictured and asked in tuple(View) else View.BOTH if pictured else View.TEXT
    quote = span(document, address.value(Ui.PARAM_SPAN))
    found = find(document.text, address.value(Doc.PARAM_FIND))
    paged = Ui.PARAM_PAGE in address.params()
    at = 0
    if found.places and (address.value(Doc.PARAM_FOUND) or not paged):
        at = min(address.number(Doc.PARAM_FOUND), len(found.places))
    if paged:
        page = document.pages[min(address.number(Ui.PARAM_PAGE), len(document.pages)) - 1]
    else:
        start = found.places[at - 1][0] if at else quote[0] if quote else 0
        page = document.page_at(start)
    return Reading(document, view, page, quote, found, at)


def span(document: Document, value: str) -> Span | None:
    """The span that ``120-180`` names, None where it names none inside the text."""
    first, _, last = value.partition("-")
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return None
    start, end = int(first[:12]), int(last[:12])
    return (start, end) if start < end <= len(document.text) else None


def layers(reading: Reading) -> Layers:
    """What is wrapped in the text: the quote outermost, so that it is one element; headings; places found."""
    return _quote(reading), _headings(reading.document), _places(reading)


def _quote(reading: Reading) -> tuple[Wrap, ...]:
    # On a large page the quote's place is the mark on the picture.
    if reading.quote is None:
        return ()
    anchor = "" if reading.view is View.LARGE else f' id="{Ui.QUOTE_ANCHOR}" tabindex="-1"'
    return (Wrap(*reading.quote, "mark", first=anchor),)


def _headings(document: Document) -> tuple[Wrap, ...]:
    """The headings as such: a screen reader can go from one to the next, and a link to each."""
    named: dict[int, tuple[int, str]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            named[block.start] = block.end, ""
    for section in document.sections:
        if heading := document.text[section.start : section.body_start].rstrip():
            anchor = Doc.SECTION_ANCHOR.format(n=section.ordinal)
            named[section.start] = section.start + len(heading), f' id="{anchor}" tabindex="-1"'
    found: list[Wrap] = []
    for start, (end, anchor) in sorted(named.items()):
        if not found or found[-1].end <= start:
            told = f' role="heading" aria-level="3"{anchor}'
            found.append(Wrap(start, end, "span", ' class="kb-heading"', told))
    return tuple(found)


def _places(reading: Reading) -> tuple[Wrap, ...]:
    return tuple(
        Wrap(
            *place,
            "mark",
            ' class="kb-found kb-here"' if number == reading.at else ' class="kb-found"',
            f' id="{Doc.FOUND_ANCHOR}" tabindex="-1"' if number == reading.at else "",
        )
        for number, place in enumerate(reading.found.places, 1)
    )
