"""The web app: a Streamlit page over the facade, with HTML and CSS of our own."""
