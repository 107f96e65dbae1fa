"""Tours on the world map: a thin straight line through the stops in order, and words for each stop.

Neither line nor arrows answer to the pointer: they would take the clicks meant for the circles under them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import atan2, degrees, hypot
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.viz.films.showings import TOUR_COLOUR
from evidence_site.viz.films.tours import Tour, series_name
from evidence_site.viz.films.world_places import Frame
from evidence_site.viz.maps.map_marks import Point

#: Place id to where it is.
Positions = Mapping[str, Point]

#: A leg shorter than this share of the map's width has no room for an arrow.
_ROOM_FOR_ARROW = 0.045


def tour_traces(
    found: Iterable[Tour], at: Positions, shown: frozenset[str], drawn: Frame, stretch: float
) -> list[dict[str, Any]]:
    """Return the line through the ordered stops that a view shows, and its arrows; nothing without any.

    Args:
        at: Where the places are; a leg to a place that is not on the map is left out.
        shown: Ids of the rows that the view holds.
        stretch: How much longer a degree of latitude is drawn than one of longitude.
    """
    legs = [
        (at[one.place_id], at[other.place_id])
        for tour in found
        for one, other in tour.legs(shown)
        if one.place_id in at and other.place_id in at
    ]
    if not legs:
        return []
    room = (drawn.east - drawn.west) * _ROOM_FOR_ARROW
    roomy = [(a, b) for a, b in legs if hypot(b.lon - a.lon, (b.lat - a.lat) * stretch) >= room]
    return [_line(legs), _arrows(roomy, stretch)]


def _line(legs: Sequence[tuple[Point, Point]]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for a, b in legs for x in (a.lon, b.lon, None)],
        "y": [y for a, b in legs for y in (a.lat, b.lat, None)],
        "line": {"color": TOUR_COLOUR, "width": 1.2},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _arrows(legs: Sequence[tuple[Point, Point]], stretch: float) -> dict[str, Any]:
    """Small arrows halfway, each turned as its leg is drawn: in degrees clockwise from north."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round((a.lon + b.lon) / 2, 4) for a, b in legs],
        "y": [round((a.lat + b.lat) / 2, 4) for a, b in legs],
        "marker": {
            "symbol": "arrow",
            "size": 9,
            "color": TOUR_COLOUR,
            "angle": [round(degrees(atan2(b.lon - a.lon, (b.lat - a.lat) * stretch)), 1) for a, b in legs],
            "line": {"width": 0},
        },
        "hoverinfo": "skip",
        "showlegend": False,
    }


def stops_in_words(records: Records, found: Iterable[Tour], place: str) -> list[str]:
    """Return a line for each tour or run that stops at a place: its name, and which stop it is."""
    return [
        _("%(tour)s: %(stop)s")
        % {"tour": series_name(records, tour.rows, tour.kind), "stop": _which_stop(tour, place)}
        for tour in found
        if any(row.place_id == place for row in tour.rows)
    ]


def _which_stop(tour: Tour, place: str) -> str:
    numbers = [number for number, stop in enumerate(tour.ordered, start=1) if stop.place_id == place]
    if not numbers or len(tour.ordered) == 1:
        return _("order not known")
    return _("stop %(numbers)s of %(all)s in order") % {
        "numbers": ", ".join(number_text(number) for number in numbers),
        "all": number_text(len(tour.ordered)),
    }
