"""The map of the region: a Leaflet map that needs no network, with doubt about places drawn."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import folium

from records.formatting import when_text
from records.links import RecordKey
from records.loading import Records
from records.rows import Event, Place
from records.site import MapLayer
from records.wording import _, ngettext
from viz.chart import FAINT
from viz.leaflet_layers import FetchedLayer, RecordLayer, StillFocus

#: Leaflet as the site serves it itself; folium's own addresses lead to content networks.
LEAFLET_JS = [("leaflet", "/assets/leaflet/leaflet.js")]
LEAFLET_CSS = [("leaflet_css", "/assets/leaflet/leaflet.css")]

Style = dict[str, Any]

#: Panes of the base layers lie between Leaflet's tiles (200) and its marks (400).
_LOWEST_PANE = 210


@dataclass(frozen=True)
class Palette:
    """Quiet colours for one theme."""

    sea: str
    land: str
    water: str
    line: str
    strong: str
    text: str
    mark: str
    chosen: str
    route: str
    claimed: str


PALETTES: Mapping[str, Palette] = {
    "light": Palette(
        "#E3E8EA",
        "#F5F2EA",
        "#CBD9E0",
        "#B9B3A6",
        "#6B6558",
        "#1F1F1D",
        "#2F5D8A",
        "#111111",
        "#9C4A1A",
        "#6A5AA8",
    ),
    "dark": Palette(
        "#14181B",
        "#23272B",
        "#2A3A44",
        "#4B5056",
        "#A29B8C",
        "#E9E6DF",
        "#8FB8DE",
        "#FFFFFF",
        "#E09A6A",
        "#B3A6EA",
    ),
}


@dataclass(frozen=True)
class RoleStyle:
    """How a role is drawn: options of all its features, and of those of a kind."""

    style: Style
    by_kind: Mapping[str, Style] = field(default_factory=dict)
    only_kinds: bool = False


def role_styles(palette: Palette) -> Mapping[str, RoleStyle]:
    """Return how each role of a map layer is drawn in a palette.

    A route is a wide pale dashed line: a direction through named places, never a track.
    """
    wide: Style = {"weight": 5, "opacity": 0.55, "dashArray": "10 9", "color": palette.route}
    area: Style = {"color": palette.route, "weight": 1, "dashArray": "3 6", "fill": True, "fillOpacity": 0.12}
    claimed: Style = {**wide, "color": palette.claimed, "dashArray": "2 9"}
    line: Style = {"color": palette.strong, "weight": 1.6, "dashArray": "7 5", "fill": False}
    return {
        "land": RoleStyle({"fillColor": palette.land, "fillOpacity": 1, "stroke": False}),
        "water": RoleStyle({"fillColor": palette.water, "fillOpacity": 1, "stroke": False}),
        "district": RoleStyle({"color": palette.line, "weight": 0.6, "opacity": 0.7, "fill": False}),
        "border": RoleStyle({"color": palette.strong, "weight": 1.2, "opacity": 0.8, "fill": False}),
        "river": RoleStyle({"color": palette.water, "weight": 2.5, "dashArray": "6 4"}),
        "former_line": RoleStyle(line, {"line": {}}, only_kinds=True),
        "route": RoleStyle(
            {},
            {"route": wide, "branch": wide, "corridor_claimed": claimed, "area": area},
            only_kinds=True,
        ),
    }


@cache
def read_layer(path: Path) -> Mapping[str, Any]:
    """Return a GeoJSON file of the map. Shared; callers must not change it."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def base_map(records: Records, theme: str) -> folium.Map:
    """Return the map without records: the layers of ``site.toml`` in one theme, no tiles."""
    palette = PALETTES[theme]
    lat, lon, zoom = records.site.map_view
    drawn = folium.Map(
        location=[lat, lon],
        zoom_start=zoom,
        min_zoom=6,
        max_zoom=12,
        tiles=None,
        attribution_control=False,
        max_bounds=True,
        min_lat=38.0,
        max_lat=42.4,
        min_lon=43.2,
        max_lon=50.8,
    )
    root: Any = drawn.get_root()
    drawn.default_js, drawn.default_css = LEAFLET_JS, LEAFLET_CSS
    folium.Element(f"<style>{_map_css(palette)}</style>").add_to(root.header)
    StillFocus().add_to(drawn)
    styles = role_styles(palette)
    for order, layer in enumerate(records.site.map_layers):
        _layer(layer, _LOWEST_PANE + order, styles[layer.role]).add_to(drawn)
    return drawn


def _map_css(palette: Palette) -> str:
    """The map lies in a frame of its own, which the style sheet of the site does not reach."""
    return f"""
    .leaflet-container {{ background: {palette.sea}; font: 13px "Source Sans", sans-serif; }}
    .leaflet-tooltip {{ background: {palette.land}; color: {palette.text}; border-color: {palette.line};
      box-shadow: none; white-space: normal; width: max-content; max-width: 15rem; }}
    .leaflet-tooltip.place-label {{ background: none; border: none; padding: 0 4px; font-weight: 600;
      text-shadow: 0 0 3px {palette.land}, 0 0 3px {palette.land}, 0 0 3px {palette.land}; }}
    .leaflet-tooltip.place-label::before {{ display: none; }}
    """


def _layer(layer: MapLayer, order: int, role: RoleStyle) -> FetchedLayer:
    lines = {"name": _("Line"), "claimed_by": _("According to")}
    return FetchedLayer(
        f"/assets/geo/{layer.file}",
        order,
        role.style,
        by_kind=role.by_kind,
        only_kinds=role.only_kinds,
        tooltip=lines if layer.role == "route" else None,
    )


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
    RecordLayer([*doubts, *(_feature(mark, palette) for mark in marks), *_labels(records)]).add_to(group)
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
    return _point(mark.point, record=record_of(mark), label=mark_text(mark), style=style)


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
    return _point(mark.point, metres=mark.place.radius_m, style=style)


def _labels(records: Records) -> list[dict[str, Any]]:
    style = {"radius": 2, "stroke": False, "fill": False, "interactive": False}
    places = [records.tables.places[key] for key in records.site.labelled_places]
    return [
        _point(point, label=place.name, standing=True, style=style)
        for place in places
        if (point := position(place))
    ]


def _point(point: tuple[float, float], **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [point[1], point[0]]},
        "properties": properties,
    }
