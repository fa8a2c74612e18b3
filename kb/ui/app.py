"""The twin of app.py at the root of the repository, for where only the package is installed."""

import streamlit as st

from kb.ui.server import options

app = st.App(**options())
