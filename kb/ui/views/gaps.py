"""The page of what seems to be missing from the material, by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from kb.datatypes import Gap, GapKind
from kb.jsonable import gap_json
from kb.library import LIBRARY
from kb.settings import Settings
from kb.strings_da.ui import Ui
from kb.tables import gaps_table
from kb.ui import address, downloads, paging, render, words
from kb.ui.matter import evidence

FIRST = 8
"""How many of each kind the overview shows."""

PAGE = 50
"""How many one page of a single kind shows."""


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    knowledge = LIBRARY.register(settings)
    st.html(render.heading(Ui.NAV_GAPS, Ui.GAPS_LEAD, address.mark(Ui.NAV_GAPS)))
    found = knowledge.gaps()
    kinds = {kind: [each for each in found if each.kind is kind] for kind in GapKind}
    chosen = next((kind for kind in GapKind if kind.value == address.value(Ui.PARAM_KIND)), None)
    shown = len(found) if chosen is None else len(kinds[chosen])
    st.html(render.status(words.narrowed(shown, len(found), Ui.ONE_GAP, Ui.MANY_GAPS)))
    if not found:
        st.html(render.nothing(Ui.NO_GAPS))
        return
    known = {each.id for each in knowledge.documents()}
    st.html(_choice(kinds, len(found), chosen))
    if chosen is None:
        st.html("".join(_group(kind, gaps[:FIRST], len(gaps), known) for kind, gaps in kinds.items() if gaps))
    else:
        gaps = paging.part(kinds[chosen], PAGE)
        pager = paging.links(Ui.PATH_GAPS, len(kinds[chosen]), PAGE)
        st.html(_group(chosen, gaps, len(gaps), known) + pager)
    taken = found if chosen is None else kinds[chosen]
    if taken:
        downloads.offer(Ui.PATH_GAPS, lambda: gaps_table(taken), lambda: {"gaps": list(map(gap_json, taken))})


def _choice(kinds: Mapping[GapKind, Sequence[Gap]], total: int, chosen: GapKind | None) -> str:
    """The kinds to choose from, each with its number."""
    ways = [(Ui.ALL_GAPS, total, address.link(Ui.PATH_GAPS), chosen is None)]
    ways += [
        (
            Ui.GAP_LABELS[kind],
            len(gaps),
            address.link(Ui.PATH_GAPS, {Ui.PARAM_KIND: kind.value}),
            kind is chosen,
        )
        for kind, gaps in kinds.items()
    ]
    items = "".join(
        f'<li><a href="{where}"{" aria-current=true" if here else ""}>{name} ({words.number(count)})</a></li>'
        for name, count, where, here in ways
    )
    return f'<nav class="kb-kinds" aria-label="{Ui.GAP_KINDS}"><ul>{items}</ul></nav>'


def _group(kind: GapKind, gaps: Sequence[Gap], total: int, known: set[str]) -> str:
    """What is missing of one kind, under what it means."""
    rows = "".join(_row(each, each.document in known) for each in gaps)
    more = ""
    if len(gaps) < total:
        where = address.link(Ui.PATH_GAPS, {Ui.PARAM_KIND: kind.value})
        label = Ui.SHOW_ALL_GAPS.format(count=words.number(total))
        more = f'<p><a href="{where}">{label}<span class="kb-hidden">: {Ui.GAP_HEADINGS[kind]}</span></a></p>'
    body = f'<ul class="kb-brief">{rows}</ul>{more}' if gaps else f"<p>{Ui.NO_GAPS_OF_KIND}</p>"
    return render.section(f"kb-{kind.value}", Ui.GAP_HEADINGS[kind], f"<p>{Ui.GAP_MEANINGS[kind]}</p>{body}")


def _row(gap: Gap, known: bool) -> str:
    """One thing missing: what, of which paper, and the words that show it."""
    title = escape(gap.title)
    paper = f'<a href="{address.to_document(gap.document)}">{title}</a>' if known else title
    day = words.date(gap.date) if gap.date else ""
    what = [gap.detail] if gap.detail != gap.committee else []
    meta = [part for part in (gap.committee or "", day) if part]
    if gap.kind is GapKind.MISSING_MINUTES:
        what, meta = [*meta, *what], []
    quote = evidence(gap.evidence) if gap.evidence else f'<span class="kb-file">{escape(gap.document)}</span>'
    head = f'<p class="kb-title">{escape(", ".join(what))}</p>'
    return f"<li>{head}<p>{paper}</p>{render.line(meta)}<p>{quote}</p></li>"
