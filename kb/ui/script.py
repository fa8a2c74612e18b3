"""The script that Streamlit runs for every visitor and every change; the page itself stays imported."""

from kb.ui.page import show

show()
