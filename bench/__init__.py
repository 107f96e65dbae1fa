"""Measurements of the site against stock Streamlit."""
