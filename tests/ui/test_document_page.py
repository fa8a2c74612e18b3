"""The pages about documents in a real browser: pictures with marks, sources, finding, phone, axe."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest

from kb.datatypes import Citation, Document
from kb.knowledge import KnowledgeBase
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address
from kb.ui.finding import find
from tests.conftest import REPOSITORY
from tests.ui.conftest import WIDTH

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Locator, Page, expect

from tests.ui.test_browser import DARK, PHONE, answer
from tests.ui.test_marks import overlap, rectangles
from tests.ui.test_site import drawn, opened

pytestmark = pytest.mark.browser

QUESTION = "Hvad besluttede Økonomiudvalget i Norddjurs om stormødet?"
MINUTES = "fjordby/referat-byraadet-2023-05-29.pdf"
PARTLY_CLOSED = "fjordby/referat-oekonomiudvalget-2024-03-12.pdf"
WORD = "Indstilling"
NARROW = {"viewport": {"width": 320, "height": 700}, "has_touch": True, "is_mobile": True}
SMALL = """() => [...document.querySelectorAll('.stMain :is(button, summary, input, .kb-actions a, nav a)')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"""


def cited(knowledge: KnowledgeBase) -> tuple[Citation, ...]:
    """The sources of the answer; at least two, in documents that are shown page by page or as a whole."""
    found = knowledge.ask(QUESTION).citations
    assert len(found) > 1
    return found


def to(citation: Citation) -> str:
    """The address that an answer's card has for one of its sources."""
    return unescape(address.to_citation(citation, QUESTION))


def of(name: str, **params: str) -> str:
    """The address of a document with further parameters."""
    return f"/{Ui.PATH_DOCUMENT}?id={quote(name, safe='')}" + "".join(
        f"&{key}={quote(value)}" for key, value in params.items()
    )


def quoted(page: Page) -> Locator:
    """The quote in the text."""
    return page.locator(f"mark#{Ui.QUOTE_ANCHOR}")


def picture(page: Page) -> Locator:
    """The picture of the page, once it has been loaded."""
    image = page.locator(".kb-frame img")
    expect(image).to_be_visible()
    image.evaluate("image => image.decode()")
    assert image.evaluate("image => image.naturalWidth") > 0
    return image


def on_page(page: Page, number: int, document: Document) -> None:
    """Waits until this page of the document is shown."""
    name = Doc.PAGE_OF.format(n=number, count=len(document.pages))
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()


def test_a_source_is_marked_on_the_picture_over_its_words(page: Page, knowledge: KnowledgeBase) -> None:
    source = cited(knowledge)[0]
    opened(page, to(source))
    expect(quoted(page)).to_be_focused()
    assert quoted(page).text_content() == source.quote
    image = picture(page)
    assert image.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1000, 1414]
    box = page.locator(".kb-box").first
    expect(box).to_be_in_viewport()
    frame, mark = image.bounding_box(), box.bounding_box()
    assert frame
    assert mark
    pdf = pypdfium2.PdfDocument(REPOSITORY / "data" / source.document)
    lines = [each for each in knowledge.document(source.document).lines if each.start < source.end]
    line = next(each for each in lines if source.start < each.end)
    text = knowledge.document(source.document).text
    words = text[max(line.start, source.start) : min(line.end, source.end)].strip()
    left, right = ((mark["x"] + more - frame["x"]) / frame["width"] for more in (0, mark["width"]))
    top, bottom = ((mark["y"] + more - frame["y"]) / frame["height"] for more in (0, mark["height"]))
    found = next(rectangles(pdf[source.page - 1], words))
    assert overlap(found, type(found)(left, top, right, bottom)) > 0.9
    assert top < (found.top + found.bottom) / 2 < bottom


@pytest.mark.parametrize("page", [{}, DARK], indirect=True, ids=["light", "dark"])
def test_a_mark_can_be_seen_in_both_themes_and_not_by_colour_alone(
    page: Page, knowledge: KnowledgeBase
) -> None:
    opened(page, to(cited(knowledge)[0]))
    style = page.locator(".kb-box").first.evaluate(
        "box => { const s = getComputedStyle(box); return [s.outlineStyle, s.outlineColor, s.mixBlendMode]; }"
    )
    assert style == ["solid", "rgb(138, 90, 0)", "multiply"]
    ground = page.locator(".kb-frame").evaluate("frame => getComputedStyle(frame).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_the_sources_of_an_answer_are_gone_through_and_lead_back(
    page: Page, knowledge: KnowledgeBase
) -> None:
    sources = cited(knowledge)
    opened(page, to(sources[0]))
    bar = page.get_by_role("navigation", name=Doc.SOURCES)
    expect(bar).to_contain_text(f"Kilde 1 af {len(sources)} til: {QUESTION}")
    page.evaluate("window.kept = true")
    for number, source in enumerate(sources[1:], 2):
        bar.get_by_role("link", name=Doc.NEXT_SOURCE).click()
        expect(bar).to_contain_text(f"Kilde {number} af {len(sources)}")
        expect(quoted(page)).to_be_focused()
        assert quoted(page).text_content() == source.quote
        expect(page.get_by_role("heading", level=1)).to_have_text(knowledge.document(source.document).title)
    expect(bar.get_by_role("link", name=Doc.NEXT_SOURCE)).to_have_count(0)
    page.go_back()
    expect(bar).to_contain_text(f"Kilde {len(sources) - 1} af")
    bar.get_by_role("link", name=Doc.BACK).click()
    expect(answer(page, QUESTION)).to_be_visible()
    expect(page.locator(f"#svar-{len(sources) - 1}")).to_be_focused()
    assert page.evaluate("window.kept")


