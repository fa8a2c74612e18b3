"""The web app: ``streamlit run app.py``. The pages are in kb/ui/views, the server is kb/ui/server.py."""

import streamlit as st

from kb.ui.server import options

app = st.App(**options())
