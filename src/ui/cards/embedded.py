"""A view inside another page: the view alone, what it is narrowed to, and where it comes from."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.choose.facets import resting_sources
from evidence_site.records.choose.selection import Selection
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.cards import header
from evidence_site.ui.filters.filter_notices import one_sided_notice, tell_of_address
from evidence_site.viz.links.citable import view_path
from evidence_site.viz.markup import join, tag
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.filter_labels import filters_in_words


def above(run: Run) -> None:
    """Draw what must stand above a view wherever it is: the filters in words, and if they are one-sided.

    What of the address means nothing is named here too: else a frame would show more than its filters say.
    """
    header.style()
    with st.container():
        if narrowed := filters_in_words(run.records, run.choice):
            st.html(tag("p", narrowed, class_="quiet"))
        one_sided_notice(run)
        tell_of_address(run)


def below(run: Run) -> None:
    """Draw the source line of the view, with the way to the whole of it."""
    st.html(tag("p", join([_rests_on(run.records, run.selection), " ", _whole(run)]), class_="foot"))


def _rests_on(records: Records, selection: Selection) -> str:
    count = len(resting_sources(records, selection))
    words = ngettext(
        "%(name)s, data version %(version)s; resting on %(count)s source.",
        "%(name)s, data version %(version)s; resting on %(count)s sources.",
        count,
    )
    return words % {
        "name": _(records.site.cite_as),
        "version": records.version,
        "count": number_text(count),
    }


def _whole(run: Run) -> str:
    return tag(
        "a",
        _("Open the whole view with its sources"),
        href=view_path(run.records, run.path, run.view_parameters),
        target="_blank",
        rel="noopener",
    )
