"""Whether places lie where their rows say: in their country, in their district; if not, how far away.

Where the region's own layers are drawn they decide, elsewhere the outlines of the world. Each errs, so each
has its tolerance: a fault is what the drawing cannot explain.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import shapely

from evidence_site.records.faults import Fault, did_you_mean
from evidence_site.records.formatting import country_text, number_text
from evidence_site.records.geography.geo import NO_FILE, Frame, GeoFile, Point, moved_layers
from evidence_site.records.model.rows import Place
from evidence_site.records.read.cells import Reading
from evidence_site.records.settings.settings_check import FILE as SETTINGS
from evidence_site.records.settings.site import MAP_ROLES, MapLayer, Site

#: Countries of the world with their codes, coarse.
WORLD = "world.geojson"
#: Kilometres by which a place may lie outside. The region's borders err by 1 km (no shipped place lies
#: outside), its districts by 1 to 3 (five do, at most by 2.2), the world's by tens (seven do, at most by 58).
_IN_REGION, _IN_DISTRICT, _IN_WORLD = 2, 5, 100
#: Kilometres: no degree is longer, so what lies so near in degrees need not be measured.
_LONGEST_DEGREE = 112
_WGS84 = "EPSG:4326"
_OR = re.compile(r" (?:or|and) ")

Shapes = Sequence[Any]
Outlines = Mapping[str, Shapes]


@dataclass(frozen=True)
class Ground:
    """What places are compared with: the shapes of each country by its code, of each district by its name."""

    frame: Frame
    region: Outlines
    world: Outlines
    districts: Outlines

    def countries(self, here: shapely.Point) -> Outlines:
        """Return the outlines of countries that are best at a position."""
        return self.region if self.region and self.frame.holds(Point(here.y, here.x)) else self.world

    def country(self, code: str, here: shapely.Point) -> tuple[Shapes, int]:
        """Return the best shapes of a country at a position, and by how many km they may err."""
        best = self.countries(here)
        if best is self.region and code in self.region:
            return self.region[code], _IN_REGION
        return self.world.get(code, ()), _IN_WORLD

    def unit(self, name: str) -> Shapes:
        """Return the shapes of a unit as the table of places names it; none if it is not drawn.

        Of several ("A or B district", "A and B districts") all must be drawn.
        """
        if name in self.districts:
            return self.districts[name]
        names, _, kind = name.removesuffix("s").rpartition(" ")
        found = [self.districts.get(f"{one} {kind}", ()) for one in _OR.split(names)]
        return [shape for shapes in found for shape in shapes] if all(found) else ()


def misplaced(site: Site, reading: Reading) -> Iterator[Fault]:
    """Give the places that lie outside their country or district, and estimates that reach over a border."""
    ground = Ground(
        site.map_frame,
        region=_by_name(_layers(site, "land"), "iso2"),
        world=_by_name([site.geo.get(WORLD, NO_FILE)], "iso2"),
        districts=_by_name(_layers(site, "district"), "name", "kind"),
    )
    for line, row in reading.walk("places"):
        if row.lat is not None and row.lon is not None:
            for column, problem, remedy in _problems(ground, row, shapely.Point(row.lon, row.lat)):
                yield Fault(reading.path("places"), line, column, problem, remedy, halts=False)


def district_name(properties: Mapping[str, Any]) -> str:
    """Return how the table of places names a drawn district: its name and kind."""
    return f"{properties.get('name')} {properties.get('kind')}"


def _layers(site: Site, role: str) -> list[GeoFile]:
    return [site.geo.get(layer.file, NO_FILE) for layer in site.map_layers if layer.role == role]


def _by_name(files: Sequence[GeoFile], *properties: str) -> Outlines:
    found: dict[str, list[Any]] = defaultdict(list)
    for file in files:
        for feature, shape in zip(file.features, file.shapes, strict=True):
            given = [feature["properties"].get(name) for name in properties]
            if shape is not None and all(given):
                found[" ".join(map(str, given))].append(shape)
    return found


def _problems(ground: Ground, row: Place, here: shapely.Point) -> Iterator[tuple[str, str, str]]:
    """Give the column, what is wrong and what to do."""
    shapes, allowed = ground.country(row.country or "", here)
    if len(shapes) and not _within(shapes, here, allowed):
        there = _named_at(ground.countries(here), here)
        lies = _lies(shapes, here, _country(row.country), _country(there))
        yield "lat", *_wrong_country(ground, row, here, lies)
        return
    unit = (row.admin_today or "").partition(",")[0]
    shapes = ground.unit(unit)
    if len(shapes) and not _within(shapes, here, _IN_DISTRICT):
        lies = _lies(shapes, here, unit, _named_at(ground.districts, here))
        yield "lat", f"{_pair(here)} lie {lies}.", "Check the digits of both, and the column admin_today."
    if row.radius_m and row.country:
        yield from _over_the_border(ground, row, here, row.radius_m)


def _wrong_country(ground: Ground, row: Place, here: shapely.Point, lies: str) -> tuple[str, str]:
    """Say what was very probably typed wrong: the two numbers swapped, or a sign."""
    lat, lon = here.y, here.x
    meant = {
        "Swap the two.": (lon, lat),
        f"Did you mean lon {-lon:.9g}? Check the sign.": (lat, -lon),
        f"Did you mean lat {-lat:.9g}? Check the sign.": (-lat, lon),
        f"Did you mean lat {-lat:.9g} and lon {-lon:.9g}? Check the signs.": (-lat, -lon),
    }
    for remedy, (y, x) in meant.items():
        there = shapely.Point(x, y)
        shapes, allowed = ground.country(row.country or "", there)
        if abs(y) <= 90 and _within(shapes, there, allowed):
            return f"{_pair(here)} {'are swapped: they lie' if y == lon else 'lie'} {lies}.", remedy
    return f"{_pair(here)} lie {lies}.", "Check the digits of both, and the column country."


def _over_the_border(
    ground: Ground, row: Place, here: shapely.Point, metres: float
) -> Iterator[tuple[str, str, str]]:
    """Say where the circle of an estimate reaches into another country and no note says so."""
    for code, shapes in ground.countries(here).items():
        name = country_text(code)
        is_said = re.search(rf"\b{re.escape(name)}\b", row.note or "")
        if code != row.country and not is_said and _within(shapes, here, metres / 1000):
            problem = f"{number_text(metres)} m around the place reach over the border into {_country(code)}."
            remedy = f"Say in the column note whether it may lie in {name}, or state a smaller radius."
            yield "radius_m", problem, remedy


# --- in words --------------------------------------------------------------------------------------------


def _pair(here: shapely.Point) -> str:
    return f"{here.y:.9g} and lon {here.x:.9g}"


def _lies(shapes: Shapes, here: shapely.Point, outside: str, there: str) -> str:
    kilometres = _kilometres(shapes, here)
    distance = number_text(round(kilometres, 1 if kilometres < 100 else None))
    return f"{distance} km outside {outside}{f', in {there}' if there else ''}"


def _country(code: str | None) -> str:
    return f"{country_text(code)} ({code})" if code else ""


def _named_at(outlines: Outlines, here: shapely.Point) -> str:
    """Return the name of what is drawn at a position; empty if nothing is."""
    return next((name for name, shapes in outlines.items() if shapely.covers(shapes, here).any()), "")


# --- distances -------------------------------------------------------------------------------------------


def _within(shapes: Shapes, here: shapely.Point, kilometres: float) -> bool:
    """Return whether a position lies in one of the shapes, or no farther from it than so many km.

    It is measured only where degrees, which are never longer and at most so much shorter, do not tell.
    """
    shortest = _LONGEST_DEGREE * 0.98 * cos(radians(min(abs(here.y) + 1, 89)))
    if shapely.dwithin(shapes, here, kilometres / _LONGEST_DEGREE).any():
        return True
    may_be = shapely.dwithin(shapes, here, kilometres / shortest).any()
    return bool(may_be) and _kilometres(shapes, here) <= kilometres


def _kilometres(shapes: Shapes, here: shapely.Point) -> float:
    """Return how far a position lies from the nearest of some shapes, on a map that is true around it."""
    import geopandas  # takes half a second, and most folders have nothing to measure

    around = f"+proj=aeqd +lat_0={here.y} +lon_0={here.x} +datum=WGS84"
    drawn = geopandas.GeoSeries(list(shapes), crs=_WGS84).to_crs(around)
    return float(drawn.distance(shapely.Point(0, 0)).min()) / 1000


def map_faults(site: Site, reading: Reading) -> list[Fault]:
    """Return every fault of the map, in its files and in the settings and places that it draws."""
    return [
        *_unknown_layers(site),
        *(fault for name in sorted(site.geo) for fault in site.geo[name].faults),
        *misplaced(site, reading),
        *moved_layers(site.folder, site.geo),
    ]


def layer_file(site: Site, layer: MapLayer) -> GeoFile:
    """Return the file of a map layer as far as it can be drawn."""
    return site.geo.get(layer.file, NO_FILE)


def _unknown_layers(site: Site) -> Iterator[Fault]:
    for layer in site.map_layers:
        if layer.file not in site.geo:
            problem, remedy = f'names "{layer.file}", which is not in geo/.', "Add that file."
            yield Fault(SETTINGS, 0, "map_layers", problem, remedy, halts=False)
        if layer.role not in MAP_ROLES:
            problem = f'gives "{layer.file}" the role "{layer.role}", which the map does not know.'
            remedy = did_you_mean(layer.role, MAP_ROLES)
            yield Fault(SETTINGS, 0, "map_layers", problem, remedy, halts=False)
