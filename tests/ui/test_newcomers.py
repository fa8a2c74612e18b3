"""A newcomer in a real browser: paths, words explained, the map, and the way around the site."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from urllib.parse import quote

import pytest

from kb.exploring.records import ReadingPath
from kb.knowledge import KnowledgeBase
from kb.strings_da.about import About, Frame
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.streamlit_words import STREAMLIT_WORDS
from kb.strings_da.ui import Ui
from kb.ui import pathways, themes, words

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Browser, Page, expect

from tests.ui.test_browser import DARK, PHONE, answer

pytestmark = pytest.mark.browser

VALUES = "Hvad er de fire værdier i Vores Norddjurs?"
NARROW = {"viewport": {"width": 320, "height": 700}}
NEWCOMERS = f"/{Newcomers.PATH}"
ABOUT = f"/{About.PATH}"


@pytest.fixture(scope="module")
def values(knowledge: KnowledgeBase) -> ReadingPath:
    return next(each for each in knowledge.paths() if each.key == "vaerdier")


def stop(key: str, number: int) -> str:
    """The address of one stop of a path."""
    return f"{NEWCOMERS}?{Newcomers.PARAM_TOPIC}={key}&{Newcomers.PARAM_STEP}={number}"


def theme(name: str) -> str:
    """The address of one theme."""
    return f"{NEWCOMERS}?{Newcomers.PARAM_THEME}={quote(name)}"


def addresses() -> list[str]:
    """Every kind of page that a newcomer meets."""
    return [NEWCOMERS, stop("vaerdier", 2), stop("beslutninger", 2), theme("seniorpolitik"), ABOUT]


def opened(page: Page, address: str) -> None:
    """Opens a page and waits until all of it is drawn, its foot too."""
    page.goto(address)
    expect(page.locator("[data-kb-at]")).to_have_count(1)
    expect(page.locator(".kb-foot")).to_be_visible()
    expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator(".stException, .kb-waiting")).to_have_count(0)


def told(path: ReadingPath, number: int) -> str:
    """Where on a path a stop is, in words."""
    return Newcomers.STEP_OF.format(step=number, count=len(path.steps))


def overview(page: Page) -> None:
    """Opens the overview and waits for all of it."""
    opened(page, NEWCOMERS)
    expect(page.locator(".kb-paths > li").first).to_be_visible()
    expect(page.locator(".kb-map > li").first).to_be_visible()


def test_a_new_employee_goes_from_the_values_to_the_quote_and_along_the_path(
    page: Page, knowledge: KnowledgeBase, values: ReadingPath
) -> None:
    page.goto("/")
    box = page.get_by_label(Ui.QUESTION, exact=True)
    box.fill(VALUES)
    box.press("Enter")
    expect(answer(page, VALUES)).to_contain_text("Ordentlighed")
    page.get_by_role("list", name=Newcomers.ONWARD).get_by_role("link", name="Værdier og kultur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Værdier og kultur")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    first = values.steps[0].citation
    expect(page.locator(".kb-said .kb-text")).to_contain_text(first.quote.splitlines()[0])
    page.get_by_role("link", name=Newcomers.NEXT, exact=True).click()
    expect(page.locator("#kb-stop")).to_be_focused()
    expect(page.locator("#kb-stop")).to_contain_text(told(values, 2))
    page.get_by_role("link", name=Newcomers.SEE_QUOTE, exact=True).click()
    mark = page.locator(f"#{Ui.QUOTE_ANCHOR}")
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    assert mark.text_content() == values.steps[1].citation.quote
    assert "Tillid" in (mark.text_content() or "")
    page.go_back()
    expect(page.locator("#kb-stop")).to_contain_text("De fire værdier")
    expect(page.locator(".kb-way-nav [aria-current=step]")).to_contain_text("De fire værdier")
    expect(page.locator(".kb-read")).to_have_count(1)


def test_a_path_is_followed_to_its_end_with_the_keyboard_alone(page: Page, values: ReadingPath) -> None:
    overview(page)
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="Værdier og kultur", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Værdier og kultur")
    for number in range(2, len(values.steps) + 1):
        page.get_by_role("link", name=Newcomers.NEXT, exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.locator("#kb-stop")).to_contain_text(told(values, number))
        expect(page.locator("#kb-stop")).to_be_focused()
    page.get_by_role("link", name=Newcomers.FINISH, exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#kb-stop")).to_have_text(Newcomers.FINISHED)
    expect(page.locator(".kb-read")).to_have_count(len(values.steps))
    assert page.evaluate("window.kept")


def test_a_shared_link_to_a_stop_and_back_and_forward(page: Page, values: ReadingPath) -> None:
    opened(page, stop("vaerdier", 3))
    expect(page.locator("#kb-stop")).to_contain_text(told(values, 3))
    expect(page).to_have_title(f"Værdier og kultur – {Ui.TITLE}")
    page.get_by_role("link", name=Newcomers.PREVIOUS, exact=True).click()
    expect(page.locator("#kb-stop")).to_contain_text("Stop 2 af")
    page.go_back()
    expect(page.locator("#kb-stop")).to_contain_text("Stop 3 af")
    page.go_forward()
    expect(page.locator("#kb-stop")).to_contain_text("Stop 2 af")


def test_a_word_is_explained_on_hover_and_the_meaning_can_be_hovered(page: Page) -> None:
    opened(page, stop("beslutninger", 2))
    word = page.get_by_role("button", name=f"MED, {Newcomers.EXPLAINS}")
    meaning = page.get_by_role("dialog", name=Newcomers.EXPLANATION.format(term="MED"))
    expect(meaning).to_be_hidden()
    word.hover()
    expect(meaning).to_be_visible()
    expect(meaning).to_contain_text("medindflydelse og medbestemmelse")
    meaning.locator(".kb-sense").hover()
    expect(meaning).to_be_visible()
    page.mouse.move(5, 5)
    expect(meaning).to_be_hidden()
    word.hover()
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()


def test_a_word_that_is_clicked_stays_explained(page: Page) -> None:
    opened(page, stop("beslutninger", 2))
    word = page.get_by_role("button", name=f"MED, {Newcomers.EXPLAINS}")
    meaning = page.get_by_role("dialog", name=Newcomers.EXPLANATION.format(term="MED"))
    word.hover()
    expect(meaning).to_be_visible()
    word.click()
    page.mouse.move(5, 5)
    page.locator("h1").hover()
    expect(meaning).to_be_visible()
    meaning.get_by_role("link", name=re.compile(f"^{Newcomers.SEE_MEANING}")).click()
    expect(page.locator(f"#{Ui.QUOTE_ANCHOR}")).to_be_focused()
    expect(page.locator(f"#{Ui.QUOTE_ANCHOR}")).to_contain_text("MED")


def test_a_word_is_explained_with_the_keyboard(page: Page) -> None:
    opened(page, stop("beslutninger", 2))
    word = page.get_by_role("button", name=f"MED, {Newcomers.EXPLAINS}")
    meaning = page.get_by_role("dialog", name=Newcomers.EXPLANATION.format(term="MED"))
    word.focus()
    expect(meaning).to_be_hidden()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Tab")
    expect(meaning.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()


def test_a_circle_of_the_map_leads_to_its_theme(page: Page, knowledge: KnowledgeBase) -> None:
    found = knowledge.themes().themes
    wanted = next(each for each in found if each.name == "seniorpolitik")
    overview(page)
    circles = page.locator(".kb-map a")
    expect(circles).to_have_count(len(found))
    boxes = [each.bounding_box() for each in circles.all()]
    assert all(box and box["width"] >= 24 and box["height"] >= 24 for box in boxes)
    circle = page.get_by_role("list", name=Newcomers.MAP).get_by_role(
        "link", name=re.compile("^Seniorpolitik")
    )
    circle.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(themes.theme_name(wanted))
    expect(page.locator(".kb-card")).to_have_count(len(wanted.matters))
    page.get_by_role("link", name=Newcomers.ASK_ABOUT.format(theme="seniorpolitik"), exact=True).click()
    question = Newcomers.QUESTION_ABOUT.format(theme="seniorpolitik")
    expect(answer(page, question)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(themes.theme_name(wanted))


def test_no_circle_lies_over_another(page: Page) -> None:
    box = "e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom] }"
    for width in (1280, 900, 700, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        overview(page)
        sheet = page.locator(".kb-map-frame").evaluate(box)
        circles = [each.evaluate(box) for each in page.locator(".kb-map a").all()]
        for left, top, right, bottom in circles:
            assert sheet[0] <= left < right <= sheet[2], width
            assert sheet[1] <= top < bottom <= sheet[3], width
        for one, two in combinations(circles, 2):
            apart = one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]
            assert apart, (width, one, two)


def test_the_map_is_walked_with_the_keyboard_in_reading_order(page: Page, knowledge: KnowledgeBase) -> None:
    overview(page)
    page.locator(".kb-map a").first.focus()
    tops = []
    for _ in knowledge.themes().themes:
        tops.append(page.evaluate("document.activeElement.closest('.kb-map a')?.getBoundingClientRect().top"))
        page.keyboard.press("Tab")
    assert None not in tops
    height = page.locator(".kb-map").bounding_box()
    assert height
    assert all(later > earlier - height["height"] / 4 for earlier, later in pairwise(tops))
    expect(page.get_by_text(Newcomers.AS_LIST, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("details[open] .kb-brief > li")).to_have_count(len(knowledge.themes().themes))


def test_values_and_strategies_open_in_place(page: Page, knowledge: KnowledgeBase) -> None:
    overview(page)
    page.get_by_text("Klimaplan 2030", exact=True).first.click()
    block = page.locator(".kb-principle[open]")
    expect(block.get_by_role("heading", name=Newcomers.SAYS)).to_be_visible()
    expect(block.locator(".kb-brief")).to_contain_text("Byrådet")
    expect(block.locator(".kb-brief")).to_contain_text("Anbefalet")
    title = page.get_by_text("Fjordby-kodekset: sådan arbejder vi", exact=True)
    code = page.locator(".kb-principle", has=title)
    code.locator("summary").click()
    expect(code).to_contain_text(Newcomers.NOT_IN_REGISTER)
    expect(code).to_contain_text("»Godkendt af Byrådet den 25. april 2022«")


def test_the_pages_stand_in_one_row_on_a_desk(page: Page) -> None:
    for address in ("/", f"/{Ui.PATH_DECISIONS}", NEWCOMERS, ABOUT):
        page.goto(address)
        ways = page.get_by_role("navigation", name=Ui.NAVIGATION, exact=True).get_by_role("link")
        expect(ways.first).to_be_visible()
        assert len({round(each.bounding_box()["y"]) for each in ways.all()}) == 1  # type: ignore[index]
        expect(page.get_by_role("button", name=Frame.MENU, exact=True)).to_be_hidden()


@pytest.mark.parametrize("page", [PHONE, NARROW], indirect=True, ids=["390", "320"])
def test_on_a_phone_the_pages_are_behind_a_button(page: Page) -> None:
    opened(page, NEWCOMERS)
    button = page.get_by_role("navigation", name=Ui.NAVIGATION).get_by_role("button", name=Frame.MENU)
    link = page.get_by_role("link", name=About.NAME, exact=True)
    expect(link).to_be_hidden()
    head = page.locator(".kb-masthead").bounding_box()
    assert head
    assert head["height"] < 60
    button.focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(About.TITLE)
    expect(link).to_be_hidden()


@pytest.mark.parametrize("page", [PHONE, {**PHONE, **DARK}], indirect=True, ids=["light", "dark"])
def test_axe_finds_nothing_in_the_open_menu(page: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python missing")
    opened(page, NEWCOMERS)
    page.get_by_role("button", name=Frame.MENU, exact=True).click()
    found = axe.Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_the_foot_leads_to_the_accessibility_statement(page: Page) -> None:
    opened(page, f"/{Ui.PATH_TERMS}")
    foot = page.get_by_role("navigation", name=Frame.FOOTER)
    foot.get_by_role("link", name=Frame.ACCESSIBILITY, exact=True).click()
    expect(page.get_by_role("heading", name=About.ACCESSIBILITY, exact=True)).to_be_focused()
    expect(page.get_by_role("heading", name=About.ACCESSIBILITY, exact=True)).to_be_in_viewport()
    expect(page).to_have_url(re.compile(f"/{About.PATH}#{About.ACCESSIBILITY_ANCHOR}$"))


def test_parts_of_a_page_are_reached_from_its_top(page: Page) -> None:
    opened(page, ABOUT)
    page.get_by_role("navigation", name=About.CONTENTS).get_by_role("link", name=About.PRIVACY).click()
    expect(page.get_by_role("heading", name=About.PRIVACY, exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_that_is_not_there_leads_on(browser: Browser, base: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python missing")
    page = browser.new_page(base_url=base, locale="da-DK", color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/findes-ikke")
    expect(page.get_by_role("heading", level=1)).to_have_text(Frame.MISSING)
    assert axe.Axe().run(page).response["violations"] == []
    page.get_by_role("link", name=Newcomers.NAME, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(Newcomers.NAME)
    page.close()


def test_everything_seen_or_read_aloud_is_danish(page: Page) -> None:
    english = set(STREAMLIT_WORDS) - set(STREAMLIT_WORDS.values())
    for address in addresses():
        opened(page, address)
        spoken = page.evaluate(
            """() => [...document.querySelectorAll('body *')].flatMap(e => [
                ...['aria-label', 'title', 'placeholder', 'alt'].map(name => e.getAttribute(name)),
                ...(e.closest('[data-testid=stIconMaterial], script, style') ? [] :
                    [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data))
            ]).filter(s => s && s.trim()).map(s => s.trim())"""
        )
        assert english.isdisjoint(spoken), address


def test_a_path_says_how_long_it_takes(page: Page, values: ReadingPath) -> None:
    overview(page)
    card = page.locator(".kb-paths > li").first
    expect(card).to_contain_text(words.documents(values.documents))
    expect(card).to_contain_text(pathways.minutes(values.words))
