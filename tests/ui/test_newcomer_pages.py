"""The page for newcomers and the page about the knowledge base, without a browser."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

import pytest

from kb.datatypes import GapKind
from kb.knowledge import KnowledgeBase
from kb.library import Library
from kb.strings_da.about import About
from kb.strings_da.newcomers import TOPICS, Newcomers
from kb.ui import pathways, themes, words
from tests.ui.test_app import shown
from tests.ui.test_pages import Open, opened  # noqa: F401 - a fixture


def test_the_overview_has_all_three_ways_in(opened: Open, knowledge: KnowledgeBase) -> None:  # noqa: F811
    html = shown(opened("newcomers"))
    for topic in TOPICS:
        assert f'href="/ny?emne={topic.key}"' in html
    for theme in knowledge.themes().themes:
        assert html.count(themes.to_theme(theme)) == 2  # on the map and in the list
    for each in (*knowledge.principles().values, *knowledge.principles().strategies):
        assert f"<summary>{escape(each.title)}</summary>" in html
    assert Newcomers.FINDING_PATHS not in html
    assert Newcomers.FINDING_THEMES not in html


def test_pop_ups_of_the_overview_have_names_of_their_own(opened: Open) -> None:  # noqa: F811
    html = shown(opened("newcomers"))
    names = re.findall(r'<span popover id="([^"]+)"', html)
    assert names
    assert len(set(names)) == len(names)
    assert sorted(names) == sorted(re.findall(r'class="kb-term" popovertarget="([^"]+)"', html))


def test_a_path_shows_one_stop_with_the_way_on(opened: Open, knowledge: KnowledgeBase) -> None:  # noqa: F811
    path = next(each for each in knowledge.paths() if each.key == "vaerdier")
    app = opened("newcomers", emne="vaerdier", trin="2")
    html = shown(app)
    cited = path.steps[1].citation
    assert f"{cited.start}-{cited.end}#citat" in html
    assert Newcomers.STEP_OF.format(step=2, count=len(path.steps)) in html
    assert html.count('aria-current="step"') == 1
    assert 'href="/ny?emne=vaerdier&amp;trin=3"' in html
    for step in path.steps:
        assert f'href="/ny?emne=vaerdier&amp;trin={step.citation.n}"' in html
    app.query_params["trin"] = "3"
    html = shown(app.run())
    assert Newcomers.DONE_COUNT.format(done=2, count=len(path.steps)) in html
    assert html.count(f">{Newcomers.DONE}<") == 1


@pytest.mark.parametrize("step", ["", "0", "-1", "x", "1", "999999999999", "<b>"])
def test_any_stop_in_the_address_shows_one(opened: Open, step: str) -> None:  # noqa: F811
    html = shown(opened("newcomers", emne="ledelse", trin=step))
    assert html.count('aria-current="step"') == 1
    assert "<b>" not in html


def test_the_end_of_a_path_leads_on(opened: Open) -> None:  # noqa: F811
    html = shown(opened("newcomers", emne="vaerdier", trin=Newcomers.STEP_FINISHED))
    assert Newcomers.FINISHED in html
    assert f"/?q={quote(TOPICS[0].questions[0]).replace('%20', '+')}" in html


def test_what_the_address_names_and_is_not_there_is_said(opened: Open) -> None:  # noqa: F811
    assert Newcomers.NO_SUCH_TOPIC in shown(opened("newcomers", emne="findes-ikke"))
    assert Newcomers.NO_SUCH_THEME in shown(opened("newcomers", tema="<script>"))


def test_a_theme_shows_its_matters_with_quotes(opened: Open, knowledge: KnowledgeBase) -> None:  # noqa: F811
    theme = next(each for each in knowledge.themes().themes if each.name == "seniorpolitik")
    html = shown(opened("newcomers", tema=theme.name))
    assert html.count('<li class="kb-card">') == len(theme.matters)
    for matter in theme.matters:
        assert escape(matter.title) in html
        assert escape(matter.document) in html
    assert html.count(Newcomers.REPLACED) == 1
    assert Newcomers.ASK_ABOUT.format(theme="seniorpolitik") in html


def test_the_largest_theme_is_shown_page_by_page(opened: Open, knowledge: KnowledgeBase) -> None:  # noqa: F811
    theme = knowledge.themes().themes[0]
    assert len(theme.matters) > 10
    assert shown(opened("newcomers", tema=theme.name)).count('<li class="kb-card">') == 10
    rest = shown(opened("newcomers", tema=theme.name, side="2"))
    assert rest.count('<li class="kb-card">') == len(theme.matters) - 10


def test_topics_without_enough_are_named_with_what_there_is(knowledge: KnowledgeBase) -> None:
    path = knowledge.paths()[0]
    short = type(path)("ledelse", path.steps[:1])
    html = pathways.choice([path, short])
    assert 'href="/ny?emne=vaerdier"' in html
    assert 'href="/ny?emne=ledelse"' not in html
    assert "Ledelse (1 dokument)" in html
    assert Newcomers.NO_PATHS in pathways.choice([short])


def test_an_answer_leads_to_the_path_on_its_topic(knowledge: KnowledgeBase) -> None:
    paths = knowledge.paths()
    assert 'href="/ny?emne=vaerdier"' in pathways.onward("Hvad er kommunens værdier?", paths)
    assert 'href="/ny?emne=vaerdier"' in pathways.onward("Hvad er kommunens værdier?", None)
    assert pathways.onward("Hvad koster cykelstien?", paths) == ""
    assert pathways.onward("Hvad er kommunens værdier?", ()) == ""


def test_the_register_alone_can_be_explored_while_the_model_loads(
    opened: Open,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Library, "get", forbidden)
    monkeypatch.setattr(Library, "ready", lambda *_: False)
    assert "kb-card" in shown(opened("newcomers", tema="seniorpolitik"))
    assert "<h1" in shown(opened("about"))


def test_the_page_about_the_knowledge_base_says_what_is_in_it(
    opened: Open,  # noqa: F811
    knowledge: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KB_ORGANISATION", "Prøve & Kommune")
    monkeypatch.setenv("KB_CONTACT", "viden@example.dk")
    html = shown(opened("about"))
    manifest = knowledge.manifest
    for told in (
        words.number(manifest.documents),
        words.number(manifest.chunks),
        words.timestamp(manifest.created),
        manifest.generation,
        manifest.model,
        manifest.model_fingerprint[:16],
        About.MODE,
        About.CLOSED,
        About.EXACT,
        "Prøve &amp; Kommune",
        'href="mailto:viden@example.dk"',
    ):
        assert told in html, told
    papers = sum(each.committee == "Hovedudvalget" for each in knowledge.documents())
    assert f"Hovedudvalget: {papers}" in html
    unread = sum(each.kind is GapKind.UNREAD_FILE for each in knowledge.gaps())
    assert (About.UNREAD_NONE in html) is (unread == 0)
    assert "lukket-" not in html


def test_the_page_says_what_is_written_by_ai_and_what_is_sent(
    opened: Open,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    html = shown(opened("about"))
    assert About.NOTHING_SENT in html
    assert About.KEPT_IF_FOLLOWED not in html
    monkeypatch.setenv("KB_GENERATOR_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("KB_GENERATOR_MODEL", "m")
    monkeypatch.setenv("KB_FOLLOW_OPEN", "true")
    html = shown(opened("about"))
    assert About.MODE_AI in html
    assert About.AI_ASKED in html
    assert About.SENT_TO_AI in html
    assert About.KEPT_IF_FOLLOWED in html
    assert About.MODE not in html
    assert About.NOTHING_SENT not in html
    assert About.SOMETHING_SENT in html
    assert About.CLASS_MEANS not in html  # what everyone may read is not marked
    assert About.MAILED not in html
    monkeypatch.setattr("kb.ui.visitor.providers", lambda: ("default",))
    monkeypatch.setenv("KB_SMTP_HOST", "mail.kommune.dk")
    assert About.MAILED in shown(opened("about"))
    monkeypatch.setenv("KB_GENERATOR_AUTOMATIC", "true")
    assert About.AI_UNASKED in shown(opened("about"))


def test_without_a_contact_nobody_is_made_up(opened: Open) -> None:  # noqa: F811
    html = shown(opened("about"))
    assert About.COMPLAIN_UNKNOWN in html
    assert About.ACCESSIBILITY_OWNER in html
    assert "mailto:" not in html
