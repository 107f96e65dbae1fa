"""Map: where it happened, with the chosen record beside it."""

import streamlit as st

from records.wording import _
from ui.filter_bar import selection_now
from ui.lesson_fold import folded_in_a_lesson
from ui.map_names import name_menus, place_finder
from ui.map_views import chosen_map_view
from ui.page_title import page_title
from ui.store import records

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
