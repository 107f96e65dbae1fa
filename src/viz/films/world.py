"""The world map of screenings: circles on a plane of degrees, drawn without any outside request.

Plotly's own maps fetch their outlines from a content network; here the land is one filled trace. The
part of the world that is shown rests on all records: a filter moves the circles, not the map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.geography.geo import Frame
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Screening
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import (
    OUTLINE_WIDTH,
    TYPE_SIZE,
    Chart,
    Figure,
    axis,
    chart_lines,
    chart_text,
    layout,
    mark_trace,
    pale,
    text_mark,
)
from evidence_site.viz.films.lists import twin_columns
from evidence_site.viz.films.showings import (
    ANNOUNCED,
    CONFIRMED,
    LEGEND,
    LEGEND_HEIGHT,
    MARK_COLOUR,
    by_status_text,
    counts_text,
    of_status,
    rows_text,
    status_label,
    status_text,
)
from evidence_site.viz.films.tours import Tour, stops_in_words, tour_traces, tours_of
from evidence_site.viz.films.world_plane import City, cities, land_of, land_trace, near_frame, world_frame
from evidence_site.viz.text_widths import PHONE, text_width

#: Parts of the world that the map can show: all of it, or where most places lie close together.
WORLD, NEAR = "", "near"

_HEIGHT = 350
#: The latitude at which the plane is true to shape, unless the part shown lies further north.
_TRUE_LATITUDE = 40.0
_UNIT = 8.5
_MOST_LABELS = 9
#: Height of a name, and what stays free between two, in pixels.
_LINE, _GAP = 17, 4


def map_parts() -> dict[str, str]:
    """Return the parts of the world that can be chosen, in the reader's language."""
    return {WORLD: _("World"), NEAR: _("Where most places are")}


@remembered
def world_chart(
    records: Records, rows: Sequence[Screening], part: str = WORLD, chosen: frozenset[str] = frozenset()
) -> Chart:
    """Return the map of the rows that name a place; the others are counted in a note.

    Args:
        part: ``WORLD`` or ``NEAR``; anything else is taken as the whole world.
        chosen: Ids of rows that belong to the open record: their places are named first.
    """
    found = cities(records, rows)
    located = [row for city in found for row in city.rows]
    drawn = map_frame(records, part)
    return Chart(
        key="world",
        subject=_("where"),
        title=_title(found),
        figure=_figure(records, rows, found, drawn, chosen) if found else {},
        alt=_("World map of showings. %(places)s.")
        % {"places": "; ".join(f"{city.place.name}: {counts_text(city.showings)}" for city in found)},
        reading=_(
            "The area of a circle grows with the number of showings in a place. %(status)s "
            "An open ring around a filled circle stands for the announced ones among all there. "
            "A thin line joins the cities of a tour or run in the order of their dates, as far as it is "
            "known; between two of them there may have been others. %(rows)s"
        )
        % {"status": status_text(records), "rows": rows_text(located)},
        doing=_(
            "Choose a circle, or find the city in the list: its record opens, and the table of all showings "
            "keeps those of this place."
        ),
        table="screenings",
        rows=located,
        twin=twin_columns(records),
        holds={city.place.id: [row.id for row in city.rows] for city in found},
        narrow={"place_id": ".".join(city.place.id for city in found)},
        height=_HEIGHT,
        opens="places",
        notes=_notes(records, found, drawn, len(rows) - len(located)),
    )


@remembered
def map_frame(records: Records, part: str) -> Frame:
    """Return the part of the world that the map shows, whatever is filtered."""
    every = cities(records, records.tables.screenings)
    return near_frame(every) if part == NEAR and every else world_frame(every)


def _title(found: Sequence[City]) -> str:
    if not found:
        return _("No showing names a place")
    countries = {city.place.country for city in found if city.place.country}
    most = len(found[0].showings)
    if len(found) == 1:
        words = _("Showings in %(place)s: %(count)s")
    elif len(found[1].showings) < most:
        words = ngettext(
            "Showings in %(places)s places of %(countries)s country; the most in %(place)s: %(count)s",
            "Showings in %(places)s places of %(countries)s countries; the most in %(place)s: %(count)s",
            len(countries),
        )
    else:
        words = ngettext(
            "Showings in %(places)s places of %(countries)s country; none has more than %(count)s",
            "Showings in %(places)s places of %(countries)s countries; none has more than %(count)s",
            len(countries),
        )
    return words % {
        "places": number_text(len(found)),
        "countries": number_text(len(countries)),
        "place": found[0].place.name,
        "count": number_text(most),
    }


def _notes(records: Records, found: Sequence[City], drawn: Frame, unplaced: int) -> list[str]:
    inside = sum(1 for city in found if drawn.holds(city.point))
    part = ngettext(
        "This part of the map is drawn for %(inside)s of %(all)s place; the world shows it.",
        "This part of the map is drawn for %(inside)s of %(all)s places; the world shows all of them.",
        len(found),
    ) % {"inside": number_text(inside), "all": number_text(len(found))}
    missing = ngettext(
        "%(count)s row names no city (a national broadcast or an online release) and has no circle.",
        "%(count)s rows name no city (national broadcasts, online releases) and have no circle.",
        unplaced,
    )
    about = land_of(records).about
    notes = [
        part if inside < len(found) else "",
        missing % {"count": number_text(unplaced)} if unplaced else "",
        _("Land: %(source)s. %(meaning)s %(accuracy)s") % about if about else "",
    ]
    return [note for note in notes if note]


