"""Legends of the code lists."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.viz.symbols import legend


def category_legend(records: Records) -> None:
    """Draw the legend of event categories."""
    st.html(legend(records.package.code_lists["category"].values()))
