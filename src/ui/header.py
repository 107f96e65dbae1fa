"""The top of every page: the site's name and a one-line content note."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from records.loading import Records
from records.wording import _
from viz.markup import tag

_STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")


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
