"""Screenings within the frame of the region's map: one mark a city, sized by the number of showings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evidence_site.records.formatting import number_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Screening
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import Chart, exact_rows
from evidence_site.viz.films.lists import twin_columns
from evidence_site.viz.films.showings import (
    CONFIRMED,
    counts_text,
    of_status,
    rows_text,
    showings,
    status_text,
)
from evidence_site.viz.maps.map_legend import mark_legend
from evidence_site.viz.maps.map_marks import (
    Look,
    MapMark,
    MarkedMap,
    in_frame,
    point_of,
    points_in_frame,
    size_of,
)
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.markup import inner_link, tag


def screening_map(
    records: Records, rows: Sequence[Screening], theme: str, elsewhere: Mapping[str, str]
) -> MarkedMap:
    """Return the showings in cities that the map can show.

    Args:
        elsewhere: Parameters of the link to the page that shows all of them.
    """
    marked = _here(records, rows, theme)
    if not (rest := len(rows) - len(marked.chart.rows)):
        return marked
    words = ngettext(
        "%(count)s row lies outside this map or names no city.",
        "%(count)s rows lie outside this map or name no city.",
        rest,
    )
    link = inner_link(_("All screenings, on the map of the world"), "screenings", elsewhere)
    beside = tag("p", words % {"count": number_text(rest)}, " ", link, class_="quiet")
    return replace(marked, beside=beside)


@remembered
def _here(records: Records, rows: Sequence[Screening], theme: str) -> MarkedMap:
    here = [row for row in rows if in_frame(records, records.tables.places.get(row.place_id))]
    look = ("circle", PALETTES[theme].mark)
    chart = Chart(
        key="map-screenings",
        title=_("In this part of the world: %(showings)s") % {"showings": counts_text(showings(here))},
        figure={},
        alt="",
        reading=_(
            "One mark is one city; the larger it is, the more showings there. It is open where every showing "
            "was only announced."
        ),
        table="screenings",
        rows=sorted(here, key=lambda row: (row.date.start, row.id)),
        twin=twin_columns(records),
        narrow=exact_rows(here),
        notes=[rows_text(here), status_text(records)] if here else [],
    )
    return MarkedMap(
        chart,
        _marks(records, here, look),
        mark_legend([(*look, _("A city in which a film was shown"))], theme),
        reach=_reach(records),
    )


@remembered
def _reach(records: Records) -> tuple[Point, ...]:
    places = (records.tables.places.get(row.place_id) for row in records.tables.screenings)
    return tuple(sorted(set(points_in_frame(records, places))))


def _marks(records: Records, rows: Sequence[Screening], look: Look) -> list[MapMark]:
    at = grouped(rows, lambda row: row.place_id)
    marks = [
        MapMark(
            point=point,
            record=f"places.{key}",
            label=f"{place.name}: {counts_text(found)}",
            look=look,
            place=place,
            size=size_of(len(found)),
            stands_for=tuple(("screenings", row.id) for row in there),
            filled=bool(of_status(found, CONFIRMED)),
        )
        for key, there in at.items()
        if (point := point_of(place := records.tables.places[key])) and (found := showings(there))
    ]
    return sorted(marks, key=lambda mark: -mark.size)
