"""Who looks at the page, and what they may do. Nothing that a browser says by itself counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import Request
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from kb import roles
from kb.access import clearance_of
from kb.roles import Role
from kb.settings import Settings, load_settings


def email() -> str | None:
    """The e-mail of who is signed in; None where nobody is, or where signing in is not set up.

    It comes from the identity provider by a cookie that the server signed. Where the server was told to take
    it from headers instead, or the provider says that the e-mail was never verified, nobody is signed in.
    """
    return _email_in(st.user.to_dict()) if _signs_in() else None


def email_of(request: Request) -> str | None:
    """The e-mail of who is signed in and sent a request to a route of ours, by the same signed cookie."""
    if not _signs_in():
        return None
    cookie = _get_signed_cookie_with_chunks(request.cookies, USER_COOKIE_NAME)
    if cookie is None:
        return None
    told = json.loads(cookie)
    # Streamlit's own check: a cookie of another site on this name is not one of ours.
    ours = urlsplit(str(told.get("origin", ""))).netloc == request.headers.get("host")
    return _email_in(told) if ours else None


def _signs_in() -> bool:
    return bool(providers()) and not st.get_option("server.trustedUserHeaders")


def _email_in(told: Mapping[str, Any]) -> str | None:
    """The e-mail that an identity provider told, None where it does not vouch for it."""
    if told.get("is_logged_in") is not True or told.get("email_verified") in (False, "false"):
        return None
    found = told.get("email")
    return found.strip() or None if isinstance(found, str) else None


def role(settings: Settings) -> Role:
    """The role of who looks at the page."""
    return roles.role_of(email(), settings.grants)


def reader_settings(request: Request | None = None) -> Settings:
    """The settings in force, with the index that the visitor may read. Raises SettingsError."""
    settings = load_settings()
    who = email() if request is None else email_of(request)
    return settings.for_clearance(clearance_of(who, settings.cleared))


def may_follow(settings: Settings) -> bool:
    """Whether the visitor may follow searches: who is signed in, and anybody where the deployment says so."""
    return email() is not None or settings.follow_open


def require(settings: Settings, needed: Role) -> None:
    """Nothing. Raises RoleError where who looks at the page may not do what is needed."""
    roles.require(role(settings), needed)


def providers() -> Sequence[str]:
    """The identity providers that can be signed in with; "default" is one without a name. Empty: none."""
    try:
        section = st.secrets.get("auth", {})
    except StreamlitSecretNotFoundError:
        return ()
    if "client_id" in section:
        return ("default",)
    return tuple(name for name, each in section.items() if hasattr(each, "keys") and "client_id" in each)
