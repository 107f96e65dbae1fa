"""Screenings: where and when the films were shown, and the one screening that is told in full."""

from functools import partial

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.chart_card import chart_card
from evidence_site.ui.cards.contents import contents
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.cards.record_drawer import record_drawer
from evidence_site.ui.cards.view_menu import view_menu
from evidence_site.ui.filters.filter_bar import selection_now
from evidence_site.ui.filters.filter_notices import empty_notice, not_applying
from evidence_site.ui.pages.showings_section import (
    around,
    choose_in_years,
    every_showing,
    find_showings,
    kept_note,
)
from evidence_site.ui.pages.tours_section import tours_section
from evidence_site.ui.state import address
from evidence_site.ui.state.store import records
from evidence_site.viz.films.films import film_list, films_label
from evidence_site.viz.films.programme import main_programme
from evidence_site.viz.films.screenings import films_chart, kinds_chart
from evidence_site.viz.films.showing_years import years_chart
from evidence_site.viz.films.world import map_parts, world_chart
from evidence_site.viz.maps.chosen import chosen_rows
from evidence_site.viz.markup import as_it_stands

known = records()
selection = selection_now(known)
rows = selection.rows["screenings"]
films = selection.rows["films"]
card = partial(chart_card, known, selection=selection)
headings = {
    "where": _("Where films were shown"),
    "when": _("When, and on what occasion"),
    "every": _("Every showing"),
    "told": _("One screening in full"),
    "all-films": _("The films"),
}

page_title(_("Screenings"), anchor="screenings")
contents(headings)
not_applying(selection, "screenings")

if not empty_notice(known, selection, "screenings"):
    charts, beside = st.columns([5, 3], gap="large")
    with beside.container(key="beside"):
        find_showings(known, rows)
        kept_note(known, rows)
        record_drawer(known, _("Choose a circle, a square or a film's bar: its record opens here."))
    with charts:
        st.header(as_it_stands(headings["where"]), anchor="where")
        part = view_menu("scale", _("Part of the map"), map_parts())
        world = world_chart(known, rows, part, chosen_rows(known, "screenings", address.selected()))
        card(world, on_choose=partial(address.choose_record, "places"))
        tours_section(known, rows)
        st.header(as_it_stands(headings["when"]), anchor="when")
        card(years_chart(known, rows, around(known, selection)), on_choose=choose_in_years)
        card(kinds_chart(known, rows))
        card(films_chart(known, rows), on_choose=partial(address.choose_record, "films"))
    st.header(as_it_stands(headings["every"]), anchor="every")
    every_showing(known, selection)

st.header(as_it_stands(headings["told"]), anchor="told")
st.html(main_programme(known))

st.header(as_it_stands(headings["all-films"]), anchor="all-films")
each = st.expander(as_it_stands(films_label(films)), key="every-film", on_change="rerun")
if each.open:
    each.html(film_list(known, films))
