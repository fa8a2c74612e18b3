"""The button by which a visitor follows a question or the rows of the register that a filter leaves."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from kb.datatypes import Filter
from kb.errors import RoleError
from kb.following.following import begin, book_of, feed_address
from kb.following.wishes import kept
from kb.privacy import without_cpr
from kb.settings import Settings
from kb.state.following import FollowKind, Wish
from kb.strings_da.following import Following
from kb.ui import address, render, telling, visitor


def question(asked: str, where: Filter) -> None:
    """Draws the button for a question under its filters; nothing for who may not follow."""
    _offer(Wish(FollowKind.QUESTION, asked, kept(where)))


def decisions(where: Filter, typed: str, final: Sequence[str]) -> None:
    """Draws the button for the decisions that a filter and typed words leave."""
    _offer(Wish(FollowKind.DECISIONS, without_cpr(" ".join(typed.split())), kept(where, final)))


def feed(where: str) -> str:
    """The address of a feed to be copied, which is shown this once."""
    return (
        f'<div class="kb-feed"><p class="kb-feed-name">{Following.FEED_ADDRESS}</p>'
        f"<p><code>{escape(where)}</code></p>{render.copy_button(Following.COPY_FEED, where)}"
        f'<p class="kb-hint">{Following.FEED_ONCE}</p></div>'
    )


def _offer(wish: Wish) -> None:
    """The button, what became of pressing it, or that the search is followed already."""
    settings = visitor.reader_settings()
    if visitor.may_follow(settings):
        _fragment(settings, wish)


@st.fragment
def _fragment(settings: Settings, wish: Wish) -> None:
    key = f"kb-follow-{hashlib.sha256(repr(wish).encode()).hexdigest()[:16]}"
    with st.container(key="kb-follow", horizontal=True, vertical_alignment="center"):
        if said := st.session_state.get(f"{key}-said"):
            st.html(said)
        elif any(each.wish == wish for each in book_of(settings).of(visitor.email())):
            st.html(f'<p class="kb-hint">{Following.FOLLOWS_ALREADY} {_way()}</p>')
        else:
            st.button(
                Following.FOLLOW, key=key, on_click=partial(_begin, settings, wish, key, address.site())
            )
            st.html(f'<p class="kb-hint">{Following.FOLLOW_HINT}</p>')


def _begin(settings: Settings, wish: Wish, key: str, site: str) -> None:
    """Follows the search, and keeps what to say about it."""

    def act() -> str:
        if not visitor.may_follow(settings):
            raise RoleError("not_signed_in")
        now = dt.datetime.now(dt.UTC)
        _, secret = begin(settings, wish, visitor.email(), settings.edition, now)
        where = feed_address(settings, secret, site)
        return f"{telling.said(Following.FOLLOWED)}<p>{_way()}</p>{feed(where)}"

    st.session_state[f"{key}-said"] = telling.done(act)


def _way() -> str:
    """The way to all that the visitor follows."""
    return f'<a href="{address.link(Following.PATH)}">{Following.SEE_FOLLOWED}</a>'
