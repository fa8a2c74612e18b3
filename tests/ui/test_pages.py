"""The pages beside the one for questions, without a browser: what they show of the real index."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from kb.datatypes import Filter, GapKind, OutcomeClass
from kb.knowledge import KnowledgeBase
from kb.library import Library
from kb.register import Register
from kb.settings import Settings
from kb.strings_da import OUTCOME_LABELS
from kb.strings_da.ui import Ui
from kb.ui import words
from tests.ui.test_app import shown

DRAW = "from kb.settings import load_settings\nfrom kb.ui.views import {view}\n{view}.show(load_settings())\n"
VIEWS = ("decisions", "cases", "glossary", "gaps")

Open = Callable[..., AppTest]


@pytest.fixture
def opened(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> Open:
    """What draws one page over the sample collection, with parameters in its address."""
    monkeypatch.setenv("KB_INDEX", str(sample.index))
    monkeypatch.setenv("KB_DATA", str(sample.data))
    monkeypatch.setenv("KB_PRECISION", sample.precision)

    def draw(view: str, **params: str | list[str]) -> AppTest:
        app = AppTest.from_string(DRAW.format(view=view), default_timeout=60)
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return draw


def test_the_register_shows_all_decisions_page_by_page(opened: Open, knowledge: KnowledgeBase) -> None:
    rows = knowledge.decisions()
    html = shown(opened("decisions"))
    assert f">{words.decisions(len(rows))}<" in html
    assert Ui.TIMELINE in html
    assert html.count('<li class="kb-card" id="beslutning-') == min(25, len(rows))
    last = -(-len(rows) // 25)
    assert last > 1
    rest = shown(opened("decisions", side=str(last)))
    assert rest.count('<li class="kb-card" id="beslutning-') == len(rows) - 25 * (last - 1)
    assert f"Side {last} af {last}" in rest
    assert shown(opened("decisions", side="999")) == rest.replace(f"side={last}", "side=999")


def test_the_address_narrows_the_register(opened: Open, knowledge: KnowledgeBase) -> None:
    everything = knowledge.decisions()
    committee = knowledge.facets().committees[0]
    where = Filter(committees=(committee,), outcomes=(OutcomeClass.ADOPTED,))
    found = knowledge.decisions(where)
    assert 0 < len(found) < len(everything)
    app = opened("decisions", udvalg=committee, udfald=OUTCOME_LABELS[OutcomeClass.ADOPTED])
    assert f"{len(found)} af {words.decisions(len(everything))}" in shown(app)
    next(button for button in app.button if button.label == Ui.CLEAR_FILTERS).click().run()
    assert f">{words.decisions(len(everything))}<" in shown(app)
    assert "udvalg" not in app.query_params


def test_a_filter_chosen_by_hand_goes_into_the_address(opened: Open) -> None:
    app = opened("decisions", side="2")
    label = OUTCOME_LABELS[OutcomeClass.ADOPTED]
    app.multiselect(key=Ui.PARAM_EFFECTS).select(label).run()
    assert app.query_params[Ui.PARAM_EFFECTS] in (label, [label])
    assert Ui.PARAM_PAGE not in app.query_params
    app.text_input(key=Ui.PARAM_TEXT).set_value("  ingen har skrevet dette ").run()
    assert app.query_params[Ui.PARAM_TEXT] in ("ingen har skrevet dette", ["ingen har skrevet dette"])
    assert Ui.NO_DECISIONS in shown(app)


def test_a_period_in_the_address_restricts_to_its_days(opened: Open, knowledge: KnowledgeBase) -> None:
    day = next(each.date for each in knowledge.decisions() if each.date)
    found = knowledge.decisions(Filter(date_from=day, date_to=day))
    html = shown(opened("decisions", periode=f"{day}/{day}"))
    assert f"{len(found)} af " in html
    assert words.date(day) in html


def test_the_list_of_cases_leads_to_a_case_with_its_papers(opened: Open, knowledge: KnowledgeBase) -> None:
    cases = knowledge.cases()
    assert f">{words.counted(len(cases), Ui.ONE_CASE, Ui.MANY_CASES)}<" in shown(opened("cases"))
    case = max(cases, key=lambda each: (len(each.relations), len(each.steps)))
    assert case.relations
    html = shown(opened("cases", sag=case.id))
    for part in case.parts:
        assert part.document in html
    for step in case.steps:
        assert Ui.STEP_LABELS[step.state] in html
        for each in step.evidence:
            assert f"{each.start}-{each.end}#citat" in html
    assert Ui.RELATIONS in html


def test_a_case_that_is_gone_is_said_to_be(opened: Open) -> None:
    assert Ui.NO_SUCH_CASE in shown(opened("cases", sag="findes-ikke"))


def test_cases_are_found_by_their_number(opened: Open, knowledge: KnowledgeBase) -> None:
    number = next(each.numbers[0] for each in knowledge.cases() if each.numbers)
    found = [each for each in knowledge.cases() if any(number in one for one in each.numbers)]
    assert f"{len(found)} af " in shown(opened("cases", tekst=number))


def test_every_term_and_role_is_shown_with_its_source(opened: Open, knowledge: KnowledgeBase) -> None:
    html = shown(opened("glossary"))
    assert knowledge.terms()
    assert knowledge.tenures()
    for each in knowledge.terms():
        for sense in each.senses:
            assert f"{sense.evidence.start}-{sense.evidence.end}#citat" in html
    for held in knowledge.tenures():
        assert held.name in html
    assert Ui.NO_TERMS in shown(opened("glossary", tekst="qqqq"))


def test_gaps_are_grouped_and_can_be_seen_kind_by_kind(opened: Open, knowledge: KnowledgeBase) -> None:
    gaps = knowledge.gaps()
    html = shown(opened("gaps"))
    for kind in GapKind:
        count = sum(each.kind is kind for each in gaps)
        assert f"{Ui.GAP_LABELS[kind]} ({count})" in html
        assert (Ui.GAP_HEADINGS[kind] in html) == (count > 0)
    kind = next(each.kind for each in gaps)
    alone = shown(opened("gaps", art=kind.value))
    assert alone.count("<section") == 1
    assert Ui.GAP_MEANINGS[kind] in alone


def test_a_document_is_shown_with_the_quote_marked(opened: Open, knowledge: KnowledgeBase) -> None:
    row = knowledge.decisions()[0]
    html = shown(opened("document", id=row.document, tegn=f"{row.start}-{row.end}"))
    assert '<mark id="citat"' in html
    assert Ui.NO_DOCUMENT in shown(opened("document"))
    assert "findes ikke i indekset" in shown(opened("document", id="findes-ikke.pdf"))


@pytest.mark.parametrize("view", VIEWS)
def test_pages_that_need_no_model_do_not_load_it(
    opened: Open, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Library, "get", forbidden)
    monkeypatch.setattr(Library, "ready", lambda *_: False)
    assert "<h1" in shown(opened(view))


def test_the_register_is_opened_once_and_gives_way_to_the_knowledge_base(sample: Settings) -> None:
    library = Library()
    register = library.register(sample)
    assert type(register) is Register
    assert library.register(sample) is register
