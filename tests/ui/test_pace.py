"""Nobody asks more often than the settings allow, and nobody pays for what others ask."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from kb.errors import UsageError
from kb.settings import Settings
from kb.strings_da.problems import PROBLEMS
from kb.ui.pace import Pace
from tests.ui.test_app import shown

ASKING = """
import streamlit as st
from kb.datatypes import Filter
from kb.library import LIBRARY
from kb.settings import load_settings
from kb.ui import render, state
from kb.errors import KBError
knowledge = LIBRARY.get(load_settings())
try:
    for question in ("Hvad er MUS?", "Hvad er MUS?", "Hvad er TRIO?", "Hvad er HU?"):
        st.html(state.answer_to(knowledge, question, Filter()).question)
except KBError as error:
    st.html(render.problem(error))
"""


def test_each_caller_has_a_bucket_and_another_limit_makes_new_ones() -> None:
    pace = Pace()
    for _ in range(3):
        pace.admit("ida", 3)
    with pytest.raises(UsageError) as error:
        pace.admit("ida", 3)
    assert (error.value.code, error.value.values["limit"]) == ("asked_too_often", 3)
    assert 1 <= int(str(error.value.values["seconds"])) <= 20
    pace.admit("eva", 3)
    pace.admit("ida", 4)


def test_a_visitor_is_told_to_wait_and_an_answer_that_is_kept_costs_nothing(
    sample: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("INDEX", sample.index),
        ("PRECISION", sample.precision),
        ("RUNTIME", sample.runtime),
        ("QUESTIONS_PER_MINUTE", "2"),
    ):
        monkeypatch.setenv(f"KB_{name}", str(value))
    found = AppTest.from_string(ASKING, default_timeout=60).run()
    told = shown(found)
    assert "Hvad er TRIO?" in told
    assert "Hvad er HU?" not in told
    assert PROBLEMS["asked_too_often"].message.format(limit=2) in told
