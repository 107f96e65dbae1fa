"""The plane of degrees that the world map lies on: the land, the places, and the part that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evidence_site.records.geography.geo import NO_FILE, Frame, GeoFile, Point
from evidence_site.records.load.loading import Records
from evidence_site.records.load.place_check import WORLD
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Place, Screening
from evidence_site.viz.chart import line_trace
from evidence_site.viz.films.showings import CONFIRMED, Showing, of_status, showings
from evidence_site.viz.maps.map_marks import point_of

_LATITUDES, _LONGITUDES = (-58.0, 84.0), (-180.0, 180.0)
#: Degrees of the window that is moved over the map to find where most places lie.
_WINDOW = (75.0, 34.0)
_LEAST, _MARGIN = (24.0, 14.0), (7.0, 4.0)


@dataclass(frozen=True)
class City:
    """A place with its position and the showings there; within it, a run counts once."""

    place: Place
    point: Point
    rows: tuple[Screening, ...]

    @property
    def showings(self) -> list[Showing]:
        """The showings at the place."""
        return showings(self.rows)

    @property
    def confirmed(self) -> int:
        """How many of them are confirmed."""
        return len(of_status(self.showings, CONFIRMED))


def cities(records: Records, rows: Iterable[Screening]) -> list[City]:
    """Return the places of the rows that have a position, the one with most showings first."""
    found = [
        City(place, point, tuple(there))
        for key, there in grouped(rows, lambda row: row.place_id).items()
        if (point := point_of(place := records.tables.places[key]))
    ]
    return sorted(found, key=lambda city: (-len(city.showings), -city.confirmed, city.place.id))


def world_frame(found: Sequence[City]) -> Frame:
    """Return the part of the world that holds every place, with a wide margin."""
    return _around(found, widen=3)


def near_frame(found: Sequence[City]) -> Frame:
    """Return the part of the world in which most places lie close together."""
    return _around(max((_crowd(found, city.point.lon) for city in found), key=len, default=[]))


def _crowd(found: Sequence[City], west: float) -> list[City]:
    """Return the most places that a window with this western edge can hold."""
    wide, high = _WINDOW
    strip = sorted(
        (city for city in found if west <= city.point.lon <= west + wide), key=lambda city: city.point.lat
    )
    best: list[City] = []
    first = 0
    for last, city in enumerate(strip):
        while city.point.lat - strip[first].point.lat > high:
            first += 1
        if last - first >= len(best):
            best = strip[first : last + 1]
    return best


def _around(found: Sequence[City], widen: float = 1) -> Frame:
    lons, lats = [city.point.lon for city in found] or [0.0], [city.point.lat for city in found] or [30.0]
    west, east = _stretched(min(lons), max(lons), _LEAST[0] * widen, _MARGIN[0] * widen, _LONGITUDES)
    south, north = _stretched(min(lats), max(lats), _LEAST[1] * widen, _MARGIN[1] * widen, _LATITUDES)
    return Frame(west, south, east, north)


def _stretched(
    low: float, high: float, least: float, margin: float, limits: tuple[float, float]
) -> tuple[float, float]:
    half = max(high - low + 2 * margin, least) / 2
    middle = (low + high) / 2
    return max(limits[0], middle - half), min(limits[1], middle + half)


# --- land --------------------------------------------------------------------------------------------------


_LAND, _COAST = "rgba(128,128,128,0.22)", "rgba(128,128,128,0.40)"


@dataclass(frozen=True)
class Outline:
    """The land as one line with gaps, and what its file says about itself."""

    x: tuple[float | None, ...] = ()
    y: tuple[float | None, ...] = ()
    about: Mapping[str, str] | None = None


def land_of(records: Records) -> Outline:
    """Return the land that the data folder brings; nothing if it has no such file."""
    return _outline(records.site.geo.get(WORLD, NO_FILE))


@remembered
def _outline(file: GeoFile) -> Outline:
    """Return the outer rings of a map file."""
    if not file.features:
        return Outline()
    x: list[float | None] = []
    y: list[float | None] = []
    for feature in file.features:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for outer in (rings[0] for rings in polygons if rings):
            x += [*(point[0] for point in outer), None]
            y += [*(point[1] for point in outer), None]
    keys = {"source": "source", "meaning": "date_meaning", "accuracy": "accuracy"}
    about = {name: file.metadata.get(key, "") for name, key in keys.items()}
    return Outline(tuple(x), tuple(y), about)


def land_trace(outline: Outline) -> dict[str, Any]:
    """Return the land as a quiet trace that nobody can choose."""
    x, y = list(outline.x), list(outline.y)
    return line_trace(x, y, _COAST, 0.5, fill="toself", fillcolor=_LAND, showlegend=False)
