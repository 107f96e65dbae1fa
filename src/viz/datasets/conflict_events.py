"""Located events as a data set of armed conflict codes them: by month, what each row counts, on the map.

Deaths are never added over rows: large losses are coded to vaguer places and are missing here, and
some rows code one event twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from evidence_site.records.dates import parse_when
from evidence_site.records.formatting import number_text, span_text, when_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import ConflictEvent
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
    line_trace,
    mark_trace,
    text_mark,
)
from evidence_site.viz.maps.map_legend import mark_legend
from evidence_site.viz.maps.map_marks import MapMark, MarkedMap, size_of
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.symbols import coloured_letter
from evidence_site.viz.words.cited_sources import source_notes

TABLE = "conflict_events"
_HEIGHT, _MARK = 470, 9
#: Share of the height that the bars of the months take; below them, the headings of both panels.
_BARS, _MARKS = (0.72, 0.95), (0.0, 0.58)
#: Shapes in the order of the code list, so that kinds differ without colour.
_LOOKS = (("circle-open", QUIET), ("square", "#4A7FB0"), ("diamond", "#C2571A"))


@remembered
def coded_events_chart(records: Records) -> Chart:
    """Return the chart of every coded event: a bar a month, and a mark with its span of deaths for each."""
    rows = _by_date(records.tables.conflict_events)
    counts = Counter(row.violence for row in rows)
    kinds = [
        f"{code_label(records, TABLE, 'violence', kind)}: {counts[kind]}"
        for kind in records.package.code_lists["violence"]
    ]
    coverage = _(
        "These are a lower part of the war and no toll: losses that are coded to vaguer places are missing. "
        "Deaths are not added over months or rows. That a kind of violence is absent is a rule of coding, "
        "not a finding that it did not happen. The filters of this page do not change this chart."
    )
    return Chart(
        key="coded-events",
        subject=_("events as a data set codes them"),
        title=_title(rows),
        figure=_figure(records, rows) if rows else {},
        alt=ngettext(
            "%(count)s located event by date, with the deaths that its row codes. %(kinds)s.",
            "%(count)s located events by date, with the deaths that each row codes. %(kinds)s.",
            len(rows),
        )
        % {"count": len(rows), "kinds": ", ".join(kinds)},
        reading=_(
            "Above, one bar a month: how many events the data set places at or near a named place. Below, "
            "one mark an event at its best estimate of deaths; the line goes from the low to the high "
            "estimate. Shape and colour say what kind of violence the data set calls it."
        ),
        table=TABLE,
        rows=rows,
        twin=coded_columns(records),
        narrow=exact_rows(rows),
        height=_HEIGHT,
        notes=[coverage, *source_notes(records, rows)],
    )


def _by_date(rows: Iterable[ConflictEvent]) -> list[ConflictEvent]:
    return sorted(rows, key=lambda row: (row.date.start, row.id))


def _title(rows: Sequence[ConflictEvent]) -> str:
    if not rows:
        return _("No located events")
    month, most = Counter(_month(row) for row in rows).most_common(1)[0]
    words = ngettext(
        "%(count)s located event; the month with the most is %(month)s, with %(most)s",
        "%(count)s located events; the month with the most is %(month)s, with %(most)s",
        len(rows),
    )
    return words % {"count": number_text(len(rows)), "month": when_text(parse_when(month)), "most": most}


def coded_columns(records: Records) -> list[Column]:
    """Return the table twin: every column of the data set that a reader may ask for."""
    return [
        Column(_("Row"), lambda row: row.id),
        Column(_("Date as coded"), lambda row: when_text(row.date)),
        Column(_("Kind of violence"), lambda row: code_label(records, TABLE, "violence", row.violence)),
        Column(_("Parties as coded"), lambda row: f"{row.side_a or ''} – {row.side_b or ''}"),
        Column(_("Low estimate"), lambda row: _count(row.low)),
        Column(_("Best estimate"), lambda row: _count(row.best)),
        Column(_("High estimate"), lambda row: _count(row.high)),
        Column(_("Latitude, longitude"), lambda row: f"{row.lat}, {row.lon}"),
        Column(_("Probably the same event as row"), lambda row: row.same_as or ""),
        Column(_("Cautions"), lambda row: "; ".join(row.flags)),
        Column(_("Source"), lambda row: short_name(records.tables.sources[row.source_id])),
    ]


def _count(value: int | None) -> str:
    return "" if value is None else number_text(value)


def deaths_text(row: ConflictEvent) -> str:
    """Return what a row says of deaths, in its own three estimates."""
    return _("best estimate %(best)s, low %(low)s, high %(high)s") % {
        name: _count(getattr(row, name)) or _("not given") for name in ("best", "low", "high")
    }


def coded_twice(records: Records) -> list[tuple[ConflictEvent, ConflictEvent]]:
    """Return the pairs of rows that probably code one event, each pair once, by date."""
    table = records.tables.conflict_events
    pairs = {tuple(sorted((row.id, row.same_as))) for row in table if row.same_as and table.get(row.same_as)}
    found = [(table[one], table[other]) for one, other in pairs]
    return sorted(found, key=lambda pair: (pair[0].date.start, pair[0].id))


def coded_map_title(records: Records) -> str:
    """Return how many rows the map shows, at how many positions."""
    rows = list(records.tables.conflict_events)
    places = len({(row.lat, row.lon) for row in rows})
    events = ngettext("%(count)s located event", "%(count)s located events", len(rows))
    words = ngettext("%(events)s at %(places)s position", "%(events)s at %(places)s positions", places)
    return words % {"events": events % {"count": number_text(len(rows))}, "places": number_text(places)}


@remembered
def coded_twice_words(records: Records) -> Markup:
    """Return the pairs of rows in words, side by side and never added; empty where there are none."""
    pairs = coded_twice(records)
    if not pairs:
        return Markup("")
    rows = [listing([_row_words(records, row) for row in pair]) for pair in pairs]
    label = _("Probably one event coded twice; the two are not added:")
    return join([tag("div", tag("p", label), row, class_="prose quiet") for row in rows])


def _row_words(records: Records, row: ConflictEvent) -> Markup:
    name = _("Row %(id)s, %(date)s") % {"id": row.id, "date": when_text(row.date)}
    kind = code_label(records, TABLE, "violence", row.violence)
    cautions = " ".join(f"{flag}." for flag in row.flags)
    return join([record_link(name, TABLE, row.id), f": {kind}, {deaths_text(row)}. {cautions}"])


# --- the drawing


def _month(row: ConflictEvent) -> str:
    return f"{row.date.start:%Y-%m}"


def _figure(records: Records, rows: Sequence[ConflictEvent]) -> dict[str, Any]:
    kinds = list(records.package.code_lists["violence"])
    data = [_bars(rows)]
    for kind, (symbol, colour) in zip(kinds, _LOOKS, strict=True):
        found = [row for row in rows if row.violence == kind]
        data += [_spans(found, colour), _points(records, found, symbol, colour)]
    first, last = rows[0].date.start.replace(day=1), rows[-1].date.end
    return {"data": [trace for trace in data if trace["x"]], "layout": _layout(records, first, last)}


def _bars(rows: Sequence[ConflictEvent]) -> dict[str, Any]:
    months = Counter(_month(row) for row in rows)
    texts = []
    for month, count in months.items():
        events = ngettext("%(count)s located event", "%(count)s located events", count) % {"count": count}
        texts.append(f"{when_text(parse_when(month))}: {events}")
    return {
        "type": "bar",
        "x": [f"{month}-15" for month in months],
        "y": list(months.values()),
        "marker": {"color": QUIET},
        "hovertext": texts,
        "hoverinfo": "text",
        "yaxis": "y2",
    }


def _spans(rows: Sequence[ConflictEvent], colour: str) -> dict[str, Any]:
    """Lines from the low to the high estimate, whatever the order in which the data set gives them."""
    across: list[str | None] = []
    up: list[int | None] = []
    for row in rows:
        ends = [value for value in (row.low, row.best, row.high) if value is not None]
        if ends and min(ends) < max(ends):
            across += [row.date.start.isoformat()] * 2 + [None]
            up += [min(ends), max(ends), None]
    return line_trace(across, up, colour, 1.5)


def _points(records: Records, rows: Sequence[ConflictEvent], symbol: str, colour: str) -> dict[str, Any]:
    drawn = [row for row in rows if row.best is not None]
    return mark_trace(
        [row.date.start.isoformat() for row in drawn],
        [row.best for row in drawn],
        [row.id for row in drawn],
        [_hover(records, row) for row in drawn],
        marker={"symbol": symbol, "size": _MARK, "color": colour, "line": {"width": 1, "color": colour}},
    )


def _hover(records: Records, row: ConflictEvent) -> str:
    return chart_lines(
        [
            f"{when_text(row.date)}: {code_label(records, TABLE, 'violence', row.violence)}",
            f"{row.side_a or ''} – {row.side_b or ''}",
            deaths_text(row),
            _("Row %(id)s") % {"id": row.id},
            *row.flags,
        ]
    )


def _layout(records: Records, first: date, last: date) -> dict[str, Any]:
    kinds = records.package.code_lists["violence"]
    legend = "  ".join(
        f"{coloured_letter(*look)} {chart_text(code_label(records, TABLE, 'violence', kind))}"
        for kind, look in zip(kinds, _LOOKS, strict=True)
    )
    deaths = f"<b>{_('Deaths coded for each event')}</b><br>{legend}"
    years = range(first.year, last.year + 1)
    return layout(
        height=_HEIGHT,
        bargap=0.25,
        annotations=[
            text_mark(0, 1.0, f"<b>{_('Events a month')}</b>", yanchor="top", **OVER_PART),
            text_mark(0, 0.685, deaths, yanchor="top", **OVER_PART),
            *_pair_labels(records),
        ],
        xaxis=axis(
            type="date",
            range=[first.isoformat(), last.isoformat()],
            showgrid=True,
            tickvals=[f"{year}-01-01" for year in years],
            ticktext=[str(year) for year in years],
            ticklabelposition="outside right",
        ),
        yaxis=axis(domain=_MARKS, rangemode="tozero", nticks=5),
        yaxis2=axis(domain=_BARS, rangemode="tozero", nticks=4),
    )


def _pair_labels(records: Records) -> list[dict[str, Any]]:
    """The greatest pair that probably codes one event twice carries its row ids, so that none is added."""
    pairs = coded_twice(records)
    if not pairs:
        return []
    greatest = max(pairs, key=lambda pair: max(row.best or 0 for row in pair))
    return [
        text_mark(
            row.date.start.isoformat(),
            row.best or 0,
            _("row %(id)s: %(best)s") % {"id": row.id, "best": _count(row.best)},
            xanchor="left",
            xshift=9,
        )
        for row in greatest
    ]


# --- on the map: one mark a position, its size by the number of rows there, never by deaths


@dataclass(frozen=True)
class Spot:
    """A position with the rows that the data set places there, by date."""

    point: Point
    rows: tuple[ConflictEvent, ...]


def spots_of(rows: Iterable[ConflictEvent]) -> list[Spot]:
    """Return one spot for each position, the one with most rows first so that small ones stay on top."""
    at = grouped(rows, lambda row: Point(row.lat, row.lon))
    spots = [Spot(point, tuple(_by_date(found))) for point, found in at.items()]
    return sorted(spots, key=lambda spot: (-len(spot.rows), spot.point))


@remembered
def coded_map(records: Records, theme: str) -> MarkedMap:
    """Return the located events of the data set, which no filter of the site narrows.

    A click on a mark opens the first row there.
    """
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
    look = ("circle", PALETTES[theme].mark)
    marks = [
        MapMark(
            point=spot.point,
            record=f"{TABLE}.{spot.rows[0].id}",
            label=spot_text(spot),
            look=look,
            size=size_of(len(spot.rows)),
            stands_for=tuple((TABLE, row.id) for row in spot.rows),
            estimated=True,
        )
        for spot in spots_of(whole.rows)
    ]
    legend = mark_legend([(*look, _("A position that the data set gives"))], theme)
    return MarkedMap(chart, marks, legend, beside=coded_twice_words(records))


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
