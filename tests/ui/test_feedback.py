"""Feedback in a real browser: given, taken back, told more about, read, and closed to who may not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.datatypes import Complaint
from kb.evaluation.questions import read_questions
from kb.state.database import StateDatabase
from kb.state.feedback import FeedbackBox
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Locator, Page, expect

from tests.ui.judging import axe_finds_nothing, fits_a_phone, is_danish
from tests.ui.test_browser import DARK, PHONE, UNANSWERABLE, answer, link

pytestmark = pytest.mark.browser

DECIDED = "Hvad besluttede Økonomiudvalget om stormødet?"
STORM = "norddjurs/oek-2022-12-06-trio-stormoede.pdf"


def said(page: Page) -> Locator:
    return page.locator("[data-kb-say]")


def choose(page: Page, choice: str) -> Locator:
    """Says yes or no to the answer that is shown, and waits until that is kept."""
    page.get_by_role("radio", name=choice, exact=True).click()
    expect(said(page)).to_be_visible()
    return page.locator(".st-key-kb-feedback")


def test_a_yes_is_kept_and_can_be_taken_back(editing_page: Page, entered: StateDatabase) -> None:
    page = editing_page
    page.goto(link(DECIDED, udvalg="Økonomiudvalget"))
    expect(answer(page, DECIDED)).to_be_visible()
    page.evaluate("document.querySelector('.kb-answer').dataset.untouched = 'yes'")
    choose(page, Editing.YES)
    (found,) = FeedbackBox(entered).all()
    assert (found.verdict.useful, found.user, found.asked.question) == (True, None, DECIDED)
    assert found.asked.filters == {"udvalg": ("Økonomiudvalget",)}
    assert STORM in {each.document for each in found.asked.cited}
    assert (dt.datetime.now(dt.UTC) - found.made).total_seconds() < 120
    page.get_by_role("radio", name=Editing.YES, exact=True).click()
    expect(said(page)).to_contain_text(Editing.WITHDRAWN)
    assert FeedbackBox(entered).all() == ()
    expect(page.locator(".kb-answer[data-untouched=yes]")).to_be_visible()


def test_a_no_is_kept_at_once_and_told_more_about(editing_page: Page, entered: StateDatabase) -> None:
    page = editing_page
    page.goto(link(DECIDED))
    below = choose(page, Editing.NO)
    assert [each.verdict.useful for each in FeedbackBox(entered).all()] == [False]
    below.get_by_text(Editing.COMPLAINT_LABELS[Complaint.OUTDATED], exact=True).click()
    below.get_by_label(Editing.COMMENT).fill("Der er kommet\nen ny: æøå")
    below.get_by_role("button", name=Editing.SEND).click()
    expect(said(page)).to_contain_text(Editing.THANKS_MORE)
    (found,) = FeedbackBox(entered).all()
    assert found.verdict.reason is Complaint.OUTDATED
    assert found.verdict.comment == "Der er kommet\nen ny: æøå"
    choose(page, Editing.YES)
    expect(below.get_by_role("button", name=Editing.SEND)).to_have_count(0)
    (found,) = FeedbackBox(entered).all()
    assert (found.verdict.useful, found.verdict.reason, found.verdict.comment) == (True, None, "")


def test_an_abstention_is_judged_by_whether_it_was_right(editing_page: Page, entered: StateDatabase) -> None:
    page = editing_page
    page.goto(link(UNANSWERABLE))
    expect(page.get_by_text(Editing.IS_IT_NOT_THERE)).to_be_visible()
    choose(page, Editing.YES)
    (found,) = FeedbackBox(entered).all()
    assert (found.asked.abstained, found.verdict.useful, found.asked.cited) == (True, True, ())


def test_an_administrator_reads_handles_exports_and_deletes(
    editing_page: Page, entered: StateDatabase, tmp_path: Path
) -> None:
    page = editing_page
    for question, choice in (
        (DECIDED, Editing.YES),
        (UNANSWERABLE, Editing.YES),
        ("Hvad er MUS?", Editing.NO),
    ):
        page.goto(link(question))
        choose(page, choice)
    page.get_by_role("link", name=Editing.NAV_FEEDBACK, exact=True).click()
    expect(page.locator(".kb-status")).to_have_text("3 tilbagemeldinger")
    with page.expect_download() as export:
        page.get_by_role("button", name=Editing.EXPORT).click()
    export.value.save_as(tmp_path / "q.jsonl")
    known = [(each.question, each.unanswerable) for each in read_questions(tmp_path / "q.jsonl")]
    assert known == [(DECIDED, False), (UNANSWERABLE, True)]
    with page.expect_download() as table:
        page.get_by_role("button", name=Ui.DOWNLOAD_CSV).click()
    assert "Hvad er MUS?" in Path(table.value.path()).read_text("utf-8")
    page.get_by_role("link", name=re.compile(f"^{Editing.USELESS} ")).click()
    expect(page.locator(".kb-status")).to_have_text("1 af 3 tilbagemeldinger")
    expect(page.locator(".kb-opinion")).to_have_count(1)
    number = FeedbackBox(entered).all()[0].number
    handle = Editing.OF_NUMBER.format(action=Editing.MARK_HANDLED, number=number)
    page.get_by_role("button", name=handle, exact=True).click()
    expect(page.locator(".kb-opinion")).to_contain_text(Editing.HANDLED)
    assert FeedbackBox(entered).all()[0].handled is not None
    page.get_by_role("link", name=re.compile(f"^{Editing.HANDLED} ")).click()
    expect(page).to_have_url(re.compile("dom=nej.*stand=behandlet"))
    delete = Editing.OF_NUMBER.format(action=Editing.DELETE, number=number)
    page.get_by_role("button", name=delete, exact=True).click()
    sure = Editing.OF_NUMBER.format(action=Editing.DELETE_SURE, number=number)
    page.get_by_role("button", name=sure, exact=True).click()
    expect(page.get_by_text(Editing.NO_FEEDBACK, exact=True)).to_be_visible()
    assert [each.asked.question for each in FeedbackBox(entered).all()] == [UNANSWERABLE, DECIDED]
    page.go_back()
    expect(page.get_by_text(Editing.NO_FEEDBACK, exact=True)).to_be_visible()
    page.go_back()
    page.locator(".kb-opinion a", has_text=DECIDED).click()
    expect(answer(page, DECIDED)).to_be_visible()


# every page and form


def open_everything(page: Page) -> Iterator[str]:
    """Each page of this part with its forms open, one after the other; its name."""
    page.goto(link(UNANSWERABLE))
    choose(page, Editing.NO)
    expect(page.get_by_label(Editing.WHERE_IS_IT)).to_be_visible()
    yield "an abstention"
    page.goto(link(DECIDED))
    choose(page, Editing.NO)
    expect(page.get_by_label(Editing.COMMENT)).to_be_visible()
    page.get_by_text(Editing.COMPLAINT_LABELS[Complaint.WRONG], exact=True).click()
    page.get_by_role("button", name=Editing.SEND).click()
    expect(said(page)).to_contain_text(Editing.THANKS_MORE)
    yield "an answer"
    page.goto(f"/{Editing.PATH_FEEDBACK}")
    expect(page.locator(".kb-opinion").first).to_be_visible()
    yield "feedback"


@pytest.mark.parametrize("editing_page", [{}, DARK], indirect=True, ids=["light", "dark"])
@pytest.mark.usefixtures("entered")
def test_axe_finds_nothing_with_the_forms_open(editing_page: Page) -> None:
    for _ in open_everything(editing_page):
        axe_finds_nothing(editing_page)


@pytest.mark.parametrize("editing_page", [PHONE], indirect=True)
@pytest.mark.usefixtures("entered")
def test_a_phone_needs_no_sideways_scrolling(editing_page: Page) -> None:
    for name in open_everything(editing_page):
        fits_a_phone(editing_page, name)


@pytest.mark.usefixtures("entered")
def test_everything_seen_or_read_aloud_is_danish(editing_page: Page) -> None:
    for name in open_everything(editing_page):
        is_danish(editing_page, name)


def test_a_reader_finds_no_feedback(page: Page) -> None:
    page.goto(f"/{Editing.PATH_FEEDBACK}")
    expect(page.get_by_text("Det kræver rollen administrator")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    names = page.get_by_role("navigation", name=Ui.NAVIGATION).get_by_role("link").all_inner_texts()
    assert Ui.NAV_ASK in names
    assert not {Editing.NAV_CORRECTIONS, Editing.NAV_FEEDBACK} & set(names)
