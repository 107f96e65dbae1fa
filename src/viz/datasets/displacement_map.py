"""People driven from their homes, on the map: one labelled mark a country, one year at a time.

The numbers are numbers of countries and of no place, so nothing is drawn from place to place, and a mark
is of one size whatever the number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import DisplacementNumber
from evidence_site.records.wording import _
from evidence_site.viz.datasets.displacement import TABLE, displaced, displacement_chart, series_name
from evidence_site.viz.maps.map_layers import drawn_layers
from evidence_site.viz.maps.map_legend import mark_legend
from evidence_site.viz.maps.map_marks import MapMark, MarkedMap
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.words.cited_sources import source_notes

_SHAPE, _SIZE = "square", 6
#: Captions of neighbouring countries stand on opposite sides of their marks.
_SIDES = ("top", "bottom")


@remembered
def displacement_years(records: Records) -> list[int]:
    """Return the years for which a population of the countries in conflict has a number."""
    return sorted({row.year for series in displaced(records) for row in series})


@remembered
def displacement_map(records: Records, year: int | None, theme: str) -> MarkedMap:
    """Return the numbers of one year at the countries in which the people were counted.

    Args:
        year: None where no year has a number; then nothing is drawn.
    """
    whole = displacement_chart(records)
    rows = [row for row in whole.rows if row.year == year]
    chart = replace(
        whole,
        key="map-displacement",
        title=_title(year),
        figure={},
        reading=_(
            "One mark is one country: the numbers are for the whole country and for no place in it, and the "
            "mark stands in its middle for the label only. All marks are of one size."
        ),
        doing=_("Choose a year; the table holds all years."),
        notes=[
            _(
                "Stocks at the end of a year, not people who fled in that year: the same people are counted "
                "every year, so nothing is added, neither years nor populations. A smaller number is no "
                "proof of a return, and a missing one is not zero. The filters do not change this map."
            ),
            *source_notes(records, rows or whole.rows),
        ],
    )
    points = country_points(records)
    return MarkedMap(
        chart,
        list(_marks(records, rows, points, theme)),
        mark_legend([(_SHAPE, PALETTES[theme].mark, _("A country, with its numbers of that year"))], theme),
        reach=_reach(records),
        beside=_in_words(records, year) if rows else None,
    )


def _title(year: int | None) -> str:
    if year is None:
        return _("No numbers of displaced people")
    return _("Displaced people at the end of %(year)s, by country") % {"year": year}


def _countries(records: Records) -> list[str]:
    return sorted({row.asylum_name for series in displaced(records) for row in series})


def _marks(
    records: Records,
    rows: Sequence[DisplacementNumber],
    points: Mapping[str, Point],
    theme: str,
) -> Iterator[MapMark]:
    for position, name in enumerate(_countries(records)):
        found = [row for row in rows if row.asylum_name == name]
        if found and name in points:
            words = "\n".join([name, *(_short(row) for row in found)])
            yield MapMark(
                point=points[name],
                record=f"{TABLE}.{found[0].id}",
                label=words,
                look=(_SHAPE, PALETTES[theme].mark),
                size=_SIZE,
                stands_for=tuple((TABLE, row.id) for row in found),
                caption=words,
                towards=_SIDES[position % len(_SIDES)],
            )


def _short(row: DisplacementNumber) -> str:
    people = {"people": number_text(row.people), "origin": row.origin_name}
    if row.origin == row.asylum:
        return _("displaced inside: %(people)s") % people
    return _("refugees from %(origin)s: %(people)s") % people


def _in_words(records: Records, year: int | None) -> Markup:
    """Every population of that year, also those for which no number is given."""
    items = []
    for series in displaced(records):
        row = next((row for row in series if row.year == year), None)
        told = record_link(number_text(row.people), TABLE, row.id) if row else _("no number for this year")
        items.append(join([series_name(series[0]), ": ", told]))
    heading = tag("b", _("End of %(year)s:") % {"year": year})
    return tag("div", tag("p", heading), listing(items), class_="known", role="status")


# --- where a country stands -------------------------------------------------------------------------------


@remembered
def _outlines(records: Records) -> Mapping[str, Sequence[Sequence[float]]]:
    """What the map draws of each country, by its name."""
    return {
        str(one["properties"].get("name")): _largest(one["geometry"])
        for drawn in drawn_layers(records, "light")
        if drawn.style.ground
        for one in drawn.file.features
        if one["geometry"]["type"].endswith("Polygon")
    }


def country_points(records: Records) -> Mapping[str, Point]:
    """Return for each country that the map draws the middle of its largest part, for its label."""
    middles = {name: _centroid(ring) for name, ring in _outlines(records).items()}
    return {name: Point(lat, lon) for name, (_area, lon, lat) in middles.items()}


@remembered
def _reach(records: Records) -> tuple[Point, ...]:
    """The outlines of the countries with numbers."""
    outlines = _outlines(records)
    rings = [outlines[name] for name in _countries(records) if name in outlines]
    return tuple(Point.of_geojson(position) for ring in rings for position in ring)


def _largest(geometry: Mapping[str, Any]) -> Sequence[Sequence[float]]:
    """The outline of the largest part of a country."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return max((part[0] for part in parts), key=lambda ring: _centroid(ring)[0])


def _centroid(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Return the area of a ring and its centre of gravity, in degrees."""
    twice = across = up = 0.0
    for (x, y), (x2, y2) in pairwise(position[:2] for position in ring):
        turn = x * y2 - x2 * y
        twice, across, up = twice + turn, across + (x + x2) * turn, up + (y + y2) * turn
    return abs(twice), across / (3 * twice or 1), up / (3 * twice or 1)
