"""Who looks at the page, and what they may do. Nothing that a browser says by itself counts."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from kb import roles
from kb.roles import Role
from kb.settings import Settings


def email() -> str | None:
    """The e-mail of who is signed in; None where nobody is, or where signing in is not set up.

    It comes from the identity provider by a cookie that the server signed. Where the server was told to take
    it from headers instead, or the provider says that the e-mail was never verified, nobody is signed in.
    """
    if not providers() or st.get_option("server.trustedUserHeaders"):
        return None
    told = st.user.to_dict()
    if told.get("is_logged_in") is not True or told.get("email_verified") in (False, "false"):
        return None
    found = told.get("email")
    return found.strip() or None if isinstance(found, str) else None


def role(settings: Settings) -> Role:
    """The role of who looks at the page."""
    return roles.role_of(email(), settings.grants)


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
