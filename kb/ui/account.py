"""Signing in and out, where that is set up; elsewhere nothing is shown."""

from __future__ import annotations

import streamlit as st

from kb.strings_da.editing import Editing
from kb.ui import render, visitor


def show() -> None:
    """Draws who is signed in and the way out, or the ways to sign in."""
    offered = visitor.providers()
    if not offered:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="kb-account"):
        who = visitor.email()
        if who is not None:
            st.html(render.line((Editing.SIGNED_IN_AS.format(email=who),)))
            st.button(Editing.SIGN_OUT, on_click=st.logout, type="tertiary")
            return
        for name in offered:
            label = Editing.SIGN_IN if len(offered) == 1 else Editing.SIGN_IN_WITH.format(provider=name)
            st.button(label, on_click=st.login, args=(name,), type="tertiary", key=f"kb-sign-in-{name}")
