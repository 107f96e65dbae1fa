"""Sources: every source once, how it was read, and what rests on it."""

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.cards.view_menu import view_menu
from evidence_site.ui.filters.filter_bar import selection_now
from evidence_site.ui.filters.filter_notices import empty_notice, not_applying
from evidence_site.ui.state.store import records
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.words.bibliography import (
    grouping_choices,
    is_one_shelf,
    reading_meanings,
    reading_table,
    reading_title,
    shelf_list,
    shelves,
)

known = records()
selection = selection_now(known)
sources = selection.rows["sources"]

page_title(_("Sources"), anchor="sources")
not_applying(selection, "sources")

if not empty_notice(known, selection, "sources"):
    st.header(as_it_stands(reading_title(sources)), anchor="how-read")
    st.html(reading_table(known, sources))
    st.html(reading_meanings(known))

    st.header(_("Bibliography"), anchor="bibliography")
    by = view_menu("by", _("Group the sources"), grouping_choices())
    few = is_one_shelf(sources)
    for place, shelf in enumerate(shelves(known, sources, by)):
        drawer = st.expander(
            as_it_stands(shelf.label), expanded=place == 0 or few, key=f"shelf-{shelf.key}", on_change="rerun"
        )
        if drawer.open:
            drawer.html(shelf_list(known, shelf.sources))
