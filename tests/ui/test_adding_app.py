"""The page for adding documents where there is nothing yet, and where the index is of another folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.settings import Settings
from kb.strings_da.adding import Adding
from tests.ui.test_app import shown

PAGE = """
from kb.settings import load_settings
from kb.ui import render
from kb.ui.views import adding
from kb.errors import KBError
import streamlit as st
try:
    adding.show(load_settings())
except KBError as error:
    st.html(render.problem(error))
"""


def drawn(monkeypatch: pytest.MonkeyPatch, folder: Path, everyone: str = "redaktør") -> AppTest:
    """The page over the folders data, index and state in ``folder``."""
    for name in ("data", "index", "state"):
        monkeypatch.setenv(f"KB_{name.upper()}", str(folder / name))
    monkeypatch.setenv("KB_EVERYONE", everyone)
    return AppTest.from_string(PAGE, default_timeout=60).run()


def test_the_first_document_can_be_added_where_nothing_is_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = drawn(monkeypatch, tmp_path)
    assert not app.exception
    assert [box.options for box in app.selectbox] == [[Adding.NEW_FOLDER]]
    assert Adding.TITLE in shown(app)
    assert len(app.get("file_uploader")) == 1


def test_the_folders_of_the_material_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "norddjurs" / "2026").mkdir(parents=True)
    app = drawn(monkeypatch, tmp_path)
    assert [box.options for box in app.selectbox] == [[Adding.NEW_FOLDER, "norddjurs", "norddjurs/2026"]]


def test_nothing_is_added_beside_an_index_of_another_folder(
    sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(sample.index, tmp_path / "index")
    (tmp_path / "data").mkdir()
    app = drawn(monkeypatch, tmp_path)
    assert "ville fjerne alt" in shown(app)
    assert not app.get("file_uploader")


def test_who_may_not_add_sees_nothing_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = drawn(monkeypatch, tmp_path, "læser")
    assert "redaktør" in shown(app)
    assert not app.get("file_uploader")
    assert not app.button
