"""The night, hour by hour: clock times as soft bands by their basis, and what has no hour below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from records.dates import When
from records.formatting import when_text
from records.loading import Records
from records.memory import remembered
from records.rows import Event
from records.wording import _
from viz.chart import Chart, Figure, axis, chart_text, layout, text_mark
from viz.naming import code_label
from viz.timeline import clock_text, twin_columns

_ROW_HEIGHT = 44
_NOON = time(12)
#: A clock time without an end is drawn as a band of this width on either side.
_BLUR = {"report": timedelta(minutes=20), "recollection": timedelta(minutes=45)}
_OPACITY = {"report": 0.9, "recollection": 0.5}
_HOUR_MS = 3_600_000


@remembered
def night_chart(records: Records, events: Iterable[Event], span: When) -> Chart:
    """Return the chart of a night: events with a clock time as bands, the others in a lane of their own."""
    shown = [
        event
        for event in events
        if event.scope == "moment" and event.date.overlaps(span) and _is_within(event.date, span)
    ]
    timed = sorted((event for event in shown if event.time_from), key=lambda event: _band(event))
    untimed = sorted((event for event in shown if not event.time_from), key=lambda event: event.date.start)
    rows = [*timed, *untimed]
    height = len(rows) * _ROW_HEIGHT + 104
    return Chart(
        key="night",
        title=_("%(date)s: an hour is reported for %(timed)s of %(all)s events")
        % {"date": when_text(span), "timed": len(timed), "all": len(rows)},
        figure=_figure(records, timed, untimed, span, height) if rows else {},
        alt=_("%(timed)s events of %(date)s with a reported hour, %(untimed)s without.")
        % {"timed": len(timed), "date": when_text(span), "untimed": len(untimed)},
        reading=_(
            "A band is a clock time as reported, blurred because nobody kept minutes; a pale band is one "
            "person's recollection. Where no source gives an hour, none is drawn."
        ),
        table="events",
        rows=rows,
        twin=twin_columns(records),
        narrow={"id": ".".join(event.id for event in rows)},
        height=height,
    )


def _is_within(when: When, span: When) -> bool:
    return when.start >= span.start - timedelta(days=1) and when.end <= span.end + timedelta(days=1)


def _moment(clock: str, when: When) -> datetime:
    hour = time.fromisoformat(clock)
    day: date = when.start if hour >= _NOON else when.end
    return datetime.combine(day, hour)


def _band(event: Event) -> tuple[datetime, datetime]:
    """Return first and last moment that a reported clock time can mean."""
    assert event.time_from
    start = _moment(event.time_from, event.date)
    blur = _BLUR[event.time_basis or "recollection"]
    if event.time_to:
        return start, max(_moment(event.time_to, event.date), start + blur)
    return start - blur, start + blur


def _figure(
    records: Records, timed: Sequence[Event], untimed: Sequence[Event], span: When, height: int
) -> Figure:
    start = min([_band(event)[0] for event in timed], default=datetime.combine(span.start, time(18)))
    first = start.replace(minute=0) - timedelta(hours=1)
    last = max([_band(event)[1] for event in timed], default=first + timedelta(hours=18))
    last = last.replace(minute=0) + timedelta(hours=3)
    annotations = [_label(event.title, row, first) for row, event in enumerate(timed)]
    heading = len(timed)
    annotations += [
        text_mark(
            first.isoformat(),
            -heading - 0.1,
            f"<b>{_('Hour not known')}</b>",
            xanchor="left",
            yanchor="middle",
        )
    ]
    annotations += [_label(event.title, heading + 0.8 + row, first) for row, event in enumerate(untimed)]
    bottom = -(len(timed) + len(untimed)) - 1.1
    return {
        "data": [
            _bands(records, timed),
            _unknown(records, untimed, first, last, heading),
        ],
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
            annotations=annotations,
        ),
    }


def _label(title: str, row: float, first: datetime) -> dict[str, Any]:
    return text_mark(
        first.isoformat(), -row + 0.22, chart_text(_clipped(title)), xanchor="left", yanchor="middle"
    )


def _clipped(title: str, limit: int = 46) -> str:
    """Titles are whole in the hover text, the list and the table; on the chart they must fit a phone."""
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"


def _hover(event: Event, records: Records) -> str:
    basis = code_label(records, "events", "time_basis", event.time_basis)
    clock = f"{clock_text(event)} ({basis.lower()})" if event.time_from else _("Hour not known")
    return "<br>".join(chart_text(line) for line in (when_text(event.date), clock, event.title))


def _bands(records: Records, timed: Sequence[Event]) -> dict[str, Any]:
    bands = [_band(event) for event in timed]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [start.isoformat() for start, _end in bands],
        "x": [(end - start) / timedelta(hours=1) * _HOUR_MS for start, end in bands],
        "y": [-row - 0.18 for row in range(len(timed))],
        "width": 0.3,
        "marker": {
            "color": [records.package.code_lists["category"][event.category].colour for event in timed],
            "opacity": [_OPACITY[event.time_basis or "recollection"] for event in timed],
        },
        "customdata": [[event.id] for event in timed],
        "hovertext": [_hover(event, records) for event in timed],
        "hoverinfo": "text",
    }


def _unknown(
    records: Records, untimed: Sequence[Event], first: datetime, last: datetime, heading: int
) -> dict[str, Any]:
    """A hatched strip over the whole width: it happened, and no source says when."""
    width = (last - first) / timedelta(hours=1) * _HOUR_MS
    return {
        "type": "bar",
        "orientation": "h",
        "base": [first.isoformat()] * len(untimed),
        "x": [width] * len(untimed),
        "y": [-(heading + 0.98 + row) for row in range(len(untimed))],
        "width": 0.14,
        "marker": {
            "color": [records.package.code_lists["category"][event.category].colour for event in untimed],
            "opacity": 0.4,
            "pattern": {"shape": "/", "size": 5, "fgopacity": 0.9},
        },
        "customdata": [[event.id] for event in untimed],
        "hovertext": [_hover(event, records) for event in untimed],
        "hoverinfo": "text",
    }
