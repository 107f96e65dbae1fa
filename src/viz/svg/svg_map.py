"""A map as a static picture: the same layers, marks and names that Leaflet draws, in the same projection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asinh, atan, cos, degrees, floor, log2, log10, pi, radians, sinh, tan
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.viz.maps.map_layers import drawn_layers
from evidence_site.viz.maps.map_marks import PAPER_HEIGHT, MapMark
from evidence_site.viz.maps.map_styles import PALETTES, Palette
from evidence_site.viz.maps.place_labels import AS_USUAL, Naming, layer_features
from evidence_site.viz.markup import Markup, join, tag
from evidence_site.viz.svg.svg import (
    WIDTH,
    UndrawnError,
    hatching,
    number,
    numbers,
    picture,
    shape,
    text_block,
)
from evidence_site.viz.symbols import SHAPES
from evidence_site.viz.text_widths import text_width

_TILE = 256
_EDGE = 30
_SIZE = 13.0
_METRES_A_PIXEL = 40_075_016.686 / _TILE
#: What Leaflet takes where a style says nothing.
_USUAL = {"stroke": True, "color": "#3388ff", "weight": 3, "opacity": 1, "fillOpacity": 0.2}
_FILLED = frozenset({"Polygon", "MultiPolygon"})
#: Points nearer to each other than this, in pixels, are one.
_NEAR = 0.4
_LONGEST_BAR = 110


@dataclass(frozen=True)
class View:
    """A part of the world on paper: where its corner lies in the plane of a zoom."""

    zoom: float
    left: float
    top: float
    width: float
    height: float

    def at(self, point: Point) -> tuple[float, float]:
        """Return the pixel of a point."""
        x, y = _plane(point, self.zoom)
        return x - self.left, y - self.top

    def latitude(self, y: float) -> float:
        """Return the latitude of a pixel."""
        size = _TILE * 2**self.zoom
        return degrees(atan(sinh(pi * (1 - 2 * (y + self.top) / size))))

    def metres(self, y: float) -> float:
        """Return how many metres a pixel is wide there."""
        return _METRES_A_PIXEL * cos(radians(self.latitude(y))) / 2**self.zoom

    def holds(self, x: float, y: float) -> bool:
        """Return whether a pixel lies on the paper."""
        return 0 <= x <= self.width and 0 <= y <= self.height


def _plane(point: Point, zoom: float) -> tuple[float, float]:
    size = _TILE * 2**zoom
    return (point.lon + 180) / 360 * size, (1 - asinh(tan(radians(point.lat))) / pi) / 2 * size


def view_of(records: Records, reach: Sequence[Point], width: float, height: float) -> View:
    """Return what a map shows when it opens: the points that it must reach, or the view of the settings."""
    lat, lon, usual = records.site.map_view
    zoom = float(usual)
    x, y = _plane(Point(lat, lon), zoom)
    if reach:
        lats, lons = zip(*reach, strict=True)
        west, north = _plane(Point(max(lats), min(lons)), 0)
        east, south = _plane(Point(min(lats), max(lons)), 0)
        across = (width - 2 * _EDGE) / max(east - west, 1e-9)
        down = (height - 2 * _EDGE) / max(south - north, 1e-9)
        zoom = min(zoom, floor(log2(min(across, down)) * 4) / 4)
        x, y = (west + east) / 2 * 2**zoom, (north + south) / 2 * 2**zoom
    return View(zoom, x - width / 2, y - height / 2, width, height)


def draw_map(
    records: Records,
    marks: Sequence[MapMark],
    name: str,
    title: str,
    *,
    reach: Sequence[Point] = (),
    naming: Naming = AS_USUAL,
    width: float = WIDTH,
    height: float = PAPER_HEIGHT,
) -> Markup:
    """Return a map with its marks as a picture, in the colours of light paper.

    Args:
        name: Tells the parts of this picture from those of others in one document.
        title: What a reader who does not see it must know.
        reach: Points that must be seen.
    """
    palette = PALETTES["light"]
    view = view_of(records, reach, width, height)
    features = layer_features(records, marks, "light", naming)
    layers = []
    for drawn in drawn_layers(records, "light"):
        if view.zoom >= drawn.style.from_zoom:
            known = [(line, line["properties"]) for line in drawn.file.features]
            shown = [(line, drawn.style.of(about)) for line, about in known if drawn.style.draws(about)]
            layers.append(tag("g", *[_feature(view, name, line, style) for line, style in shown]))
    shapes = [_feature(view, name, mark, mark["properties"]["style"]) for mark in features]
    colours = dict.fromkeys(
        str(mark["properties"]["style"]["color"]) for mark in features if _is_hatched_area(mark)
    )
    paper = tag("rect", width=number(width), height=number(height), fill=palette.sea)
    definitions = [
        tag("clipPath", tag("rect", width=number(width), height=number(height)), id=f"{name}-frame"),
        *[hatching(_hatch(name, colour), colour) for colour in colours],
    ]
    drawn_parts = [paper, *layers, *shapes, *_names(view, features, palette)]
    inside = tag("g", *drawn_parts, clip_path=f"url(#{name}-frame)")
    return picture(name, width, height, title, tag("defs", *definitions), inside, _scale_bar(view, palette))


def _is_hatched_area(feature: Mapping[str, Any]) -> bool:
    return bool(feature["properties"].get("hatched")) and feature["geometry"]["type"] in _FILLED


def _hatch(name: str, colour: str) -> str:
    return f"{name}-hatch-{''.join(letter for letter in colour if letter.isalnum())}"


def _feature(view: View, name: str, feature: Mapping[str, Any], style: Mapping[str, Any]) -> Markup:
    look = {**_USUAL, **style}
    geometry = feature["geometry"]
    kind = geometry["type"]
    if kind == "Point":
        return _point(view, feature["properties"], geometry["coordinates"], look)
    paint = _paint(look, filled=bool(look.get("fill", kind in _FILLED)))
    if _is_hatched_area(feature):
        paint["fill"] = f"url(#{_hatch(name, str(look['color']))})"
    outline = "".join(_outline(view, line, closed=kind in _FILLED) for line in _lines(geometry))
    return tag("path", d=outline, fill_rule="evenodd", **paint) if outline else Markup("")


def _paint(look: Mapping[str, Any], *, filled: bool) -> dict[str, str | None]:
    drawn = look["stroke"] and look["opacity"] > 0
    return {
        "fill": str(look.get("fillColor") or look["color"]) if filled else "none",
        "fill_opacity": f"{look['fillOpacity']:g}" if filled else None,
        "stroke": str(look["color"]) if drawn else None,
        "stroke_width": number(look["weight"]) if drawn else None,
        "stroke_opacity": f"{look['opacity']:g}" if drawn else None,
        "stroke_dasharray": look.get("dashArray") if drawn else None,
        "stroke_linecap": "round" if drawn else None,
        "stroke_linejoin": "round" if drawn else None,
    }


def _lines(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """Every line or ring of a geometry."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        yield coordinates
    elif kind in ("MultiLineString", "Polygon"):
        yield from coordinates
    elif kind == "MultiPolygon":
        for polygon in coordinates:
            yield from polygon
    else:
        raise UndrawnError(f'Geometries of type "{kind}" cannot be drawn.')


