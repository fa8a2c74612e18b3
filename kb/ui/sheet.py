"""HTML for one page of a document: its picture with the quote marked, its text, and the way to the others."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address, paper, words
from kb.ui.marks import Mark, boxes
from kb.ui.reading import Reading, View, layers
from kb.ui.render import arrival


def sheet(reading: Reading, at: str) -> str:
    """The page that is shown, under its number. For ``at`` see :func:`kb.ui.render.arrival`."""
    page, count = reading.page, len(reading.document.pages)
    name = Doc.PAGE_OF.format(n=page.number, count=count)
    large = " kb-large" if reading.view is View.LARGE else ""
    # A link to another page of the document leads here; one to the document leads to its title.
    turned = ' tabindex="-1"' if Ui.PARAM_PAGE in address.params() else ""
    return (
        f'<section class="kb-sheet{large}" aria-labelledby="kb-sheet"><div class="kb-sheet-head">'
        f'<h2 id="kb-sheet" class="kb-results"{turned}{arrival(at)}>{name}</h2>{_pager(reading)}</div>'
        f"{_notes(reading)}"
        f'<div class="kb-spread">{_picture(reading)}{_text(reading)}</div></section>'
    )


def _pager(reading: Reading) -> str:
    """The way to the page before, the page after and any other; nothing where there is one page."""
    count, at = len(reading.document.pages), reading.page.number
    if count == 1:
        return ""
    before, after = (
        f'<a href="{_to_page(to)}">{name}</a>' if possible else f'<span aria-hidden="true">{name}</span>'
        for name, to, possible in (
            (Doc.PREVIOUS_PAGE, at - 1, at > 1),
            (Doc.NEXT_PAGE, at + 1, at < count),
        )
    )
    jump = (
        f'<form class="kb-form" data-go="{_to_page(None)}"><label for="kb-jump">{Doc.PAGE_NUMBER}</label>'
        f'<input id="kb-jump" name="{Ui.PARAM_PAGE}" type="number" min="1" max="{count}" '
        f'value="{at}" required>'
        f'<button type="submit" class="kb-button">{Doc.PAGE_GO}</button></form>'
    )
    return f'<nav class="kb-pager" aria-label="{Doc.PAGES}">{before}{after}{jump}</nav>'


def _to_page(number: int | None) -> str:
    """The address of another page of the document, which keeps the quote and what is looked for."""
    changes = {Ui.PARAM_PAGE: str(number) if number else None, Doc.PARAM_FOUND: None}
    return address.with_changes(Ui.PATH_DOCUMENT, changes)


def _notes(reading: Reading) -> str:
    """Where the quote is, seen from this page; nothing without one."""
    if reading.quote is None:
        return ""
    if not reading.on_page(reading.quote):
        page = reading.document.page_at(reading.quote[0])
        way = address.with_changes(Ui.PATH_DOCUMENT, {Ui.PARAM_PAGE: None, Doc.PARAM_FOUND: None})
        if reading.found.places:
            way = _to_page(page.number)
        told = [Doc.QUOTE_ELSEWHERE.format(n=page.number)]
        told.append(f'<a href="{way}#{Ui.QUOTE_ANCHOR}">{Ui.TO_QUOTE}</a>')
    else:
        told = [Doc.QUOTE_HERE]
        told += [Doc.QUOTE_BEGAN] if reading.quote[0] < reading.page.start else []
        told += [Doc.QUOTE_GOES_ON] if reading.quote[1] > reading.page.end else []
        told.append(f'<a href="#{Ui.QUOTE_ANCHOR}">{Ui.TO_QUOTE}</a>')
    return f'<p class="kb-marked">{" ".join(told)}</p>'


def _picture(reading: Reading) -> str:
    """The picture of the page with what is marked on it, behind a line that hides it."""
    document, page = reading.document, reading.page
    alt = Doc.IMAGE_ALT_LARGE if reading.view is View.LARGE else Doc.IMAGE_ALT
    told = alt.format(n=page.number, count=len(document.pages), title=document.title)
    return (
        f'<details class="kb-picture" open><summary>{Doc.IMAGE}</summary><div class="kb-frame">'
        f'<img src="{address.to_image(document, page.number)}" alt="{escape(told)}">{_marks(reading)}'
        "</div></details>"
    )


def _marks(reading: Reading) -> str:
    """The quote and the places found, drawn over the picture; the text beside it tells the same."""
    document, number = reading.document, reading.page.number
    drawn = ""
    if reading.quote:
        anchor = f' id="{Ui.QUOTE_ANCHOR}" tabindex="-1"' if reading.view is View.LARGE else ""
        drawn += _boxes(boxes(document, number, reading.quote), "", anchor)
    for place in reading.found.places:
        if reading.on_page(place):
            kind = " kb-found" + (" kb-here" if place == reading.place else "")
            drawn += _boxes(boxes(document, number, place), kind, "")
    return drawn


def _boxes(marks: Iterable[Mark], kind: str, first: str) -> str:
    """One element a box; the first of them gets the further attributes."""
    shown = []
    for number, mark in enumerate(marks):
        where = (
            f"left:{mark.left:.2%};top:{mark.top:.2%};"
            f"width:{mark.right - mark.left:.2%};height:{mark.bottom - mark.top:.2%}"
        )
        shown.append(f'<span class="kb-box{kind}" style="{where}"{"" if number else first}></span>')
    return "".join(shown)


def _text(reading: Reading) -> str:
    """The text of the page, which says what the picture shows."""
    part = reading.page.start, reading.page.end
    shown = paper.text(reading.document, part, layers(reading))
    if not reading.document.text[slice(*part)].strip():
        shown = f"<p>{Doc.EMPTY_PAGE}</p>"
    return f'<div class="kb-page-text" role="group" aria-label="{Doc.PAGE_TEXT}">{shown}</div>'


def views(reading: Reading) -> str:
    """The ways to show the document, the one that is shown marked."""
    named = ((View.BOTH, Doc.VIEW_BOTH), (View.LARGE, Doc.VIEW_LARGE), (View.TEXT, Doc.VIEW_TEXT))
    current = {True: ' aria-current="true"', False: ""}
    items = "".join(
        f'<li><a href="{address.with_changes(Ui.PATH_DOCUMENT, {Doc.PARAM_VIEW: view.value})}"'
        f"{current[view is reading.view]}>{name}</a></li>"
        for view, name in named
    )
    return f'<nav class="kb-views" aria-label="{Doc.VIEWS}"><ul>{items}</ul></nav>'


def search(reading: Reading) -> str:
    """The box that looks for words in the document, and the way from one place found to another."""
    found = reading.found
    cleared = {Doc.PARAM_FIND: None, Doc.PARAM_FOUND: None}
    start = f"{address.with_changes(Ui.PATH_DOCUMENT, {**cleared, Ui.PARAM_PAGE: None})}#{Doc.FOUND_ANCHOR}"
    form = (
        f'<form class="kb-form" role="search" data-go="{start}"><label for="kb-find">{Doc.FIND}</label>'
        f'<input id="kb-find" name="{Doc.PARAM_FIND}" type="search" maxlength="100" autocomplete="off" '
        f'value="{escape(found.typed)}">'
        f'<button type="submit" class="kb-button">{Doc.FIND_BUTTON}</button></form>'
    )
    if not found.typed:
        return f'<div class="kb-find">{form}</div>'
    # Where nothing was found, what says so is where the reader arrives.
    anchor = "" if found.places else f' id="{Doc.FOUND_ANCHOR}" tabindex="-1"'
    told = f'<p class="kb-status" role="status"{anchor}>{_told(reading)}</p>'
    clear = f'<a href="{address.with_changes(Ui.PATH_DOCUMENT, cleared)}">{Doc.FIND_CLEAR}</a>'
    return f'<div class="kb-find">{form}{told}<p class="kb-actions">{_ways(reading)}{clear}</p></div>'


def _told(reading: Reading) -> str:
    """How many places were found, and which of them is shown."""
    found = reading.found
    if not found.places:
        return escape(Doc.FOUND_NONE.format(typed=found.typed))
    places = words.counted(len(found.places), Doc.ONE_PLACE, Doc.MANY_PLACES)
    sentence = (Doc.FOUND_WORDS if found.apart else Doc.FOUND_PLACES).format(places=places, typed=found.typed)
    shown = f", {Doc.FOUND_AT.format(n=reading.at)}" if reading.at and len(found.places) > 1 else ""
    more = f" {Doc.MORE_PLACES.format(count=words.number(len(found.places)))}" if found.more else ""
    return escape(f"{sentence}{shown}.{more}")


def _ways(reading: Reading) -> str:
    """The way to the place before and the place after the one that is shown, or from the page that is."""
    places, at = reading.found.places, reading.at
    if at:
        before, after = at - 1, at + 1
    else:
        before = sum(start < reading.page.start for start, _ in places)
        after = before + 1
    ways = ((Doc.FOUND_PREVIOUS, before), (Doc.FOUND_NEXT, after))
    return "".join(
        f'<a href="{_to_place(number)}">{name}</a>' for name, number in ways if 1 <= number <= len(places)
    )


def _to_place(number: int) -> str:
    """The address that shows one of the places found."""
    changes = {Doc.PARAM_FOUND: str(number), Ui.PARAM_PAGE: None}
    return f"{address.with_changes(Ui.PATH_DOCUMENT, changes)}#{Doc.FOUND_ANCHOR}"
