"""Following searches in the web app: the button, the page of what is followed, the feed and the way out."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.datatypes import Clearance
from kb.embedding import Encoder
from kb.following.atom import NAMESPACE
from kb.following.following import begin, book_of
from kb.following.looking import look
from kb.ingest import build
from kb.settings import Settings
from kb.state.database import StateDatabase
from kb.state.following import FollowBook, FollowKind, Wish
from kb.state.mail_stops import MailStops
from kb.strings_da.following import Following, Meetings
from kb.ui import feeds
from tests.minutes import minutes
from tests.ui.conftest import WIDTH, served
from tests.ui.test_app import shown
from tests.ui.test_every_page import by_axe, by_reading, opened
from tests.ui.test_visitor import EVA, drawn

NOW = dt.datetime(2026, 11, 29, 9, 30, tzinfo=dt.UTC)
QUESTION = "Hvad er besluttet om cykelstien ved åen?"
PAGE = """
from kb.ui import visitor
from kb.ui.views import followed
followed.show(visitor.reader_settings())
"""
BUTTON = f"""
from kb.datatypes import Filter
from kb.ui import following
following.question("{QUESTION}", Filter())
"""
MAILS = {"smtp_host": "127.0.0.1", "mail_from": "kb@kommune.dk", "site_url": "https://viden.fjordby.dk"}


@pytest.fixture(scope="module")
def place(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small collection with news in two searches of nobody and in one of Eva."""
    root = tmp_path_factory.mktemp("followed")
    made = settings.model_copy(update={name: root / name for name in ("data", "index", "state")})
    made.data.mkdir()
    (made.data / "foer.txt").write_text(minutes("Takster for haveaffald"), "utf-8")
    build([made.data], made, encoder)
    for owner in (None, "eva@kommune.dk"):
        begin(made, Wish(FollowKind.QUESTION, QUESTION), owner, Clearance.PUBLIC, NOW)
    begin(made, Wish(FollowKind.DECISIONS, "", {"committee": ("Teknisk Udvalg",)}), None, None, NOW)
    for day in range(1, 8):
        text = minutes(f"Cykelstien ved åen, etape {day}", "Teknisk Udvalg", day=day)
        (made.data / f"etape-{day}.txt").write_text(text, "utf-8")
    build([made.data], made, encoder)
    assert look(made, lambda: encoder, NOW) > 0
    return made


@pytest.fixture
def book(place: Settings, monkeypatch: pytest.MonkeyPatch) -> FollowBook:
    """The followed searches of the settings that the pages have."""
    for name in ("index", "data", "precision", "state"):
        monkeypatch.setenv(f"KB_{name.upper()}", str(getattr(place, name)))
    for name, value in MAILS.items():
        monkeypatch.setenv(f"KB_{name.upper()}", value)
    return book_of(place)


def press(app: object, label: str, at: int = 0) -> str:
    """What the page shows once a button was pressed."""
    buttons = [each for each in app.button if each.label == label]  # type: ignore[attr-defined]
    return shown(buttons[at].click().run())


def test_who_is_signed_in_sees_and_changes_their_own(book: FollowBook) -> None:
    app = drawn(PAGE, EVA)
    html = shown(app)
    assert QUESTION in html
    assert "Cykelstien ved åen, etape" in html
    assert Following.OF_DECISIONS not in html
    (mine,) = book.of("eva@kommune.dk")
    assert Following.IS_MUTED in press(app, Following.MUTE)
    assert book.one(mine.number, mine.owner).muted is not None
    assert Following.IS_UNMUTED in press(app, Following.UNMUTE)
    assert Following.MAILS_COME.format(email="eva@kommune.dk") in press(app, Following.MAIL_ON)
    assert book.one(mine.number, mine.owner).mail
    press(app, Following.MAIL_OFF)
    assert not book.one(mine.number, mine.owner).mail
    told = press(app, Following.NEW_FEED)
    secret = told.partition("/kb/feed/")[2].partition(".xml")[0]
    found = book.by_secret(secret)
    assert found is not None
    assert found.number == mine.number


def test_nobody_acts_on_what_is_another_persons(book: FollowBook, monkeypatch: pytest.MonkeyPatch) -> None:
    app = drawn(PAGE, EVA)
    app.user = {**EVA, "email": "anden@kommune.dk"}
    before = book.all()
    html = press(app, Following.MUTE)
    assert Following.IS_MUTED not in html
    monkeypatch.setenv("KB_FOLLOW_OPEN", "true")
    app = drawn(PAGE, EVA)
    app.user = {}
    press(app, Following.MUTE)
    assert book.all() == before


