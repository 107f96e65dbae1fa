"""Population on the map: points where a place is known, numbers in words, one year at a time."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_site.records.choose.selection import Selection
from evidence_site.records.formatting import number_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import PopulationNumber
from evidence_site.records.names.citing import short_name
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import Chart, Column, exact_rows
from evidence_site.viz.maps.map_legend import mark_legend
from evidence_site.viz.maps.map_marks import (
    Look,
    MapMark,
    MarkedMap,
    in_frame,
    more_numbers,
    place_columns,
    point_of,
    points_in_frame,
)
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.words.cited_sources import source_notes

TABLE = "population"
#: The code of nationality under which everybody is counted.
_EVERYBODY = "all"
#: Numbers that fit beside a mark; the record of the place holds all of them.
_MOST = 8


@remembered
def population_years(records: Records) -> list[int]:
    """Return the years for which any place or area has a number."""
    return sorted({row.year for row in records.tables.population})


@remembered
def population_map(records: Records, selection: Selection, year: int | None, theme: str) -> MarkedMap:
    """Return the numbers of one year, or of all, at the places that the filters leave."""
    rows, look = _rows(records, selection, year), ("square", PALETTES[theme].mark)
    marks = _marks(records, rows, look)
    chart = Chart(
        key="map-population",
        title=_title(len(marks), year),
        figure={},
        alt="",
        reading=_(
            "One mark is one place for which a number of people is known, of one size whatever the number. "
            "The numbers come from censuses, reports and estimates: each stands with its year and source, "
            "and none is added to another. A hatched mark stands for a district or a region as it was then."
        ),
        table=TABLE,
        rows=rows,
        twin=population_columns(records),
        narrow=exact_rows(rows),
        notes=[*_unplaced(records, rows), *source_notes(records, rows)],
    )
    legend = mark_legend([(*look, _("A place with a number of people"))], theme)
    return MarkedMap(chart, marks, legend, reach=_reach(records))


def _rows(records: Records, selection: Selection, year: int | None) -> list[PopulationNumber]:
    """Numbers of areas without a place follow no filter, so they stand only where none is chosen."""
    kept = selection.ids["places"]
    everything = len(kept) == selection.totals["places"]
    found = [
        row
        for row in records.tables.population
        if (row.place_id in kept if row.place_id else everything) and year in (None, row.year)
    ]
    return sorted(found, key=lambda row: (row.year, row.area, row.nationality != _EVERYBODY, row.id))


def _title(places: int, year: int | None) -> str:
    words = ngettext(
        "%(count)s place with a number of people", "%(count)s places with a number of people", places
    )
    count = words % {"count": number_text(places)}
    return count if year is None else _("%(year)s: %(places)s") % {"year": year, "places": count}


def _unplaced(records: Records, rows: Sequence[PopulationNumber]) -> list[str]:
    count = sum(not in_frame(records, records.tables.places.get(row.place_id)) for row in rows)
    if not count:
        return []
    words = ngettext(
        "%(count)s number is for an area without a point and stands in the table only.",
        "%(count)s numbers are for areas without a point and stand in the table only.",
        count,
    )
    return [words % {"count": number_text(count)}]


@remembered
def _reach(records: Records) -> tuple[Point, ...]:
    places = sorted({row.place_id for row in records.tables.population if row.place_id})
    return points_in_frame(records, (records.tables.places[key] for key in places))


def _marks(records: Records, rows: Sequence[PopulationNumber], look: Look) -> list[MapMark]:
    places = records.tables.places
    at = grouped(
        (row for row in rows if in_frame(records, places.get(row.place_id))), lambda row: row.place_id
    )
    return [
        MapMark(
            point=point,
            record=f"places.{key}",
            label="\n".join(
                [
                    place.name,
                    *(_line(records, row) for row in found[:_MOST]),
                    *more_numbers(len(found) - _MOST),
                ]
            ),
            look=look,
            place=place,
            stands_for=tuple((TABLE, row.id) for row in found),
            shows_area=False,
        )
        for key, found in sorted(at.items())
        if (point := point_of(place := places[key]))
    ]


def _line(records: Records, row: PopulationNumber) -> str:
    words = _("%(year)s: %(people)s") % {"year": row.year, "people": number_text(row.people)}
    details = [
        row.nationality if row.nationality != _EVERYBODY else "",
        _("computed") if row.computed else "",
        short_name(records.tables.sources[row.source_id]),
    ]
    return f"{words} ({'; '.join(part for part in details if part)})"


def population_columns(records: Records) -> list[Column]:
    """Return the table twin: every column of a number of people."""
    return [
        Column(_("Area"), lambda row: row.area),
        Column(_("Year"), lambda row: str(row.year)),
        Column(_("Whom it counts"), lambda row: "" if row.nationality == _EVERYBODY else row.nationality),
        Column(_("People"), lambda row: number_text(row.people)),
        Column(_("Computed"), lambda row: _("yes") if row.computed else _("no")),
        Column(_("Note"), lambda row: row.note or ""),
        *place_columns(records, lambda row: records.tables.places.get(row.place_id)),
        Column(_("Source"), lambda row: short_name(records.tables.sources[row.source_id])),
    ]
