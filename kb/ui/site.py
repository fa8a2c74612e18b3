"""The site: which pages there are, the way between them, and what every page has in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import streamlit as st

from kb import roles
from kb.errors import IndexStateError, KBError
from kb.library import LIBRARY
from kb.roles import Role
from kb.settings import Settings
from kb.strings_da.about import About
from kb.strings_da.adding import Adding
from kb.strings_da.documents import Doc
from kb.strings_da.editing import Editing
from kb.strings_da.following import Following
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.ui import Ui
from kb.ui import account, address, frame, render, state, visitor
from kb.ui.views import (
    about,
    adding,
    ask,
    cases,
    corrections,
    decisions,
    document,
    documents,
    feedback,
    followed,
    gaps,
    glossary,
    newcomers,
)


def _always(_settings: Settings) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path in the address, its name in the navigation (none: reached by links only).

    Who does not have the role does not see it; nor do those for whom the way to it ``is_shown`` not.
    """

    path: str
    name: str
    show: Callable[[Settings], None]
    role: Role = Role.READER
    is_shown: Callable[[Settings], bool] = _always


PAGES = (
    Page("", Ui.NAV_ASK, ask.show),
    Page(Ui.PATH_DECISIONS, Ui.NAV_DECISIONS, decisions.show),
    Page(Ui.PATH_CASES, Ui.NAV_CASES, cases.show),
    Page(Doc.PATH, Doc.NAV, documents.show),
    Page(Newcomers.PATH, Newcomers.NAME, newcomers.show),
    Page(Ui.PATH_TERMS, Ui.NAV_TERMS, glossary.show),
    Page(Ui.PATH_GAPS, Ui.NAV_GAPS, gaps.show),
    Page(About.PATH, About.NAME, about.show),
    Page(Ui.PATH_DOCUMENT, "", document.show),
    Page(Following.PATH, Following.NAV, followed.show, is_shown=visitor.may_follow),
    Page(Adding.PATH, Adding.NAV, adding.show, Role.EDITOR),
    Page(Editing.PATH_CORRECTIONS, Editing.NAV_CORRECTIONS, corrections.show, Role.EDITOR),
    Page(Editing.PATH_FEEDBACK, Editing.NAV_FEEDBACK, feedback.show, Role.ADMIN),
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
        settings: Settings | None = None
        created = ""
        try:
            settings = visitor.reader_settings()
            held = visitor.role(settings)
            _head(page, held, settings)
            account.show()
            if reach := frame.reach(settings.edition):
                st.html(reach)
            if held.covers(page.role):
                page.show(settings)
            else:
                _refuse(page, held)
            created = LIBRARY.register(settings).manifest.created
        except KBError as error:
            if settings is None:
                _head(page, Role.READER, None)
            _problem(error, settings)
        st.html(frame.footer(version("kb"), created))

    return draw


def _head(here: Page, held: Role, settings: Settings | None) -> None:
    """The site's name and the way to the pages that somebody with this role may see."""
    seen = [each for each in PAGES if each.name and held.covers(each.role) and _is_shown(each, settings)]
    ways = [(each.name, _way(here, each)) for each in seen]
    organisation = settings.organisation if settings else ""
    st.html(frame.masthead(ways, here.name, organisation, front=not here.path))


def _is_shown(page: Page, settings: Settings | None) -> bool:
    """Whether the visitor sees the way to a page; without settings only to those that all see."""
    return page.is_shown is _always if settings is None else page.is_shown(settings)


def _refuse(page: Page, held: Role) -> None:
    """That the page is there and what it takes to see it."""
    error = roles.refusal(held, page.role)
    at = address.mark(page.name)
    st.html(render.heading(page.name, "", at) + render.notice(error.message, error.remedy))


def _way(here: Page, there: Page) -> str:
    """The address of a page; from elsewhere, the page for questions comes back with the latest one."""
    asked = "" if there.path or here == there else state.latest()
    return address.link(there.path, {Ui.PARAM_QUESTION: asked})


def _problem(error: KBError, settings: Settings | None) -> None:
    """The problem in words; an empty knowledge base gets the steps that fill it."""
    if isinstance(error, IndexStateError) and error.code == "no_index" and settings is not None:
        st.html(render.no_index(error, str(settings.data)))
    else:
        st.html(render.problem(error))
