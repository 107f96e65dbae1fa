"""How it is asked and shown: the Streamlit side of the site."""
