"""Corrections in a real browser: entered, built in, undone, listed, and closed to who may not."""

from __future__ import annotations

import datetime as dt
import io
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import quote

import pytest

from kb.building import Lines, run
from kb.datatypes import CorrectedField
from kb.embedding import Encoder
from kb.errors import ResourceError
from kb.index.lock import build_lock
from kb.register import Register
from kb.roles import Role
from kb.settings import Settings
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.strings_da.adding import Adding
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.conftest import SECRET, SECRETS, empty, served, tab
from tests.ui.judging import axe_finds_nothing, fits_a_phone, is_danish
from tests.ui.test_browser import DARK, PHONE

pytestmark = pytest.mark.browser

STORM = "norddjurs/oek-2022-12-06-trio-stormoede.pdf"
LOCAL = "fjordby/referat-lokaludvalg-raadhuset-2024-11-19.txt"
FORM = f"/{Editing.PATH_CORRECTIONS}?{Ui.PARAM_DOCUMENT}="


@pytest.fixture
def kept(edited: Settings, encoder: Encoder, entered: StateDatabase) -> Iterator[StateDatabase]:
    """What was entered, nothing at first; afterwards the index is without it again."""
    yield entered
    empty(entered)
    run([edited.data], edited, lambda: encoder, Lines(io.StringIO()))


@contextmanager
def unbuilt(settings: Settings) -> Iterator[None]:
    """While inside, no build of the server ends, so that what is corrected waits."""
    end = time.monotonic() + 60
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(build_lock(settings.index))
                break
            except ResourceError:  # what the test before corrected is being built
                assert time.monotonic() < end
                time.sleep(0.1)
        yield


def built_by_itself(settings: Settings, document: str, date: dt.date) -> None:
    """Waits until the server has built what was corrected."""
    end = time.monotonic() + 60
    while Register(settings).document(document).date != date:
        assert time.monotonic() < end
        time.sleep(0.1)


def form(page: Page, document: str = STORM) -> None:
    """Opens the form for a document and waits until it can be used."""
    page.goto(FORM + quote(document))
    whole(page)
    expect(page.locator(".stException")).to_have_count(0)


def whole(page: Page) -> None:
    """Waits until the form is all there and stands still: it unfolds, and its lists come later."""
    for label in ("Udvalg", "Status", "Hvem må læse det"):
        expect(field(page, label)).to_be_visible()
    expect(save(page)).to_be_enabled()
    expect(page.locator("[data-test-script-state=notRunning]")).to_have_count(1)
    was = None
    while was != (was := save(page).bounding_box()):
        page.wait_for_timeout(300)


def save(page: Page) -> Locator:
    return page.get_by_role("button", name=Editing.SAVE, exact=True)


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def said(page: Page) -> Locator:
    return page.locator("[data-kb-say]")


def test_an_editor_corrects_a_date_and_the_next_build_has_it(
    editing_page: Page, edited: Settings, kept: StateDatabase
) -> None:
    page = editing_page
    page.goto(f"/{Ui.PATH_DOCUMENT}?{Ui.PARAM_DOCUMENT}={quote(LOCAL)}")
    expect(page.locator(".kb-foot")).to_be_visible()
    page.get_by_text(Editing.CORRECT, exact=True).click()
    whole(page)
    expect(field(page, Editing.DATE_FORMAT)).to_have_value("19-11-2024")
    field(page, Editing.DATE_FORMAT).fill("20. november 2024")
    with unbuilt(edited):
        save(page).click()
        expect(said(page)).to_contain_text(Editing.SAVED)
        expect(said(page)).to_contain_text(Adding.SHOWS_SOON)
        expect(field(page, Editing.DATE_FORMAT)).to_have_value("20-11-2024")
        waits = f"{Editing.READ_IN_FILE.format(value='19-11-2024')} · {Editing.WAITING}"
        expect(page.get_by_text(waits, exact=True)).to_be_visible()
    page.get_by_role("link", name=Adding.NAV, exact=True).click()
    expect(page.get_by_role("heading", name=Adding.TITLE, level=1)).to_be_visible()
    expect(page.locator("progress")).to_have_count(0, timeout=60_000)
    built_by_itself(edited, LOCAL, dt.date(2024, 11, 20))
    page.goto(f"/{Ui.PATH_DOCUMENT}?{Ui.PARAM_DOCUMENT}={quote(LOCAL)}")
    note = "Dato rettet af redaktør; læst i filen: »19-11-2024«"
    expect(page.locator(".kb-about")).to_contain_text(note)
    expect(page.locator(".kb-about")).to_contain_text("20. november 2024")
    expect(page.locator(".kb-foot")).to_be_visible()
    page.get_by_text(Editing.CORRECT, exact=True).click()
    whole(page)
    expect(page.get_by_text(Editing.READ_IN_FILE.format(value="19-11-2024"), exact=True)).to_be_visible()
    page.get_by_role("button", name=Editing.UNDO_FIELD.format(field="dato")).click()
    expect(said(page)).to_contain_text(Editing.UNDONE)
    expect(field(page, Editing.DATE_FORMAT)).to_have_value("19-11-2024")
    page.get_by_text(Editing.HISTORY.format(count=2), exact=True).click()
    undone = Editing.UNDONE_OF.format(field="Dato", value="»20-11-2024«")
    expect(page.locator(".kb-history li").first).to_contain_text(undone)


