"""The map in its card: the map, how to read it, its layers with date and accuracy, its table twin."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import folium
import streamlit as st
from streamlit_folium import st_folium

from records.choice import write_choice
from records.citing import source_line
from records.formatting import when_text
from records.loading import Records
from records.rows import Event
from records.selection import Selection
from records.wording import _
from ui import address
from ui.filter_bar import choice_now
from ui.map_names import naming_now
from viz.base_map import base_map, in_frame, read_layer
from viz.markup import html_table, join, listing, tag, view_address
from viz.night_hours import line_legend
from viz.place_labels import label_layer, naming_note
from viz.region_map import place_marks, position, record_layer

_KEY = "region-map"
MAP_HEIGHT = 520


def theme_now() -> str:
    """Return ``light`` or ``dark``, whichever the reader sees."""
    return st.context.theme.type or "light"


def region_map(
    records: Records, events: Sequence[Event], height: int, told: Collection[str] | None = None
) -> None:
    """Draw the map with events; a click on a mark opens its record and sets the address.

    Args:
        told: Ids of the events that the view is telling of; places without one are faint. None: all.
    """
    marked_map(records, record_layer(records, events, address.selected(), theme_now(), told), height)


def marked_map(records: Records, marks: folium.FeatureGroup, height: int) -> None:
    """Draw the map with a layer of marks that carry the record which a click opens."""
    st_folium(
        base_map(records, theme_now()),
        key=_KEY,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=[marks, label_layer(records, naming_now(records))],
        center=asked_place(records),
        on_change=_choose,
    )


def asked_place(records: Records) -> tuple[float, float] | None:
    """Return where the one place lies that the filters ask for; None for any other choice or another map."""
    chosen = choice_now(records).by_key.get("place", ())
    place = records.tables.places[chosen[0]] if len(chosen) == 1 else None
    return position(place) if place and in_frame(place) else None


def _choose() -> None:
    clicked = (st.session_state[_KEY] or {}).get("last_active_drawing") or {}
    if record := clicked.get("properties", {}).get("record"):
        address.put(**{address.SELECTED: record})


def map_card(records: Records, events: Sequence[Event], selection: Selection) -> None:
    """Draw the map with everything that belongs to it."""
    located = [event for event in events if event.place_id]
    st.header(
        _("%(shown)s of %(all)s events have a place") % {"shown": len(located), "all": len(events)},
        anchor="map",
    )
    region_map(records, located, height=MAP_HEIGHT)
    st.html(line_legend(records, theme_now()))
    map_notes(records, located)
    link = view_address("api/events.csv", write_choice(selection.choice))
    st.html(tag("p", tag("a", _("Download these events (CSV)"), href=link, download=""), class_="quiet"))


def map_notes(records: Records, located: Sequence[Event]) -> None:
    """Draw what stands under a map: how to read it, its sources, its layers, its table twin."""
    reading = _(
        "The larger a mark, the more events at a place; a dashed rim means that the position is an estimate "
        "and the pale circle how far off it may be. Wide dashed lines are directions through places that "
        "sources name, not tracks."
    )
    sources = source_line(records, "events", [event.id for event in located])
    st.html(
        tag(
            "div",
            tag("p", join([tag("b", _("How to read this: ")), reading])),
            tag("p", join([tag("b", _("Sources: ")), sources])),
            class_="quiet",
        )
    )
    map_origins(records)
    _twin(records, located)


def map_origins(records: Records) -> None:
    """Draw what the map itself is made from: its names, and each layer with its date, source and accuracy."""
    st.html(tag("p", naming_note(records, naming_now(records)), class_="quiet"))
    with st.expander(_("What the map is drawn from: dates, sources, accuracy")):
        items = []
        for layer in records.site.map_layers:
            about = read_layer(records.site.folder / "geo" / layer.file)["metadata"]
            items.append(
                join(
                    [tag("b", _(layer.label)), f" ({about['date']}). {about['source']}. {about['accuracy']}"],
                )
            )
        st.html(listing(items, class_="quiet"))


def _twin(records: Records, events: Sequence[Event]) -> None:
    marks = place_marks(records, events, None)
    twin = st.expander(
        _("As a table: %(count)s places") % {"count": len(marks)}, key="twin-map", on_change="rerun"
    )
    if twin.open:
        rows = [
            [
                mark.place.name,
                _(records.package.code_lists["precision"][mark.place.precision].label),
                f"{mark.place.lat}, {mark.place.lon}",
                "; ".join(f"{when_text(event.date)}: {event.title}" for event in mark.events),
            ]
            for mark in sorted(marks, key=lambda mark: mark.place.name)
        ]
        headings = [_("Place"), _("Position known"), _("Latitude, longitude"), _("Events")]
        with twin:
            st.html(html_table(headings, rows, _("Events by place")))
