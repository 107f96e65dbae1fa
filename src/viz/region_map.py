"""The map of the region: a Leaflet map that needs no network, with doubt about places drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import folium

from records.formatting import when_text
from records.links import RecordKey
from records.loading import Records
from records.rows import Event, Place
from records.wording import _, ngettext

#: Leaflet as the site serves it itself; folium's own addresses lead to content networks.
LEAFLET_JS = [("leaflet", "/assets/leaflet/leaflet.js")]
LEAFLET_CSS = [("leaflet_css", "/assets/leaflet/leaflet.css")]

Style = dict[str, Any]


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

#: Role of a layer to its style, given the palette and the properties of a feature.
_STYLES: Mapping[str, Callable[[Palette, Mapping[str, Any]], Style]] = {
    "land": lambda p, _: {"fillColor": p.land, "fillOpacity": 1, "stroke": False},
    "water": lambda p, _: {"fillColor": p.water, "fillOpacity": 1, "stroke": False},
    "district": lambda p, _: {"color": p.line, "weight": 0.6, "opacity": 0.7, "fill": False},
    "border": lambda p, _: {"color": p.strong, "weight": 1.2, "opacity": 0.8},
    "river": lambda p, _: {"color": p.water, "weight": 2.5, "opacity": 1, "dashArray": "6 4"},
    "former_line": lambda p, f: {
        "color": p.strong,
        "weight": 1.6 if f.get("kind") == "line" else 0,
        "dashArray": "7 5",
        "fill": False,
    },
    "route": lambda p, f: _route_style(p, f),
}


def _route_style(palette: Palette, feature: Mapping[str, Any]) -> Style:
    """A wide pale dashed line: a direction through named places, never a track."""
    kind = feature["kind"]
    if kind == "area":
        return {
            "color": palette.route,
            "weight": 1,
            "dashArray": "3 6",
            "fillColor": palette.route,
            "fillOpacity": 0.12,
        }
    colour = palette.claimed if kind == "corridor_claimed" else palette.route
    dash = "2 9" if kind == "corridor_claimed" else "10 9"
    return {"color": colour, "weight": 5, "opacity": 0.55, "dashArray": dash}


#: Kinds of route feature that are drawn; legs repeat the route, and sites are places of their own.
_ROUTE_KINDS = frozenset({"route", "branch", "corridor_claimed", "area"})


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
    for layer in records.site.map_layers:
        _layer(records.site.folder / "geo" / layer.file, layer.role, palette).add_to(drawn)
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


def _layer(path: Path, role: str, palette: Palette) -> folium.GeoJson:
    document = dict(read_layer(path))
    tooltip = None
    if role == "route":
        document["features"] = [f for f in document["features"] if f["properties"]["kind"] in _ROUTE_KINDS]
        tooltip = folium.GeoJsonTooltip(["name", "claimed_by"], aliases=[_("Line"), _("According to")])
    style = _STYLES[role]
    return folium.GeoJson(
        document,
        style_function=lambda feature: style(palette, feature["properties"]),
        tooltip=tooltip,
        interactive=role == "route",
        smooth_factor=0.6,
    )


def record_layer(
    records: Records, events: Iterable[Event], chosen: RecordKey | None, theme: str
) -> folium.FeatureGroup:
    """Return the records on the map: one mark a place, its size by the number of events there."""
    group = folium.FeatureGroup(name="records")
    palette = PALETTES[theme]
    marks = place_marks(records, events, chosen)
    for circle in (mark for mark in marks if mark.place.radius_m):
        _doubt(circle, palette).add_to(group)
    features = [_feature(mark, palette) for mark in marks]
    if features:
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            marker=folium.CircleMarker(),
            style_function=lambda feature: feature["properties"]["style"],
            tooltip=folium.GeoJsonTooltip(["label"], labels=False),
        ).add_to(group)
    for label in _labels(records):
        label.add_to(group)
    return group


@dataclass(frozen=True)
class PlaceMark:
    """A place with the events that the filters leave there; ``point`` is latitude and longitude."""

    place: Place
    point: tuple[float, float]
    events: tuple[Event, ...]
    chosen: bool


def place_marks(records: Records, events: Iterable[Event], chosen: RecordKey | None) -> list[PlaceMark]:
    """Return one mark for each place with a position, the largest first so that small ones stay on top."""
    at: dict[str, list[Event]] = {}
    for event in events:
        if event.place_id:
            at.setdefault(event.place_id, []).append(event)
    lit = chosen_place(records, chosen)
    marks = [
        PlaceMark(place, point, tuple(found), key == lit)
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
        "weight": 3 if mark.chosen else 1,
        "fill": True,
        "fillColor": palette.mark,
        "fillOpacity": 0.6,
        "dashArray": None if mark.place.precision == "exact" else "3 3",
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [mark.point[1], mark.point[0]]},
        "properties": {"record": record_of(mark), "label": mark_text(mark), "style": style},
    }


def _doubt(mark: PlaceMark, palette: Palette) -> folium.Circle:
    """The circle within which an estimated place lies."""
    return folium.Circle(
        mark.point,
        radius=mark.place.radius_m or 0,
        color=palette.mark,
        weight=1,
        dash_array="4 5",
        fill=True,
        fill_opacity=0.07,
        interactive=False,
    )


def _labels(records: Records) -> Sequence[folium.CircleMarker]:
    places = [records.tables.places[key] for key in records.site.labelled_places]
    return [
        folium.CircleMarker(
            point,
            radius=2,
            stroke=False,
            fill=False,
            interactive=False,
            tooltip=folium.Tooltip(place.name, permanent=True, direction="right", class_name="place-label"),
        )
        for place in places
        if (point := position(place))
    ]
