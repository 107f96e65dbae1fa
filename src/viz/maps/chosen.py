"""What is chosen looks the same on every chart and map, however it was chosen: all of them pass here.

A mark stands for records. It is chosen if one of them is the open record or belongs to it: the events of
a place, the showings of a film, whatever rests on a source. The other marks grow pale; where nothing of the
open record is drawn, all stays as it is. A bar that counts records is rimmed: pale would mean not brushed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import RecordKey
from evidence_site.records.wording import _
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.map_marks import MapMark, in_frame, point_of
from evidence_site.viz.maps.map_styles import PALETTES

#: Width of the rim of a chosen bar, in pixels: a wider one would make low bars look higher.
BAR_RIM = 2
#: How strong the marks are that are not chosen, unless they were paler before.
_BESIDE = 0.3

_NONE: frozenset[str] = frozenset()

#: Kind of record to what belongs to one of it; whatever rests on a source belongs to it.
_BELONGING: Mapping[str, Callable[[Records, str], Mapping[str, Sequence[Any]]]] = {
    "places": lambda records, key: {
        "events": records.links.events_at[key],
        "figures": records.links.figures_at[key],
        "screenings": records.links.screenings_at[key],
        "population": records.links.population_of[key],
    },
    "films": lambda records, key: {"screenings": records.links.screenings_of[key]},
    "events": lambda records, key: {"figures": records.links.figures_of[key]},
}


@remembered
def belonging_to(records: Records, key: RecordKey) -> Mapping[str, frozenset[str]]:
    """Return what a chosen record stands for: ids by table, its own among them."""
    table, identity = key
    ids: dict[str, set[str]] = {table: {identity}}
    if table in _BELONGING:
        for kind, rows in _BELONGING[table](records, identity).items():
            ids.setdefault(kind, set()).update(row.id for row in rows)
    if table == "sources":
        for kind, resting in records.links.resting_on[identity]:
            ids.setdefault(kind, set()).add(resting)
    return {kind: frozenset(belonging) for kind, belonging in ids.items()}


def chosen_rows(records: Records, table: str, chosen: RecordKey | None) -> frozenset[str]:
    """Return the ids of a table that belong to the open record."""
    return belonging_to(records, chosen).get(table, _NONE) if chosen else _NONE


# --- charts -----------------------------------------------------------------------------------------------


@remembered
def with_chosen(records: Records, chart: Chart, chosen: RecordKey | None) -> Chart:
    """Return a chart with the marks of the open record set apart from the others.

    Without one it is drawn as it was; what a click leaves in the browser then looks the same.
    """
    if not chart.figure:
        return chart
    traces = chart.figure["data"]
    points = [_points(records, chart, trace, chosen) for trace in traces]
    is_drawn = any(points)
    data = []
    for trace, positions in zip(traces, points, strict=True):
        if positions is not None:
            own = trace.get("marker", {}).get("opacity", 1)
            palest = min(own, default=1) if isinstance(own, (list, tuple)) else own
            apart = {"selectedpoints": positions} if is_drawn else {}
            trace = {**trace, "unselected": {"marker": {"opacity": min(_BESIDE, palest)}}, **apart}
        data.append(trace)
    return replace(chart, figure={**chart.figure, "data": data})


def _points(
    records: Records, chart: Chart, trace: Mapping[str, Any], chosen: RecordKey | None
) -> list[int] | None:
    """Return the positions of the chosen marks; None for a trace without marks of records."""
    marks = trace.get("customdata")
    if not marks or (trace["type"] == "scatter" and "markers" not in trace.get("mode", "")):
        return None
    if chosen is None:
        return []
    lit = chosen_rows(records, chart.table, chosen)
    return [
        position
        for position, mark in enumerate(marks)
        if mark and not lit.isdisjoint(chart.holds.get(mark[0], (mark[0],)))
    ]


def rimmed(marker: Mapping[str, Any], bars: Collection[int], theme: str) -> Mapping[str, Any]:
    """Return the looks of outlined bars, those at some positions with the rim of what is chosen."""
    colours, width = marker["line"]["color"], marker["line"]["width"]
    line = {
        "color": [PALETTES[theme].chosen if at in bars else colour for at, colour in enumerate(colours)],
        "width": [BAR_RIM if at in bars else width for at in range(len(colours))],
    }
    return {**marker, "line": line} if bars else marker


def rimmed_words() -> str:
    """Return what the rim of a bar means."""
    return _("Outlined: bars that count the open record, or what belongs to it.")


# --- maps -------------------------------------------------------------------------------------------------


@remembered
def with_chosen_marks(
    records: Records, marks: Sequence[MapMark], chosen: RecordKey | None, theme: str
) -> Sequence[MapMark]:
    """Return marks with those of the open record rimmed; without one of them, with a ring where it lies."""
    if chosen is None:
        return marks
    lit, place = belonging_to(records, chosen), _place_of(records, chosen)
    rimmed_marks = [replace(mark, chosen=True) if _is_lit(mark, lit, place) else mark for mark in marks]
    return (
        rimmed_marks
        if any(mark.chosen for mark in rimmed_marks)
        else [*rimmed_marks, *_alone(records, place, theme)]
    )


def _is_lit(mark: MapMark, lit: Mapping[str, frozenset[str]], place: str | None) -> bool:
    table, _dot, key = mark.record.partition(".")
    drawn = mark.stands_for or ((table, key),)
    at_place = mark.place is not None and mark.place.id == place
    return at_place or any(one in lit.get(kind, _NONE) for kind, one in drawn)


def _place_of(records: Records, chosen: RecordKey) -> str | None:
    """Return where the open record lies."""
    table, key = chosen
    if table not in records.package.tables:
        return None
    return key if table == "places" else getattr(records.table(table).get(key), "place_id", None)


def _alone(records: Records, key: str | None, theme: str) -> list[MapMark]:
    place = records.tables.places.get(key) if key else None
    point = point_of(place) if place and in_frame(records, place) else None
    if place is None or point is None:
        return []
    look = ("circle", PALETTES[theme].chosen)
    return [MapMark(point, f"places.{place.id}", place.name, look, place, chosen=True, filled=False)]
