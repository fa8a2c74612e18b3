"""The pages beside the one for questions in a real browser: ways, filters, files, keyboard, axe."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest

from kb.datatypes import Filter
from kb.knowledge import KnowledgeBase
from kb.strings_da import COLUMN
from kb.strings_da.asking import Asking
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import words

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Page, expect

from tests.ui.test_browser import DECIDED, answer, link

pytestmark = pytest.mark.browser

PAGES = {
    f"/{Doc.PATH}": Doc.NAV,
    f"/{Ui.PATH_DECISIONS}": Ui.NAV_DECISIONS,
    f"/{Ui.PATH_CASES}": Ui.NAV_CASES,
    f"/{Ui.PATH_TERMS}": Ui.NAV_TERMS,
    f"/{Ui.PATH_GAPS}": Ui.NAV_GAPS,
}


def opened(page: Page, address: str) -> None:
    """Opens a page and waits until it is drawn."""
    page.goto(address)
    drawn(page)


def drawn(page: Page) -> None:
    """Waits until a page is there and nothing of it is still being drawn."""
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("[data-kb-at]")).to_have_count(1)
    expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator(".stException, [role=dialog]")).to_have_count(0)


def test_the_pages_lead_to_each_other_without_loading_anew(page: Page) -> None:
    opened(page, f"/{Ui.PATH_GAPS}")
    page.evaluate("window.kept = true")
    ways = page.get_by_role("navigation", name=Ui.NAVIGATION)
    for address, name in PAGES.items():
        ways.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(page).to_have_url(re.compile(f"{address}$"))
        expect(page).to_have_title(f"{name} – {Ui.TITLE}")
        expect(ways.locator("[aria-current=page]")).to_have_text(name)
        drawn(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(Ui.NAV_TERMS)
    assert page.evaluate("window.kept")


def test_a_filter_narrows_the_register_stays_in_the_address_and_can_be_undone(
    page: Page, knowledge: KnowledgeBase
) -> None:
    total = words.decisions(len(knowledge.decisions()))
    opened(page, f"/{Ui.PATH_DECISIONS}")
    expect(page.locator(".kb-status")).to_have_text(total)
    title = knowledge.decisions()[0].title
    typed = max(title.split(), key=len)
    box = page.get_by_label(Ui.DECISIONS_SEARCH)
    box.fill(typed)
    box.press("Enter")
    expect(page.locator(".kb-status")).to_contain_text(f"af {total}")
    expect(page).to_have_url(re.compile(f"{Ui.PARAM_TEXT}="))
    narrowed = page.locator(".kb-status").inner_text()
    page.reload()
    expect(page.locator(".kb-status")).to_have_text(narrowed)
    expect(box).to_have_value(typed)
    page.go_back()
    expect(page.locator(".kb-status")).to_have_text(total)
    expect(box).to_have_value("")


def test_the_next_page_of_the_register_begins_where_reading_does(
    page: Page, knowledge: KnowledgeBase
) -> None:
    opened(page, f"/{Ui.PATH_DECISIONS}")
    page.get_by_role("link", name=Ui.NEXT, exact=True).click()
    expect(page.locator(".kb-results")).to_contain_text(f"26–{min(50, len(knowledge.decisions()))} af")
    expect(page.locator(".kb-results")).to_be_focused()
    expect(page.locator(".kb-results")).to_be_in_viewport()


def test_a_filter_found_in_the_question_can_be_removed_and_used_again(
    page: Page, knowledge: KnowledgeBase
) -> None:
    found = knowledge.ask(DECIDED).recognised
    assert found
    page.goto(link(DECIDED))
    expect(answer(page, DECIDED)).to_be_visible()
    name = words.recognised(found[0])
    page.get_by_role("button", name=f"{Ui.REMOVE_FILTER} {name}").click()
    back = page.get_by_role("button", name=f"{Ui.RESTORE_FILTER} {name}")
    expect(back).to_be_visible()
    expect(page.get_by_role("button", name=f"{Ui.REMOVE_FILTER} {name}")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"{Ui.PARAM_WITHOUT}="))
    page.reload()
    expect(back).to_be_visible()
    back.click()
    expect(page.get_by_role("button", name=f"{Ui.REMOVE_FILTER} {name}")).to_be_visible()
    expect(page).not_to_have_url(re.compile(f"{Ui.PARAM_WITHOUT}="))
    expect(page.get_by_label(Ui.QUESTION, exact=True)).to_have_value(DECIDED)


def test_a_case_leads_to_the_quote_in_its_document(page: Page, knowledge: KnowledgeBase) -> None:
    case = next(each for each in knowledge.cases() if any(step.evidence for step in each.steps))
    cited = next(step.evidence[0] for step in case.steps if step.evidence)
    opened(page, f"/{Ui.PATH_CASES}?{Ui.PARAM_CASE}={quote(case.id)}")
    page.locator(".kb-quote-link").first.click()
    quoted = page.locator(f"#{Ui.QUOTE_ANCHOR}")
    expect(quoted).to_be_in_viewport()
    expect(quoted).to_be_focused()
    assert quoted.text_content() == cited.quote
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(case.title)


def test_a_shared_link_to_a_quote_scrolls_to_it(page: Page, knowledge: KnowledgeBase) -> None:
    row = max(knowledge.decisions(), key=lambda each: each.start)
    place = f"{Ui.PARAM_DOCUMENT}={quote(row.document)}&{Ui.PARAM_SPAN}={row.start}-{row.end}"
    opened(page, f"/{Ui.PATH_DOCUMENT}?{place}#{Ui.QUOTE_ANCHOR}")
    expect(page.locator(f"#{Ui.QUOTE_ANCHOR}")).to_be_in_viewport()


def test_the_register_is_saved_for_excel_and_for_programs(page: Page, knowledge: KnowledgeBase) -> None:
    committee = knowledge.decisions()[0].committee
    assert committee
    count = len(knowledge.decisions(Filter(committees=(committee,))))
    opened(page, f"/{Ui.PATH_DECISIONS}?{Ui.PARAM_COMMITTEES}={quote(committee)}")
    saved = downloaded(page, Ui.DOWNLOAD_CSV, ".csv")
    assert saved.startswith(f"{COLUMN['date']};{COLUMN['committee']}".encode())
    assert saved.count(committee.encode()) >= count
    (sheet,) = openpyxl.load_workbook(io.BytesIO(downloaded(page, Asking.SAVE_EXCEL, ".xlsx"))).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == (COLUMN["date"], COLUMN["committee"])
    assert len(rows) == count + 1
    assert {row[1] for row in rows[1:]} == {committee}


def downloaded(page: Page, label: str, ending: str) -> bytes:
    """The bytes of the file that a button saves."""
    with page.expect_download() as saving:
        page.get_by_role("button", name=label, exact=True).click()
    assert saving.value.suggested_filename.endswith(ending)
    return Path(saving.value.path()).read_bytes()


def test_the_keyboard_is_enough_to_reach_a_decision(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_label(Ui.QUESTION, exact=True)).to_be_visible()
    page.get_by_role("link", name=Ui.NAV_DECISIONS, exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label(Ui.DECISIONS_SEARCH)).to_be_focused()
    summary = page.locator(".kb-rows summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kb-rows mark").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile(f"^{Ui.OPEN_IN_DOCUMENT}")).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{Ui.QUOTE_ANCHOR}")).to_be_focused()
