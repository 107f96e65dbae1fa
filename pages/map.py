"""Map: where it happened, with the chosen record beside it."""

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.lesson_fold import folded_in_a_lesson
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.filters.filter_bar import selection_now
from evidence_site.ui.maps.map_names import name_menus, place_finder
from evidence_site.ui.maps.map_views import chosen_map_view
from evidence_site.ui.state.store import records

known = records()
selection = selection_now(known)

with st.container(horizontal=True, vertical_alignment="bottom", key="view-tools"):
    page_title(_("Map"), anchor=False)
    menus = folded_in_a_lesson(_("What the map shows, and its names"))
    with menus:
        name_menus(known)
        place_finder(known)
with menus:
    view = chosen_map_view()
view.draw(known, selection)