def test_the_pages_are_leafed_through_and_back_undoes_it(page: Page, knowledge: KnowledgeBase) -> None:
    document = knowledge.document(MINUTES)
    opened(page, of(MINUTES))
    on_page(page, 1, document)
    page.get_by_role("link", name=Doc.NEXT_PAGE).click()
    on_page(page, 2, document)
    expect(page.locator("#kb-sheet")).to_be_focused()
    expect(page).to_have_url(re.compile("side=2"))
    assert picture(page).get_attribute("alt") == Doc.IMAGE_ALT.format(n=2, count=3, title=document.title)
    start, end = document.pages[1].start, document.pages[1].end
    shown = page.locator(".kb-page-text .kb-text").inner_text()
    assert "".join(shown.split()) == "".join(document.text[start:end].split())
    field = page.get_by_label(Doc.PAGE_NUMBER)
    field.fill("3")
    field.press("Enter")
    on_page(page, 3, document)
    expect(page.get_by_role("link", name=Doc.NEXT_PAGE)).to_have_count(0)
    page.go_back()
    on_page(page, 2, document)
    expect(field).to_have_value("2")
    page.go_back()
    on_page(page, 1, document)
    page.go_forward()
    on_page(page, 2, document)


def test_a_shared_link_restores_page_quote_and_view(page: Page, knowledge: KnowledgeBase) -> None:
    document = knowledge.document(MINUTES)
    second = document.pages[1].start + 10
    place = f"{second}-{second + 40}"
    opened(page, of(MINUTES, tegn=place, side="1"))
    on_page(page, 1, document)
    expect(page.locator(".kb-box")).to_have_count(0)
    expect(page.get_by_text(Doc.QUOTE_ELSEWHERE.format(n=2))).to_be_visible()
    page.get_by_role("link", name=Ui.TO_QUOTE).click()
    on_page(page, 2, document)
    expect(quoted(page)).to_be_focused()
    page.reload()
    on_page(page, 2, document)
    assert quoted(page).text_content() == document.text[second : second + 40]
    page.get_by_role("link", name=Doc.VIEW_LARGE).click()
    expect(page.locator(".kb-large")).to_be_visible()
    page.get_by_role("link", name=Ui.TO_QUOTE).click()
    expect(page.locator(f".kb-box#{Ui.QUOTE_ANCHOR}")).to_be_in_viewport()
    page.get_by_role("link", name=Doc.VIEW_TEXT).click()
    expect(page.locator(".kb-paper")).to_be_visible()
    expect(page.locator(".kb-frame")).to_have_count(0)
    page.get_by_role("link", name=Ui.TO_QUOTE).click()
    expect(quoted(page)).to_be_in_viewport()


def test_words_are_found_one_after_the_other(page: Page, knowledge: KnowledgeBase) -> None:
    document = knowledge.document(MINUTES)
    places = find(document.text, WORD).places
    assert len(places) > 2
    opened(page, of(MINUTES, side="3"))
    box = page.get_by_label(Doc.FIND)
    box.fill(f" {WORD.lower()} ")
    box.press("Enter")
    here = page.locator(f"mark#{Doc.FOUND_ANCHOR}")
    expect(here).to_be_focused()
    expect(page.locator(".kb-find .kb-status")).to_have_text(
        f"{len(places)} steder med »{WORD.lower()}«, nr. 1 vises."
    )
    for number, (start, end) in enumerate(places[1:], 2):
        page.get_by_role("link", name=Doc.FOUND_NEXT).click()
        expect(page.locator(".kb-find .kb-status")).to_contain_text(f"nr. {number} vises")
        expect(here).to_be_focused()
        assert here.text_content() == document.text[start:end]
        on_page(page, document.page_at(start).number, document)
        expect(page.locator(".kb-box.kb-here")).to_have_count(1)
    page.go_back()
    expect(page.locator(".kb-find .kb-status")).to_contain_text(f"nr. {len(places) - 1} vises")
    expect(box).to_have_value(WORD.lower())
    box.fill("findes ikke her")
    box.press("Enter")
    expect(page.locator(".kb-find .kb-status")).to_have_text(Doc.FOUND_NONE.format(typed="findes ikke her"))
    expect(page.locator(".kb-find .kb-status")).to_be_focused()
    page.get_by_role("link", name=Doc.FIND_CLEAR).click()
    expect(page.locator(".kb-find .kb-status")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("find="))


