"""Explore: time, place, kind and list on one screen; a choice in one narrows all the others."""

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.lesson_fold import folded_in_a_lesson
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.cards.share_panel import share_panel
from evidence_site.ui.filters.filter_bar import selection_now
from evidence_site.ui.filters.filter_notices import empty_notice, not_applying
from evidence_site.ui.pages.explore_view import (
    choose_span,
    chosen_lens,
    counted,
    how_to_brush,
    kind_view,
    list_view,
    place_view,
    table_twins,
    time_view,
    view_heading,
)
from evidence_site.ui.state.store import records

known = records()
selection = selection_now(known)

with st.container(horizontal=True, vertical_alignment="bottom", key="view-tools"):
    page_title(_("Explore"))
    menus = folded_in_a_lesson(_("What is counted, and how to choose"))
    with menus:
        counted(known, selection)
        lens = chosen_lens()
not_applying(selection, lens.table)
empty_notice(known, selection, lens.table)
with st.container(horizontal=True, vertical_alignment="bottom", key="strip-tools"):
    view_heading(_("By date"), "dates")
    with menus:
        how_to_brush(known, selection, lens)
        choose_span(known, selection, lens)
time_view(known, selection, lens)
place, kind, listed = st.columns([5, 3, 4], gap="medium")
with place:
    view_heading(_("By place"), "where")
    place_view(known, selection, lens)
with kind:
    view_heading(_("By kind and source"), "what")
    kind_view(known, selection, lens)
with listed.container(key="beside"):
    view_heading(_("Each record"), "list")
    list_view(known, selection, lens)
table_twins(known, selection, lens)
share_panel(known, selection)
