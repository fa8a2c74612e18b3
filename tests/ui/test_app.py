"""The page without a browser: what each state shows, over the real index and model."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.knowledge import KnowledgeBase
from kb.settings import Settings
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address

SCRIPT = str(Path(__file__).resolve().parents[2] / "kb" / "ui" / "script.py")
QUESTION = "Hvad besluttede Økonomiudvalget i Norddjurs om stormødet?"
UNANSWERABLE = "Hvad er hovedstaden i Frankrig?"


@pytest.fixture
def app(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page over the sample collection, before its first run."""
    monkeypatch.setenv("KB_INDEX", str(sample.index))
    monkeypatch.setenv("KB_DATA", str(sample.data))
    monkeypatch.setenv("KB_PRECISION", sample.precision)
    return AppTest.from_file(SCRIPT, default_timeout=60)


def shown(app: AppTest) -> str:
    """All the HTML on the page."""
    assert not app.exception
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def asked(app: AppTest, question: str) -> str:
    """The page's HTML once ``question`` has been typed."""
    app.run()
    app.text_input[0].set_value(question).run()
    return shown(app)


def test_the_empty_page_offers_examples_and_other_ways_in(app: AppTest, knowledge: KnowledgeBase) -> None:
    html = shown(app.run())
    assert f"{knowledge.manifest.documents} dokumenter" in html
    assert Asking.AUDIENCE in html
    for example in Ui.EXAMPLES:
        assert f'href="{address.to_question(example)}"' in html
    assert f'href="/{Asking.PATH_DOCUMENTS}"' in html
    assert f'href="/{Asking.PATH_NEWCOMERS}"' in html
    assert Asking.LATEST not in html
    assert "kb-answer" not in html


def test_the_latest_questions_of_the_session_are_offered_again(app: AppTest) -> None:
    asked(app, QUESTION)
    html = asked(app, "")
    assert Asking.LATEST in html
    assert html.count(f'href="{address.to_question(QUESTION)}"') == 1 + (QUESTION in Ui.EXAMPLES)


@pytest.mark.parametrize("example", Ui.EXAMPLES)
def test_every_example_has_an_answer(knowledge: KnowledgeBase, example: str) -> None:
    assert not knowledge.ask(example).abstained


def test_the_answer_is_the_facades_quotes(app: AppTest, knowledge: KnowledgeBase) -> None:
    html = asked(app, QUESTION)
    citations = knowledge.ask(QUESTION).citations
    assert any("Tiltrådt" in each.quote for each in citations)
    for each in citations:
        assert knowledge.document(each.document).text[each.start : each.end] == each.quote
        assert f'id="kilde-{each.n}"' in html
        assert each.document in html
    assert "<mark>Tiltrådt" in html


def test_a_filter_restricts_what_is_searched_and_can_be_cleared(app: AppTest) -> None:
    app.run()
    app.multiselect(key=Ui.PARAM_SECTIONS).select("Beslutning").run()
    app.text_input[0].set_value(QUESTION).run()
    html = shown(app)
    assert "Filtre: Beslutning." in html
    assert "Indstilling – ikke en beslutning" not in html
    next(button for button in app.button if button.label == Ui.CLEAR_FILTERS).click().run()
    assert "Filtre: Beslutning" not in shown(app)
    assert app.text_input[0].value == QUESTION


def test_years_restrict_too(app: AppTest, knowledge: KnowledgeBase) -> None:
    first = min(knowledge.facets().years)
    app.run()
    app.slider(key=Ui.PARAM_YEARS).set_value((first, first)).run()
    app.text_input[0].set_value(QUESTION).run()
    assert f"Filtre: {first}." in shown(app)


def test_a_shared_link_is_answered_at_once(app: AppTest) -> None:
    app.query_params["q"] = QUESTION
    assert f'data-q="{QUESTION}"' in shown(app.run())


def test_a_question_without_an_answer_is_told_so(app: AppTest, knowledge: KnowledgeBase) -> None:
    html = asked(app, UNANSWERABLE)
    assert "Fandt intet svar i materialet" in html
    assert "Søgte i" in html
    assert html.count(f">{Ui.NOT_AN_ANSWER}<") == len(knowledge.ask(UNANSWERABLE).nearest)
    assert Ui.SOURCES not in html


def test_a_question_without_letters_is_explained(app: AppTest) -> None:
    assert "Spørgsmålet er tomt." in asked(app, "???")


def test_no_index_gives_the_steps_to_make_one(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KB_INDEX", str(tmp_path))
    html = shown(app.run())
    assert Ui.NO_INDEX_HEADING in html
    assert "kb index" in html
    assert not app.text_input


def test_settings_that_cannot_be_used_are_explained(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_PORT", "many")
    html = shown(app.run())
    assert "Indstillingerne kan ikke bruges" in html
    assert "miljøvariablen" in html
