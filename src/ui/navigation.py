"""The pages as Streamlit knows them: their scripts, their addresses and the menu."""

from __future__ import annotations

from functools import cache

import streamlit as st

from evidence_site import PROJECT
from evidence_site.records.wording import _
from evidence_site.ui.seams.page_copies import StreamlitPage, page_copy
from evidence_site.viz.pages.site import BY_PATH, HOME, PAGES

FOLDER = PROJECT / "pages"


def streamlit_page(path: str) -> StreamlitPage:
    """Return the Streamlit page for an address of the list, for one run of one reader.

    Raises:
        KeyError: If no page has this address.
    """
    return page_copy(_model(path))


@cache
def _model(path: str) -> StreamlitPage:
    page = BY_PATH[path]
    return st.Page(
        FOLDER / f"{page.path}.py",
        title=_(page.title),
        url_path="" if page is HOME else page.path,
        default=page is HOME,
        visibility="visible" if page.group else "hidden",
    )


def menu() -> dict[str, list[StreamlitPage]]:
    """Return the pages by group, in the order of the list."""
    groups: dict[str, list[StreamlitPage]] = {}
    for page in PAGES:
        groups.setdefault(_(page.group), []).append(streamlit_page(page.path))
    return groups
