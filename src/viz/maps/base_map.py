"""The map without records: a Leaflet map that needs no network, in quiet colours for both themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import folium

from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.viz.maps.leaflet_layers import FetchedLayer, FrameManners
from evidence_site.viz.maps.map_layers import drawn_layers, line_words
from evidence_site.viz.maps.map_styles import PALETTES, Palette

#: Our own files as the frame of the map sees them, two folders deep, below whatever path the site is served.
ASSETS = "../../assets"
#: Leaflet as the site serves it itself; folium's own addresses lead to content networks.
LEAFLET_JS = [("leaflet", f"{ASSETS}/leaflet/leaflet.js")]
LEAFLET_CSS = [("leaflet_css", f"{ASSETS}/leaflet/leaflet.css")]

#: How large the names on the map are, in pixels, where nobody asks for more.
LABEL_SIZE = 13.5


def base_map(
    records: Records, theme: str, reach: Sequence[Point] = (), label_size: float = LABEL_SIZE
) -> folium.Map:
    """Return the map without records: the layers of ``site.toml`` in one theme, no tiles.

    Args:
        reach: Points that the map shows when it opens; without any, the view of ``site.toml``. They must not
            depend on filters: another reach is another map.
        label_size: How large the names on it are, in pixels.
    """
    lat, lon, zoom = records.site.map_view
    west, south, east, north = records.site.map_frame
    drawn = folium.Map(
        location=[lat, lon],
        zoom_start=zoom,
        min_zoom=6,
        max_zoom=12,
        zoom_snap=0.25,
        tiles=None,
        attribution_control=False,
        control_scale=True,
        max_bounds=True,
        min_lat=south,
        max_lat=north,
        min_lon=west,
        max_lon=east,
    )
    root: Any = drawn.get_root()
    drawn.default_js, drawn.default_css = LEAFLET_JS, LEAFLET_CSS
    folium.Element(f"<style>{_map_css(PALETTES[theme], theme, label_size)}</style>").add_to(root.header)
    label = _(
        "Map; Tab goes to its marks, arrow keys from mark to mark. All that it shows stands in a list and in "
        "a table beside it too"
    )
    words = {
        "wheel": _("To zoom, hold Ctrl (on a Mac: Cmd) and turn the wheel, or press + and -."),
        "finger": _("To move the map, use two fingers."),
    }
    FrameManners(_("Map"), label, words).add_to(drawn)
    for layer in drawn_layers(records, theme):
        texts = {str(line.get("id")): line_words(records, line) for line in layer.attributed()}
        address = f"{ASSETS}/geo/{layer.layer.file}"
        FetchedLayer(address, layer.order, layer.style, texts, layer.file.left_out).add_to(drawn)
    if reach:
        lats, lons = zip(*reach, strict=True)
        bounds = [[min(lats), min(lons)], [max(lats), max(lons)]]
        folium.FitBounds(bounds, padding=(30, 30), max_zoom=zoom).add_to(drawn)
    return drawn


#: How much larger the names of the places are that come first.
_FIRST = 1.185
#: Pictures from the network are made quieter, and darker on dark paper.
_TILE_FILTER = {"light": "grayscale(0.55)", "dark": "grayscale(0.55) brightness(0.55)"}


def _map_css(palette: Palette, theme: str, label_size: float) -> str:
    """The map lies in a frame of its own, which the style sheet of the site does not reach."""
    # A rim around letters, firm enough for them to be read on lines and hatching.
    halo = ", ".join([f"0 0 2px {palette.land}"] * 4 + [f"0 0 4px {palette.land}"] * 2)
    return f"""
    .leaflet-container {{ background: {palette.sea}; font: 13px "Source Sans", sans-serif; }}
    .leaflet-container {{ touch-action: pan-x pan-y !important; }}
    .hint {{ position: absolute; inset: auto 0 40%; margin: auto; width: fit-content; max-width: 80%;
      padding: 0.5em 0.8em; border: 1px solid {palette.strong}; border-radius: 3px; z-index: 1200;
      background: {palette.land}; color: {palette.text}; font-size: {label_size}px; text-align: center;
      pointer-events: none; visibility: hidden; }}
    .hint.seen {{ visibility: visible; }}
    .leaflet-tile-pane {{ filter: {_TILE_FILTER[theme]}; }}
    .leaflet-tooltip {{ background: {palette.land}; color: {palette.text}; border-color: {palette.line};
      box-shadow: none; white-space: pre-line; width: max-content; max-width: 15rem; }}
    .leaflet-tooltip.place-label {{ background: none; border: none; margin: 0; padding: 0 4px;
      font-weight: 600; white-space: pre; max-width: none; line-height: 1.2;
      text-shadow: {halo}; }}
    .leaflet-container .leaflet-tooltip {{ font-size: {label_size}px; }}
    .leaflet-container .leaflet-tooltip.first {{ font-size: {label_size * _FIRST:.3g}px; }}
    .leaflet-tooltip.place-label.caption {{ background: {palette.land}D9; }}
    .leaflet-tooltip.place-label::before {{ display: none; }}
    .leaflet-container .leaflet-bar {{ border-color: {palette.line}; }}
    .leaflet-container .leaflet-bar a {{ background: {palette.land}; color: {palette.text};
      border-color: {palette.line}; }}
    @media (max-width: 480px) {{ .leaflet-tooltip.place-label {{ white-space: pre-line; max-width: 9rem; }} }}
    .leaflet-container .leaflet-control-attribution {{ background: {palette.land}; color: {palette.text}; }}
    .leaflet-container .leaflet-control-attribution a {{ color: inherit; text-decoration: underline; }}
    .leaflet-control-scale-line {{ background: {palette.land}; color: {palette.text};
      border-color: {palette.strong}; text-shadow: none; }}
    """
