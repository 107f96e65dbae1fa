"""The records on the map of the region: one mark a place, with doubt about places drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import folium

from records.formatting import when_text
from records.links import RecordKey
from records.loading import Records
from records.rows import Event, Place
from records.wording import ngettext
from viz.base_map import PALETTES, Palette
from viz.chart import FAINT
from viz.leaflet_layers import RecordLayer, point_feature


def record_layer(
    records: Records,
    events: Iterable[Event],
    chosen: RecordKey | None,
    theme: str,
    told: Collection[str] | None = None,
) -> folium.FeatureGroup:
    """Return the records on the map: one mark a place, its size by the number of events there.

    Args:
        told: Ids of the events that the view is telling of; places without one are faint. None: all.
    """
    palette = PALETTES[theme]
    marks = place_marks(records, events, chosen, told)
    doubts = [_doubt(mark, palette) for mark in marks if mark.place.radius_m]
    group = folium.FeatureGroup(name="records")
    here = _chosen_alone(records, chosen, marks, palette)
    RecordLayer([*doubts, *(_feature(mark, palette) for mark in marks), *here]).add_to(group)
    return group


@dataclass(frozen=True)
class PlaceMark:
    """A place with the events that the filters leave there; ``point`` is latitude and longitude.

    Attributes:
        told: How many of its events the view is telling of.
    """

    place: Place
    point: tuple[float, float]
    events: tuple[Event, ...]
    chosen: bool
    told: int


def place_marks(
    records: Records,
    events: Iterable[Event],
    chosen: RecordKey | None,
    told: Collection[str] | None = None,
) -> list[PlaceMark]:
    """Return one mark for each place with a position, the largest first so that small ones stay on top."""
    at: dict[str, list[Event]] = {}
    for event in events:
        if event.place_id:
            at.setdefault(event.place_id, []).append(event)
    lit = chosen_place(records, chosen)
    marks = [
        PlaceMark(place, point, tuple(found), key == lit, sum(told is None or e.id in told for e in found))
        for key, found in at.items()
        if (point := position(place := records.tables.places[key]))
    ]
    return sorted(marks, key=lambda mark: (-len(mark.events), mark.place.id))


def position(place: Place) -> tuple[float, float] | None:
    """Return latitude and longitude of a place, or None where they are not known."""
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def chosen_place(records: Records, chosen: RecordKey | None) -> str | None:
    """Return the place of the chosen record, so that a choice made anywhere is lit on the map."""
    if chosen is None or chosen[0] not in records.package.tables:
        return None
    table, key = chosen
    row = records.table(table).get(key)
    return key if table == "places" else getattr(row, "place_id", None)


def record_of(mark: PlaceMark) -> str:
    """Return the record a click opens: the only event of a place, or the place with all of them."""
    return f"events.{mark.events[0].id}" if len(mark.events) == 1 else f"places.{mark.place.id}"


def mark_text(mark: PlaceMark) -> str:
    """Return what stands beside a mark: the place and its events."""
    if len(mark.events) == 1:
        only = mark.events[0]
        return f"{mark.place.name}: {only.title} ({when_text(only.date)})"
    count = ngettext("%(count)s event", "%(count)s events", len(mark.events)) % {"count": len(mark.events)}
    return f"{mark.place.name}: {count}"


def _feature(mark: PlaceMark, palette: Palette) -> dict[str, Any]:
    colour = palette.chosen if mark.chosen else palette.mark
    style = {
        "radius": min(4 + 2.2 * sqrt(len(mark.events)), 20),
        "color": colour,
        "opacity": 1 if mark.told or mark.chosen else FAINT,
        "weight": 3 if mark.chosen else 1,
        "fill": True,
        "fillColor": palette.mark,
        "fillOpacity": 0.6 if mark.told else 0.6 * FAINT,
        "dashArray": None if mark.place.precision == "exact" else "3 3",
    }
    return point_feature(mark.point, record=record_of(mark), label=mark_text(mark), style=style)


def _chosen_alone(
    records: Records, chosen: RecordKey | None, marks: Iterable[PlaceMark], palette: Palette
) -> list[dict[str, Any]]:
    """A ring where the chosen record lies, if no event of the selection has a mark there."""
    place = records.tables.places.get(chosen_place(records, chosen) or "")
    point = position(place) if place else None
    if place is None or point is None or any(mark.chosen for mark in marks):
        return []
    style = {"radius": 8, "color": palette.chosen, "weight": 3, "fill": True, "fillOpacity": 0}
    return [point_feature(point, record=f"places.{place.id}", label=place.name, style=style)]


def _doubt(mark: PlaceMark, palette: Palette) -> dict[str, Any]:
    """The circle within which an estimated place lies."""
    style = {
        "color": palette.mark,
        "opacity": 1 if mark.told else FAINT,
        "weight": 1,
        "dashArray": "4 5",
        "fillOpacity": 0.07 if mark.told else 0.07 * FAINT,
        "interactive": False,
    }
    return point_feature(mark.point, metres=mark.place.radius_m, style=style)
