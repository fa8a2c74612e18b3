"""The web app: ``streamlit run app.py``, with the options of .streamlit/config.toml. See kb/ui/app.py."""

import streamlit as st

from kb.ui.server import options

app = st.App(**options())
