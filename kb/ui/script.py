"""The script that Streamlit runs for every visitor and every change; the pages themselves stay imported."""

from kb.ui.site import show

show()
