"""What holds on every page: axe finds nothing, all words are Danish, nothing is cut off on a small screen."""

from __future__ import annotations

import itertools
import re
from html import unescape
from urllib.parse import urlencode

import pytest

from kb.knowledge import KnowledgeBase
from kb.strings_da.adding import Adding
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.streamlit_words import STREAMLIT_WORDS
from kb.strings_da.ui import Ui

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Page, expect

from kb.roles import Role
from kb.ui import address
from kb.ui.site import PAGES
from tests.ui.conftest import WIDTH
from tests.ui.test_browser import DARK, DECIDED, HOME_WORK, UNANSWERABLE, link

pytestmark = pytest.mark.browser

SMALL = """() => [...document.querySelectorAll(
        '.stMain :is(button, summary, .kb-actions a, nav a, input:not([type=range]), [role=checkbox])')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24 && !e.closest('.kb-hidden'))
    .map(e => e.outerHTML.slice(0, 200))"""
CUT_OFF = """() => [...document.querySelectorAll('.stMain :is(p, li, td, dd, h1, h2, h3, a, button)')]
    .filter(e => e.checkVisibility() && !e.closest('.kb-scroll, .kb-hidden, [popover], [data-kb-wide]'))
    .filter(e => { const box = e.getBoundingClientRect();
        return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1); })
    .map(e => e.outerHTML.slice(0, 200))"""
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(e => e.checkVisibility()).map(e => Number(e.tagName[1]))"""
SPOKEN = """() => [...document.querySelectorAll('*')].flatMap(e => [
        ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title',
            'placeholder', 'alt'].map(name => e.getAttribute(name)),
        ...(e.closest('[data-testid=stIconMaterial], script, style, noscript') ? [] :
            [...e.childNodes].filter(n => n.nodeType === 3 && !e.closest('.stHtml')).map(n => n.data))
    ]).filter(s => s && s.trim()).map(s => s.trim())"""
ENGLISH = re.compile(
    r"\b(the|and|to|open|close|clear|remove|select|selected|search|press|option|start|end|show|hide|value|"
    r"input|expand|collapse|choose|of|is|you|delete|content|running|loading|download|upload|browse|drag|drop|"
    r"here|limit|per|page|next|previous|more|menu|toggle|button|file|files|error|true|false|none|sidebar|"
    r"view|fullscreen|copy|feedback|thumbs|slider|date|month|year|calendar)\b",
    re.IGNORECASE,
)
ALSO_DANISH = re.compile(r"^(Menu|Start|Filtre|.*\bmenu\b)$")
"""Words that are spelt alike in both languages."""


def addresses(knowledge: KnowledgeBase) -> dict[str, str]:
    """Every page that a reader reaches, and every state of one that looks another way, by a short name."""
    case = max(knowledge.cases(), key=lambda each: (len(each.relations), len(each.steps)))
    row = next(each for each in knowledge.decisions() if each.document.endswith(".pdf"))
    span = {Ui.PARAM_DOCUMENT: row.document, Ui.PARAM_SPAN: f"{row.start}-{row.end}"}
    cited = knowledge.ask(HOME_WORK).citations[0]
    theme = knowledge.themes().themes[0]
    return {
        **{page.path or "front": to(page.path) for page in PAGES if page.name and page.role is Role.READER},
        "refused": to(Adding.PATH),
        "answer": link(HOME_WORK, udvalg="Hovedudvalget"),
        "list": link("Alle beslutninger om seniorpolitik"),
        "follow-up": to("", q="Og i 2025?", efter=DECIDED),
        "no answer": link(UNANSWERABLE),
        "minutes are missing": link("Hvad besluttede Kommunalbestyrelsen i Norddjurs om stormødet?"),
        "one decision": to(Ui.PATH_DECISIONS, **span),
        "years compared": to(Ui.PATH_DECISIONS, sammenlign=["2023", "2024"]),
        "case": to(Ui.PATH_CASES, sag=case.id),
        "versions compared": to(Ui.PATH_CASES, sag=case.id, fra="x"),
        "quote": to(Ui.PATH_DOCUMENT, **span),
        "source of an answer": unescape(address.to_citation(cited, HOME_WORK)),
        "found in a document": to(Ui.PATH_DOCUMENT, id=cited.document, find="medarbejder", fund="1"),
        "large page": to(Ui.PATH_DOCUMENT, **span, visning="stor"),
        "whole text": to(Ui.PATH_DOCUMENT, **span, visning="tekst"),
        "text only": to(Ui.PATH_DOCUMENT, id="fjordby/referat-oekonomiudvalget-2024-03-12.pdf"),
        "no document": to(Ui.PATH_DOCUMENT, id="findes-ikke"),
        "reading path": to(Newcomers.PATH, emne="vaerdier", trin="1"),
        "theme": to(Newcomers.PATH, tema=theme.name),
    }


def to(path: str, **params: str | list[str]) -> str:
    """The address of a page with these parameters."""
    return f"/{path}" + (f"?{urlencode(params, doseq=True)}" if params else "")


def opened(page: Page, address: str) -> None:
    """Opens a page and waits until nothing of it is still being drawn."""
    page.goto(address)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".kb-nav")).to_have_count(1)
    expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("[data-kb-at], .kb-status, .kb-notice").first).to_be_attached()
    expect(page.locator(".stException")).to_have_count(0)


def unfolded(page: Page) -> None:
    """Opens what is folded and a pop-up, so that it is judged too."""
    page.evaluate(
        "document.querySelectorAll('.stMain .stHtml details').forEach((e, at) => e.open ||= at < 6)"
    )
    if page.locator(".kb-cite").count():
        page.locator(".kb-cite").first.click()
        expect(page.locator("[popover]:popover-open")).to_be_visible()


def by_axe(page: Page) -> list[object]:
    """What axe finds on the page as it is shown, with the elements."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python missing")
    found = axe.Axe().run(page).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


