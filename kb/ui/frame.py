"""HTML for what stands around every page: the name, the way between the pages, and the foot."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kb.datatypes import Clearance
from kb.strings_da.about import About, Frame
from kb.strings_da.ui import Ui
from kb.ui import address, words

LETTER = 0.47
"""How wide a letter of the navigation is on average, in rem."""

AROUND = 1.2
"""The room around a link, in the same."""

ROW_FITS = (42, 57)
"""Widths in rem at which a row of links fits beside each other; style/60-frame.css knows them by number."""


def masthead(ways: Sequence[tuple[str, str]], here: str, organisation: str, *, front: bool) -> str:
    """The name of the site and the links to its pages, each a name and an address; the shown one is marked.

    One list: a row where it fits, else behind a button. On the front page the heading is the site's name, and
    only the organisation's stands above it.
    """
    name = _name(organisation, front)
    brand = f'<p class="kb-brand"><a href="/">{escape(name)}</a></p>' if name else ""
    current = {True: ' aria-current="page"', False: ""}
    items = "".join(
        f'<li><a href="{where}"{current[each == here]}>{escape(each)}</a></li>' for each, where in ways
    )
    return (
        f'<div class="kb-masthead kb-row-{row_size([each for each, _ in ways])}">{brand}'
        f'<nav class="kb-nav" aria-label="{Ui.NAVIGATION}">'
        f'<button type="button" class="kb-menu" popovertarget="kb-pages">{Frame.MENU}</button>'
        f'<ul id="kb-pages" popover>{items}</ul></nav></div>'
    )


def row_size(names: Sequence[str]) -> int:
    """Which of ROW_FITS the names need in a row, counted from 0; their number where none is enough."""
    width = sum(LETTER * len(name) + AROUND for name in names)
    return next((number for number, room in enumerate(ROW_FITS) if width <= room), len(ROW_FITS))


def reach(edition: Clearance) -> str:
    """That the visitor reads more than everyone may, where that is so; else nothing."""
    if edition is Clearance.PUBLIC:
        return ""
    return f'<p class="kb-hint kb-reach">{Frame.REACH[edition]}</p>'


def footer(version: str, created: str) -> str:
    """The way to what the site is, and how new: ``created`` is an ISO timestamp, empty without an index."""
    links = (
        (About.TITLE, address.link(About.PATH)),
        (Frame.ACCESSIBILITY, f"{address.link(About.PATH)}#{About.ACCESSIBILITY_ANCHOR}"),
        (Frame.PRIVACY, f"{address.link(About.PATH)}#{About.PRIVACY_ANCHOR}"),
    )
    items = "".join(f'<li><a href="{where}">{name}</a></li>' for name, where in links)
    told = [Frame.VERSION.format(version=version)]
    told += [Frame.INDEXED.format(date=words.timestamp(created))] if created else []
    return (
        f'<footer class="kb-foot"><nav aria-label="{Frame.FOOTER}"><ul>{items}</ul></nav>'
        f"<p>{' · '.join(map(escape, told))}</p></footer>"
    )


def missing(ways: Sequence[tuple[str, str]], style: str) -> str:
    """The whole page for an address that this site does not have, with the links to those that it has."""
    items = "".join(f'<li><a href="{where}">{escape(name)}</a></li>' for name, where in ways)
    return (
        f'<!DOCTYPE html><html lang="da"><head><meta charset="utf-8" />'
        f'<meta name="viewport" content="width=device-width, initial-scale=1" />'
        f"<title>{Frame.MISSING} – {Ui.TITLE}</title>{style}</head>"
        f'<body class="kb-plain stHtml"><main><p class="kb-brand"><a href="/">{Ui.TITLE}</a></p>'
        f"<h1>{Frame.MISSING}</h1><p>{Frame.MISSING_TEXT}</p>"
        f"<h2>{Frame.MISSING_WAYS}</h2><ul>{items}</ul></main></body></html>"
    )


def _name(organisation: str, front: bool) -> str:
    if not organisation:
        return "" if front else Ui.TITLE
    return organisation if front else Frame.BRAND.format(title=Ui.TITLE, organisation=organisation)
