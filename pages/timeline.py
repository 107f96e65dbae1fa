"""Timeline: the whole period, the year, and the night, with the chosen record beside them."""

from functools import partial

import streamlit as st

from records.wording import _
from ui import address
from ui.chart_card import chart_card
from ui.filter_bar import selection_now
from ui.filter_notices import empty_notice, not_applying
from ui.legend import category_legend
from ui.page_title import page_title
from ui.record_drawer import record_drawer
from ui.record_list import record_list
from ui.store import records
from viz.markup import tag
from viz.night import night_chart
from viz.timeline import by_date, timeline_chart, undrawn_words, whole_span

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
