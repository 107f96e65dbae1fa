"""Coded events on the map: one mark a position, its size by the number of rows there, never by deaths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import folium

from records.formatting import when_text
from records.links import RecordKey
from records.rows import ConflictEvent
from records.wording import _, ngettext
from viz.base_map import PALETTES, Palette
from viz.conflict_events import TABLE, deaths_text
from viz.leaflet_layers import RecordLayer, point_feature


@dataclass(frozen=True)
class Spot:
    """A position with the rows that the data set places there; ``point`` is latitude and longitude."""

    point: tuple[float, float]
    rows: tuple[ConflictEvent, ...]


def spots_of(rows: Iterable[ConflictEvent]) -> list[Spot]:
    """Return one spot for each position, the one with most rows first so that small ones stay on top."""
    at: dict[tuple[float, float], list[ConflictEvent]] = {}
    for row in rows:
        at.setdefault((row.lat, row.lon), []).append(row)
    spots = [Spot(point, tuple(sorted(found, key=_order))) for point, found in at.items()]
    return sorted(spots, key=lambda spot: (-len(spot.rows), spot.point))


def _order(row: ConflictEvent) -> tuple[Any, str]:
    return row.date.start, row.id


def coded_layer(rows: Sequence[ConflictEvent], chosen: RecordKey | None, theme: str) -> folium.FeatureGroup:
    """Return the coded events as a layer of the map; a click opens the first row of a position."""
    palette = PALETTES[theme]
    marks = [_feature(spot, chosen, palette) for spot in spots_of(rows)]
    group = folium.FeatureGroup(name="records")
    RecordLayer(marks).add_to(group)
    return group


def _feature(spot: Spot, chosen: RecordKey | None, palette: Palette) -> dict[str, Any]:
    is_chosen = any((TABLE, row.id) == chosen for row in spot.rows)
    style = {
        "radius": min(4 + 2.2 * sqrt(len(spot.rows)), 20),
        "color": palette.chosen if is_chosen else palette.mark,
        "weight": 3 if is_chosen else 1,
        "fill": True,
        "fillColor": palette.mark,
        "fillOpacity": 0.6,
        "dashArray": "3 3",
    }
    record = f"{TABLE}.{spot.rows[0].id}"
    return point_feature(spot.point, record=record, label=spot_text(spot), style=style)


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
    return _("%(rows)s, %(first)s to %(last)s; their deaths are not added") % {
        "rows": words % {"count": len(spot.rows)},
        "first": when_text(first.date),
        "last": when_text(last.date),
    }