def _figure(
    records: Records, rows: Sequence[Screening], found: Sequence[City], drawn: Frame, chosen: frozenset[str]
) -> Figure:
    stretch = round(1 / cos(radians(max((drawn.south + drawn.north) / 2, _TRUE_LATITUDE))), 3)
    # With "domain" the map keeps its part of the world; else each new size of the window would add to it.
    bare = {"showgrid": False, "showticklabels": False, "ticks": "", "automargin": False}
    at = {city.place.id: city.point for city in found}
    shown = frozenset(row.id for row in rows)
    touring = tours_of(records, rows)
    return {
        "data": [
            land_trace(land_of(records)),
            *tour_traces(touring, at, shown, drawn, stretch),
            _circles(records, found, touring, CONFIRMED),
            _circles(records, found, touring, ANNOUNCED),
        ],
        "layout": layout(
            height=_HEIGHT,
            showlegend=True,
            legend={**LEGEND, "itemsizing": "constant"},
            margin={"l": 0, "r": 0, "t": LEGEND_HEIGHT, "b": 0},
            annotations=_labels(found, drawn, stretch, chosen),
            xaxis=axis(range=[drawn.west, drawn.east], constrain="domain", **bare),
            yaxis=axis(
                range=[drawn.south, drawn.north],
                scaleanchor="x",
                scaleratio=stretch,
                constrain="domain",
                constraintoward="top",
                **bare,
            ),
        ),
    }


def _circles(records: Records, found: Sequence[City], touring: Sequence[Tour], status: str) -> dict[str, Any]:
    """Filled circles by the confirmed showings; open ones by all of a place that has announced ones."""
    if status == CONFIRMED:
        sized = [(city, city.confirmed) for city in found]
    else:
        sized = [(city, len(city.showings)) for city in found if of_status(city.showings, ANNOUNCED)]
    marks = [(city, count) for city, count in sized if count]
    return mark_trace(
        [city.point.lon for city, _count in marks],
        [city.point.lat for city, _count in marks],
        [city.place.id for city, _count in marks],
        [_hover(records, city, touring) for city, _count in marks],
        name=chart_text(status_label(records, status)),
        marker={
            "symbol": "circle" if status == CONFIRMED else "circle-open",
            "size": [_diameter(count) for _city, count in marks],
            "color": pale(MARK_COLOUR, 0.75 if status == CONFIRMED else 1),
            "line": {"width": OUTLINE_WIDTH if status == CONFIRMED else 1.6, "color": MARK_COLOUR},
        },
    )


def _hover(records: Records, city: City, touring: Sequence[Tour]) -> str:
    stops = stops_in_words(records, touring, city.place.id)
    return chart_lines([city.place.name, by_status_text(records, city.showings), *stops])


def _diameter(count: int) -> float:
    """The area of a circle grows with the number."""
    return round(_UNIT * sqrt(count), 1)


def _labels(
    found: Sequence[City], drawn: Frame, stretch: float, chosen: frozenset[str]
) -> list[dict[str, Any]]:
    """Names of the chosen places, then of those with most showings, as far as they do not touch.

    What has room on a phone has it everywhere: on a wider map the same letters take fewer degrees.
    """
    across, up = drawn.east - drawn.west, (drawn.north - drawn.south) * stretch
    degree = min(PHONE / across, (_HEIGHT - LEGEND_HEIGHT) / up)
    kept: list[_Label] = []
    for city in sorted(found, key=lambda city: all(row.id not in chosen for row in city.rows)):
        label = _label(city, drawn, degree, stretch)
        if drawn.holds(city.point) and len(kept) < _MOST_LABELS and not any(map(label.touches, kept)):
            kept.append(label)
    return [label.text for label in kept]


@dataclass(frozen=True)
class _Label:
    """The name of a place, and where it is drawn on a phone, in pixels from the south-western corner."""

    text: Figure
    left: float
    wide: float
    middle: float

    def touches(self, other: _Label) -> bool:
        """Return whether two names would run into each other."""
        beside = self.left < other.left + other.wide + _GAP and other.left < self.left + self.wide + _GAP
        return beside and abs(self.middle - other.middle) < _LINE


def _label(city: City, drawn: Frame, degree: float, stretch: float) -> _Label:
    """The name at the right of its circle, or at the left where it would leave the map."""
    name, lon, lat = city.place.name, city.point.lon, city.point.lat
    wide, beside = text_width(name, TYPE_SIZE), _diameter(len(city.showings)) / 2 + 2
    x, y = (lon - drawn.west) * degree, (lat - drawn.south) * degree * stretch
    if x + beside + wide > (drawn.east - drawn.west) * degree:
        text = text_mark(lon, lat, chart_text(name), xanchor="right", xshift=-beside)
        return _Label(text, x - beside - wide, wide, y)
    return _Label(text_mark(lon, lat, chart_text(name), xanchor="left", xshift=beside), x + beside, wide, y)
