"""The site: which pages there are, the way between them, and what every page has in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import streamlit as st

from kb.errors import IndexStateError, KBError
from kb.settings import Settings, load_settings
from kb.strings_da.about import About
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.ui import Ui
from kb.ui import address, frame, render, state
from kb.ui.library import LIBRARY
from kb.ui.views import about, ask, cases, decisions, document, gaps, glossary, newcomers


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path in the address, its name in the navigation (none: reached by links only)."""

    path: str
    name: str
    show: Callable[[Settings], None]


PAGES = (
    Page("", Ui.NAV_ASK, ask.show),
    Page(Ui.PATH_DECISIONS, Ui.NAV_DECISIONS, decisions.show),
    Page(Ui.PATH_CASES, Ui.NAV_CASES, cases.show),
    Page(Newcomers.PATH, Newcomers.NAME, newcomers.show),
    Page(Ui.PATH_TERMS, Ui.NAV_TERMS, glossary.show),
    Page(Ui.PATH_GAPS, Ui.NAV_GAPS, gaps.show),
    Page(About.PATH, About.NAME, about.show),
    Page(Ui.PATH_DOCUMENT, "", document.show),
)


def show() -> None:
    """Draws the page that the address names; Streamlit calls it again for every change."""
    pages = [
        st.Page(
            _drawing(page),
            title=f"{page.name} – {Ui.TITLE}" if page.path and page.name else Ui.TITLE,
            url_path=page.path,
            default=not page.path,
        )
        for page in PAGES
    ]
    st.navigation(pages, position="hidden").run()


def _drawing(page: Page) -> Callable[[], None]:
    """What Streamlit calls to draw the page: the way to the others, and its content or the problem."""

    def draw() -> None:
        ways = [(each.name, _way(page, each)) for each in PAGES if each.name]
        front = not page.path
        created = ""
        try:
            settings = load_settings()
        except KBError as error:
            st.html(frame.masthead(ways, page.name, "", front=front) + render.problem(error))
            return
        st.html(frame.masthead(ways, page.name, settings.organisation, front=front))
        try:
            page.show(settings)
            created = LIBRARY.register(settings).manifest.created
        except KBError as error:
            _problem(error, settings)
        st.html(frame.footer(version("kb"), created))

    return draw


def _way(here: Page, there: Page) -> str:
    """The address of a page; from elsewhere, the page for questions comes back with the latest one."""
    asked = "" if there.path or here == there else state.latest()
    return address.link(there.path, {Ui.PARAM_QUESTION: asked})


def _problem(error: KBError, settings: Settings) -> None:
    """The problem in words; an empty knowledge base gets the steps that fill it."""
    if isinstance(error, IndexStateError) and error.code == "no_index":
        st.html(render.no_index(error, str(settings.data)))
    else:
        st.html(render.problem(error))
