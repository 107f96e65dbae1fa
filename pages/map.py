"""Map: where it happened, with the chosen record beside it."""

import streamlit as st

from records.wording import _
from ui.filter_bar import empty_notice, not_applying, selection_now
from ui.map_card import map_card
from ui.record_drawer import record_drawer
from ui.record_list import record_list
from ui.store import records
from viz.timeline import by_date

known = records()
selection = selection_now(known)
events = selection.rows["events"]

st.title(_("Map"))
not_applying(selection, "events")

if not empty_notice(known, selection, "events"):
    chart, beside = st.columns([5, 3], gap="large")
    with beside.container(key="beside"):
        record_list(known, "events", by_date(events), _("Find an event"))
        record_drawer(known, _("Choose a mark on the map or an event in the list: its record opens here."))
    with chart:
        map_card(known, events, selection)
