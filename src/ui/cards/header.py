"""The top of every page: the site's name and a one-line content note."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.ui.browser import text_of
from evidence_site.viz.markup import tag

_STYLE = text_of("style.css")


def style() -> None:
    """Bring the style sheet of the site into the page."""
    st.html(f"<style>{_STYLE}</style>")


def draw(records: Records) -> None:
    """Draw the masthead."""
    style()
    st.html(
        tag(
            "div",
            tag("strong", _(records.site.name)),
            tag("p", _(records.site.content_note), class_="quiet"),
            class_="masthead",
        )
    )
