"""HTML for files that were saved: whether they can be found, and what was decided in them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kb.datatypes import Filter
from kb.errors import UsageError
from kb.settings import Settings
from kb.strings_da.adding import Adding
from kb.strings_da.ui import Ui
from kb.ui import address, builds, holding, register, render, words
from kb.ui.builds import BUILDS
from kb.uploads import lies

if TYPE_CHECKING:
    from kb.register import Register


def card(settings: Settings, knowledge: Register | None, running: bool, name: str) -> str:
    """A saved file: whether it can be found, and its decisions if so."""
    try:
        document = knowledge.document(name) if knowledge else None
    except UsageError:
        document = None
    inner = holding.found(knowledge, name) if knowledge and document is None else ()
    if inner:
        return holding.card(name, inner)
    if knowledge is None or document is None:
        return _not_found(settings, running, name)
    rows = [register.Row(each, document) for each in knowledge.decisions(Filter(documents=(name,)))]
    links = f'<a href="{address.to_document(name)}">{Adding.OPEN}{_about(document.title)}</a>'
    if rows:
        days = sorted(row.decision.date for row in rows if row.decision.date)
        period = f"{days[0]}/{days[-1]}" if days else ""
        committees = sorted({row.decision.committee for row in rows if row.decision.committee})
        where = address.link(Ui.PATH_DECISIONS, {Ui.PARAM_COMMITTEES: committees, Ui.PARAM_PERIOD: period})
        links += f'<a href="{where}">{Adding.SEE_DECISIONS}{_about(document.title)}</a>'
    facts = (
        document.committee or Ui.NO_COMMITTEE,
        words.date(document.date),
        words.sentence(document.status.value),
    )
    return (
        f'<li class="kb-card" data-document="{escape(name)}"><h3>{escape(document.title)}</h3>'
        f"{render.line(facts)}"
        f'<p class="kb-badges"><span class="kb-badge kb-effect-0">{Adding.FOUND_NOW}</span></p>'
        f"{register.brief(rows) if rows else ''}"
        f'<p class="kb-file">{escape(name)}</p><p class="kb-actions">{links}</p></li>'
    )


def _not_found(settings: Settings, running: bool, name: str) -> str:
    """A saved file that is not in the index, with the reason where one is known."""
    state, reason = Adding.NOT_FOUND, ""
    if lies(settings.data, name):
        state = Adding.ON_THE_WAY if running else Adding.NOT_INDEXED
        problem = builds.problem_of(BUILDS.status().last, name)
        reason = (
            f"<p>{escape(problem.message)} {escape(problem.remedy)}</p>" if problem and not running else ""
        )
    return (
        f'<li class="kb-card" data-document="{escape(name)}"><h3>{escape(name.rsplit("/", 1)[-1])}</h3>'
        f'<p class="kb-badges"><span class="kb-badge">{state}</span></p>{reason}'
        f'<p class="kb-file">{escape(name)}</p></li>'
    )


def _about(title: str) -> str:
    """What a link is about, for those who hear links alone."""
    return f'<span class="kb-hidden">: {escape(title)}</span>'