def test_without_signing_in_one_follows_only_where_the_deployment_says_so(
    book: FollowBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Following.NOT_HERE in shown(drawn(PAGE))
    assert QUESTION not in shown(drawn(PAGE))
    assert Following.NO_SIGN_IN in shown(drawn(PAGE, None, {"other": "x"}))
    assert not drawn(BUTTON).button
    monkeypatch.setenv("KB_FOLLOW_OPEN", "true")
    assert Following.OF_DECISIONS in shown(drawn(PAGE))
    assert Following.FOLLOWS_ALREADY in shown(drawn(BUTTON))
    assert len(book.of(None)) == 2


def test_the_button_follows_once_and_the_search_can_be_deleted(book: FollowBook) -> None:
    someone = {**EVA, "email": "Ny@kommune.dk"}
    app = drawn(BUTTON, someone)
    html = press(app, Following.FOLLOW)
    assert Following.FOLLOWED in html
    assert "https://viden.fjordby.dk/kb/feed/" in html
    (made,) = book.of("ny@kommune.dk")
    assert (made.wish, made.mail, made.clearance) == (
        Wish(FollowKind.QUESTION, QUESTION),
        True,
        Clearance.PUBLIC,
    )
    assert Following.FOLLOWS_ALREADY in shown(drawn(BUTTON, someone))
    page = drawn(PAGE, someone)
    press(page, Following.DELETE)
    press(page, Following.KEEP)
    assert book.of("ny@kommune.dk")
    press(page, Following.DELETE)
    assert Following.IS_DELETED in press(page, Following.DELETE_SURE)
    assert book.of("ny@kommune.dk") == ()


@pytest.fixture
def client(place: Settings, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The routes of feeds, called in this process."""
    monkeypatch.setattr(feeds, "load_settings", lambda: place)
    return TestClient(Starlette(routes=feeds.routes("")))


def test_a_feed_is_fetched_once_and_then_only_asked_about(place: Settings, client: TestClient) -> None:
    follow = book_of(place).of(None)[0]
    where = f"/{Following.FEED_PATH}/{book_of(place).renew(follow.number)}.xml"
    first = client.get(where)
    assert first.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert first.headers["cache-control"] == "private, no-cache"
    assert len(ET.fromstring(first.content).findall(f"{{{NAMESPACE}}}entry")) == 7  # noqa: S314
    again = client.get(where, headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(where, headers={"If-None-Match": '"x"'}).status_code == 200


def test_all_addresses_that_open_nothing_are_alike(client: TestClient) -> None:
    replies = [
        client.get(f"/{path}")
        for path in (
            *(f"{Following.FEED_PATH}/{name}" for name in ("", "x", "x.xml", "a/b.xml", f"{'y' * 43}.xml")),
            f"{Following.STOP_PATH}/a/b",
        )
    ]
    assert {(each.status_code, each.text) for each in replies} == {(404, replies[0].text)}


def test_mails_are_stopped_by_a_post_alone(place: Settings, client: TestClient) -> None:
    book = book_of(place)
    (mine,) = book.of("eva@kommune.dk")
    book.mail(mine.number, True, NOW)
    links = MailStops(StateDatabase(place.state))
    where = f"/{Following.STOP_PATH}/{links.create('eva@kommune.dk', NOW)}"
    asked = client.get(where)
    assert Following.STOP_BUTTON in asked.text
    assert book.one(mine.number, mine.owner).mail
    done = client.post(where, data={"List-Unsubscribe": "One-Click"})
    assert (done.status_code, Following.STOPPED_TITLE in done.text) == (200, True)
    assert not book.one(mine.number, mine.owner).mail
    assert client.post(f"/{Following.STOP_PATH}/{'y' * 43}").status_code == 404


@pytest.fixture(scope="module")
def site(place: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server where nobody signs in and all follow searches together."""
    with served(place.model_copy(update={"follow_open": True}), tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_page_is_for_everybody(browser: Browser, site: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        base_url=site,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 900},
        locale="da-DK",
    )
    page = context.new_page()
    opened(page, f"/{Following.PATH}")
    expect(page.locator(".kb-followed")).to_have_count(2)
    page.locator("details").first.evaluate("each => { each.open = true; }")
    assert page.evaluate(WIDTH) <= width
    assert by_axe(page) == []
    assert by_reading(page) == []
    boxes = [each.bounding_box() for each in page.get_by_role("button", name=Following.NEW_FEED).all()]
    assert [min(box["width"], box["height"]) >= 24 for box in boxes if box] == [True, True]
    context.close()


@pytest.mark.browser
def test_a_question_is_followed_and_found_again_in_the_browser(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site, locale="da-DK")
    opened(page, "/?q=Hvad koster det at komme af med haveaffald?")
    page.get_by_role("button", name=Following.FOLLOW, exact=True).click()
    expect(page.locator(".kb-feed code")).to_contain_text(f"{site}/{Following.FEED_PATH}/")
    assert by_axe(page) == []
    page.get_by_role("link", name=Following.SEE_FOLLOWED).click()
    expect(page.get_by_role("heading", level=2, name="haveaffald")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.get_by_role("link", name="Hvad koster det at komme af med haveaffald?").click()
    expect(page.locator('[data-q="Hvad koster det at komme af med haveaffald?"]')).to_be_visible()
    page.close()


def test_registers_are_taken_away_with_the_keys_of_the_api(place: Settings, book: FollowBook) -> None:
    script = "from kb.ui import visitor\nfrom kb.ui.views import {0}\n{0}.show(visitor.reader_settings())"
    for view in ("decisions", "cases", "glossary", "gaps", "documents"):
        app = drawn(script.format(view))
        labels = [each.label for each in app.get("download_button")]
        assert view in ("glossary", "gaps") or Meetings.DOWNLOAD_JSON in labels
