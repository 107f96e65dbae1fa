"""Casualties: who said how many, when, and what they counted."""

from functools import partial

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.chart_card import chart_card
from evidence_site.ui.cards.contents import content_note
from evidence_site.ui.cards.lesson_fold import folded_in_a_lesson
from evidence_site.ui.cards.page_title import page_title, part_title
from evidence_site.ui.cards.record_drawer import record_drawer
from evidence_site.ui.cards.record_list import record_list
from evidence_site.ui.filters.filter_bar import selection_now
from evidence_site.ui.filters.filter_notices import empty_notice, not_applying
from evidence_site.ui.filters.stated_by import only_stated_by
from evidence_site.ui.pages.casualty_sections import choose_axis, chosen_section
from evidence_site.ui.state import address
from evidence_site.ui.state.store import records
from evidence_site.viz.numbers.shown import shown_figures
from evidence_site.viz.words.cited_sources import figure_sources

known = records()
selection = selection_now(known)
shown = shown_figures(known, selection)
card = partial(chart_card, known, selection=selection, on_choose=partial(address.choose_record, "figures"))

page_title(_("Casualties"), anchor="casualties")
with folded_in_a_lesson(_("Content note, and what the page shows")):
    content_note(known, "casualties", skip_to="sources")
    section = chosen_section()
    with st.container(horizontal=True, gap="large", key="whose"):
        only_stated_by(known)
        if section.has_axis:
            choose_axis()
not_applying(selection, "figures")

if section.full_width:
    part_title(_(section.heading), section.code)
    section.draw(known, shown, card)
elif not empty_notice(known, selection, "figures"):
    charts, beside = st.columns([5, 3], gap="large")
    with beside.container(key="beside"):
        record_list(known, "figures", shown.chosen(), _("Find a figure"))
        record_drawer(known, _("Choose a mark in a chart or a figure in the list: its record opens here."))
        section.beside(known, shown)
    with charts:
        part_title(_(section.heading), section.code or "by-date")
        section.draw(known, shown, card)

st.header(_("Sources of this page"), anchor="sources")
every = st.expander(_("Every source of the figures in this selection"), key="every-source", on_change="rerun")
if every.open:
    every.html(figure_sources(known, shown.rows))
