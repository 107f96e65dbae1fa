"""Screenings: where and when the films were shown, and the one screening that is told in full."""

from functools import partial

import streamlit as st

from records.wording import _
from ui import address
from ui.chart_card import chart_card
from ui.contents import contents
from ui.filter_bar import empty_notice, not_applying, selection_now
from ui.record_drawer import record_drawer
from ui.store import records
from ui.view_menu import view_menu
from viz.films import film_list, screening_table
from viz.programme import main_programme
from viz.screenings import films_chart, kinds_chart, years_chart
from viz.world import NEAR, WORLD, world_chart

known = records()
selection = selection_now(known)
rows = selection.rows["screenings"]
films = selection.rows["films"]
headings = {
    "where": _("Where films were shown"),
    "when": _("When, and on what occasion"),
    "every": _("Every showing"),
    "told": _("One screening in full"),
    "all-films": _("The films"),
}

st.title(_("Screenings"), anchor="screenings")
contents(headings)
not_applying(selection, "screenings")

if not empty_notice(known, selection, "screenings"):
    charts, beside = st.columns([5, 3], gap="large")
    with beside.container(key="beside"):
        record_drawer(known, _("Choose a circle, a square or a film's bar: its record opens here."))
    with charts:
        st.header(headings["where"], anchor="where")
        part = view_menu("scale", _("Part of the map"), {WORLD: _("World"), NEAR: _("Where most places are")})
        chart_card(known, world_chart(known, rows, part), selection, partial(address.choose_record, "places"))
        st.header(headings["when"], anchor="when")
        chart_card(known, years_chart(known, rows), selection, partial(address.choose_record, "screenings"))
        chart_card(known, kinds_chart(known, rows), selection)
        chart_card(known, films_chart(known, rows), selection, partial(address.choose_record, "films"))

    st.header(headings["every"], anchor="every")
    every = st.expander(
        _("All rows of this view, with links to their records"), key="every-row", on_change="rerun"
    )
    if every.open:
        every.html(screening_table(known, rows))

st.header(headings["told"], anchor="told")
st.html(main_programme(known))

st.header(headings["all-films"], anchor="all-films")
each = st.expander(
    _("%(count)s films and what is said against what") % {"count": len(films)},
    key="every-film",
    on_change="rerun",
)
if each.open:
    each.html(film_list(known, films))
