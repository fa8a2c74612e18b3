"""The web app in a real browser: asking, following sources, sharing links, keyboard, phone, dark, axe."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from kb.datatypes import Filter, SectionKind
from kb.knowledge import KnowledgeBase
from kb.strings_da.streamlit_words import STREAMLIT_WORDS
from kb.strings_da.ui import Ui

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

DECIDED = "Hvad besluttede Økonomiudvalget i Norddjurs om stormødet?"
HOME_WORK = "Hvor mange dage om ugen må jeg arbejde hjemmefra?"
UNANSWERABLE = "Hvad er hovedstaden i Frankrig?"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DARK = {"color_scheme": "dark"}


def opened(page: Page, address: str = "/") -> None:
    """Opens the page and waits for the question box, or for the answer where the address asks."""
    page.goto(address)
    expect(page.get_by_label(Ui.QUESTION, exact=True)).to_be_visible()
    expect(page.locator(".stException")).to_have_count(0)


def ask(page: Page, question: str) -> None:
    """Types the question, presses Enter and waits for its own answer."""
    box = page.get_by_label(Ui.QUESTION, exact=True)
    box.fill(question)
    box.press("Enter")
    expect(answer(page, question)).to_be_visible()


def answer(page: Page, question: str) -> Locator:
    """The answer to exactly this question."""
    return page.locator(f'.kb-answer[data-q="{question}"]')


def link(question: str, **filters: str) -> str:
    """A shared link to the question with its filters."""
    return "/?" + "&".join(f"{name}={quote(value)}" for name, value in {"q": question, **filters}.items())


def test_a_question_is_answered_with_quotes_and_sources(page: Page, knowledge: KnowledgeBase) -> None:
    opened(page)
    ask(page, HOME_WORK)
    citations = knowledge.ask(HOME_WORK).citations
    assert citations
    for each in citations:
        quoted = page.locator(f"#svar-{each.n} blockquote")
        assert " ".join(each.quote.split()) in " ".join(quoted.inner_text().split())
        card = page.locator(f"#kilde-{each.n}")
        expect(card).to_contain_text(each.document)
        expect(card).to_contain_text(f"side {each.page}")
        assert card.locator("mark").first.text_content() == each.quote
    expect(page.get_by_role("status").first).to_contain_text("Søgte i")
    expect(page).to_have_title(f"{HOME_WORK} – {Ui.TITLE}")


def test_an_example_can_be_clicked(page: Page) -> None:
    opened(page)
    page.get_by_role("link", name=Ui.EXAMPLES[2], exact=True).click()
    expect(answer(page, Ui.EXAMPLES[2])).to_be_visible()
    expect(page.get_by_label(Ui.QUESTION, exact=True)).to_have_value(Ui.EXAMPLES[2])


def test_back_and_forward_follow_the_questions(page: Page) -> None:
    opened(page)
    ask(page, HOME_WORK)
    ask(page, UNANSWERABLE)
    page.go_back()
    expect(answer(page, HOME_WORK)).to_be_visible()
    expect(page.get_by_label(Ui.QUESTION, exact=True)).to_have_value(HOME_WORK)
    page.go_back()
    expect(page.get_by_text(Ui.EXAMPLES_HEADING, exact=True)).to_be_visible()
    page.go_forward()
    page.go_forward()
    expect(answer(page, UNANSWERABLE)).to_be_visible()


def test_a_shared_link_carries_the_question_and_the_filters(page: Page, knowledge: KnowledgeBase) -> None:
    committee = knowledge.facets().committees[-1]
    opened(page, link(DECIDED, udvalg=committee, afsnit="Beslutning"))
    expect(answer(page, DECIDED)).to_be_visible()
    where = Filter(committees=(committee,), sections=(SectionKind.DECISION,))
    expect(page.locator(".kb-status")).to_contain_text(f"Søgte i {len(knowledge.documents(where))} af")
    expect(page.locator(".kb-status")).to_contain_text(f"Filtre: {committee} · Beslutning.")
    page.get_by_role("button", name=Ui.CLEAR_FILTERS, exact=True).click()
    expect(page.locator(".kb-status")).not_to_contain_text("Filtre:")
    expect(page).not_to_have_url(re.compile("[?&](udvalg|afsnit)="))
    expect(page.get_by_label(Ui.QUESTION, exact=True)).to_have_value(DECIDED)


def test_a_filter_chosen_by_hand_goes_into_the_address(page: Page) -> None:
    opened(page, link(HOME_WORK))
    expect(answer(page, HOME_WORK)).to_be_visible()
    page.get_by_role("combobox", name=Ui.SECTIONS).fill("Beslut")
    page.get_by_role("option", name="Beslutning", exact=True).click()
    expect(page.locator(".kb-status")).to_contain_text("Filtre: Beslutning.")
    expect(page).to_have_url(re.compile("afsnit=Beslutning"))


def test_a_citation_opens_its_source_and_leads_to_the_card_and_back(page: Page) -> None:
    opened(page, link(HOME_WORK))
    page.locator("#svar-1 .kb-cite").click()
    popover = page.get_by_role("dialog", name=Ui.SOURCE_NUMBER.format(n=1), exact=True)
    expect(popover.locator("mark")).to_be_visible()
    popover.get_by_role("link", name=Ui.GO_TO_SOURCE).click()
    expect(popover).to_be_hidden()
    expect(page.locator("#kilde-1")).to_be_in_viewport()
    expect(page).to_have_url(re.compile("#kilde-1$"))
    page.locator("#kilde-1").get_by_role("link", name=Ui.BACK_TO_ANSWER).click()
    expect(page.locator("#svar-1")).to_be_in_viewport()


def test_the_keyboard_is_enough(page: Page) -> None:
    opened(page)
    page.get_by_label(Ui.QUESTION, exact=True).focus()
    page.keyboard.type(HOME_WORK)
    page.keyboard.press("Enter")
    expect(answer(page, HOME_WORK)).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.kb-cite')"):
            break
    page.keyboard.press("Enter")
    popover = page.locator("#uddrag-1")
    expect(popover).to_be_visible()
    page.keyboard.press("Tab")
    expect(popover.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(popover).to_be_hidden()


def test_a_source_is_copied_ready_to_paste(page: Page) -> None:
    opened(page, link(HOME_WORK))
    button = page.locator("#kilde-1").get_by_role("button", name=Ui.COPY_SOURCE)
    button.click()
    expect(page.locator("#kilde-1").get_by_role("button", name=Ui.COPIED)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r'.+, (ca\. )?s\. \d+: ".+" \([^/]+\.\w+\)', copied)


def test_no_answer_is_said_plainly(page: Page) -> None:
    opened(page, link(UNANSWERABLE))
    expect(page.get_by_role("heading", name="Fandt intet svar i materialet")).to_be_visible()
    expect(page.get_by_role("heading", name=Ui.NEAREST)).to_be_visible()
    expect(page.locator(".kb-faint").first).to_contain_text(Ui.NOT_AN_ANSWER)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_phone_keeps_the_filters_behind_a_button(page: Page) -> None:
    opened(page)
    expect(page.get_by_role("button", name="Vis filtre")).to_be_visible()


@pytest.mark.parametrize("page", [DARK], indirect=True)
def test_the_dark_theme_follows_the_system(page: Page) -> None:
    opened(page)
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert max(map(int, re.findall(r"\d+", background)[:3])) < 60


def test_everything_seen_or_read_aloud_is_danish(page: Page) -> None:
    opened(page, link(HOME_WORK, afsnit="Beslutning"))
    expect(page.locator(".kb-status")).to_be_visible()
    page.get_by_role("combobox", name=Ui.SECTIONS).click()
    assert page.evaluate("document.documentElement.lang") == "da"
    spoken = page.evaluate(
        """() => [...document.querySelectorAll('*')].flatMap(e => [
            ...['aria-label', 'title', 'placeholder', 'alt'].map(name => e.getAttribute(name)),
            ...(e.closest('[data-testid=stIconMaterial], script, style, .stHtml') ? [] :
                [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data))
        ]).filter(s => s && s.trim()).map(s => s.trim())"""
    )
    english = set(STREAMLIT_WORDS) - set(STREAMLIT_WORDS.values())
    assert english.isdisjoint(spoken)
    common = re.compile(
        r"\b(the|and|to|open|close|clear|remove|select|search|press|option|selected|start|end|show|hide|value|"
        r"menu item|input|expand|collapse|choose|of|is|you|delete|content|running|loading)\b",
        re.IGNORECASE,
    )
    assert [text for text in dict.fromkeys(spoken) if common.search(text)] == []
