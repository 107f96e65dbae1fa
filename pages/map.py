"""Map: where it happened, all of it or the night hour by hour, with the chosen record beside it."""

import streamlit as st

from records.wording import _
from ui.filter_bar import empty_notice, not_applying, selection_now
from ui.map_card import map_card
from ui.night_steps import chosen_night, hour_in_words, night_sources, night_view
from ui.record_drawer import record_drawer
from ui.record_list import record_list
from ui.store import records
from viz.timeline import by_date

known = records()
selection = selection_now(known)

st.title(_("Map"))
night = chosen_night(known, selection)
events = night.events if night else selection.rows["events"]
not_applying(selection, "events")

if not empty_notice(known, selection, "events"):
    chart, beside = st.columns([5, 3], gap="large")
    with beside.container(key="beside"):
        record_list(known, "events", by_date(events), _("Find an event"))
        record_drawer(known, _("Choose a mark on the map or an event in the list: its record opens here."))
        if night:
            hour_in_words(known, night, "wide")
    with chart:
        if night:
            night_view(known, night, selection)
        else:
            map_card(known, events, selection)

if night:
    night_sources(known, night)
