"""Adding archives, e-mails and exports in a real browser, and finding what is in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.embedding import Encoder
from kb.roles import Role
from kb.settings import Settings
from kb.strings_da.adding import Adding
from kb.strings_da.documents import Doc
from kb.strings_da.importing import Importing
from kb.strings_da.problems import PROBLEMS
from tests.readers.holders import FIRSTAGENDA, letter, pptx, shape, zipped
from tests.readers.make import lines, pdf
from tests.ui.conftest import small_base

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import served, tab
from tests.ui.test_adding import card, choose, found, opened, payload, save

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def material(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a small knowledge base of its own, to which everybody may add."""
    return small_base(tmp_path_factory.mktemp("holding"), settings, encoder, Role.EDITOR)


@pytest.fixture(scope="module")
def base(material: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running »kb serve« over it."""
    with served(material, tmp_path_factory.mktemp("serve")) as address:
        yield address


def test_an_editor_adds_an_export_and_finds_its_items(page: Page) -> None:
    name = f"{Adding.NEW_FOLDER}/dagsorden.json"
    opened(page)
    choose(page, payload("dagsorden.json", FIRSTAGENDA))
    told = page.locator(".kb-read")
    expect(told).to_contain_text("Filen rummer 2 dokumenter.")
    expect(told).to_contain_text("Cykelsti langs Strandengen")
    told.get_by_text(f"{Importing.LEFT_OUT} (2)").click()
    expect(told).to_contain_text(PROBLEMS["closed"].message)
    save(page)
    found(page, name)
    card(page, name).get_by_role("link", name="Cykelsti langs Strandengen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cykelsti langs Strandengen")
    expect(page.locator(".kb-origin")).to_have_text(
        "Titel, udvalg, dato, dokumenttype og sagsnummer er fra FirstAgenda."
    )
    expect(page.get_by_role("complementary")).to_contain_text("taget ud af en e-mail eller en eksport")
    expect(page.locator(f'a[href*="{Doc.PATH_FILE}"]')).to_have_count(0)


def axe_finds_nothing(page: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python missing")
    found = axe.Axe().run(page).response["violations"]
    assert not [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_read_what_is_in_a_file_also_on_a_narrow_screen(
    browser: Browser, base: str, theme: str
) -> None:
    with tab(browser, base, color_scheme=theme, viewport={"width": 320, "height": 700}) as page:
        opened(page)
        choose(page, payload("dagsorden-2.json", FIRSTAGENDA))
        page.locator(".kb-read summary").click()
        axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_archive_of_nothing_readable_is_not_saved_and_says_why(page: Page) -> None:
    opened(page)
    choose(page, payload("x.zip", zipped({"tal.ods": "x"})), payload("y.zip", b"PK\x03\x04 halv"), ready=0)
    expect(page.get_by_text(Importing.NOTHING)).to_be_visible()
    expect(page.get_by_text(PROBLEMS["corrupt_document"].message)).to_be_visible()


def test_an_email_a_presentation_and_an_archive_together(page: Page) -> None:
    message = letter()
    message.add_attachment(
        pdf(lines(["Støjen er målt til 61 decibel."])), "application", "pdf", filename="m.pdf"
    )
    opened(page)
    choose(
        page,
        payload("post.eml", message.as_bytes()),
        payload("oplæg.pptx", pptx(shape("Byfornyelse", place="title"), shape("Nye træer i 2028."))),
        payload("arkiv.zip", zipped({"a/notat.txt": "Notat om havnen\n\nKajen skal forstærkes."})),
    )
    save(page)
    for name in ("post.eml", "oplæg.pptx", "arkiv.zip"):
        found(page, f"{Adding.NEW_FOLDER}/{name}")
    page.goto(f"/dokument?id={Adding.NEW_FOLDER}/post.eml/m.pdf")
    expect(page.locator("body")).to_contain_text("61 decibel")
    picture = page.get_by_role("img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
