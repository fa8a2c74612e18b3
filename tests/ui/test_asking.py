"""Asking on, taking answers away, and finding nothing, in a real browser."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import docx as python_docx
import pypdf
import pytest

from kb.knowledge import KnowledgeBase
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Locator, Page, expect

from tests.ui.test_browser import DARK, DECIDED, HOME_WORK, UNANSWERABLE, answer, ask, link, opened

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1440, "height": 900}}
ABOUT_MINUTES = "Hvad besluttede Kommunalbestyrelsen om stormødet?"
IN_FULL = "Hvornår (Norddjurs, stormødet, Økonomiudvalget)?"
CONTINUED = f"/?q={quote('Hvornår?')}&{Asking.PARAM_PREVIOUS}={quote(DECIDED)}"


def box(page: Page) -> Locator:
    """The box for the question."""
    return page.get_by_label(Ui.QUESTION, exact=True)


@pytest.mark.parametrize("page", [WIDE], indirect=True)
def test_the_answer_stays_beside_its_sources_where_there_is_room(page: Page) -> None:
    opened(page, link(DECIDED))
    left, right = page.locator(".kb-answer"), page.locator(".kb-sources")
    expect(right).to_be_visible()
    first, second = left.bounding_box(), right.bounding_box()
    assert first
    assert second
    assert first["x"] + first["width"] <= second["x"]
    assert abs(first["y"] - second["y"]) < 30
    assert 1.2 < first["width"] / second["width"] < 1.8
    page.locator(".kb-card").last.scroll_into_view_if_needed()
    expect(page.locator(".kb-quotes > li").last).to_be_in_viewport()
    page.set_viewport_size({"width": 900, "height": 900})
    first, second = left.bounding_box(), right.bounding_box()
    assert first
    assert second
    assert second["y"] >= first["y"] + first["height"]


def test_a_source_opens_its_document_with_the_quote_marked(page: Page, knowledge: KnowledgeBase) -> None:
    cited = knowledge.ask(DECIDED).citations[0]
    opened(page, link(DECIDED))
    page.locator("#svar-1 .kb-cite").click()
    expect(page.locator("#uddrag-1").get_by_role("link", name=Asking.OPEN_PAGE)).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#kilde-1").get_by_role("link", name=re.compile(f"^{Asking.OPEN_PAGE}")).click()
    quoted = page.locator(f"#{Ui.QUOTE_ANCHOR}")
    expect(quoted).to_be_in_viewport()
    assert quoted.text_content() == cited.quote
    address = urlsplit(page.url)
    asked = {Ui.PARAM_QUESTION: [DECIDED], "kilde": ["1"]}
    place = {Ui.PARAM_DOCUMENT: [cited.document], Ui.PARAM_SPAN: [f"{cited.start}-{cited.end}"]}
    assert parse_qs(address.query) == asked | place
    assert address.fragment == Ui.QUOTE_ANCHOR


def test_a_short_question_goes_on_and_says_what_it_takes_over(page: Page) -> None:
    opened(page)
    ask(page, DECIDED)
    box(page).fill("Hvornår?")
    box(page).press("Enter")
    expect(answer(page, IN_FULL)).to_be_visible()
    context = page.locator(".kb-continued")
    expect(context).to_contain_text(DECIDED)
    expect(context.locator("q")).to_have_text(IN_FULL)
    expect(box(page)).to_have_value("Hvornår?")
    page.reload()
    expect(answer(page, IN_FULL)).to_be_visible()
    context.get_by_role("button", name="Økonomiudvalget", exact=False).last.click()
    expect(answer(page, "Hvornår (Norddjurs, stormødet)?")).to_be_visible()
    page.get_by_role("button", name=f"{Ui.RESTORE_FILTER} Økonomiudvalget").click()
    expect(answer(page, IN_FULL)).to_be_visible()
    page.get_by_role("button", name=re.compile(f"^{Asking.BREAK_OFF}")).click()
    expect(answer(page, "Hvornår?")).to_be_visible()
    expect(page).not_to_have_url(re.compile(f"{Asking.PARAM_PREVIOUS}="))
    page.go_back()
    expect(answer(page, IN_FULL)).to_be_visible()


def test_a_question_of_its_own_forgets_the_one_before(page: Page) -> None:
    opened(page, CONTINUED)
    expect(answer(page, IN_FULL)).to_be_visible()
    ask(page, HOME_WORK)
    expect(page.locator(".kb-continued")).to_have_count(0)
    expect(page).not_to_have_url(re.compile(f"{Asking.PARAM_PREVIOUS}="))


def test_one_can_ask_on_about_the_case_and_leave_it_again(page: Page, knowledge: KnowledgeBase) -> None:
    case = knowledge.case_of(knowledge.ask(DECIDED).citations[0].document)[0]
    opened(page, link(DECIDED))
    page.get_by_role("link", name=Asking.ASK_ABOUT_CASE).click()
    leave = page.get_by_role("button", name=f"{Asking.LEAVE_CASE} {case.title}")
    expect(leave).to_be_visible()
    expect(box(page)).to_be_focused()
    page.keyboard.type(HOME_WORK)
    page.keyboard.press("Enter")
    expect(page.locator(".kb-none")).to_be_visible()
    expect(page.locator(".kb-status")).to_contain_text(f"Filtre: sagen »{case.title}«.")
    for passage in page.locator(".kb-faint .kb-file").all():
        assert passage.inner_text() in {part.document for part in case.parts}
    leave.click()
    expect(answer(page, HOME_WORK)).to_be_visible()
    expect(page.locator(".kb-none")).to_have_count(0)


def test_a_case_that_is_gone_is_said_to_be(page: Page) -> None:
    opened(page, f"{link(DECIDED)}&{Ui.PARAM_CASE}=findes-ikke")
    expect(page.locator(".kb-chips").first).to_contain_text(Asking.UNKNOWN_CASE)
    expect(page.locator(".kb-none")).to_be_visible()


def test_the_answer_is_taken_away_as_word_markdown_and_text(page: Page, base: str) -> None:
    opened(page, link(DECIDED))
    with page.expect_download() as saving:
        page.get_by_role("button", name=Asking.SAVE_DOCX, exact=True).click()
    assert saving.value.suggested_filename == "svar.docx"
    words = "\n".join(
        each.text
        for each in python_docx.Document(io.BytesIO(Path(saving.value.path()).read_bytes())).paragraphs
    )
    assert DECIDED in words
    assert "Tiltrådt" in words
    with page.expect_download() as saving:
        page.get_by_role("button", name=Asking.SAVE_MARKDOWN, exact=True).click()
    text = Path(saving.value.path()).read_text(encoding="utf-8")
    assert '[^1]: Økonomiudvalget 06-12-2022, Beslutning, s. 2: "Tiltrådt. ' in text
    assert f"<{base}/dokument?id=" in text
    page.get_by_role("button", name=Ui.COPY_ANSWER, exact=True).click()
    expect(page.get_by_role("button", name=Ui.COPIED, exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"{Asking.FACT_QUESTION}: {DECIDED}" in copied
    assert "[1] Økonomiudvalget 06-12-2022, Beslutning, s. 2:" in copied
    assert f"{base}/dokument?id=" in copied


def test_who_asks_for_what_is_not_there_learns_what_was_searched_and_what_comes_nearest(
    page: Page, knowledge: KnowledgeBase
) -> None:
    opened(page, link(ABOUT_MINUTES))
    none = page.locator(".kb-none")
    expect(none).to_be_visible()
    expect(page.locator(".kb-status")).to_contain_text(f"Søgte i {knowledge.manifest.documents} dokumenter")
    expect(none.get_by_role("link", name="ser ud til at mangle")).to_be_visible()
    none.get_by_role("link", name="ser ud til at mangle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(Ui.NAV_GAPS)
    expect(page.locator(".stApp")).to_contain_text("Kommunalbestyrelsen")
    page.go_back()
    expect(none).to_be_visible()
    opened(page, link("Hvad koster skolemad i København?"))
    road = none.get_by_role("link", name="skolemad")
    expect(road).to_be_visible()
    count = re.search(r"Se (\d+) beslutning", road.inner_text())
    assert count
    nearest = page.locator(".kb-faint").first
    expect(nearest).to_contain_text(Ui.NOT_AN_ANSWER)
    expect(nearest.get_by_role("link", name=re.compile(f"^{Asking.OPEN_PAGE}"))).to_be_visible()
    road.click()
    expect(page.locator(".kb-status")).to_have_text(re.compile(rf"^{count[1]} af \d+ beslutninger"))


def test_no_road_is_offered_that_leads_nowhere(page: Page) -> None:
    opened(page, link(UNANSWERABLE))
    expect(page.locator(".kb-none")).to_be_visible()
    expect(page.get_by_role("heading", name=Asking.OTHER_ROADS)).to_have_count(0)


def test_a_stroke_leads_to_the_box_but_not_while_typing(page: Page) -> None:
    opened(page, link(DECIDED))
    expect(answer(page, DECIDED)).to_be_visible()
    page.locator("#kb-answer").focus()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("/2")
    expect(box(page)).to_have_value(f"{DECIDED}/2")


def test_the_latest_questions_are_offered_on_the_front_page(page: Page) -> None:
    opened(page)
    ask(page, HOME_WORK)
    page.get_by_role("navigation", name=Ui.NAVIGATION).get_by_role("link", name=Ui.NAV_ASK).click()
    latest = page.get_by_role("region", name=Asking.LATEST)
    latest.get_by_role("link", name=HOME_WORK).click()
    expect(answer(page, HOME_WORK)).to_be_visible()


@pytest.mark.parametrize("page", [WIDE | DARK], indirect=True)
def test_a_printed_answer_has_its_sources_with_whole_addresses(
    page: Page, base: str, knowledge: KnowledgeBase
) -> None:
    opened(page, link(DECIDED))
    expect(page.locator(".kb-sources")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".kb-nav")).to_be_hidden()
    expect(page.locator(".stSidebar")).to_be_hidden()
    expect(page.get_by_role("button", name=Ui.COPY_ANSWER)).to_be_hidden()
    ink = page.evaluate("getComputedStyle(document.querySelector('.kb-quotes .kb-text')).color")
    assert max(map(int, re.findall(r"\d+", ink)[:3])) < 80
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    joined = "".join(text.split())
    assert "".join(DECIDED.split()) in joined
    for cited in knowledge.ask(DECIDED).citations:
        where = f"{base}/dokument?id={quote(cited.document, safe='')}&tegn={cited.start}-{cited.end}#citat"
        assert where in joined
    assert Ui.NAV_GAPS not in text
    assert Ui.FILTERS not in text