def test_the_contents_lead_to_a_section_on_another_page(page: Page, knowledge: KnowledgeBase) -> None:
    document = knowledge.document(MINUTES)
    section = next(
        each for each in document.sections if each.heading and document.page_at(each.start).number == 3
    )
    opened(page, of(MINUTES))
    page.get_by_text(Doc.CONTENTS, exact=True).click()
    links = page.get_by_role("navigation", name=Doc.CONTENTS).locator(f"a[href$='#afsnit-{section.ordinal}']")
    links.click()
    on_page(page, 3, document)
    expect(page.locator(f"#afsnit-{section.ordinal}")).to_be_focused()
    expect(page.locator(f"#afsnit-{section.ordinal}")).to_be_in_viewport()


def test_the_original_is_saved_and_nothing_else_happens(page: Page) -> None:
    opened(page, of(MINUTES))
    with page.expect_download() as saving:
        page.get_by_role("link", name=Doc.DOWNLOAD.format(format="PDF")).click()
    assert saving.value.suggested_filename == Path(MINUTES).name
    assert Path(saving.value.path()).read_bytes() == (REPOSITORY / "data" / MINUTES).read_bytes()
    expect(page.locator(".kb-frame img")).to_be_visible()


def test_the_keyboard_is_enough(page: Page, knowledge: KnowledgeBase) -> None:
    opened(page, f"/{Doc.PATH}?{Ui.PARAM_TEXT}=referat-byraadet-2023")
    page.locator(".kb-shelf .kb-title a").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    reached: list[str] = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent || document.activeElement.name"))
        if reached[-1] == Doc.NEXT_PAGE:
            break
    for name in (Doc.VIEW_BOTH, Doc.VIEW_TEXT, Doc.PARAM_FIND, Doc.FIND_BUTTON, Doc.CONTENTS, Doc.NEXT_PAGE):
        assert name in reached
    page.keyboard.press("Enter")
    on_page(page, 2, knowledge.document(MINUTES))
    expect(page.locator("#kb-sheet")).to_be_focused()
    page.locator(".kb-picture summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kb-frame")).to_be_hidden()
    expect(page.locator(".kb-page-text")).to_be_visible()


def test_facets_stay_in_the_address_and_back_undoes_them(page: Page, knowledge: KnowledgeBase) -> None:
    total = len(knowledge.documents())
    opened(page, f"/{Doc.PATH}")
    expect(page.locator(".kb-shelf > li")).to_have_count(min(50, total))
    drafts = sum(each.status.value == "udkast" for each in knowledge.documents())
    page.get_by_role("button", name=Doc.COUNTED.format(name="Udkast", count=drafts), exact=True).click()
    expect(page.locator(".kb-status")).to_contain_text(f"{drafts} af {total} ")
    expect(page).to_have_url(re.compile(f"{Doc.PARAM_STATUS}=udkast"))
    page.reload()
    expect(page.locator(".kb-shelf > li")).to_have_count(drafts)
    page.get_by_role("link", name=Doc.ORDER_TITLE).click()
    expect(page).to_have_url(re.compile(f"{Doc.PARAM_ORDER}={Doc.BY_TITLE}"))
    expect(page.locator(".kb-shelf > li")).to_have_count(drafts)
    page.go_back()
    page.go_back()
    expect(page.locator(".kb-status")).to_have_text(f"{total} dokumenter")
    expect(page.get_by_role("button", name=re.compile("^Udkast"))).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("page", [PHONE, NARROW], indirect=True, ids=["390", "320"])
def test_a_phone_needs_no_sideways_scrolling_and_can_hide_the_picture(
    page: Page, knowledge: KnowledgeBase
) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    for where in (
        f"/{Doc.PATH}",
        to(cited(knowledge)[0]),
        of(MINUTES, find=WORD),
        of(MINUTES, visning="stor"),
        of(PARTLY_CLOSED),
    ):
        opened(page, where)
        assert page.evaluate(WIDTH) <= width, where
        assert page.evaluate(SMALL) == [], where
    opened(page, to(cited(knowledge)[0]))
    frame, text = page.locator(".kb-frame"), page.locator(".kb-page-text")
    picture(page)
    above, below = frame.bounding_box(), text.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]
    page.get_by_text(Doc.IMAGE, exact=True).click()
    expect(frame).to_be_hidden()
    expect(quoted(page)).to_be_visible()


def test_print_has_the_text_and_not_the_tools(page: Page) -> None:
    opened(page, of(MINUTES))
    page.emulate_media(media="print")
    for name in (".kb-picture", ".kb-tools", ".kb-pager"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator(".kb-page-text")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_file_that_is_not_there_leaves_the_text(page: Page) -> None:
    opened(page, of("findes-ikke.pdf"))
    expect(page.get_by_role("alert")).to_contain_text("findes ikke i indekset")
    opened(page, of(PARTLY_CLOSED))
    expect(page.locator(".kb-note")).to_contain_text("lukkede dele")
    expect(page.locator("img")).to_have_count(0)
    drawn(page)
