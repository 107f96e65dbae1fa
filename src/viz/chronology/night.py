"""The night, hour by hour: clock times as soft bands by their basis, and what has no hour below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from evidence_site.records.dates import When
from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Event
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import (
    LATER,
    QUIET,
    Chart,
    Figure,
    axis,
    chart_lines,
    chart_text,
    exact_rows,
    layout,
    outlined,
    text_mark,
)
from evidence_site.viz.chronology.night_hours import (
    band,
    clock_words,
    is_reported_for,
    night_events,
    without_hour,
)
from evidence_site.viz.chronology.timeline import twin_columns

_ROW_HEIGHT = 44
_FIRMNESS = {"report": 0.9, "recollection": 0.5}
_HOUR_MS = 3_600_000


@remembered
def night_chart(records: Records, events: Iterable[Event], span: When, hour: datetime | None = None) -> Chart:
    """Return the chart of a night: events with a clock time as bands, the others in a lane of their own.

    Args:
        hour: A thin line stands there, and the bands that it does not cross are faint.
    """
    rows = night_events(events, span)
    timed, untimed = [event for event in rows if event.time_from], without_hour(rows)
    height = len(rows) * _ROW_HEIGHT + 104
    reading = _(
        "A band is a clock time as reported, blurred because nobody kept minutes; a pale band is one "
        "person's recollection. Where no source gives an hour, none is drawn."
    )
    thin_line = _("The thin line is the chosen hour; bands that it does not cross are faint.")
    return Chart(
        key="night",
        subject=_("the night"),
        title=ngettext(
            "%(date)s: an hour is reported for %(timed)s of %(all)s event",
            "%(date)s: an hour is reported for %(timed)s of %(all)s events",
            len(rows),
        )
        % {"date": when_text(span), "timed": len(timed), "all": len(rows)},
        figure=_figure(records, timed, untimed, span, height, hour) if rows else {},
        alt=_alt(timed, untimed, span, hour),
        reading=f"{reading} {thin_line}" if hour else reading,
        table="events",
        rows=rows,
        twin=twin_columns(records),
        narrow=exact_rows(rows),
        height=height,
    )


def _alt(timed: Sequence[Event], untimed: Sequence[Event], span: When, hour: datetime | None) -> str:
    words = ngettext(
        "%(timed)s event of %(date)s with a reported hour, without: %(untimed)s.",
        "%(timed)s events of %(date)s with a reported hour, without: %(untimed)s.",
        len(timed),
    ) % {"timed": len(timed), "date": when_text(span), "untimed": len(untimed)}
    if hour is None:
        return words
    titles = "; ".join(event.title for event in timed if is_reported_for(event, hour)) or _("nothing")
    return _("%(chart)s Reported for %(clock)s: %(events)s.") % {
        "chart": words,
        "clock": f"{hour:%H:%M}",
        "events": titles,
    }


def _figure(
    records: Records,
    timed: Sequence[Event],
    untimed: Sequence[Event],
    span: When,
    height: int,
    hour: datetime | None,
) -> Figure:
    start = min([band(event)[0] for event in timed], default=datetime.combine(span.start, time(18)))
    first = start.replace(minute=0) - timedelta(hours=1)
    last = max([band(event)[1] for event in timed], default=first + timedelta(hours=18))
    last = last.replace(minute=0) + timedelta(hours=3)
    heading = len(timed)
    labels = [(0.22 - row, chart_text(_clipped(event.title))) for row, event in enumerate(timed)]
    labels.append((-heading - 0.1, f"<b>{_('Hour not known')}</b>"))
    labels += [
        (0.22 - (heading + 0.8 + row), chart_text(_clipped(event.title))) for row, event in enumerate(untimed)
    ]
    bottom = -(len(timed) + len(untimed)) - 1.1
    return {
        "data": [_bands(records, timed, hour), _unknown(records, untimed, first, last, heading)],
        "layout": layout(
            height=height,
            barmode="overlay",
            xaxis=axis(
                type="date",
                range=[first.isoformat(), last.isoformat()],
                side="top",
                tickformat="%H:%M",
                nticks=7,
            ),
            yaxis=axis(range=[bottom, 0.6], showgrid=False, showticklabels=False),
            annotations=[
                text_mark(first.isoformat(), y, text, xanchor="left", yanchor="middle") for y, text in labels
            ],
            shapes=_line(hour, heading),
        ),
    }


def _line(hour: datetime | None, rows: int) -> list[dict[str, Any]]:
    """A thin line through the rows that have an hour; through the others it would claim one."""
    if hour is None:
        return []
    at = {"x0": hour.isoformat(), "x1": hour.isoformat(), "y0": 0.6, "y1": -rows + 0.4}
    return [{"type": "line", "layer": "below", **at, "line": {"width": 1.5, "color": QUIET}}]


def _clipped(title: str, limit: int = 46) -> str:
    """Titles are whole in the hover text, the list and the table; on the chart they must fit a phone."""
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"


def _bars(records: Records, events: Sequence[Event]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "customdata": [[event.id] for event in events],
        "hovertext": [
            chart_lines([when_text(event.date), clock_words(records, event), event.title]) for event in events
        ],
        "hoverinfo": "text",
    }


def _bands(records: Records, timed: Sequence[Event], hour: datetime | None) -> dict[str, Any]:
    bands = [band(event) for event in timed]
    return {
        **_bars(records, timed),
        "base": [start.isoformat() for start, _end in bands],
        "x": [(end - start) / timedelta(hours=1) * _HOUR_MS for start, end in bands],
        "y": [-row - 0.18 for row in range(len(timed))],
        "width": 0.3,
        "marker": {
            **outlined(
                [records.package.code_lists["category"][event.category].colour for event in timed],
                [_FIRMNESS[event.time_basis or "recollection"] for event in timed],
            ),
            "opacity": [1 if hour is None or is_reported_for(event, hour) else LATER for event in timed],
        },
    }


def _unknown(
    records: Records, untimed: Sequence[Event], first: datetime, last: datetime, heading: int
) -> dict[str, Any]:
    """A hatched strip over the whole width: it happened, and no source says when."""
    width = (last - first) / timedelta(hours=1) * _HOUR_MS
    return {
        **_bars(records, untimed),
        "base": [first.isoformat()] * len(untimed),
        "x": [width] * len(untimed),
        "y": [-(heading + 0.98 + row) for row in range(len(untimed))],
        "width": 0.14,
        "marker": {
            "color": [records.package.code_lists["category"][event.category].colour for event in untimed],
            "pattern": {"shape": "/", "size": 5, "fgopacity": 0.9},
        },
    }
