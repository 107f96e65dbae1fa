"""Tours and runs: showings in several places that belong together, in order where their dates give one.

The showings of a tour each count; the rows of a broadcast run count once. Nothing is guessed: a stop
whose day is not known, or that shares its days with another stop, has no place in the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from evidence_site.records.dates import When, parse_when
from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Screening
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.films.showings import film_name
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
    series: dict[tuple[str, str], list[Screening]] = {}
    for row in rows:
        for kind in (RUN, TOUR):
            if row.place_id and (code := getattr(row, kind)):
                series.setdefault((kind, code), []).append(row)
    found = [_tour(kind, of) for (kind, _code), of in series.items() if len({row.place_id for row in of}) > 1]
    return tuple(sorted(found, key=lambda tour: min((row.date.start, row.id) for row in tour.rows)))


def _tour(kind: str, rows: Sequence[Screening]) -> Tour:
    at: dict[tuple[str, str], list[Screening]] = {}
    for row in sorted(rows, key=lambda row: row.id):
        at.setdefault((row.place_id or "", row.date.text), []).append(row)
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
    """Return what a tour or run is called: its film and when it was."""
    titles = sorted({film_name(records, row) for row in rows})
    films = ngettext("%(count)s film", "%(count)s films", len(titles)) % {"count": number_text(len(titles))}
    words = _("Run: %(film)s, %(when)s") if kind == RUN else _("Tour: %(film)s, %(when)s")
    return words % {"film": titles[0] if len(titles) == 1 else films, "when": _when(rows)}


def _when(rows: Sequence[Screening]) -> str:
    texts = {row.date.text for row in rows}
    if len(texts) == 1:
        return when_text(rows[0].date)
    first, last = min(row.date.start for row in rows), max(row.date.end for row in rows)
    months = list(dict.fromkeys(day.isoformat()[:7] for day in (first, last)))
    return when_text(parse_when("/".join(months)))


@remembered
def names_of_series(records: Records, kind: str) -> dict[str, str]:
    """Return the name of every tour or run by its code."""
    series: dict[str, list[Screening]] = {}
    for row in records.tables.screenings:
        if code := getattr(row, kind):
            series.setdefault(code, []).append(row)
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
    return tag("div", *[_told(records, tour) for tour in found])


def _told(records: Records, tour: Tour) -> Markup:
    counts = (
        _("Its rows count as one showing.")
        if tour.kind == RUN
        else _("Each of its showings counts for itself.")
    )
    joined = tour.ordered if len(tour.ordered) > 1 else ()
    apart = tour.others if joined else (*tour.ordered, *tour.others)
    return tag(
        "article",
        tag("h4", series_name(records, tour.rows, tour.kind)),
        tag("p", counts),
        tag("p", _("Joined by the line, in the order of their dates:")) if joined else None,
        listing([_stop(records, stop) for stop in joined], ordered=True),
        tag("p", _apart_text(bool(joined))) if apart else None,
        listing([_stop(records, stop) for stop in sorted(apart, key=lambda stop: stop.date.start)]),
        class_="record",
    )


def _apart_text(joined: bool) -> str:
    if joined:
        return _("Not joined, for their place in the order is not known:")
    return _("Not joined by a line, for the order is not known: the dates are equal or too vague.")


def _stop(records: Records, stop: Stop) -> Markup:
    place = records.tables.places[stop.place_id].name
    words = _("%(place)s, %(date)s") % {"place": place, "date": when_text(stop.date)}
    links = [record_link(words, "screenings", row.id) for row in stop.rows]
    return join(links, "; ")
