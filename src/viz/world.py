"""The world map of screenings: circles on a plane of degrees, drawn without any outside request.

Plotly's own maps fetch their outlines from a content network; here the land is one filled trace.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sqrt
from pathlib import Path
from typing import Any

from records.formatting import number_text
from records.loading import Records
from records.memory import remembered
from records.rows import Screening
from records.wording import _, ngettext
from viz.chart import Chart, Figure, axis, chart_text, layout, text_mark
from viz.showings import (
    ANNOUNCED,
    CONFIRMED,
    LEGEND,
    LEGEND_HEIGHT,
    MARK_COLOUR,
    UNCHOSEN,
    counts_text,
    of_status,
    rows_text,
    status_label,
    status_text,
    twin_columns,
)
from viz.world_places import City, Frame, cities, near_frame, world_frame

#: Parts of the world that the map can show: all of it, or where most places lie close together.
WORLD, NEAR = "", "near"

_HEIGHT = 350
#: The latitude at which the plane is true to shape, unless the part shown lies further north.
_TRUE_LATITUDE = 40.0
_UNIT = 8.5
_LAND, _COAST = "rgba(128,128,128,0.22)", "rgba(128,128,128,0.40)"
_MOST_LABELS = 9


def map_parts() -> dict[str, str]:
    """Return the parts of the world that can be chosen, in the reader's language."""
    return {WORLD: _("World"), NEAR: _("Where most places are")}


@remembered
def world_chart(records: Records, rows: Sequence[Screening], part: str = WORLD) -> Chart:
    """Return the map of the rows that name a place; the others are counted in a note.

    Args:
        part: ``WORLD`` or ``NEAR``; anything else is taken as the whole world.
    """
    found = cities(records, rows)
    located = [row for city in found for row in city.rows]
    drawn = near_frame(found) if part == NEAR and found else world_frame(found)
    return Chart(
        key="world",
        title=_title(found),
        figure=_figure(records, found, drawn) if found else {},
        alt=_("World map of showings. %(places)s.")
        % {"places": "; ".join(f"{city.place.name}: {counts_text(city.showings)}" for city in found)},
        reading=_(
            "The larger a circle, the more showings in a place; choose one to open the place with all. "
            "%(status)s "
            "An open ring around a filled circle stands for the announced ones among all there. %(rows)s"
        )
        % {"status": status_text(records), "rows": rows_text(located)},
        table="screenings",
        rows=located,
        twin=twin_columns(records),
        narrow={"place_id": ".".join(city.place.id for city in found)},
        height=_HEIGHT,
        notes=_notes(records, found, drawn, len(rows) - len(located)),
    )


def _title(found: Sequence[City]) -> str:
    if not found:
        return _("No showing names a place")
    countries = {city.place.country for city in found if city.place.country}
    words = ngettext(
        "Showings in %(places)s place; ",
        "Showings in %(places)s places of %(countries)s countries; ",
        len(found),
    )
    lead = _("the most in %(place)s: %(count)s")
    parts = {"places": number_text(len(found)), "countries": number_text(len(countries))}
    return words % parts + lead % {
        "place": found[0].place.name,
        "count": number_text(len(found[0].showings)),
    }


def _notes(records: Records, found: Sequence[City], drawn: Frame, unplaced: int) -> list[str]:
    inside = sum(1 for city in found if drawn.holds(city))
    part = _(
        "This part of the map is drawn for %(inside)s of %(all)s places; the world shows all of them."
    ) % {
        "inside": number_text(inside),
        "all": number_text(len(found)),
    }
    missing = ngettext(
        "%(count)s row names no city (a national broadcast or an online release) and has no circle.",
        "%(count)s rows name no city (national broadcasts, online releases) and have no circle.",
        unplaced,
    )
    about = _outline(_land_file(records)).about
    notes = [
        part if inside < len(found) else "",
        missing % {"count": number_text(unplaced)} if unplaced else "",
        _("Land: %(source)s. %(meaning)s %(accuracy)s") % about if about else "",
    ]
    return [note for note in notes if note]


