"""What the pages that one writes on are judged by: axe, sizes on a phone, and that all words are Danish."""

from __future__ import annotations

import re

import pytest

from kb.strings_da.streamlit_words import STREAMLIT_STARTS, STREAMLIT_WORDS

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Page, expect

from tests.ui.conftest import WIDTH

SMALL = """() => [...document.querySelectorAll('.stMain :is(button, summary, textarea, [type=text])')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"""
SPOKEN = """() => [...document.querySelectorAll('*')].flatMap(e => [
    ...['aria-label', 'title', 'placeholder', 'alt'].map(name => e.getAttribute(name)),
    ...(e.closest('[data-testid=stIconMaterial], script, style, .stHtml') ? [] :
        [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data))
]).filter(s => s && s.trim()).map(s => s.trim())"""
ENGLISH = (set(STREAMLIT_WORDS) - set(STREAMLIT_WORDS.values())) | {
    start.strip() for start in STREAMLIT_STARTS
}
COMMON = re.compile(
    r"\b(the|and|to|open|close|clear|remove|select|search|press|option|selected|start|end|show|hide|value|"
    r"menu item|input|expand|collapse|choose|of|is|you|delete|content|running|loading|add|available|"
    r"dismiss|options|results)\b",
    re.IGNORECASE,
)


def axe_finds_nothing(page: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python missing")
    found = axe.Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def fits_a_phone(page: Page, name: str) -> None:
    """Fails where the page is wider than a phone, or holds what is too small for a finger."""
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(WIDTH) <= width, name
    assert page.evaluate(SMALL) == [], name


def is_danish(page: Page, name: str) -> None:
    """Fails where anything that is seen or read aloud is English, also in a list that is open."""
    boxes = page.get_by_role("combobox", name="Udvalg")
    if boxes.count():
        expect(page.locator("[data-test-script-state=notRunning]")).to_have_count(1)
        boxes.first.fill("Noget nyt")
        expect(page.get_by_role("option").first).to_be_visible()
    spoken = page.evaluate(SPOKEN)
    assert ENGLISH.isdisjoint(spoken), name
    assert [text for text in dict.fromkeys(spoken) if COMMON.search(text)] == [], name
    page.keyboard.press("Escape")
