"""A page of Streamlit's menu, for one run of one reader.

``st.navigation`` notes on the page that it is being shown, and running it takes the note away. A page that
two readers share would now and then refuse to be run, so each run has a copy of it.
"""

from __future__ import annotations

from copy import copy

from streamlit.navigation.page import StreamlitPage

__all__ = ["StreamlitPage", "page_copy"]


def page_copy(page: StreamlitPage) -> StreamlitPage:
    """Return a page that notes for itself whether it is being shown."""
    return copy(page)
