"""What a page shows above its charts: open on the page, folded away in a step of a lesson."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from evidence_site.ui.state import address
from evidence_site.viz.markup import as_it_stands


def folded_in_a_lesson(label: str) -> AbstractContextManager[object]:
    """Return where to draw what a class can do without: it comes to see the chart.

    Args:
        label: What the closed fold says it holds.
    """
    return st.expander(as_it_stands(label)) if address.is_within() else nullcontext()