def _figure(records: Records, found: Sequence[City], drawn: Frame) -> Figure:
    middle = radians(max((drawn.south + drawn.north) / 2, _TRUE_LATITUDE))
    bare = {"showgrid": False, "showticklabels": False, "ticks": "", "automargin": False}
    return {
        "data": [
            _land_trace(_outline(_land_file(records))),
            _circles(records, found, CONFIRMED),
            _circles(records, found, ANNOUNCED),
        ],
        "layout": layout(
            height=_HEIGHT,
            showlegend=True,
            legend={**LEGEND, "itemsizing": "constant"},
            margin={"l": 0, "r": 0, "t": LEGEND_HEIGHT, "b": 0},
            annotations=_labels(found, drawn),
            xaxis=axis(range=[drawn.west, drawn.east], **bare),
            yaxis=axis(
                range=[drawn.south, drawn.north],
                scaleanchor="x",
                scaleratio=round(1 / cos(middle), 3),
                **bare,
            ),
        ),
    }


@dataclass(frozen=True)
class Outline:
    """The land as one line with gaps, and what its file says about itself."""

    x: tuple[float | None, ...] = ()
    y: tuple[float | None, ...] = ()
    about: Mapping[str, str] | None = None


def _land_file(records: Records) -> Path:
    return records.site.folder / "geo" / "world.geojson"


@cache
def _outline(path: Path) -> Outline:
    """Return the outer rings of a GeoJSON file; nothing if the data folder has no such file."""
    if not path.exists():
        return Outline()
    document = json.loads(path.read_text(encoding="utf-8"))
    x: list[float | None] = []
    y: list[float | None] = []
    for feature in document["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for outer in (rings[0] for rings in polygons if rings):
            x += [*(point[0] for point in outer), None]
            y += [*(point[1] for point in outer), None]
    about = document["metadata"]
    words = {"source": about["source"], "meaning": about["date_meaning"], "accuracy": about["accuracy"]}
    return Outline(tuple(x), tuple(y), words)


def _land_trace(outline: Outline) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(outline.x),
        "y": list(outline.y),
        "fill": "toself",
        "fillcolor": _LAND,
        "line": {"color": _COAST, "width": 0.5},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _circles(records: Records, found: Sequence[City], status: str) -> dict[str, Any]:
    """Filled circles by the confirmed showings; open ones by all of a place that has announced ones."""
    if status == CONFIRMED:
        sized = [(city, city.confirmed) for city in found]
    else:
        sized = [(city, len(city.showings)) for city in found if of_status(city.showings, ANNOUNCED)]
    marks = [(city, count) for city, count in sized if count]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": chart_text(status_label(records, status)),
        "x": [city.lon for city, _count in marks],
        "y": [city.lat for city, _count in marks],
        "marker": {
            "symbol": "circle" if status == CONFIRMED else "circle-open",
            "size": [_diameter(count) for _city, count in marks],
            "color": MARK_COLOUR,
            "opacity": 0.75 if status == CONFIRMED else 1,
            "line": {"width": 0.5 if status == CONFIRMED else 1.6, "color": MARK_COLOUR},
        },
        "customdata": [[city.place.id] for city, _count in marks],
        "hovertext": [_hover(city) for city, _count in marks],
        "hoverinfo": "text",
        "unselected": UNCHOSEN,
    }


def _hover(city: City) -> str:
    return f"{chart_text(city.place.name)}<br>{counts_text(city.showings)}"


def _diameter(count: int) -> float:
    """The area of a circle grows with the number."""
    return round(_UNIT * sqrt(count), 1)


def _labels(found: Sequence[City], drawn: Frame) -> list[dict[str, Any]]:
    """Names of the places with most showings, as far as they do not touch."""
    wide, high = (drawn.east - drawn.west) / 3.2, (drawn.north - drawn.south) / 12
    kept: list[City] = []
    for city in found:
        near = any(abs(city.lon - other.lon) < wide and abs(city.lat - other.lat) < high for other in kept)
        if drawn.holds(city) and not near and len(kept) < _MOST_LABELS:
            kept.append(city)
    return [_label(city, leftwards=city.lon > drawn.east - wide * 0.8) for city in kept]


def _label(city: City, *, leftwards: bool) -> dict[str, Any]:
    beside = _diameter(len(city.showings)) / 2 + 2
    return text_mark(
        city.lon,
        city.lat,
        chart_text(city.place.name),
        xanchor="right" if leftwards else "left",
        xshift=-beside if leftwards else beside,
    )
