"""The pages of the cases: the list of them, and one of them with all that belongs to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from kb.datatypes import Case, Decision, Filter, Part
from kb.errors import UsageError
from kb.export.history import history_report
from kb.export.report import Report
from kb.jsonable import case_json, decision_json
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.asking import Asking
from kb.strings_da.following import Meetings
from kb.strings_da.ui import Ui
from kb.tables import cases_table
from kb.ui import address, downloads, filters, matter, narrative, paging, register, render, words
from kb.ui.narrow import holding
from kb.ui.views import versions

if TYPE_CHECKING:
    from kb.register import Register

PAGE = 25
"""How many cases one page of the list shows."""


def show(settings: Settings) -> None:
    """Draws the list, or the case that the address names. Raises KBError."""
    knowledge = LIBRARY.register(settings)
    if wanted := address.value(Ui.PARAM_CASE):
        _one(knowledge, wanted)
    else:
        _list(knowledge)


def _list(knowledge: Register) -> None:
    """The cases that the filters leave, each linked to its page."""
    st.html(render.heading(Ui.NAV_CASES, Ui.CASES_LEAD))
    everything = knowledge.cases()
    where = filters.sidebar(knowledge.facets())
    if not everything:
        st.html(render.nothing(Ui.NO_CASES_AT_ALL))
        return
    typed = filters.search_box(Ui.CASES_SEARCH)
    found = holding(knowledge.cases(where), typed, lambda each: "\n".join((each.title, *each.numbers)))
    st.html(render.status(words.narrowed(len(found), len(everything), Ui.ONE_CASE, Ui.MANY_CASES)))
    if not found:
        st.html(render.nothing(Ui.NO_CASES))
        return
    rows = "".join(_row(each) for each in paging.part(found, PAGE))
    st.html(
        paging.results(Ui.NAV_CASES, len(found), PAGE)
        + f'<ul class="kb-brief">{rows}</ul>'
        + paging.links(Ui.PATH_CASES, len(found), PAGE)
    )
    downloads.offer(
        Ui.PATH_CASES, lambda: cases_table(found), lambda: {"cases": [case_json(each) for each in found]}
    )
    name = words.filters(where)
    called = Meetings.CALENDAR_OF.format(name=name) if name else Meetings.CALENDAR
    downloads.offer_meetings(knowledge, where, called, Meetings.FILE)


def _row(case: Case) -> str:
    """One case of the list: title, numbers, committees and time."""
    committees = dict.fromkeys(step.committee for step in case.steps)
    dates = [step.date for step in case.steps if step.date]
    span = words.span(min(dates), max(dates)) if dates else ""
    parts = (
        words.documents(len({part.document for part in case.parts})),
        span,
        ", ".join(committees),
        ", ".join(case.numbers),
    )
    return (
        f'<li><p><a href="{address.to_case(case.id)}">{escape(case.title)}</a></p>'
        f'{render.line(parts)}<p class="kb-badges">{matter.warnings(case)}</p></li>'
    )


def _one(knowledge: Register, case_id: str) -> None:
    """One case with its way, its decisions, its papers and what ties them together."""
    try:
        case = knowledge.case(case_id)
    except UsageError:
        st.html(render.heading(Ui.NAV_CASES, Ui.CASES_LEAD, address.mark(case_id)))
        st.html(render.notice(Ui.NO_SUCH_CASE, Ui.NO_SUCH_CASE_REMEDY))
        st.html(_back())
        return
    documents = {part.document: knowledge.document(part.document) for part in case.parts}
    papers = {part: matter.Paper(part, documents[part.document]) for part in case.parts}
    if address.value(Asking.PARAM_BEFORE) or address.value(Asking.PARAM_AFTER):
        versions.show(case, papers)
        return
    st.set_page_config(page_title=f"{case.title} – {Ui.TITLE}")
    decided = _decided(knowledge, case)
    st.html(
        _back()
        + render.heading(case.title, "", address.mark(case.id))
        + matter.head(case)
        + matter.conflicts(case, documents)
        + matter.steps(case)
        + _decisions(knowledge, case, decided)
    )
    _history(knowledge, case, decided)
    downloads.offer_meetings(
        knowledge, Filter(cases=(case.id,)), Meetings.CALENDAR_OF.format(name=case.title), Meetings.FILE
    )
    downloads.offer_json(
        Ui.PARAM_CASE,
        lambda: {"case": case_json(case), "decisions": [decision_json(row) for row in decided]},
    )
    st.html(matter.papers(papers) + _compared(case) + matter.relations(case, papers))


def _decided(knowledge: Register, case: Case) -> list[Decision]:
    """What was decided in the case, oldest first as the steps are."""
    papers = Filter(documents=tuple(dict.fromkeys(part.document for part in case.parts)))
    rows = [row for row in knowledge.decisions(papers) if _belongs(row.document, row.item, case.parts)]
    return rows[::-1]


def _decisions(knowledge: Register, case: Case, decided: Sequence[Decision]) -> str:
    """The decisions of the case, with the way to them in the register."""
    if not decided:
        return render.section("kb-decided", Ui.CASE_DECISIONS, f"<p>{Ui.NO_CASE_DECISIONS}</p>")
    rows = register.full([register.Row(row, knowledge.document(row.document)) for row in decided])
    way = address.link(Ui.PATH_DECISIONS, {Ui.PARAM_CASE: case.id})
    return render.section(
        "kb-decided", Ui.CASE_DECISIONS, f'{rows}<p><a href="{way}">{Asking.DECISIONS_OF_CASE}</a></p>'
    )


def _compared(case: Case) -> str:
    """The way to two papers of the case beside each other; nothing where there is only one."""
    if len(case.parts) < 2:
        return ""
    return f'<p class="kb-compare"><a href="{versions.way(case)}">{Asking.VERSIONS_OPEN}</a></p>'


def _history(knowledge: Register, case: Case, decided: Sequence[Decision]) -> None:
    """The history of the case as a paragraph to paste, and as files."""
    quoted = {
        *(each.document for step in case.steps for each in step.evidence),
        *(row.document for row in decided),
        *(claim.evidence.document for each in case.conflicts for claim in each.claims),
    }
    documents = {name: knowledge.document(name) for name in quoted}
    manifest, site = knowledge.manifest, address.site()

    def report(site: str) -> Report:
        now = dt.datetime.now().astimezone()
        return history_report(case, decided, documents, manifest, site, now)

    shown = report("")
    st.html(narrative.history(shown, report(site)))
    if shown.paragraphs:
        downloads.offer_report(Asking.FILE_HISTORY, lambda: report(site))


def _belongs(document: str, item: int | None, parts: Sequence[Part]) -> bool:
    """Whether an agenda item of a document is part of the case."""
    return Part(document, item) in parts or Part(document) in parts


def _back() -> str:
    """The way back to the list."""
    return f'<p class="kb-back"><a href="{address.link(Ui.PATH_CASES)}">{Ui.ALL_CASES}</a></p>'
