"""A choice of several options, as every menu of this site offers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from evidence_site.viz.markup import as_it_stands


def many_of(label: str, options: Sequence[str], **settings: Any) -> list[str]:
    """Draw a box in which several options can be chosen and return those that are.

    Streamlit would put "all that match" first, and Enter after a few letters would choose every one of them.
    """
    return st.multiselect(as_it_stands(label), options, select_all=False, **settings)
