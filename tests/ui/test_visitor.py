"""Who somebody is comes from the identity provider alone, and every act asks again what they may do."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from kb.datatypes import CorrectedField, FieldCorrection
from kb.settings import Settings
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.state.feedback import Asked, FeedbackBox, Verdict
from kb.strings_da.adding import Adding
from kb.strings_da.editing import Editing
from tests.ui.test_app import shown

ROLE = """
import streamlit as st
from kb.settings import load_settings
from kb.ui import account, visitor
account.show()
st.html(visitor.role(load_settings()).value)
"""
FORM = """
from kb.settings import load_settings
from kb.ui import correcting
from kb.library import LIBRARY
settings = load_settings()
register = LIBRARY.register(settings)
correcting.form(settings, register, register.document("norddjurs/oek-2022-12-06-trio-stormoede.pdf"))
"""
FEEDBACK = """
from kb.settings import load_settings
from kb.ui.views import feedback
feedback.show(load_settings())
"""
PROVIDER = {"auth": {"client_id": "a", "cookie_secret": "b", "redirect_uri": "c"}}
EVA = {"is_logged_in": True, "email": "Eva@Kommune.dk", "email_verified": True}
DOCUMENT = "norddjurs/oek-2022-12-06-trio-stormoede.pdf"
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


@pytest.fixture
def entered(sample: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StateDatabase:
    """An empty state over the sample collection, where Eva is an editor and Adam administers."""
    # What is corrected is indexed at once: the index is this test's own.
    shutil.copytree(sample.index, tmp_path / "index")
    for name, value in (
        ("INDEX", tmp_path / "index"),
        ("DATA", sample.data),
        ("PRECISION", sample.precision),
        ("STATE", tmp_path / "state"),
        ("EDITORS", "eva@kommune.dk"),
        ("ADMINS", "adam@kommune.dk"),
    ):
        monkeypatch.setenv(f"KB_{name}", str(value))
    return StateDatabase(tmp_path / "state")


def drawn(
    script: str, user: dict[str, object] | None = None, secrets: dict[str, object] | None = None
) -> AppTest:
    """The script drawn for who is signed in, with an identity provider unless told otherwise."""
    app = AppTest.from_string(script, default_timeout=60)
    app.user = user or {}
    app.secrets.update(PROVIDER if secrets is None else secrets)
    return app.run()


@pytest.mark.parametrize(
    ("user", "role"),
    [
        (EVA, "redaktør"),
        ({**EVA, "email": " adam@kommune.dk"}, "administrator"),
        ({**EVA, "email": "en@kommune.dk"}, "læser"),
        ({}, "læser"),
        ({**EVA, "is_logged_in": False}, "læser"),
        ({**EVA, "is_logged_in": "true"}, "læser"),
        ({**EVA, "email_verified": False}, "læser"),
        ({**EVA, "email_verified": "false"}, "læser"),
        ({"is_logged_in": True, "email_verified": True}, "læser"),
        ({**EVA, "email": ""}, "læser"),
        ({**EVA, "email": ["eva@kommune.dk"]}, "læser"),
    ],
)
@pytest.mark.usefixtures("entered")
def test_a_role_takes_an_email_that_the_provider_vouches_for(user: dict[str, object], role: str) -> None:
    assert shown(drawn(ROLE, user)).endswith(role)


@pytest.mark.usefixtures("entered")
def test_without_a_provider_nobody_is_signed_in() -> None:
    assert shown(drawn(ROLE, EVA, {"other": "x"})) == "læser"
    assert not drawn(ROLE, EVA, {"other": "x"}).button


@pytest.mark.usefixtures("entered")
def test_a_server_that_takes_users_from_headers_has_no_signed_in_ones() -> None:

    config.set_option("server.trustedUserHeaders", {"X-User": "email"})
    try:
        assert shown(drawn(ROLE, EVA)).endswith("læser")
    finally:
        config.set_option("server.trustedUserHeaders", {})


@pytest.mark.usefixtures("entered")
def test_one_can_sign_in_and_out_where_there_is_a_provider() -> None:
    assert [button.label for button in drawn(ROLE).button] == [Editing.SIGN_IN]
    app = drawn(ROLE, EVA)
    assert Editing.SIGNED_IN_AS.format(email="Eva@Kommune.dk") in shown(app)
    assert [button.label for button in app.button] == [Editing.SIGN_OUT]
    several = {"auth": {"cookie_secret": "b", "stat": {"client_id": "1"}, "by": {"client_id": "2"}}}
    labels = [button.label for button in drawn(ROLE, None, several).button]
    assert labels == [Editing.SIGN_IN_WITH.format(provider=name) for name in ("stat", "by")]


def test_who_lost_the_role_cannot_save_what_is_still_on_the_screen(entered: StateDatabase) -> None:
    app = drawn(FORM, EVA)
    title = next(each for each in app.text_input if each.label == "Titel")
    title.set_value("Noget andet")
    app.user = {}
    save = next(button for button in app.button if button.label == Editing.SAVE)
    html = shown(save.click().run())
    assert "Det kræver rollen redaktør" in html
    assert Corrections(entered).history() == ()


def test_a_correction_is_kept_with_who_made_it(entered: StateDatabase) -> None:
    app = drawn(FORM, EVA)
    next(each for each in app.text_input if each.label == "Titel").set_value("  Noget   andet ")
    html = shown(next(button for button in app.button if button.label == Editing.SAVE).click().run())
    assert Editing.SAVED in html
    assert Adding.SHOWS_SOON in html
    (made,) = Corrections(entered).history()
    assert (made.document, made.field, made.value, made.user) == (
        DOCUMENT,
        CorrectedField.TITLE,
        "Noget andet",
        "Eva@Kommune.dk",
    )
    undo = Editing.UNDO_FIELD.format(field="titel")
    html = shown(next(button for button in app.button if button.label == undo).click().run())
    assert Editing.UNDONE in html
    assert Corrections(entered).in_force() == {}


def test_a_reader_is_shown_no_form(entered: StateDatabase) -> None:
    app = drawn(FORM, {**EVA, "email": "en@kommune.dk"})
    assert "Det kræver rollen redaktør" in shown(app)
    assert not app.text_input
    assert not app.button or [button.label for button in app.button] == [Editing.SIGN_OUT]


@pytest.mark.usefixtures("entered")
def test_on_the_page_of_a_document_the_form_is_closed_and_only_for_editors() -> None:
    panel = FORM.replace("correcting.form", "correcting.panel")
    app = drawn(panel, EVA)
    (closed,) = app.expander
    assert closed.label == Editing.CORRECT
    assert Editing.SAVE in [button.label for button in closed.button]
    assert not drawn(panel).expander


def test_feedback_is_for_administrators(entered: StateDatabase) -> None:
    asked = Asked("Hvad med <b>dig</b>?", {"udvalg": ("Byrådet",)}, "g1", "extractive", False, ())
    FeedbackBox(entered).add(asked, Verdict(False, None, "<script>alert(1)</script>"), None, NOW)
    adam = {**EVA, "email": "adam@kommune.dk"}
    app = drawn(FEEDBACK, adam)
    html = shown(app)
    assert "Hvad med &lt;b&gt;dig&lt;/b&gt;?" in html
    assert "&lt;script&gt;" in html
    assert "udvalg=Byr%C3%A5det" in html
    delete = Editing.OF_NUMBER.format(action=Editing.DELETE, number=1)
    sure = Editing.OF_NUMBER.format(action=Editing.DELETE_SURE, number=1)
    next(button for button in app.button if button.label == delete).click().run()
    app.user = EVA
    app = next(button for button in app.button if button.label == sure).click().run()
    assert len(FeedbackBox(entered).all()) == 1
    app.user = adam
    app.run()
    next(button for button in app.button if button.label == delete).click().run()
    html = shown(next(button for button in app.button if button.label == sure).click().run())
    assert Editing.DELETED in html
    assert FeedbackBox(entered).all() == ()


def test_a_state_that_cannot_be_read_is_explained(entered: StateDatabase) -> None:
    entered.path.parent.mkdir()
    entered.path.write_bytes(json.dumps(["ikke", "en", "database"]).encode() * 200)
    assert "er beskadiget" in shown(drawn(FORM, EVA))


def test_a_correction_made_elsewhere_is_what_the_form_shows_next(entered: StateDatabase) -> None:
    app = drawn(FORM, EVA)
    value = FieldCorrection(CorrectedField.TITLE, "Gammel", "Fra en kollega")
    Corrections(entered).correct(DOCUMENT, [value], None, NOW)
    app.run()
    assert next(each for each in app.text_input if each.label == "Titel").value == "Fra en kollega"
