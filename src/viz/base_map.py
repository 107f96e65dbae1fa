"""The map without records: a Leaflet map that needs no network, in quiet colours for both themes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import folium

from records.loading import Records
from records.rows import Place
from records.site import MapLayer
from records.wording import _
from viz.leaflet_layers import FetchedLayer, StillFocus

#: Leaflet as the site serves it itself; folium's own addresses lead to content networks.
LEAFLET_JS = [("leaflet", "/assets/leaflet/leaflet.js")]
LEAFLET_CSS = [("leaflet_css", "/assets/leaflet/leaflet.css")]

Style = dict[str, Any]

#: The frame of the map, in degrees: what its layers cover.
_SOUTH, _NORTH, _WEST, _EAST = 38.0, 42.4, 43.2, 50.8
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
        "front": RoleStyle({**line, "dashArray": "1 6", "weight": 2.4}, {"line": {}}, only_kinds=True),
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


def in_frame(place: Place) -> bool:
    """Return whether a place has a position inside the frame of the map."""
    lat, lon = place.lat, place.lon
    return lat is not None and lon is not None and _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST


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
        control_scale=True,
        max_bounds=True,
        min_lat=_SOUTH,
        max_lat=_NORTH,
        min_lon=_WEST,
        max_lon=_EAST,
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
    .leaflet-control-scale-line {{ background: none; color: {palette.text}; border-color: {palette.strong};
      text-shadow: none; }}
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
