"""The map in its card: the map, its legends, how to read it, what it is made from, its table twin."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence_site.records.choose.selection import Selection
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Event
from evidence_site.records.wording import _
from evidence_site.ui.cards.chart_card import download_link, table_twin
from evidence_site.ui.filters.filter_bar import choice_now
from evidence_site.ui.maps.map_names import naming_now
from evidence_site.ui.maps.online_tiles import agreed, ask_for_tiles
from evidence_site.ui.seams.ready_map import ready_map, ready_marks, ready_tiles
from evidence_site.ui.state import address
from evidence_site.ui.state.type_size import label_size
from evidence_site.viz.chart import Chart, how_to_read, nothing_to_draw
from evidence_site.viz.maps.chosen import with_chosen_marks
from evidence_site.viz.maps.map_legend import (
    base_legend,
    layer_details,
    left_out_words,
    line_legend,
    line_notes,
    precision_legend,
)
from evidence_site.viz.maps.map_marks import MapMark, MarkedMap, Point, in_frame, position
from evidence_site.viz.maps.place_labels import naming_note
from evidence_site.viz.maps.region_map import category_legend, event_marks
from evidence_site.viz.markup import Markup, as_it_stands, join, tag
from evidence_site.viz.words.cited_sources import chart_sources

#: The map without pictures from the network, and the one with them: another frame, which goes when they are
#: taken back. One that knows their address may still be loading, and would ask for them in the end.
_KEY, _ONLINE_KEY = "region-map", "region-map-online"
MAP_HEIGHT = 520


def theme_now() -> str:
    """Return ``light`` or ``dark``, whichever the reader sees."""
    return st.context.theme.type or "light"


def region_map(
    records: Records, events: Sequence[Event], height: int, told: frozenset[str] | None = None
) -> None:
    """Draw the map with events and what its marks mean; a click on a mark opens its record.

    Args:
        told: Ids of the events that the view is telling of; places without one are faint. None: all.
    """
    theme = theme_now()
    draw_marks(records, event_marks(records, events, theme, told), height)
    st.html(join([category_legend(records, theme), line_legend(records, theme)]))


def draw_marks(
    records: Records, marks: Sequence[MapMark], height: int, reach: tuple[Point, ...] = ()
) -> None:
    """Draw the map with marks that carry the record which a click opens.

    Args:
        reach: Points that the map shows when it opens; the view of the settings without any.
    """
    lit = as_chosen(records, marks)
    if not lit:
        st.html(nothing_to_draw())
        return
    theme, online = theme_now(), agreed()
    marked = layer_of(records, lit)
    ready_map(records, theme, reach, label_size()).draw(
        [ready_tiles(records), marked] if online else [marked],
        key=_ONLINE_KEY if online else _KEY,
        height=height,
        on_choose=choose,
        center=asked_place(records),
    )


def as_chosen(records: Records, marks: Sequence[MapMark]) -> Sequence[MapMark]:
    """Return marks with those of the open record rimmed."""
    return with_chosen_marks(records, marks, address.selected(), theme_now())


def layer_of(records: Records, marks: Sequence[MapMark]) -> str:
    """Return marks as a layer of the map."""
    return ready_marks(records, marks, theme_now(), naming_now(records))


def asked_place(records: Records) -> Point | None:
    """Return where the one place lies that the filters ask for; None for any other choice or another map."""
    chosen = choice_now(records).by_key.get("place", ())
    place = records.tables.places[chosen[0]] if len(chosen) == 1 else None
    return position(place) if place and in_frame(records, place) else None


def choose(record: str) -> None:
    """Open the record that a clicked mark carries. For callbacks."""
    address.put(**{address.SELECTED: record})


def map_card(records: Records, marked: MarkedMap, selection: Selection) -> None:
    """Draw a view of the map with everything that belongs to it."""
    st.header(as_it_stands(marked.chart.title), anchor="map")
    draw_marks(records, marked.marks, MAP_HEIGHT, marked.reach)
    lines = line_legend(records, theme_now())
    st.html(join([marked.legend, None if marked.reach else lines, marked.beside]))
    map_notes(records, marked.chart, selection, lines if marked.reach else None)


def map_notes(records: Records, chart: Chart, selection: Selection, lines: Markup | None = None) -> None:
    """Draw what stands below: how to read the map, its sources, its layers, online pictures, its table.

    Args:
        lines: The legend of the lines, where it does not stand right under the map.
    """
    sources = chart_sources(records, chart)
    reading = [
        how_to_read(chart),
        *[tag("p", note) for note in chart.notes],
        tag("p", join([tag("b", _("Sources: ")), sources])),
    ]
    st.html(join([tag("div", *reading, class_="quiet"), _made_from(records, lines)]))
    _details(records)
    ask_for_tiles()
    if chart.rows:
        table_twin(chart)
        if not records.is_preview:
            st.html(tag("p", download_link(chart, selection), class_="quiet"))


def map_origins(records: Records) -> None:
    """Draw, folded, what a small map is made from."""
    origins = st.expander(_("What the map is drawn from"), key="map-origins", on_change="rerun")
    if origins.open:
        origins.html(join([_made_from(records), layer_details(records)]))


def _made_from(records: Records, lines: Markup | None = None) -> Markup:
    """How sure places are, and each layer of the map as it is drawn, with date and source."""
    theme = theme_now()
    return tag(
        "div",
        tag("p", tag("b", _("How sure a place is"))),
        precision_legend(records, theme),
        tag("p", tag("b", _("What the map is drawn from"))),
        base_legend(records, theme),
        lines,
        left_out_words(records),
        tag("p", naming_note(records, naming_now(records))),
        class_="quiet",
    )


def _details(records: Records) -> None:
    details = st.expander(
        _("Accuracy of the map, and what is said about each line"), key="map-details", on_change="rerun"
    )
    if details.open:
        details.html(join([layer_details(records), line_notes(records)]))
