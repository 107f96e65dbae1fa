"""The list of pages: address, script, title and group. Menu, links and tests are made from it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from evidence_site import PROJECT
from evidence_site.records.choose.views import ACTIVITY, CHOICES, LESSONS
from evidence_site.records.wording import N_, _

FOLDER = PROJECT / "pages"


@dataclass(frozen=True)
class SitePage:
    """One page.

    Attributes:
        group: Part of the menu; an empty one keeps the page out of it, its address still works.
    """

    path: str
    title: str
    group: str
    help: str

    @property
    def choices(self) -> tuple[str, ...]:
        """Parameters of the address with which it lets a reader choose, besides filters and record."""
        return tuple(CHOICES.get(self.path, ()))


PAGES: tuple[SitePage, ...] = (
    SitePage("overview", N_("Overview"), N_("The night"), N_("What happened, in two minutes.")),
    SitePage("timeline", N_("Timeline"), N_("The night"), N_("Events by date, down to the hour.")),
    SitePage(
        "map",
        N_("Map"),
        N_("The night"),
        N_("Where it happened."),
    ),
    SitePage(
        "casualties",
        N_("Casualties"),
        N_("The evidence"),
        N_("Who said how many, when, and what they counted."),
    ),
    SitePage("claims", N_("Claims"), N_("The evidence"), N_("Sentences, checked.")),
    SitePage(
        "explore",
        N_("Explore"),
        N_("The evidence"),
        N_("Time, place, kind and list on one screen; a choice in one narrows all."),
    ),
    SitePage(
        "sources",
        N_("Sources"),
        N_("The evidence"),
        N_("Every source and what rests on it."),
    ),
    SitePage(
        "screenings",
        N_("Screenings"),
        N_("On film"),
        N_("Films and where they were shown."),
    ),
    SitePage(LESSONS, N_("Lessons"), N_("In class"), N_("Lessons of forty minutes, to present or to read.")),
    SitePage(
        ACTIVITY,
        N_("Your own reading"),
        N_("In class"),
        N_("Weigh the sources for one sentence and keep what you wrote."),
    ),
    SitePage("about", N_("About"), N_("About"), N_("Method, rules, limits, glossary.")),
    SitePage("data", N_("Data"), N_("About"), N_("Every table and column, to download.")),
    SitePage("record", N_("Record"), "", N_("One record and all it connects to.")),
)

HOME = PAGES[0]


def streamlit_page(path: str) -> StreamlitPage:
    """Return the Streamlit page for an address of the list, for one run of one reader.

    Streamlit notes on a page that it is being shown; two readers at once must not share the note.

    Raises:
        KeyError: If no page has this address.
    """
    return copy(_model(path))


@cache
def _model(path: str) -> StreamlitPage:
    page = {entry.path: entry for entry in PAGES}[path]
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