def _outline(view: View, line: Sequence[Sequence[float]], *, closed: bool) -> str:
    """A line in pixels, without points that nobody can tell apart; empty if none of it is near the paper."""
    points = [view.at(Point.of_geojson(position)) for position in line]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    if max(xs) < 0 or min(xs) > view.width or max(ys) < 0 or min(ys) > view.height:
        return ""
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _NEAR:
            kept.append(point)
    kept.append(points[-1])
    return f"M{numbers(value for point in kept for value in point)}{'Z' if closed else ''}"


def _point(view: View, mark: Mapping[str, Any], position: Sequence[float], look: Mapping[str, Any]) -> Markup:
    x, y = view.at(Point.of_geojson(position))
    paint = _paint(look, filled=look.get("fill", True))
    if not paint["stroke"] and paint["fill"] == "none":
        return Markup("")
    if metres := mark.get("metres"):
        return tag("circle", cx=number(x), cy=number(y), r=number(metres / view.metres(y)), **paint)
    size = 2 * float(look.get("radius", 10))
    return shape(look["shape"] if look.get("shape") in SHAPES else "circle", x, y, size, 0, **paint)


# --- names and scale -------------------------------------------------------------------------------------


def _names(view: View, features: Iterable[Mapping[str, Any]], palette: Palette) -> Iterator[Markup]:
    """Names that stand on the map: from their zoom on, and only where no more important one stands."""
    halo = {"stroke": palette.land, "stroke_width": "3", "stroke_linejoin": "round", "paint_order": "stroke"}
    kept: list[tuple[float, float, float, float]] = []
    for feature in features:
        mark = feature["properties"]
        if not mark.get("standing") or view.zoom < mark.get("zoom", 0):
            continue
        x, y = view.at(Point.of_geojson(feature["geometry"]["coordinates"]))
        if not view.holds(x, y):
            continue
        lines = str(mark["label"]).split("\n")
        wide = max(text_width(line, _SIZE, bold=True) for line in lines)
        high, is_leftwards = len(lines) * _SIZE * 1.3, mark.get("direction") == "left"
        left, top = x - 8 - wide if is_leftwards else x + 8, y - high / 2
        box = (left, top, left + wide, y + high / 2)
        if not any(_overlap(box, other) for other in kept):
            kept.append(box)
            at, anchor = (left + wide, "end") if is_leftwards else (left, "start")
            # The words come from the data: an ampersand in them is no entity.
            words = [line.replace("&", "&amp;").replace("<", "&lt;") for line in lines]
            yield text_block(words, at, top, _SIZE, anchor, font_weight="600", fill=palette.text, **halo)


def _overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale_bar(view: View, palette: Palette) -> Markup:
    """A bar of a round length, as it holds in the middle of the paper."""
    metres = view.metres(view.height / 2)
    longest = metres * _LONGEST_BAR
    base = 10 ** floor(log10(longest))
    length = next(base * factor for factor in (5, 3, 2, 1) if base * factor <= longest)
    wide = length / metres
    top = view.height - 14
    outline = f"M12 {number(top - 5)}V{number(top)}H{number(12 + wide)}V{number(top - 5)}"
    bar = tag("path", d=outline, fill="none", stroke=palette.strong, stroke_width="1.5")
    if length >= 1000:
        words = _("%(length)s km") % {"length": number_text(length / 1000)}
    else:
        words = _("%(length)s m") % {"length": number_text(length)}
    return join([bar, text_block([words], 16, top - 19, 12, fill=palette.text)])
