"""Hides the event loop of this site from stock Streamlit, which would take it where it finds it.

``pip install streamlit`` does not install it: it belongs to the extra "performance".
"""

raise ModuleNotFoundError("Stock Streamlit comes without uvloop.")