def test_what_is_wrong_is_said_and_what_was_typed_stays(editing_page: Page, kept: StateDatabase) -> None:
    page = editing_page
    form(page)
    field(page, "Titel").fill("   ")
    field(page, Editing.DATE_FORMAT).fill("31-02-2022")
    save(page).click()
    expect(said(page)).to_contain_text(Editing.EMPTY_TITLE)
    expect(said(page)).to_contain_text(Editing.BAD_DATE.format(value="31-02-2022"))
    expect(field(page, Editing.DATE_FORMAT)).to_have_value("31-02-2022")
    expect(page.locator("div.kb-hidden[aria-live=polite]")).to_contain_text(Editing.EMPTY_TITLE)
    assert Corrections(kept).history() == ()


def test_a_committee_is_chosen_on_the_list_or_insisted_on(editing_page: Page, kept: StateDatabase) -> None:
    page = editing_page
    form(page)
    box = page.get_by_role("combobox", name="Udvalg")
    box.fill("Klima")
    page.get_by_role("option", name="Klima- og Teknikudvalget", exact=True).click()
    save(page).click()
    expect(said(page)).to_contain_text(Editing.SAVED)
    (held,) = Corrections(kept).of(STORM)
    assert (held.field, held.value, held.read) == (
        CorrectedField.COMMITTEE,
        "Klima- og Teknikudvalget",
        "Økonomiudvalget",
    )
    box.fill("Økonomiudvaget")
    option = page.get_by_role("option", name="Tilføj: Økonomiudvaget", exact=True)
    option.click()
    save(page).click()
    expect(said(page)).to_contain_text("Mente du »Økonomiudvalget«?")
    save(page).click()
    expect(said(page)).to_contain_text(Editing.SAVED)
    assert [each.value for each in Corrections(kept).of(STORM)] == ["Økonomiudvaget"]


