"""HTML for a followed search: what it is, how it is followed, and what is new in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from kb.datatypes import Filter
from kb.errors import UsageError
from kb.following import wording
from kb.following.readers import Entry
from kb.following.wishes import FINAL, filter_of
from kb.state.following import Follow, FollowKind
from kb.strings_da.asking import Asking
from kb.strings_da.following import Following
from kb.strings_da.ui import Ui
from kb.ui import address, filters, render, words

SHOWN = 5
"""How much of what is new is shown at once; the rest stands behind a line that opens it."""


def card(follow: Follow, entries: Sequence[Entry]) -> str:
    """One followed search with its news, newest first."""
    kind = Following.OF_DECISIONS if wording.is_about_decisions(follow.wish) else Following.OF_QUESTION
    said = follow.wish.question or Following.ALL_DECISIONS
    facts = (
        kind,
        wording.filters_in_words(follow.wish),
        Following.SINCE.format(day=words.date(follow.made.astimezone().date())),
    )
    states = [Following.MUTED] if follow.muted else [Following.MAILED] if follow.mail else []
    badges = "".join(f'<span class="kb-badge">{each}</span>' for each in states)
    return (
        f'<article class="kb-followed"><h2><a href="{_again(follow)}">{escape(said)}</a></h2>'
        f'{render.line(facts)}<p class="kb-badges">{badges}</p>{_news(follow, entries)}</article>'
    )


def _again(follow: Follow) -> str:
    """The address that asks again what is followed."""
    wish = follow.wish
    try:
        where = filter_of(wish)
    except UsageError:  # its words were masked
        where = Filter()
    held: Mapping[str, Sequence[str]] = {
        **filters.in_address(where),
        Ui.PARAM_CASE: where.cases[:1],
        Asking.PARAM_FINAL: wish.filters.get(FINAL, ()),
    }
    if wish.kind is FollowKind.DECISIONS:
        return address.link(Ui.PATH_DECISIONS, {Ui.PARAM_TEXT: wish.question, **held})
    return address.link("", {Ui.PARAM_QUESTION: wish.question, **held})


def _news(follow: Follow, entries: Sequence[Entry]) -> str:
    if not entries:
        return f"<p>{Following.PAUSED if follow.muted else Following.NOTHING_NEW}</p>"
    count = words.counted(len(entries), Following.NEWS_ONE, Following.NEWS_MANY)
    shown = "".join(map(_entry, entries[:SHOWN]))
    rest = "".join(map(_entry, entries[SHOWN:]))
    more = Following.MORE_NEWS.format(count=words.number(len(entries) - SHOWN))
    behind = f'<details><summary>{more}</summary><ul class="kb-brief">{rest}</ul></details>' if rest else ""
    return f'<p class="kb-news-count">{count}</p><ul class="kb-brief kb-news">{shown}</ul>{behind}'


def _entry(entry: Entry) -> str:
    """One new place: what it is in, the words, and the way to them."""
    found = Following.FOUND.format(day=words.date(entry.news.made.astimezone().date()))
    where = address.to_evidence(entry.evidence)
    warning = wording.warning(entry)
    badge = f'<p class="kb-badges"><span class="kb-badge kb-warn">{escape(warning)}</span></p>'
    return (
        f'<li><h3><a href="{where}">{escape(wording.heading(entry))}</a></h3>'
        f"{render.line((wording.novelty(entry), *wording.place(entry), found))}{badge if warning else ''}"
        f"<blockquote>{render.prose(entry.evidence.quote.strip())}</blockquote></li>"
    )
