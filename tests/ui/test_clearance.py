"""Canaries in the web app: what each of four visitors sees on every page and gets as a file."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from kb.datatypes import Clearance, FileProblem, IngestReport
from kb.disk import sha256_of
from kb.editions import build_editions
from kb.embedding import Encoder
from kb.jobs import Outcome
from kb.roles import Role
from kb.settings import Settings
from kb.strings_da.about import About, Frame
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import builds
from kb.ui.address import SHORT_SHA
from tests.security import canaries
from tests.security.canaries import FIE, IDA, QUESTIONS, SECRET_FILES, found_in, seen_by, unseen_by

pytest.importorskip("playwright.sync_api", reason="playwright drives the browser tests")

from playwright.sync_api import Browser, expect

from kb.ui.site import PAGES
from tests.ui.conftest import SECRET, SECRETS, served
from tests.ui.test_every_page import opened, to, unfolded

VISITORS: Mapping[str | None, Clearance] = {
    None: Clearance.PUBLIC,
    "en@kommune.dk": Clearance.PUBLIC,
    IDA: Clearance.INTERNAL,
    FIE: Clearance.CONFIDENTIAL,
}


@pytest.fixture(scope="module")
def guarded(settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the collection of canaries, indexed for each clearance."""
    place = canaries.settings_of(settings, tmp_path_factory.mktemp("canaries"))
    canaries.write(place)
    build_editions([place.data], place, lambda: encoder)
    return place


@pytest.fixture(scope="module")
def site(guarded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the collection where people sign in and all are administrators."""
    folder = tmp_path_factory.mktemp("site")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(SECRETS, "utf-8")
    with served(guarded.model_copy(update={"everyone": Role.ADMIN}), folder) as address:
        yield address


def cookie(address: str, email: str) -> str:
    """The cookie of somebody who is signed in."""
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    told = json.dumps({"origin": address, "is_logged_in": True, "email": email})
    return create_signed_value(SECRET, "_streamlit_user", told).decode()


@pytest.mark.browser
@pytest.mark.parametrize(("who", "clearance"), VISITORS.items())
def test_every_page(browser: Browser, site: str, who: str | None, clearance: Clearance) -> None:
    context = browser.new_context(base_url=site)
    if who is not None:
        context.add_cookies([{"name": "_streamlit_user", "value": cookie(site, who), "url": site}])
    page = context.new_page()
    said = ""
    shown = [to(each.path) for each in PAGES if each.name]
    shown += [f"/?{urlencode({Ui.PARAM_QUESTION: question})}" for question in QUESTIONS[:4]]
    for address in shown:
        opened(page, address)
        unfolded(page)
        said += page.content()
    assert found_in(said) == seen_by(clearance), address
    reach = page.locator(".kb-reach")
    if clearance is Clearance.PUBLIC:
        expect(reach).to_have_count(0)
    else:
        expect(reach).to_have_text(Frame.REACH[clearance])
    opened(page, to(About.PATH))
    about = page.locator(".stMain")
    expect(about).to_contain_text(About.CLOSED_SHOWN if clearance is Clearance.CONFIDENTIAL else About.CLOSED)
    expect(about.get_by_text(About.CLASS_MEANS, exact=True)).to_have_count(clearance.rank())
    for name, needed in SECRET_FILES.items():
        opened(page, to(Ui.PATH_DOCUMENT, id=name))
        text = page.locator(".stMain").inner_text()
        if clearance.covers(needed):
            assert found_in(text)
        else:
            assert not found_in(text.replace(name, "")) & unseen_by(clearance)
    context.close()


KEPT = """
import time
from dataclasses import replace
from types import SimpleNamespace
import streamlit as st
from kb.datatypes import Filter, Generated, Writing
from kb.library import LIBRARY
from kb.settings import load_settings
from kb.ui import generated, state
knowledge = LIBRARY.get(load_settings())
asked, written = [], []
for clearance in ("fortrolig", "fortrolig", "offentlig"):
    def ask(*question, clearance=clearance, **more):
        asked.append(clearance)
        return knowledge.ask(*question, **more)
    def write(found, *more, clearance=clearance):
        written.append(clearance)
        return replace(found, generated=Generated(Writing.UNREACHABLE, "m", "1"))
    own = SimpleNamespace(manifest=replace(knowledge.manifest, clearance=clearance), ask=ask, write=write)
    found = state.answer_to(own, "Hvad er MUS?", Filter())
    while generated.written(own, found, Filter(), ()) is None:
        time.sleep(0.01)
st.text(" ".join(asked))
st.text(" ".join(written))
"""


def test_an_answer_that_is_kept_is_kept_for_the_clearance_it_was_made_for(
    sample: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("index", "precision", "runtime"):
        monkeypatch.setenv(f"KB_{name.upper()}", str(getattr(sample, name)))
    found = AppTest.from_string(KEPT, default_timeout=60).run()
    assert not found.exception
    assert [each.value for each in found.text] == ["fortrolig offentlig"] * 2


def address_of(site: str, guarded: Settings, name: str) -> str:
    """The address of a document's file."""
    sha = sha256_of(guarded.data / name)[:SHORT_SHA]
    return f"{site}/{Doc.PATH_FILE}/{sha}?{urlencode({Ui.PARAM_DOCUMENT: name})}"


def fetched(address: str, sent: str | None) -> tuple[int, bytes]:
    """The status and body of a reply to somebody with a cookie."""
    headers = {} if sent is None else {"Cookie": f"_streamlit_user={sent}"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request) as reply:  # noqa: S310 - our own server
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@pytest.mark.parametrize(("who", "clearance"), VISITORS.items())
def test_every_file(site: str, guarded: Settings, who: str | None, clearance: Clearance) -> None:
    for name, needed in SECRET_FILES.items():
        status, body = fetched(address_of(site, guarded, name), who and cookie(site, who))
        if clearance.covers(needed):
            assert (status, body) == (200, (guarded.data / name).read_bytes())
        else:
            assert (status, body) == (404, Doc.NOT_FOUND.encode())


def test_a_cookie_of_another_site_or_another_secret_opens_nothing(site: str, guarded: Settings) -> None:
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    address = address_of(site, guarded, "personale/kanarintern-notat.txt")
    told = {"origin": site, "is_logged_in": True, "email": FIE}
    tries = (
        (SECRET, {**told, "origin": "http://andet.example"}),
        ("gættet", told),
        (SECRET, {**told, "is_logged_in": False}),
        (SECRET, {**told, "email_verified": False}),
    )
    for secret, payload in tries:
        value = create_signed_value(secret, "_streamlit_user", json.dumps(payload)).decode()
        assert fetched(address, value)[0] == 404
    assert fetched(address, cookie(site, FIE))[0] == 200


def test_of_a_closed_file_a_build_tells_editors_not_even_the_name() -> None:
    told = [
        FileProblem("åben.pdf", "corrupt_pdf", "Beskadiget.", "Hent den igen."),
        FileProblem("kanarintern.pdf", "not_cleared", "Den er intern.", ""),
        FileProblem("kanarfortrolig.pdf", "closed", "Den er lukket.", ""),
    ]
    report = IngestReport("1", 1, 1, 1, 1, 0, 0, 0, 1, 0, tuple(told), (), 1.0)
    shown = builds.result(Outcome(canaries.NOW, report))
    assert "åben.pdf" in shown
    assert not found_in(shown)
