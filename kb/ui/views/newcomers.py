"""The page for newcomers: reading paths, values and strategies, and the map of themes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from kb.exploring.passages import opened
from kb.exploring.records import Principle, ReadingPath, Theme
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.ui import Ui
from kb.ui import address, context, paging, pathways, render, themes, words
from kb.ui.register import Row

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase
    from kb.register import Register

PAGE = 10
"""How many matters of a theme one page shows."""

_READ = "_read_stops"


def show(settings: Settings) -> None:
    """Draws the overview, or the reading path or theme that the address names. Raises KBError."""
    if wanted := address.value(Newcomers.PARAM_TOPIC):
        _path(settings, wanted)
    elif wanted := address.value(Newcomers.PARAM_THEME):
        _theme(LIBRARY.register(settings), wanted)
    else:
        _overview(settings)


def _overview(settings: Settings) -> None:
    """All three ways in. Each is drawn as soon as it is found, and says meanwhile that it is being found."""
    register = LIBRARY.register(settings)
    st.html(render.heading(Newcomers.NAME, Newcomers.LEAD, address.mark(Newcomers.NAME)) + _contents())
    paths, rest, drawn = st.empty(), st.empty(), st.empty()
    ready = LIBRARY.ready(settings) and LIBRARY.get(settings).paths_ready()
    if not ready:
        paths.html(
            _section("laeseveje", Newcomers.PATHS, Newcomers.PATHS_LEAD, _waiting(Newcomers.FINDING_PATHS))
        )
    if not register.themes_ready():
        drawn.html(
            _section("temakort", Newcomers.THEMES, Newcomers.THEMES_LEAD, _waiting(Newcomers.FINDING_THEMES))
        )
    rest.html(_principles(register))
    drawn.html(
        _section("temakort", Newcomers.THEMES, Newcomers.THEMES_LEAD, themes.theme_map(register.themes()))
    )
    found = LIBRARY.get(settings).paths()
    paths.html(_section("laeseveje", Newcomers.PATHS, Newcomers.PATHS_LEAD, pathways.choice(found)))


def _contents() -> str:
    """The way to each part of the overview."""
    parts = (
        (Newcomers.PATHS, "laeseveje"),
        (Newcomers.PRINCIPLES, "vaerdier"),
        (Newcomers.THEMES, "temakort"),
    )
    items = "".join(f'<li><a href="#{name}">{title}</a></li>' for title, name in parts)
    return f'<nav class="kb-kinds kb-contents" aria-label="{Newcomers.ON_THIS_PAGE}"><ul>{items}</ul></nav>'


def _section(name: str, title: str, lead: str, body: str) -> str:
    return render.section(name, title, f"<p>{lead}</p>{body}")


def _waiting(text: str) -> str:
    return f'<p class="kb-waiting" role="status">{text}</p>'


def _principles(register: Register) -> str:
    """The values and strategies, each behind its title."""
    found, terms = register.principles(), register.terms()

    def rows(each: Principle) -> list[Row]:
        return [Row(decision, register.document(decision.document)) for decision in each.decisions]

    groups = ((Newcomers.VALUES, found.values, "v"), (Newcomers.STRATEGIES, found.strategies, "s"))
    body = "".join(
        f"<h3>{title}</h3>"
        + "".join(pathways.principle(each, terms, f"{key}{at}", rows) for at, each in enumerate(members))
        for title, members, key in groups
        if members
    )
    lead = Newcomers.PRINCIPLES_LEAD
    return _section("vaerdier", Newcomers.PRINCIPLES, lead, body or f"<p>{Newcomers.NO_PRINCIPLES}</p>")


def _path(settings: Settings, key: str) -> None:
    """One reading path at the stop that the address names: the first, where it names none."""
    knowledge = _opened(settings)
    path = next((each for each in knowledge.paths() if each.key == key and each.is_shown), None)
    if path is None:
        _gone(Newcomers.NO_SUCH_TOPIC, Newcomers.NO_SUCH_TOPIC_REMEDY)
        return
    topic = pathways.TOPIC_OF[key]
    st.set_page_config(page_title=f"{topic.title} – {Ui.TITLE}")
    asked = address.value(Newcomers.PARAM_STEP)
    at = address.mark(topic.title)
    ended = asked == Newcomers.STEP_FINISHED
    number = 0 if ended else min(address.number(Newcomers.PARAM_STEP), len(path.steps))
    done = _read(knowledge, path, number)
    head = _back(Newcomers.ALL_PATHS) + render.heading(topic.title, topic.lead, "" if asked else at)
    size = Newcomers.PATH_SIZE.format(
        steps=pathways.steps(len(path.steps)),
        documents=words.documents(path.documents),
        time=pathways.minutes(path.words),
    )
    now = (
        pathways.finished(path, topic, at)
        if ended
        else pathways.stop(
            path, number, _whole(knowledge, path, number), knowledge.terms(), at if asked else ""
        )
    )
    st.html(
        f'{head}{render.line([size])}<div class="kb-path"><div>{now}</div>'
        f"{pathways.way(path, number, done)}</div>"
    )


def _opened(settings: Settings) -> KnowledgeBase:
    """The knowledge base; says that the paths are being found where that takes time."""
    if LIBRARY.ready(settings) and LIBRARY.get(settings).paths_ready():
        return LIBRARY.get(settings)
    waiting = st.empty()
    waiting.html(_waiting(Newcomers.FINDING_PATHS))
    try:
        knowledge = LIBRARY.get(settings)
        knowledge.paths()
        return knowledge
    finally:
        waiting.empty()


def _whole(knowledge: KnowledgeBase, path: ReadingPath, number: int) -> context.Excerpt:
    """The section around the quote of a stop."""
    cited = path.steps[number - 1].citation
    return context.section(knowledge.document(cited.document), cited.start, cited.end)


def _read(knowledge: KnowledgeBase, path: ReadingPath, number: int) -> frozenset[int]:
    """The stops of a path that this session has been at, the one shown now among them."""
    kept: dict[tuple[str, str], frozenset[int]] = st.session_state.setdefault(_READ, {})
    key = (knowledge.manifest.generation, path.key)
    kept[key] = kept.get(key, frozenset()) | ({number} if number else frozenset())
    return kept[key]


def _theme(register: Register, name: str) -> None:
    """One theme: what it is made of, each with a quote."""
    theme = next((each for each in register.themes().themes if each.name == name), None)
    if theme is None:
        _gone(Newcomers.NO_SUCH_THEME, Newcomers.NO_SUCH_THEME_REMEDY)
        return
    title = themes.theme_name(theme)
    st.set_page_config(page_title=f"{title} – {Ui.TITLE}")
    shown = [_shown(register, theme, number) for number in paging.part(range(len(theme.matters)), PAGE)]
    size = (
        themes.count(len(theme.matters)),
        Newcomers.FROM_DOCUMENTS.format(documents=words.documents(theme.documents)),
    )
    question = Newcomers.QUESTION_ABOUT.format(theme=theme.name)
    ask = address.link("", {Ui.PARAM_QUESTION: question})
    about = escape(Newcomers.ASK_ABOUT.format(theme=theme.name))
    st.html(
        _back(Newcomers.ALL_THEMES, "temakort")
        + render.heading(title, "")
        + render.line(size)
        + f'<p class="kb-actions"><a href="{ask}">{about}</a></p>'
        + paging.results(Newcomers.THEME_MATTERS, len(theme.matters), PAGE)
        + themes.matters(shown)
        + paging.links(Newcomers.PATH, len(theme.matters), PAGE)
    )


def _shown(register: Register, theme: Theme, number: int) -> themes.Shown:
    matter = theme.matters[number]
    document = register.document(matter.document)
    return themes.Shown(matter, document, *opened(document, matter.start, matter.end))


def _gone(message: str, remedy: str) -> None:
    """What the address names is not there."""
    at = address.mark(Newcomers.NAME)
    st.html(
        render.heading(Newcomers.NAME, Newcomers.LEAD, at)
        + render.notice(message, remedy)
        + _back(Newcomers.ALL_PATHS)
    )


def _back(name: str, part: str = "") -> str:
    """The way back to the overview, or to a part of it."""
    anchor = f"#{part}" if part else ""
    return f'<p class="kb-back"><a href="{address.link(Newcomers.PATH)}{anchor}">{name}</a></p>'
