"""Coming back to another process: a page whose connection broke is drawn anew as soon as it has another.

Streamlit's page waits after a reconnection for the next click. The process it now talks to has never
drawn it and would swallow that click. A page with a part that reruns by itself asks for a run at once.
"""

from __future__ import annotations

from datetime import timedelta

import streamlit as st


@st.fragment(run_every=timedelta(days=1))
def draw_again_when_reconnected() -> None:
    """Be a part of the page that reruns by itself; it draws nothing."""
