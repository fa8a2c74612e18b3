"""The web app: ``streamlit run app.py``. The page is kb/ui/page.py, the server around it kb/ui/server.py."""

import streamlit as st

from kb.ui.server import options

app = st.App(**options())