def test_the_keyboard_is_enough_to_correct(editing_page: Page, kept: StateDatabase) -> None:
    page = editing_page
    form(page)
    field(page, "Sagsnummer").focus()
    page.keyboard.type("22/4711")
    page.keyboard.press("Tab")
    expect(field(page, "Hvem må læse det")).to_be_focused()
    page.keyboard.press("Tab")
    expect(save(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text(Editing.SAVED)
    expect(save(page)).to_be_focused()
    assert [each.value for each in Corrections(kept).of(STORM)] == ["22/4711"]


def test_all_corrections_are_listed(editing_page: Page, edited: Settings, kept: StateDatabase) -> None:
    page = editing_page
    page.goto(f"/{Editing.PATH_CORRECTIONS}")
    expect(page.get_by_text(Editing.NONE_IN_FORCE)).to_be_visible()
    form(page)
    field(page, "Titel").fill("Stormødet")
    with unbuilt(edited):
        save(page).click()
        expect(said(page)).to_contain_text(Editing.SAVED)
        page.get_by_role("link", name=Editing.NAV_CORRECTIONS, exact=True).click()
        expect(page.locator(".kb-status")).to_have_text(Editing.ONE_CORRECTED)
        row = page.locator(".kb-brief > li").first
        expect(row).to_contain_text("Titel: »Stormødet«")
        expect(row).to_contain_text(Editing.WAITING)
    row.get_by_role("link").click()
    expect(field(page, "Titel")).to_have_value("Stormødet")
    page.go_back()
    expect(page.locator(".kb-status")).to_have_text(Editing.ONE_CORRECTED)


@pytest.mark.parametrize("wanted", ["findes-ikke.pdf", "../../etc/passwd", "<b>x</b>", "%00"])
def test_a_document_that_is_not_there_is_said(editing_page: Page, wanted: str) -> None:
    editing_page.goto(FORM + quote(wanted))
    expect(editing_page.get_by_text(Editing.DOCUMENT_GONE)).to_be_visible()


# every page and form


def open_everything(page: Page) -> Iterator[str]:
    """Each page of this part with its forms open, one after the other; its name."""
    form(page)
    field(page, Editing.DATE_FORMAT).fill("i morgen")
    field(page, "Titel").fill("Stormødet")
    save(page).click()
    expect(said(page)).to_be_visible()
    yield "a form with a problem"
    field(page, Editing.DATE_FORMAT).fill("05-12-2022")
    save(page).click()
    expect(said(page)).to_contain_text(Editing.SAVED)
    page.get_by_text(Editing.HISTORY.format(count=2), exact=True).click()
    yield "a form with corrections"
    page.goto(f"/{Editing.PATH_CORRECTIONS}")
    expect(page.locator(".kb-corrected").first).to_be_visible()
    yield "corrections"


@pytest.mark.parametrize("editing_page", [{}, DARK], indirect=True, ids=["light", "dark"])
@pytest.mark.usefixtures("kept")
def test_axe_finds_nothing_with_the_forms_open(editing_page: Page) -> None:
    for _ in open_everything(editing_page):
        axe_finds_nothing(editing_page)


@pytest.mark.parametrize("editing_page", [PHONE], indirect=True)
@pytest.mark.usefixtures("kept")
def test_a_phone_needs_no_sideways_scrolling(editing_page: Page) -> None:
    for name in open_everything(editing_page):
        fits_a_phone(editing_page, name)


@pytest.mark.usefixtures("kept")
def test_everything_seen_or_read_aloud_is_danish(editing_page: Page) -> None:
    for name in open_everything(editing_page):
        is_danish(editing_page, name)


def test_a_reader_finds_neither_the_list_nor_a_form(page: Page) -> None:
    page.goto(FORM + quote(STORM))
    expect(page.get_by_text("Det kræver rollen redaktør")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    names = page.get_by_role("navigation", name=Ui.NAVIGATION).get_by_role("link").all_inner_texts()
    assert Ui.NAV_ASK in names
    assert not {Editing.NAV_CORRECTIONS, Editing.NAV_FEEDBACK} & set(names)
    page.goto(f"/{Ui.PATH_DOCUMENT}?{Ui.PARAM_DOCUMENT}={quote(STORM)}")
    expect(page.locator(".kb-about")).to_be_visible()
    expect(page.get_by_text(Editing.CORRECT, exact=True)).to_have_count(0)


# signed in


@pytest.fixture(scope="module")
def guarded(edited: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server where one signs in, and Eva is an editor."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(SECRETS, "utf-8")
    changed = {"everyone": Role.READER, "editors": ("eva@kommune.dk",)}
    with served(edited.model_copy(update=changed), folder) as address:
        yield address


@pytest.mark.parametrize(
    ("secret", "email", "allowed"),
    [(SECRET, "Eva@kommune.dk", True), (SECRET, "en@kommune.dk", False), ("gættet", "eva@kommune.dk", False)],
)
def test_only_a_cookie_that_the_server_signed_makes_an_editor(
    browser: Browser, guarded: str, secret: str, email: str, allowed: bool
) -> None:
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    told = json.dumps({"origin": guarded, "is_logged_in": True, "email": email})
    value = create_signed_value(secret, "_streamlit_user", told).decode()
    with tab(browser, guarded) as page:
        page.context.add_cookies([{"name": "_streamlit_user", "value": value, "url": guarded}])
        page.goto(FORM + quote(STORM) + f"&email={email}&user={email}")
        if allowed:
            expect(save(page)).to_be_enabled()
            expect(page.get_by_text(Editing.SIGNED_IN_AS.format(email=email))).to_be_visible()
        else:
            expect(page.get_by_text("Det kræver rollen redaktør")).to_be_visible()
            expect(page.get_by_role("textbox")).to_have_count(0)


def test_a_header_makes_nobody_an_editor(browser: Browser, guarded: str) -> None:
    headers = {"X-Forwarded-Email": "eva@kommune.dk", "X-User": "eva@kommune.dk", "From": "eva@kommune.dk"}
    with tab(browser, guarded, extra_http_headers=headers) as page:
        page.goto(FORM + quote(STORM))
        expect(page.get_by_text("Det kræver rollen redaktør")).to_be_visible()
        expect(page.get_by_role("button", name=Editing.SIGN_IN, exact=True)).to_be_visible()
