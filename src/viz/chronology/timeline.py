"""The timeline: spans as bars, exact days as marks, months and circa dates visibly softer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from evidence_site.records.dates import When, parse_when
from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import by_date
from evidence_site.records.model.package import Code
from evidence_site.records.model.rows import Event
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.chart import (
    Chart,
    Column,
    Figure,
    axis,
    chart_lines,
    chart_text,
    exact_rows,
    layout,
    outlined,
    text_mark,
    tick_format,
)

#: Scopes that are drawn; a topic is a page, never a mark.
DRAWN = frozenset({"moment", "incident"})

_ROW_HEIGHT = 19
_LANE_HEADING = 1.25
_MOST_ROWS = 7
#: Two marks closer than this share of the axis would touch on a narrow screen.
_TOUCHING = 1 / 38
_MARK_SIZE = 11
_DAY_MS = 86_400_000
_FIRM, _SOFT = 0.9, 0.45
#: The charts, by their keys.
_SUBJECTS = {"weeks": N_("the weeks"), "year": N_("the year"), "whole": N_("the whole period")}


@dataclass(frozen=True)
class EventMark:
    """An event with the height at which it is drawn."""

    event: Event
    y: float


@remembered
def timeline_chart(records: Records, events: Sequence[Event], key: str, span: When) -> Chart:
    """Return the chart of the events that overlap a span of time, in lanes by category.

    Args:
        span: The days that the axis covers; an event that only reaches into them is cut off.
    """
    shown = by_date(event for event in events if event.scope in DRAWN and event.date.overlaps(span))
    placed, headings, bottom = _placed(records, shown, span)
    height = max(160, int(-bottom * _ROW_HEIGHT) + 60)
    disputed = sum(1 for event in shown if records.links.accounts_of[event.id])
    values = {"count": len(shown), "span": when_text(span), "disputed": disputed}
    title = ngettext("%(span)s: %(count)s event", "%(span)s: %(count)s events", len(shown))
    if disputed:
        title = ngettext(
            "%(span)s: %(count)s event; accounts differ on %(disputed)s",
            "%(span)s: %(count)s events; accounts differ on %(disputed)s",
            len(shown),
        )
    alt = ngettext(
        "Timeline of %(count)s event, %(span)s; accounts differ of %(disputed)s.",
        "Timeline of %(count)s events, %(span)s; accounts differ of %(disputed)s.",
        len(shown),
    )
    return Chart(
        key=key,
        subject=_(_SUBJECTS[key]),
        title=title % values,
        figure=_figure(records, placed, headings, span, bottom, height) if shown else {},
        alt=alt % values,
        reading=_(
            "A mark is a day, a bar a span; a pale bar a month, a year or an approximate date. "
            "A ring means that accounts differ; where many events fall on few days, marks overlap."
        ),
        doing=_("Choose a mark, or use the list, to see its sources."),
        table="events",
        rows=shown,
        twin=twin_columns(records),
        narrow=exact_rows(shown),
        height=height,
    )


def undrawn_words() -> str:
    """Return what is said in place of a timeline on which no event stands."""
    return _(
        "None of these is drawn: they are disputed subjects, not something that happened at a time. "
        "They stand in the list."
    )


def twin_columns(records: Records) -> list[Column]:
    """Return the table twin of a timeline: all that hovering shows, and the summary."""
    return [
        Column(_("Date"), lambda event: when_text(event.date)),
        Column(_("Hour"), clock_text),
        Column(_("Event"), lambda event: event.title),
        Column(_("Category"), lambda event: code_label(records, "events", "category", event.category)),
        Column(_("What the sources say"), lambda event: event.summary),
        Column(
            _("Accounts differ"), lambda event: _("yes") if records.links.accounts_of[event.id] else _("no")
        ),
        Column(
            _("Sources"),
            lambda event: "; ".join(source.title for source in records.links.sources_of["events", event.id]),
        ),
    ]


def clock_text(event: Event) -> str:
    """Return the reported clock time; empty where none is reported."""
    return " – ".join(dict.fromkeys(time for time in (event.time_from, event.time_to) if time))


def _placed(
    records: Records, events: Sequence[Event], span: When
) -> tuple[list[EventMark], list[tuple[str, float]], float]:
    """Pack the events of each category into rows so that no two marks touch."""
    placed: list[EventMark] = []
    headings: list[tuple[str, float]] = []
    top = 0.0
    for category in records.package.code_lists["category"]:
        lane = [event for event in events if event.category == category]
        if not lane:
            continue
        headings.append((code_label(records, "events", "category", category), top - 0.5))
        top -= _LANE_HEADING
        rows = pack(lane, (span.end - span.start) * _TOUCHING)
        placed += [EventMark(event, top - row) for event, row in zip(lane, rows, strict=True)]
        top -= max(rows) + 1
    return placed, headings, top


def pack(events: Sequence[Event], gap: timedelta) -> list[int]:
    """Return for each event, in date order, the first row in which it touches no earlier one.

    Where all rows are taken, the row that is free soonest is used, and marks overlap.
    """
    free_from: list[date] = []
    rows: list[int] = []
    for event in events:
        row = next((i for i, day in enumerate(free_from) if day <= event.date.start), len(free_from))
        if row == _MOST_ROWS:
            row = free_from.index(min(free_from))
        if row == len(free_from):
            free_from.append(event.date.start)
        free_from[row] = max(event.date.end + timedelta(days=1), event.date.start + gap)
        rows.append(row)
    return rows


def _figure(
    records: Records,
    placed: Sequence[EventMark],
    headings: Sequence[tuple[str, float]],
    span: When,
    bottom: float,
    height: int,
) -> Figure:
    bars = [item for item in placed if is_bar(item.event.date)]
    days = [item for item in placed if not is_bar(item.event.date)]
    disputed = [item for item in placed if records.links.accounts_of[item.event.id]]
    margin = (span.end - span.start) * 0.02 + timedelta(days=1)
    return {
        "data": [_bar_trace(records, bars, span), _day_trace(records, days), _ring_trace(disputed, span)],
        "layout": layout(
            height=height,
            barmode="overlay",
            xaxis=axis(
                type="date",
                range=[(span.start - margin).isoformat(), (span.end + margin).isoformat()],
                side="top",
                nticks=8,
                tickformat=tick_format(span),
                tickangle=0,
            ),
            yaxis=axis(range=[bottom, 0.2], showgrid=False, showticklabels=False),
            annotations=[
                text_mark(
                    0, y, f"<b>{chart_text(heading)}</b>", xref="paper", xanchor="left", yanchor="middle"
                )
                for heading, y in headings
            ],
        ),
    }


def is_bar(when: When) -> bool:
    """Return whether a date is drawn as a bar: any date that does not name one exact day."""
    return when.start != when.end or when.approximate


def _categories(records: Records, items: Sequence[EventMark]) -> list[Code]:
    return [records.package.code_lists["category"][item.event.category] for item in items]


def _common(items: Sequence[EventMark]) -> dict[str, Any]:
    return {
        "y": [item.y for item in items],
        "customdata": [[item.event.id] for item in items],
        "hovertext": [
            chart_lines([when_text(item.event.date), clock_text(item.event), item.event.title])
            for item in items
        ],
        "hoverinfo": "text",
    }


def _bar_trace(records: Records, bars: Sequence[EventMark], span: When) -> dict[str, Any]:
    shortest = (span.end - span.start) / 75
    dates = [item.event.date for item in bars]
    lengths = [
        max(min(when.end, span.end) - max(when.start, span.start) + timedelta(days=1), shortest)
        for when in dates
    ]
    # Two exact days are written with four hyphens.
    soft = [when.approximate or when.text.count("-") < 4 for when in dates]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [max(when.start, span.start).isoformat() for when in dates],
        "x": [length / timedelta(days=1) * _DAY_MS for length in lengths],
        "width": 0.55,
        "marker": outlined(
            [code.colour for code in _categories(records, bars)],
            [_SOFT if is_soft else _FIRM for is_soft in soft],
        ),
        **_common(bars),
    }


def _day_trace(records: Records, days: Sequence[EventMark]) -> dict[str, Any]:
    codes = _categories(records, days)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [item.event.date.start.isoformat() for item in days],
        "marker": {
            **outlined([code.colour for code in codes], [_FIRM] * len(days)),
            "symbol": [code.symbol for code in codes],
            "size": _MARK_SIZE,
        },
        "cliponaxis": False,
        **_common(days),
    }


def _ring_trace(disputed: Sequence[EventMark], span: When) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [max(item.event.date.start, span.start).isoformat() for item in disputed],
        "marker": {
            "symbol": "circle-open",
            "size": _MARK_SIZE + 7,
            "color": "#888888",
            "line": {"width": 1.5},
        },
        "cliponaxis": False,
        **_common(disputed),
    }


@remembered
def whole_span(events: Sequence[Event]) -> When:
    """Return the days from the first to the last drawn event, or of all where none of them is drawn.

    Raises:
        ValueError: If there is no event.
    """
    dates = [event.date for event in events if event.scope in DRAWN] or [event.date for event in events]
    start, end = min(when.start for when in dates), max(when.end for when in dates)
    return parse_when(f"{start.isoformat()}/{end.isoformat()}")
