"""The title of a page: its one heading of the first level, or of the second within a step of a lesson."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from evidence_site.ui.state import address
from evidence_site.viz.markup import as_it_stands


def page_title(words: str, anchor: str | Literal[False] | None = None) -> None:
    """Draw the title of a page; in a step of a lesson the step has the first level."""
    if address.is_within():
        with st.container(key="view-title"):
            st.header(as_it_stands(words), anchor=anchor)
    else:
        st.title(as_it_stands(words), anchor=anchor)


def part_title(words: str, anchor: str) -> None:
    """Draw the title of the part of a page that was chosen; a step of a lesson has said what it shows."""
    if address.is_within():
        with st.container(key=f"view-title-{anchor}"):
            st.header(as_it_stands(words), anchor=anchor)
    else:
        st.header(as_it_stands(words), anchor=anchor)
