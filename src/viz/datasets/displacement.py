"""People driven from their homes: stocks at the end of each year, as a chart and on the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from shapely import Polygon
from shapely.geometry import shape

from evidence_site.records.formatting import number_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import DisplacementNumber
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import (
    OVER_PART,
    QUIET,
    Chart,
    Column,
    axis,
    chart_lines,
    chart_text,
    exact_rows,
    layout,
    text_mark,
)
from evidence_site.viz.maps.map_layers import drawn_layers
from evidence_site.viz.maps.map_legend import mark_legend
from evidence_site.viz.maps.map_marks import Look, MapMark, MarkedMap
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.words.cited_sources import source_notes

TABLE = "displacement"
#: Captions of neighbouring countries stand on opposite sides of their marks.
_SIDES = ("top", "bottom")
_PANEL, _HEADING, _TICKS = 92, 52, 30
_LINE, _MARK = 2, 5


@remembered
def displacement_chart(records: Records) -> Chart:
    """Return the chart of the displaced of each country in conflict, in and from each, by year."""
    panels = displaced(records)
    rows = [row for panel in panels for row in panel]
    panel_words = _("%(series)s, highest %(people)s in %(year)s")
    height = len(panels) * (_PANEL + _HEADING) + _TICKS
    return Chart(
        key="displacement",
        subject=_("displacement"),
        title=_title(panels),
        figure=_figure(panels, height) if rows else {},
        alt=_("Displaced people at the end of each year, one panel for each population: %(panels)s.")
        % {"panels": "; ".join(panel_words % _highest(panel) for panel in panels)},
        reading=_(
            "One panel for each population, all on the same axis of people. A mark is the number at the end "
            "of a year; a line joins years that follow each other, and where a year has no number there is "
            "no line."
        ),
        table=TABLE,
        rows=rows,
        twin=displacement_columns(records),
        narrow=exact_rows(rows),
        height=height,
        notes=[
            _(
                "Stocks at the end of a year, not people who fled in that year: the same people are counted "
                "every year, so years are never added, nor are panels. A falling line is not proof of a "
                "return. A missing number is not zero. The filters of this page do not change this chart."
            ),
            *source_notes(records, rows),
        ],
    )


def displaced(records: Records) -> list[list[DisplacementNumber]]:
    """Return the series of the countries with people displaced inside them, the largest first, by year."""
    stocks = records.package.in_role("series_kind", "stock")  # the others are flows, applications or unclear
    table = [row for row in records.tables.displacement if row.series_kind in stocks]
    countries = {row.origin for row in table if row.origin == row.asylum}
    kept = [row for row in table if row.origin in countries and row.asylum in countries]
    by_name = sorted(kept, key=attrgetter("origin", "asylum", "series_kind", "year"))
    series = grouped(by_name, attrgetter("origin", "asylum", "series_kind")).values()
    return sorted(series, key=lambda found: -max(row.people for row in found))


def series_name(row: DisplacementNumber) -> str:
    """Return the population that a series counts, in words."""
    names = {"origin": row.origin_name, "asylum": row.asylum_name}
    if row.origin == row.asylum:
        return _("Displaced inside %(asylum)s") % names
    return _("Refugees from %(origin)s in %(asylum)s") % names


def _highest(panel: Sequence[DisplacementNumber]) -> dict[str, str | int]:
    """The highest number of a series, for sentences: which population, how many people, which year."""
    most = max(panel, key=lambda row: row.people)
    return {"series": series_name(most), "people": number_text(most.people), "year": most.year}


def _title(panels: Sequence[Sequence[DisplacementNumber]]) -> str:
    if not panels:
        return _("No numbers of displaced people")
    words = ngettext(
        "%(count)s displaced population, at most %(people)s (%(series)s, %(year)s)",
        "%(count)s displaced populations, the largest of %(people)s (%(series)s, %(year)s)",
        len(panels),
    )
    return words % {"count": len(panels), **_highest(panels[0])}


def displacement_columns(records: Records) -> list[Column]:
    """Return the table twin: every column of a series."""
    return [
        Column(_("Population"), series_name),
        Column(_("End of year"), lambda row: str(row.year)),
        Column(_("People"), lambda row: number_text(row.people)),
        Column(_("Counted as"), lambda row: code_label(records, TABLE, "series_kind", row.series_kind)),
        Column(_("Source"), lambda row: short_name(records.tables.sources[row.source_id])),
    ]


# --- the drawing


def _figure(panels: Sequence[Sequence[DisplacementNumber]], height: int) -> dict[str, Any]:
    data, headings = [], []
    axes: dict[str, Any] = {}
    top = max(row.people for panel in panels for row in panel)
    for number, panel in enumerate(panels, start=1):
        suffix = "" if number == 1 else str(number)
        begins = (number - 1) * (_PANEL + _HEADING) + _HEADING
        domain = 1 - (begins + _PANEL) / height, 1 - begins / height
        data.append({**_trace(panel), "yaxis": f"y{suffix}"})
        axes[f"yaxis{suffix}"] = axis(
            domain=domain, range=[0, top * 1.1], nticks=3, tickformat=",d", showgrid=True
        )
        highest = _("highest %(people)s at the end of %(year)s") % _highest(panel)
        text = f"<b>{chart_text(series_name(panel[0]))}</b><br>{chart_text(highest)}"
        headings.append(text_mark(0, domain[1], text, yanchor="bottom", **OVER_PART))
    years = [row.year for panel in panels for row in panel]
    across = axis(range=[min(years) - 1, max(years) + 1], nticks=6, tickformat="d", anchor="free", position=0)
    return {"data": data, "layout": layout(height=height, annotations=headings, xaxis=across, **axes)}


def _trace(panel: Sequence[DisplacementNumber]) -> dict[str, Any]:
    """A line through the years of a series; where a year has no number it is broken."""
    points: list[DisplacementNumber | None] = []
    for row in panel:
        if points and points[-1] and row.year > points[-1].year + 1:
            points.append(None)
        points.append(row)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [row and row.year for row in points],
        "y": [row and row.people for row in points],
        "line": {"color": QUIET, "width": _LINE},
        "marker": {"color": "#4A7FB0", "size": _MARK},
        "customdata": [row and [row.id] for row in points],
        "hovertext": [_hover(row) if row else "" for row in points],
        "hoverinfo": "text",
    }


def _hover(row: DisplacementNumber) -> str:
    people = _("%(people)s at the end of %(year)s") % {"people": number_text(row.people), "year": row.year}
    return chart_lines([series_name(row), people])


# --- on the map: one labelled mark a country, one year at a time
#
# The numbers are numbers of countries and of no place, so nothing is drawn from place to place, and a mark
# is of one size whatever the number.


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
    title = _("Displaced people at the end of %(year)s, by country") % {"year": year}
    chart = replace(
        whole,
        key="map-displacement",
        title=whole.title if year is None else title,
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
    look = ("square", PALETTES[theme].mark)
    return MarkedMap(
        chart,
        list(_marks(records, rows, look)),
        mark_legend([(*look, _("A country, with its numbers of that year"))], theme),
        reach=_reach(records),
        beside=_in_words(records, year) if rows else None,
    )


def _countries(records: Records) -> list[str]:
    return sorted({row.asylum_name for series in displaced(records) for row in series})


def _marks(records: Records, rows: Sequence[DisplacementNumber], look: Look) -> Iterator[MapMark]:
    points = country_points(records)
    for position, name in enumerate(_countries(records)):
        found = [row for row in rows if row.asylum_name == name]
        if found and name in points:
            words = "\n".join([name, *(_short(row) for row in found)])
            yield MapMark(
                point=points[name],
                record=f"{TABLE}.{found[0].id}",
                label=words,
                look=look,
                size=6,
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
        number = record_link(number_text(row.people), TABLE, row.id) if row else _("no number for this year")
        items.append(join([series_name(series[0]), ": ", number]))
    heading = tag("b", _("End of %(year)s:") % {"year": year})
    return tag("div", tag("p", heading), listing(items), class_="known", role="status")


# --- where a country stands -------------------------------------------------------------------------------


@remembered
def _outlines(records: Records) -> Mapping[str, Polygon]:
    """The outline of the largest part of each country that the map draws, by the name of the country."""
    shapes = {
        str(one["properties"].get("name")): shape(one["geometry"])
        for drawn in drawn_layers(records, "light")
        if drawn.style.ground
        for one in drawn.file.features
        if one["geometry"]["type"].endswith("Polygon")
    }
    return {
        name: Polygon(max(getattr(country, "geoms", [country]), key=attrgetter("area")).exterior)
        for name, country in shapes.items()
    }


def country_points(records: Records) -> Mapping[str, Point]:
    """Return for each country that the map draws the middle of its largest part, for its label."""
    middles = {name: outline.centroid for name, outline in _outlines(records).items()}
    return {name: Point(middle.y, middle.x) for name, middle in middles.items()}


@remembered
def _reach(records: Records) -> tuple[Point, ...]:
    """The outlines of the countries with numbers."""
    outlines = _outlines(records)
    drawn = [outlines[name] for name in _countries(records) if name in outlines]
    return tuple(Point.of_geojson(position) for outline in drawn for position in outline.exterior.coords)