def by_reading(page: Page) -> list[object]:
    """What is wrong with the page's language, headings and landmarks."""
    levels = page.evaluate(HEADINGS)
    spoken = [text for text in dict.fromkeys(page.evaluate(SPOKEN)) if not ALSO_DANISH.match(text)]
    english = set(STREAMLIT_WORDS) - set(STREAMLIT_WORDS.values())
    checks: dict[str, object] = {
        "language": page.evaluate("document.documentElement.lang") != "da",
        "title": not page.title().endswith(Ui.TITLE),
        "headings": levels.count(1) != 1
        or any(after - before > 1 for before, after in itertools.pairwise(levels)),
        "main": page.get_by_role("main").count() != 1,
        "navigation": page.get_by_role("navigation", name=Ui.NAVIGATION, exact=True).count() != 1,
        "English": [text for text in spoken if text in english or ENGLISH.search(text)],
    }
    return [(name, levels if name == "headings" else wrong) for name, wrong in checks.items() if wrong]


def by_width(page: Page, width: int) -> list[object]:
    """What does not fit on a screen of this width; 320 px is 1280 px at a zoom of 400 % (WCAG 1.4.10)."""
    page.set_viewport_size({"width": width, "height": 720})
    expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible()
    needed = page.evaluate(WIDTH)
    checks = {"cut off": page.evaluate(CUT_OFF), "small": page.evaluate(SMALL)}
    wide = [(width, needed)] if needed > width else []
    return wide + [(width, name, wrong) for name, wrong in checks.items() if wrong]


def test_nothing_is_wrong_with_any_page_in_light(page: Page, knowledge: KnowledgeBase) -> None:
    wrong: dict[str, list[object]] = {}
    for name, where in addresses(knowledge).items():
        page.set_viewport_size({"width": 1280, "height": 900})
        opened(page, where)
        unfolded(page)
        wrong[name] = [*by_axe(page), *by_reading(page), *by_width(page, 390), *by_width(page, 320)]
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("page", [DARK], indirect=True)
def test_axe_finds_nothing_on_any_page_in_dark(page: Page, knowledge: KnowledgeBase) -> None:
    wrong: dict[str, list[object]] = {}
    for name, where in addresses(knowledge).items():
        opened(page, where)
        unfolded(page)
        wrong[name] = by_axe(page)
    assert {name: found for name, found in wrong.items() if found} == {}
