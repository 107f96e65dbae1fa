"""Coded events on the map: one mark a position, its size by the number of rows there, never by deaths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evidence_site.records.formatting import span_text, when_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import ConflictEvent
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.datasets.conflict_events import (
    TABLE,
    coded_events_chart,
    coded_map_title,
    coded_twice_words,
    deaths_text,
)
from evidence_site.viz.maps.map_legend import mark_legend
from evidence_site.viz.maps.map_marks import MapMark, MarkedMap, size_of
from evidence_site.viz.maps.map_styles import PALETTES

_SHAPE = "circle"


@dataclass(frozen=True)
class Spot:
    """A position with the rows that the data set places there."""

    point: Point
    rows: tuple[ConflictEvent, ...]


def spots_of(rows: Iterable[ConflictEvent]) -> list[Spot]:
    """Return one spot for each position, the one with most rows first so that small ones stay on top."""
    at: dict[Point, list[ConflictEvent]] = {}
    for row in rows:
        at.setdefault(Point(row.lat, row.lon), []).append(row)
    spots = [Spot(point, tuple(sorted(found, key=_order))) for point, found in at.items()]
    return sorted(spots, key=lambda spot: (-len(spot.rows), spot.point))


def _order(row: ConflictEvent) -> tuple[Any, str]:
    return row.date.start, row.id


@remembered
def coded_map(records: Records, theme: str) -> MarkedMap:
    """Return the located events of the data set, which no filter of the site narrows."""
    whole = coded_events_chart(records)
    chart = replace(
        whole,
        key="map-coded",
        title=coded_map_title(records),
        figure={},
        reading=_(
            "One mark is one position; the larger it is, the more rows the data set places there. All rims "
            "are dashed, because the copy that was read does not say whether a position is exact or near."
        ),
        doing=_("A click opens the earliest row; all of them stand in the list and in the table."),
    )
    look = (_SHAPE, PALETTES[theme].mark)
    return MarkedMap(
        chart,
        coded_marks(whole.rows, theme),
        mark_legend([(*look, _("A position that the data set gives"))], theme),
        beside=coded_twice_words(records),
    )


def coded_marks(rows: Sequence[ConflictEvent], theme: str) -> list[MapMark]:
    """Return one mark for each position; a click opens the first row there."""
    return [
        MapMark(
            point=spot.point,
            record=f"{TABLE}.{spot.rows[0].id}",
            label=spot_text(spot),
            look=(_SHAPE, PALETTES[theme].mark),
            size=size_of(len(spot.rows)),
            stands_for=tuple((TABLE, row.id) for row in spot.rows),
            estimated=True,
        )
        for spot in spots_of(rows)
    ]


def spot_text(spot: Spot) -> str:
    """Return what stands beside a mark: its only row, or how many rows there are and of when."""
    first, last = spot.rows[0], spot.rows[-1]
    if first is last:
        return _("Row %(id)s, %(date)s: deaths, %(deaths)s") % {
            "id": first.id,
            "date": when_text(first.date),
            "deaths": deaths_text(first),
        }
    words = ngettext("%(count)s row here", "%(count)s rows here", len(spot.rows))
    return _("%(rows)s, %(span)s; their deaths are not added") % {
        "rows": words % {"count": len(spot.rows)},
        "span": span_text(when_text(first.date), when_text(last.date)),
    }
