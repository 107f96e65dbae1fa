"""Places of screenings on the plane of degrees, and the part of it that a map shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Place, Screening
from evidence_site.viz.films.showings import CONFIRMED, Showing, of_status, showings

_LATITUDES, _LONGITUDES = (-58.0, 84.0), (-180.0, 180.0)
#: Degrees of the window that is moved over the map to find where most places lie.
_WINDOW = (75.0, 34.0)
_LEAST, _MARGIN = (24.0, 14.0), (7.0, 4.0)


@dataclass(frozen=True)
class City:
    """A place with its position and the showings there; within it, a run counts once."""

    place: Place
    lat: float
    lon: float
    rows: tuple[Screening, ...]

    @property
    def showings(self) -> list[Showing]:
        """The showings at the place."""
        return showings(self.rows)

    @property
    def confirmed(self) -> int:
        """How many of them are confirmed."""
        return len(of_status(self.showings, CONFIRMED))


@dataclass(frozen=True)
class Frame:
    """The part of the plane that is shown, in degrees."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, city: City) -> bool:
        """Return whether a place lies inside."""
        return self.west <= city.lon <= self.east and self.south <= city.lat <= self.north


def cities(records: Records, rows: Iterable[Screening]) -> list[City]:
    """Return the places of the rows that have a position, the one with most showings first."""
    at: dict[str, list[Screening]] = {}
    for row in rows:
        if row.place_id:
            at.setdefault(row.place_id, []).append(row)
    found = [
        City(place, place.lat, place.lon, tuple(there))
        for key, there in at.items()
        if (place := records.tables.places[key]).lat is not None and place.lon is not None
    ]
    return sorted(found, key=lambda city: (-len(city.showings), -city.confirmed, city.place.id))


def world_frame(found: Sequence[City]) -> Frame:
    """Return the part of the world that holds every place, with a wide margin."""
    return _around(found, widen=3)


def near_frame(found: Sequence[City]) -> Frame:
    """Return the part of the world in which most places lie close together."""
    return _around(max((_crowd(found, city.lon) for city in found), key=len, default=[]))


def _crowd(found: Sequence[City], west: float) -> list[City]:
    """Return the most places that a window with this western edge can hold."""
    wide, high = _WINDOW
    strip = sorted((city for city in found if west <= city.lon <= west + wide), key=lambda city: city.lat)
    best: list[City] = []
    first = 0
    for last, city in enumerate(strip):
        while city.lat - strip[first].lat > high:
            first += 1
        if last - first >= len(best):
            best = strip[first : last + 1]
    return best


def _around(found: Sequence[City], widen: float = 1) -> Frame:
    lons, lats = [city.lon for city in found] or [0.0], [city.lat for city in found] or [30.0]
    west, east = _stretched(min(lons), max(lons), _LEAST[0] * widen, _MARGIN[0] * widen, _LONGITUDES)
    south, north = _stretched(min(lats), max(lats), _LEAST[1] * widen, _MARGIN[1] * widen, _LATITUDES)
    return Frame(west, east, south, north)


def _stretched(
    low: float, high: float, least: float, margin: float, limits: tuple[float, float]
) -> tuple[float, float]:
    half = max(high - low + 2 * margin, least) / 2
    middle = (low + high) / 2
    return max(limits[0], middle - half), min(limits[1], middle + half)
