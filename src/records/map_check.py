"""What is wrong with the map: its files, the roles of its layers, places on the wrong side of the world.

None of it halts the site: the map draws the rest and says what it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.faults import Fault, did_you_mean
from records.geo import Frame, GeoFile, holds
from records.reading import Reading
from records.site import MAP_ROLES, MapLayer, Site

#: Countries of the world with their codes, coarse; good enough to see a place in the wrong one.
WORLD = "world.geojson"
#: Degrees by which a place may lie outside the coarse outline of its country.
_SLACK = 2.0
NO_FILE = GeoFile({})


def map_faults(site: Site, reading: Reading) -> list[Fault]:
    """Return every fault of the map, in its files and in the settings and places that it draws."""
    return [
        *_layer_faults(site),
        *(fault for name in sorted(site.geo) for fault in site.geo[name].faults),
        *_misplaced(reading, _boxes(site.geo.get(WORLD, NO_FILE))),
    ]


def layer_file(site: Site, layer: MapLayer) -> GeoFile:
    """Return the file of a map layer as far as it can be drawn."""
    return site.geo.get(layer.file, NO_FILE)


def _layer_faults(site: Site) -> Iterator[Fault]:
    for layer in site.map_layers:
        if layer.file not in site.geo:
            problem = f'names "{layer.file}", which is not in geo/.'
            yield Fault("site.toml", 0, "map_layers", problem, "Add that file.", halts=False)
        if layer.role not in MAP_ROLES:
            problem = f'gives "{layer.file}" the role "{layer.role}", which the map does not know.'
            yield Fault(
                "site.toml", 0, "map_layers", problem, did_you_mean(layer.role, MAP_ROLES), halts=False
            )


def _boxes(world: GeoFile) -> Mapping[str, Frame]:
    """Return the box around each country, by its code, a little wider than its outline."""
    found: dict[str, Frame] = {}
    for feature in world.features:
        lons, lats = zip(*_positions(feature["geometry"]["coordinates"]), strict=True)
        code = str(feature["properties"].get("iso2"))
        found[code] = (min(lons) - _SLACK, min(lats) - _SLACK, max(lons) + _SLACK, max(lats) + _SLACK)
    return found


def _positions(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], list):
        for part in coordinates:
            yield from _positions(part)
    else:
        yield coordinates[0], coordinates[1]


def _misplaced(reading: Reading, boxes: Mapping[str, Frame]) -> Iterator[Fault]:
    """Places that lie far outside their country, most often because the two numbers are swapped."""
    path = reading.package.tables["places"].path
    for line, row in zip(reading.line_of["places"], reading.rows["places"], strict=True):
        box = boxes.get(row.country or "")
        if box is None or row.lat is None or row.lon is None or holds(box, lat=row.lat, lon=row.lon):
            continue
        problem, remedy = f"and lon lie far outside {row.country}.", "Check digits, signs and country."
        if holds(box, lat=row.lon, lon=row.lat):
            problem, remedy = f"and lon are swapped: they lie far outside {row.country}.", "Swap the two."
        yield Fault(path, line, "lat", f"{row.lat:g} {problem}", remedy, halts=False)
