"""The page of what a visitor follows: what is new, and putting a search on pause, mailing it, deleting it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import streamlit as st

from kb.errors import RoleError
from kb.following import wording
from kb.following.following import book_of, end, feed_address
from kb.following.readers import Entry, entries, settings_of
from kb.library import LIBRARY
from kb.settings import Settings
from kb.state.following import Follow, FollowBook
from kb.strings_da.following import Following
from kb.ui import address, following, news, render, telling, visitor, words

_SAID = "kb-followed-said"
_SURE = "kb-followed-sure"


def show(settings: Settings) -> None:
    """Draws the page once. Raises KBError."""
    at = address.mark(Following.NAV)
    who = visitor.email()
    if not visitor.may_follow(settings):
        st.html(render.heading(Following.NAV, "", at))
        ways = bool(visitor.providers())
        st.html(
            render.notice(
                Following.NOT_HERE if ways else Following.NO_SIGN_IN,
                Following.NOT_HERE_REMEDY if ways else Following.NO_SIGN_IN_REMEDY,
            )
        )
        return
    st.html(render.heading(Following.NAV, Following.LEAD if who else Following.LEAD_SHARED, at))
    if said := st.session_state.pop(_SAID, ""):
        st.html(said)
    book = book_of(settings)
    followed = book.of(who)
    if not followed:
        st.html(render.nothing(Following.NONE if who else Following.NONE_SHARED))
        return
    st.html(render.status(words.counted(len(followed), Following.ONE, Following.MANY)))
    for each in followed:
        with st.container(key=f"kb-followed-{each.number}"):
            st.html(news.card(each, _entries(book, each, settings)))
            _acts(settings, each)


def _entries(book: FollowBook, each: Follow, settings: Settings) -> tuple[Entry, ...]:
    """What is new, as far as the visitor may read it now."""
    own = settings_of(each, settings)
    return () if own is None else entries(book.news(each.number), LIBRARY.register(own))


def _acts(settings: Settings, each: Follow) -> None:
    """The buttons under one search."""
    with st.container(horizontal=True):
        _button(Following.UNMUTE if each.muted else Following.MUTE, each, partial(_mute, settings, each))
        if settings.smtp_host and each.owner is not None:
            _button(
                Following.MAIL_OFF if each.mail else Following.MAIL_ON, each, partial(_mail, settings, each)
            )
        _button(Following.NEW_FEED, each, partial(_renew, settings, each, address.site()))
        if st.session_state.get(_SURE) == each.number:
            _button(Following.DELETE_SURE, each, partial(_remove, settings, each))
            _button(Following.KEEP, each, partial(_ask, None))
        else:
            _button(Following.DELETE, each, partial(_ask, each.number))


def _button(label: str, each: Follow, act: Callable[[], None]) -> None:
    st.button(label, key=f"kb-{label}-{each.number}", on_click=act)


def _ask(number: int | None) -> None:
    """Asks whether one is to be deleted for ever; with None nothing is asked any more."""
    st.session_state[_SURE] = number


def _mute(settings: Settings, each: Follow) -> None:
    """Puts one on pause, or goes on with it."""
    now = None if each.muted else dt.datetime.now(dt.UTC)
    told = Following.IS_MUTED if now else Following.IS_UNMUTED
    _act(settings, each, lambda book: book.mute(each.number, now), told)


def _mail(settings: Settings, each: Follow) -> None:
    """Has news of one mailed, or not any more."""
    told = Following.MAILS_STOPPED if each.mail else Following.MAILS_COME.format(email=each.owner)
    now = dt.datetime.now(dt.UTC)
    _act(settings, each, lambda book: book.mail(each.number, not each.mail, now), told)


def _renew(settings: Settings, each: Follow, site: str) -> None:
    """Gives the feed a new address, which is shown once."""

    def act() -> str:
        secret = _own(settings, each).renew(each.number)
        said = telling.said(Following.FEED_MADE.format(name=wording.name(each.wish)))
        return said + following.feed(feed_address(settings, secret, site))

    st.session_state[_SAID] = telling.done(act)


def _remove(settings: Settings, each: Follow) -> None:
    """Removes one for ever."""
    _ask(None)
    _act(settings, each, lambda _: end(settings, each.number, visitor.email()), Following.IS_DELETED)


def _act(settings: Settings, each: Follow, act: Callable[[FollowBook], None], done: str) -> None:
    """Does something to one of the visitor's own searches, and keeps what to say about it."""

    def run() -> str:
        act(_own(settings, each))
        return telling.said(done)

    st.session_state[_SAID] = telling.done(run)


def _own(settings: Settings, each: Follow) -> FollowBook:
    """The book, once it is certain that the search is the visitor's. Raises RoleError, UsageError."""
    if not visitor.may_follow(settings):
        raise RoleError("not_signed_in")
    book = book_of(settings)
    book.one(each.number, visitor.email())
    return book
