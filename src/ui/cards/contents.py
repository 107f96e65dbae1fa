"""The way through a long page: links to its sections."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.viz.markup import join, listing, tag


def contents(sections: Mapping[str, str]) -> None:
    """Draw links to the sections of a page: anchor to heading."""
    links = [tag("a", heading, href=f"#{anchor}") for anchor, heading in sections.items()]
    st.html(tag("nav", join([listing(links, class_="legend")]), aria_label=_("On this page")))
