"""How large charts are drawn in this run: as everywhere, or for the back row of a class."""

from __future__ import annotations

import streamlit as st

from evidence_site.viz.chart import TYPE_SIZE, Figure
from evidence_site.viz.maps.base_map import LABEL_SIZE
from evidence_site.viz.paper.enlarged import enlarged

#: What the smallest type of a chart measures in a lesson, in pixels, by the size that the address names.
PIXELS = {"": 16, "large": 20}
_KEY = "type-size"


def is_phone() -> bool:
    """Return whether the page is read on a phone, as its browser says of itself."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def set_type_size(pixels: int = TYPE_SIZE) -> None:
    """Set what the smallest type of a chart measures in this run."""
    st.session_state[_KEY] = pixels


def label_size() -> float:
    """Return how large this run wants the names on a map, in pixels."""
    pixels: float = st.session_state.get(_KEY, TYPE_SIZE)
    return max(LABEL_SIZE, pixels)


def at_type_size(figure: Figure) -> Figure:
    """Return a figure as large as this run wants it."""
    pixels = st.session_state.get(_KEY, TYPE_SIZE)
    return figure if pixels == TYPE_SIZE else enlarged(figure, pixels / TYPE_SIZE)
