"""Choosing a record without a pointer: the same choice as a click, for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from records.loading import Records
from records.rows import Event
from records.wording import _
from ui import address
from viz.naming import dated_name


def event_list(records: Records, events: Iterable[Event]) -> None:
    """Draw a list in which an event can be found by typing and chosen; it follows the address."""
    by_date = sorted(events, key=lambda event: (event.date.start, event.id))
    names = {event.id: dated_name(records, "events", event) for event in by_date}
    key = address.selected()
    st.session_state["menu-event"] = key[1] if key and key[0] == "events" and key[1] in names else None
    st.selectbox(
        _("Find an event"),
        list(names),
        key="menu-event",
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Type or choose"),
        on_change=_choose,
    )


def _choose() -> None:
    chosen = st.session_state["menu-event"]
    address.choose_record("events", chosen) if chosen else address.close_record()
