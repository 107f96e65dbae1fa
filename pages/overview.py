"""Overview: what happened, attributed numbers, a glance at time, place and film, three doors."""

from functools import partial

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.chart_card import chart_card
from evidence_site.ui.cards.lesson_fold import folded_in_a_lesson
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.cards.record_drawer import record_drawer
from evidence_site.ui.filters.filter_bar import selection_now
from evidence_site.ui.maps.map_card import map_origins, region_map
from evidence_site.ui.state import address
from evidence_site.ui.state.store import records
from evidence_site.viz.chronology.timeline import timeline_chart
from evidence_site.viz.words.overview import doors, key_facts, screening_summary, text_sources
from evidence_site.viz.words.prose import prose

known = records()
selection = selection_now(known)
events = selection.rows["events"]

page_title(_(known.site.tagline), anchor="overview")
with folded_in_a_lesson(_("The text of this page, with its sources")):
    st.html(prose(known, known.site.texts["overview"], "overview", outside=True))
    st.html(text_sources(known, "overview"))

st.header(_("Numbers, each a statement by its source"), anchor="numbers")
st.html(key_facts(known))

st.header(_("When and where"), anchor="when-and-where")
time, place = st.columns(2, gap="large")
with time:
    chart_card(
        known,
        timeline_chart(known, events, "weeks", known.site.at_a_glance.when),
        selection,
        partial(address.choose_record, "events"),
    )
with place:
    st.subheader(_("Places of events"), anchor="places")
    region_map(known, events, height=380)
    map_origins(known)
    record_drawer(known, _("Choose a mark on the timeline or the map: its record opens here."))

st.header(_("On film"), anchor="film")
st.html(screening_summary(selection.rows["screenings"]))

st.header(_("Where to go from here"), anchor="doors")
st.html(doors())
