"""The web app as ``kb serve`` runs it, from a checkout and from an installed package alike."""

import streamlit as st

from kb.ui.server import options

app = st.App(**options())
