"""Tours and runs: showings in several places that belong together, in order where their dates give one.

The showings of a tour each count; the rows of a broadcast run count once. Nothing is guessed: a stop
whose day is not known, or that shares its days with another stop, has no place in the order.

Neither line nor arrows on the map answer to the pointer: they would take the clicks meant for the circles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import atan2, degrees, hypot
from operator import attrgetter
from typing import Any

from evidence_site.records.dates import When, parse_when
from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.geography.geo import Frame, Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Screening
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import line_trace
from evidence_site.viz.films.showings import TOUR_COLOUR, film_name
from evidence_site.viz.markup import Markup, join, listing, record_link, tag

RUN, TOUR = "run_id", "tour_id"


@dataclass(frozen=True)
class Stop:
    """A place on a date, with the rows of a tour or run there."""

    place_id: str
    date: When
    rows: tuple[Screening, ...]


@dataclass(frozen=True)
class Tour:
    """Rows of one tour or run in at least two places.

    Attributes:
        kind: The column that joins the rows: ``RUN`` or ``TOUR``.
        rows: All rows with a place.
        ordered: The stops whose order follows from their dates, the first one first.
        others: The stops whose place in the order is not known, by date and place.
    """

    kind: str
    rows: tuple[Screening, ...]
    ordered: tuple[Stop, ...]
    others: tuple[Stop, ...]

    def legs(self, shown: frozenset[str]) -> list[tuple[Stop, Stop]]:
        """Return the ways from one ordered stop to the next, as far as both ends are shown.

        Args:
            shown: Ids of the rows that a view holds.
        """
        return [
            (one, other)
            for one, other in pairwise(self.ordered)
            if one.place_id != other.place_id
            and all(any(row.id in shown for row in stop.rows) for stop in (one, other))
        ]


@remembered
def tours(rows: Iterable[Screening]) -> tuple[Tour, ...]:
    """Return the tours and runs that rows make, by date."""
    located = [row for row in rows if row.place_id]
    found = [
        _tour(kind, of)
        for kind in (RUN, TOUR)
        for of in grouped(located, attrgetter(kind)).values()
        if len({row.place_id for row in of}) > 1
    ]
    return tuple(sorted(found, key=lambda tour: min((row.date.start, row.id) for row in tour.rows)))


def _tour(kind: str, rows: Sequence[Screening]) -> Tour:
    at = grouped(sorted(rows, key=lambda row: row.id), lambda row: (row.place_id or "", row.date.text))
    stops = [Stop(place, of[0].date, tuple(of)) for (place, _date), of in at.items()]
    ordered = in_order(stops)
    others = sorted(
        (stop for stop in stops if stop not in ordered), key=lambda stop: (stop.date.start, stop.place_id)
    )
    return Tour(kind, tuple(rows), ordered, tuple(others))


def in_order(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Return the stops whose order is known: no two of them share a day that their dates can mean.

    The most precise dates come first: a stop known to its month does not take the order from stops
    known to their days, but is left out itself. Of stops as vague as each other that share a day, none
    is kept. Approximate dates have no order.
    """
    kept: list[Stop] = []
    blocked: list[Stop] = []
    dated = [stop for stop in stops if not stop.date.approximate]
    for _days, group in groupby(sorted(dated, key=_vagueness), key=_vagueness):
        free = [stop for stop in group if not any(stop.date.overlaps(o.date) for o in kept + blocked)]
        alone = [stop for stop in free if sum(stop.date.overlaps(other.date) for other in free) == 1]
        kept += alone
        blocked += [stop for stop in free if stop not in alone]
    return tuple(sorted(kept, key=lambda stop: stop.date.start))


def _vagueness(stop: Stop) -> int:
    return (stop.date.end - stop.date.start).days


def series_name(records: Records, rows: Sequence[Screening], kind: str) -> str:
    """Return what a tour or run is called: its film and when it was, to the month if it has several dates."""
    titles = sorted({film_name(records, row) for row in rows})
    films = ngettext("%(count)s film", "%(count)s films", len(titles)) % {"count": number_text(len(titles))}
    words = _("Run: %(film)s, %(when)s") if kind == RUN else _("Tour: %(film)s, %(when)s")
    date = rows[0].date
    if any(row.date.text != date.text for row in rows):
        first, last = min(row.date.start for row in rows), max(row.date.end for row in rows)
        date = parse_when("/".join(dict.fromkeys(f"{day:%Y-%m}" for day in (first, last))))
    return words % {"film": titles[0] if len(titles) == 1 else films, "when": when_text(date)}


@remembered
def names_of_series(records: Records, kind: str) -> dict[str, str]:
    """Return the name of every tour or run by its code."""
    series = grouped(records.tables.screenings, attrgetter(kind))
    return {code: series_name(records, rows, kind) for code, rows in series.items()}


def name_in(records: Records, row: Screening, kind: str) -> str:
    """Return the name of the tour or run that a row belongs to; empty for none."""
    return names_of_series(records, kind).get(getattr(row, kind) or "", "")


def tours_label(found: Sequence[Tour]) -> str:
    """Return how many tours and runs there are, and what the list says of them."""
    words = ngettext(
        "%(count)s tour or run, stop by stop", "%(count)s tours and runs, stop by stop", len(found)
    )
    return words % {"count": number_text(len(found))}


@remembered
def tours_of(records: Records, rows: Iterable[Screening]) -> tuple[Tour, ...]:
    """Return the tours and runs of which a view holds a row, each with all its stops."""
    shown = {row.id for row in rows}
    every = tours(records.tables.screenings)
    return tuple(tour for tour in every if any(row.id in shown for row in tour.rows))


@remembered
def tour_list(records: Records, found: Sequence[Tour]) -> Markup:
    """Return the tours and runs with their stops in order, and the stops whose order is not known."""
    return tag("div", *[_stop_by_stop(records, tour) for tour in found])


def _stop_by_stop(records: Records, tour: Tour) -> Markup:
    once, each = _("Its rows count as one showing."), _("Each of its showings counts for itself.")
    no_place = _("Not joined, for their place in the order is not known:")
    no_order = _("Not joined by a line, for the order is not known: the dates are equal or too vague.")
    joined = tour.ordered if len(tour.ordered) > 1 else ()
    apart = tour.others if joined else (*tour.ordered, *tour.others)
    return tag(
        "article",
        tag("h4", series_name(records, tour.rows, tour.kind)),
        tag("p", once if tour.kind == RUN else each),
        tag("p", _("Joined by the line, in the order of their dates:")) if joined else None,
        listing([_stop(records, stop) for stop in joined], ordered=True),
        tag("p", no_place if joined else no_order) if apart else None,
        listing([_stop(records, stop) for stop in sorted(apart, key=lambda stop: stop.date.start)]),
        class_="record",
    )


def _stop(records: Records, stop: Stop) -> Markup:
    place = records.tables.places[stop.place_id].name
    words = _("%(place)s, %(date)s") % {"place": place, "date": when_text(stop.date)}
    links = [record_link(words, "screenings", row.id) for row in stop.rows]
    return join(links, "; ")


# --- on the world map --------------------------------------------------------------------------------------


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
    across = [x for a, b in legs for x in (a.lon, b.lon, None)]
    up = [y for a, b in legs for y in (a.lat, b.lat, None)]
    return line_trace(across, up, TOUR_COLOUR, 1.2, showlegend=False)


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
