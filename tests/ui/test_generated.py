"""AI answers in the browser: asked for, labelled, checked, beside quotes that are there at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.danish.sentences import sentence_spans
from kb.settings import Settings
from kb.strings_da.generating import Generating
from tests.generation import server as servers
from tests.generation.server import Scripted, Sources
from tests.ui.conftest import WIDTH, served, tab
from tests.ui.test_browser import DARK, DECIDED, HOME_WORK, PHONE, UNANSWERABLE, answer, ask, link, opened

pytest.importorskip("openai", reason="openai is an extra, and not installed")
pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

LIE = "Byrådet besluttede, at alle skal arbejde hjemme."


@pytest.fixture(scope="module")
def model() -> Iterator[Scripted]:
    """A server that copies the first sentence of two sources, and adds a lie."""

    def reply(_question: str, sources: Sources) -> str:
        rows = []
        for number, source in list(sources.items())[:2]:
            text = source["tekst"]
            sentence = text[slice(*sentence_spans(text)[0])]
            opening = source.get("begynd", "")
            rows.append((f"{opening} {sentence}" if opening else sentence, number, sentence))
        return servers.answer(*rows, (LIE, 1, LIE))

    with servers.serving() as script:
        script.reply = reply
        yield script


@pytest.fixture(scope="module")
def ai_base(sample: Settings, model: Scripted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a web app that may ask the server."""
    folder: Path = tmp_path_factory.mktemp("ai")
    generator = {"generator_url": model.url, "generator_model": "m", "generator_seconds": 15.0}
    with served(sample.model_copy(update=generator), folder) as address:
        yield address


@pytest.fixture
def ai_page(browser: Browser, ai_base: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh Danish tab of that web app."""
    with tab(browser, ai_base, **getattr(request, "param", {})) as opened_tab:
        yield opened_tab


def axe_finds_nothing(page: Page) -> None:
    """Nothing; fails with what is not accessible."""
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()


def test_an_ai_answer_is_asked_for_and_taken_away_again(ai_page: Page, model: Scripted) -> None:
    opened(ai_page)
    ask(ai_page, HOME_WORK)
    before = len(model.requests)
    quotes = ai_page.locator(".kb-quotes blockquote").all_inner_texts()
    expect(ai_page.locator(".kb-ai")).to_have_count(0)
    ai_page.get_by_role("link", name=Generating.ASK_FOR).click()
    block = ai_page.get_by_role("region", name=Generating.HEADING)
    expect(block).to_contain_text(Generating.LABEL)
    expect(block).to_contain_text(Generating.removed(1))
    expect(block).not_to_contain_text(LIE)
    assert "ai=ja" in ai_page.url
    assert len(model.requests) == before + 1
    shown = ai_page.locator(".kb-quotes blockquote").all_inner_texts()
    assert shown[: len(quotes)] == quotes
    sentence = block.locator(".kb-ai-text p").first
    number = sentence.locator(".kb-cite").inner_text().split(",")[0]
    told = sentence.inner_text().split(number)[0].strip().rstrip(".")
    assert told in " ".join(ai_page.locator(f"#svar-{number} blockquote").inner_text().split())
    sentence.locator(".kb-cite").click()
    expect(ai_page.locator(f"#{'uddrag'}-{number}, [popover]:popover-open").first).to_be_visible()
    ai_page.keyboard.press("Escape")
    block.get_by_role("link", name=Generating.ONLY_QUOTES).click()
    expect(ai_page.locator(".kb-ai")).to_have_count(0)
    assert "ai=nej" in ai_page.url
    ai_page.go_back()
    expect(block).to_contain_text(Generating.LABEL)


def test_a_sentence_from_a_recommendation_says_that_it_is_no_decision(ai_page: Page) -> None:
    opened(ai_page, link("Hvad indstiller kommunaldirektøren om TRIO-stormødet?", ai="ja"))
    sentences = ai_page.locator(".kb-ai-text p")
    told = sentences.filter(has_text="indstiller, at orienteringen godkendes")
    expect(told.locator(".kb-warn")).to_have_text("Indstilling – ikke en beslutning")


def test_a_shared_link_has_the_ai_answer(ai_page: Page) -> None:
    opened(ai_page, link(HOME_WORK, ai="ja"))
    expect(ai_page.get_by_role("region", name=Generating.HEADING)).to_contain_text(Generating.LABEL)


def test_the_quotes_do_not_wait_for_it(ai_page: Page, model: Scripted) -> None:
    free = threading.Event()
    plain = model.reply

    def slow(question: str, sources: Sources) -> str:
        free.wait(10)
        return plain(question, sources)

    model.reply = slow
    try:
        opened(ai_page, link(DECIDED, ai="ja"))
        expect(answer(ai_page, DECIDED)).to_be_visible()
        expect(ai_page.locator(".kb-ai-waiting")).to_contain_text("AI skriver")
        ask(ai_page, UNANSWERABLE)  # another question need not wait either
        expect(ai_page.locator(".kb-ai-waiting")).to_have_count(0)
    finally:
        free.set()
        model.reply = plain


def test_why_there_is_none_is_said(ai_page: Page, model: Scripted) -> None:
    model.act = servers.status(500)
    try:
        opened(ai_page, link(HOME_WORK, ai="ja"))
        expect(ai_page.locator(".kb-ai-none")).to_contain_text("AI-serveren ikke svarer")
        expect(ai_page.locator(".kb-quotes > li").first).to_be_visible()
    finally:
        model.act = None


@pytest.mark.parametrize("ai_page", [{}, DARK, PHONE], indirect=True, ids=["light", "dark", "phone"])
def test_everybody_can_use_it(ai_page: Page) -> None:
    opened(ai_page, link(HOME_WORK, ai="ja"))
    expect(ai_page.get_by_role("region", name=Generating.HEADING)).to_contain_text(Generating.LABEL)
    axe_finds_nothing(ai_page)
    assert ai_page.evaluate(WIDTH) <= ai_page.viewport_size["width"]  # type: ignore[index]


def test_without_a_generator_the_page_says_nothing_of_it(page: Page) -> None:
    opened(page, link(HOME_WORK, ai="ja"))
    expect(answer(page, HOME_WORK)).to_be_visible()
    expect(page.locator(".kb-ai, .kb-ai-offer, .kb-ai-none")).to_have_count(0)
