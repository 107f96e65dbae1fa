"""What the map can show: all events, the night hour by hour, or events as a data set codes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from records.loading import Records
from records.selection import Selection
from records.wording import N_, _
from ui import address
from ui.chart_card import download_link, table_twin
from ui.contents import content_note
from ui.filter_notices import empty_notice, not_applying
from ui.map_card import MAP_HEIGHT, map_card, map_origins, marked_map, theme_now
from ui.night_steps import hour_in_words, night_now, night_sources, night_view
from ui.record_drawer import record_drawer
from ui.record_list import record_list
from ui.view_menu import view_menu
from viz.coded_map import coded_layer
from viz.conflict_events import TABLE, coded_events_chart, coded_map_title, coded_twice_words
from viz.markup import join, tag
from viz.night_hours import line_legend
from viz.timeline import by_date

_HINT = N_("Choose a mark on the map or an event in the list: its record opens here.")


@dataclass(frozen=True)
class MapView:
    """One thing that the map shows: its code in the address, its label, and what it draws."""

    code: str
    label: str
    draw: Callable[[Records, Selection], None]


def chosen_map_view() -> MapView:
    """Draw the choice of what the map shows and return what the address names."""
    by_code = {view.code: view for view in MAP_VIEWS}
    return by_code[view_menu("tab", _("Show"), {view.code: _(view.label) for view in MAP_VIEWS})]


def _all_events(records: Records, selection: Selection) -> None:
    """Draw every event that the filters leave."""
    not_applying(selection, "events")
    empty_notice(records, selection, "events")
    events = selection.rows["events"]
    chart, beside = st.columns([5, 3], gap="large")
    with beside.container(key="beside"):
        record_list(records, "events", by_date(events), _("Find an event"))
        record_drawer(records, _(_HINT))
    with chart:
        map_card(records, events, selection)


def _night(records: Records, selection: Selection) -> None:
    """Draw the night at the hour of the view."""
    content_note(records, "night", skip_to="sources", skip=_("Skip the night and go to the sources"))
    night = night_now(records, selection)
    not_applying(selection, "events")
    if not empty_notice(records, selection, "events"):
        chart, beside = st.columns([5, 3], gap="large")
        with beside.container(key="beside"):
            record_list(records, "events", by_date(night.events), _("Find an event"))
            record_drawer(records, _(_HINT))
            hour_in_words(records, night, "wide")
        with chart:
            night_view(records, night, selection)
    night_sources(records, night)


def _coded(records: Records, selection: Selection) -> None:
    """Draw the located events of the data set, which no filter of the site narrows."""
    whole = coded_events_chart(records)
    chart, beside = st.columns([5, 3], gap="large")
    with beside.container(key="beside"):
        record_list(records, TABLE, whole.rows, _("Find a coded event"))
        record_drawer(records, _(_HINT))
    with chart:
        st.header(coded_map_title(records), anchor="map")
        marked_map(records, coded_layer(whole.rows, address.selected(), theme_now()), MAP_HEIGHT)
        st.html(line_legend(records, theme_now()))
        reading = _(
            "One mark is one position; the larger it is, the more rows the data set places there. All rims "
            "are dashed, because the copy that was read does not say whether a position is exact or near. "
            "A click opens the earliest row; all of them stand in the list and in the table."
        )
        st.html(
            tag(
                "div",
                tag("p", join([tag("b", _("How to read this: ")), reading])),
                *[tag("p", note) for note in whole.notes],
                class_="quiet",
            )
        )
        map_origins(records)
        table_twin(whole)
        st.html(tag("p", download_link(whole, selection), class_="quiet"))
        st.html(coded_twice_words(records))


MAP_VIEWS: tuple[MapView, ...] = (
    MapView("", N_("All events"), _all_events),
    MapView("night", N_("The night, hour by hour"), _night),
    MapView("coded", N_("Events as a data set codes them"), _coded),
)
