"""Timeline: the whole period, the year, and the night, with the chosen record beside them."""

from functools import partial

import streamlit as st

from evidence_site.records.model.links import by_date
from evidence_site.records.wording import _
from evidence_site.ui.cards.chart_card import chart_card
from evidence_site.ui.cards.legend import category_legend
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.cards.record_drawer import record_drawer
from evidence_site.ui.cards.record_list import record_list
from evidence_site.ui.filters.filter_bar import selection_now
from evidence_site.ui.filters.filter_notices import empty_notice, not_applying
from evidence_site.ui.state import address
from evidence_site.ui.state.store import records
from evidence_site.viz.chronology.night import night_chart
from evidence_site.viz.chronology.timeline import timeline_chart, undrawn_words, whole_span
from evidence_site.viz.markup import tag

known = records()
selection = selection_now(known)
events = selection.rows["events"]
choose = partial(address.choose_record, "events")

page_title(_("Timeline"))
not_applying(selection, "events")

if not empty_notice(known, selection, "events"):
    charts, beside = st.columns([5, 3], gap="large")
    with beside.container(key="beside"):
        record_list(known, "events", by_date(events), _("Find an event"))
        record_drawer(known, _("Choose an event in a chart or in the list: its record opens here."))
    with charts:
        category_legend(known)
        night = known.tables.events[known.site.main_event].date
        charts_of_events = (
            night_chart(known, events, night),
            timeline_chart(known, events, "year", known.site.focus.when),
            timeline_chart(known, events, "whole", whole_span(events)),
        )
        drawn = [chart for chart in charts_of_events if chart.rows]
        for chart in drawn:
            chart_card(known, chart, selection, choose, heading=st.header)
        if not drawn:
            st.html(tag("p", undrawn_words()))
