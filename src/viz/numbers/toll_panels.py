"""The panels of the death toll: one lane for what numbers rest on, one column for each stretch of time.

The lanes keep counted and claimed apart. The columns are the weeks after the event, the rest of that year and
the years since.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import log10
from typing import Any

from evidence_site.records.dates import When, parse_when
from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import range_text
from evidence_site.records.wording import N_, _
from evidence_site.viz.chart import (
    GRID,
    OVER_PART,
    QUIET,
    TYPE_SIZE,
    axis,
    chart_lines,
    chart_text,
    layout,
    line_trace,
    text_mark,
    tick_format,
)
from evidence_site.viz.numbers.figure_words import hover_text
from evidence_site.viz.numbers.ranges import Mark, Scale, one_number, range_traces
from evidence_site.viz.numbers.shown_figures import ShownFigures
from evidence_site.viz.symbols import coloured_letter
from evidence_site.viz.text_widths import PHONE, wrap


@dataclass(frozen=True)
class Lane:
    """A panel of the chart: its heading and what the numbers in it rest on."""

    heading: str
    bases: tuple[str, ...]


LANES: tuple[Lane, ...] = (
    Lane(N_("Bodies counted, recovered or buried"), ("bodies",)),
    Lane(N_("Names listed, results of inquiries"), ("names", "investigation")),
    Lane(N_("Claims, and numbers given later"), ("claim", "later")),
)


def lane_of(figure: Figure) -> int:
    """Return the number of the lane in which a figure is drawn."""
    return next((number for number, lane in enumerate(LANES) if figure.basis in lane.bases), len(LANES) - 1)


def lane_rows(rows: Iterable[Figure], lane: int) -> list[Figure]:
    """Return the figures of one lane."""
    return [row for row in rows if lane_of(row) == lane]


def highest(rows: Iterable[Figure]) -> Figure | None:
    """Return the figure that reaches highest; None without any.

    Of two that give the same number, "at least" reaches further, and "up to" less far.
    """
    return max(
        rows,
        key=lambda row: (_top(row), row.qualifier == "at_least", row.qualifier != "up_to"),
        default=None,
    )


def _top(figure: Figure) -> float:
    return max(figure.high or 0, one_number(figure))


def windows_after(start: date, stated: Sequence[When]) -> tuple[When, ...]:
    """Return the weeks until the end of the following month, the rest of that year, the years since."""
    turn = parse_when((start.replace(day=1) + timedelta(days=32)).strftime("%Y-%m")).end
    newest = max([when.end.year for when in stated], default=turn.year)
    windows = [_span(start, turn, f"{start.isoformat()}/{turn.isoformat()}")]
    if (turn.month, turn.day) != (12, 31):
        rest = turn + timedelta(days=1)
        windows.append(_span(rest, date(turn.year, 12, 31), f"{rest.strftime('%Y-%m')}/{turn.year}-12"))
    if newest > turn.year:
        windows.append(_span(date(turn.year + 1, 1, 1), date(newest, 12, 31), f"{turn.year + 1}/{newest}"))
    return tuple(windows)


def _span(start: date, end: date, text: str) -> When:
    return When(text, start, end, "span", False)


def window_of(figure: Figure, windows: Sequence[When]) -> When | None:
    """Return the window that shares most days with the date; None for a figure without a date in any."""
    when = figure.stated
    if when is None or not any(when.overlaps(window) for window in windows):
        return None
    return max(windows, key=lambda window: min(when.end, window.end) - max(when.start, window.start))


def days_within(figure: Figure, window: When) -> tuple[date, date]:
    """Return the first and last day of a window on which a statement can have been made."""
    assert figure.stated is not None
    return max(figure.stated.start, window.start), min(figure.stated.end, window.end)


def is_exact_day(figure: Figure) -> bool:
    """Return whether the day of a statement is known."""
    return figure.stated is not None and figure.stated.precision == "day" and not figure.stated.approximate


_LANE_HEIGHT, _HEADING, _TICKS, _TOP, _MARGINS = 150, 50, 30, 40, 16
_PLOT_HEIGHT = _TOP + len(LANES) * (_HEADING + _LANE_HEIGHT)
#: Height of a chart of all lanes, in pixels.
PANELS_HEIGHT = _PLOT_HEIGHT + _TICKS + _MARGINS

_BETWEEN = 0.06
_SOFT = 0.5
#: Marks of one day whose numbers are closer than this share of the axis stand side by side in the day.
_NEAR = 0.09


def panels_figure(
    records: Records, shown: ShownFigures, windows: Sequence[When], scale: Scale, day: When | None = None
) -> dict[str, Any]:
    """Return the Plotly description: lanes below each other, stretches of time side by side.

    Args:
        day: The end of this day is marked by a dotted line.
    """
    data: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    notes = [_lane_heading(records, lane) for lane in range(len(LANES))]
    axes: dict[str, Any] = {}
    width = (1 - _BETWEEN * (len(windows) - 1)) / len(windows)
    for column, window in enumerate(windows):
        left = column * (width + _BETWEEN)
        part = left, left + width
        axes[_axis_name("xaxis", column)] = _time_axis(window, part)
        notes.append(_window_heading(window, part))
        for lane in range(len(LANES)):
            panel = column * len(LANES) + lane
            names = {"xaxis": _axis_name("x", column), "yaxis": _axis_name("y", panel)}
            rows = [row for row in lane_rows(shown.rows, lane) if window_of(row, windows) is window]
            axes[_axis_name("yaxis", panel)] = scale.axis(
                domain=list(_lane_domain(lane)),
                anchor=names["xaxis"],
                ticklabelposition="inside top",
                showticklabels=column == 0,
            )
            moments = _moments(rows, window, scale)
            marks = [_mark(records, shown, row, moments[row.id]) for row in rows]
            # The foot of a panel; without any trace, Plotly would leave out the panel and its axes.
            ends = [window.start.isoformat(), window.end.isoformat()]
            data.append(line_trace(ends, [scale.bottom] * 2, GRID, 1, **names))
            data += _date_bars(marks, window, names)
            data += range_traces(marks, scale, names, upright=True)
            known = [row for row in rows if row.id not in shown.later]
            notes += _highest_label(known, window, day, names, scale)
            lines += _day_line(day, window, names)
    return {"data": data, "layout": layout(height=PANELS_HEIGHT, annotations=notes, shapes=lines, **axes)}


def _axis_name(letter: str, position: int) -> str:
    return letter if position == 0 else f"{letter}{position + 1}"


def _lane_domain(lane: int) -> tuple[float, float]:
    top = _TOP + lane * (_HEADING + _LANE_HEIGHT) + _HEADING
    return max(0.0, 1 - (top + _LANE_HEIGHT) / _PLOT_HEIGHT), 1 - top / _PLOT_HEIGHT


def _time_axis(window: When, part: tuple[float, float]) -> dict[str, Any]:
    days = (window.end - window.start).days
    before, after = timedelta(days=days // 12 + 1), timedelta(days=days // 40 + 1)
    return axis(
        type="date",
        range=[(window.start - before).isoformat(), (window.end + after).isoformat()],
        domain=list(part),
        anchor=_axis_name("y", len(LANES) - 1),
        tickformat=tick_format(window),
        nticks=6 if days < 100 else 4,
        tickangle=0,
        showgrid=True,
    )


def _window_heading(window: When, part: tuple[float, float]) -> dict[str, Any]:
    """The stretch of time, in as few lines as fit its part of a phone, all about as long."""
    words, room = when_text(window), int(PHONE * (part[1] - part[0]))
    fewest = len(wrap(words, room, TYPE_SIZE))
    narrowest = bisect_left(range(room), -fewest, key=lambda width: -len(wrap(words, width, TYPE_SIZE)))
    return text_mark(part[0], 1, chart_lines(wrap(words, narrowest, TYPE_SIZE)), yanchor="top", **OVER_PART)


def _lane_heading(records: Records, lane: int) -> dict[str, Any]:
    """The heading names the marks of its lane: shape and label of each basis."""
    codes = [records.package.code_lists["basis"][basis] for basis in LANES[lane].bases]
    keys = " &nbsp; ".join(
        f"{coloured_letter(code.symbol, code.colour)} {chart_text(_(code.label).lower())}" for code in codes
    )
    text = f"<b>{chart_text(_(LANES[lane].heading))}</b><br>{keys}"
    return text_mark(0, _lane_domain(lane)[1], text, yanchor="bottom", **OVER_PART)


def _day_line(day: When | None, window: When, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The end of the day as of which the view is drawn, in the stretch of time that holds it."""
    if day is None or not day.overlaps(window):
        return []
    midnight = (day.end + timedelta(days=1)).isoformat()
    return [
        {
            "type": "line",
            "xref": names["xaxis"],
            "yref": f"{names['yaxis']} domain",
            **{"x0": midnight, "x1": midnight, "y0": 0, "y1": 1},
            "line": {"color": QUIET, "width": 1, "dash": "dot"},
        }
    ]


def _mark(records: Records, shown: ShownFigures, figure: Figure, moment: str) -> Mark:
    basis = figure.basis or LANES[-1].bases[-1]
    code = records.package.code_lists["basis"][basis]
    return Mark(
        figure=figure,
        across=moment,
        colour=code.colour,
        symbol=code.symbol,
        series=basis,
        hover=hover_text(records, figure),
        opacity=shown.opacity(figure),
        fill=1 if is_exact_day(figure) else _SOFT,
    )


def _moments(rows: Sequence[Figure], window: When, scale: Scale) -> dict[str, str]:
    """Return where each mark stands: in its day, side by side with its like; in the middle of a span."""
    moments: dict[str, str] = {}
    for (start, end), found in grouped(rows, lambda row: days_within(row, window)).items():
        minutes = (end - start + timedelta(days=1)) / timedelta(minutes=1)
        for cluster in _clusters(found, scale):
            for position, row in enumerate(cluster, start=1):
                since = timedelta(minutes=round(minutes * position / (len(cluster) + 1)))
                moments[row.id] = f"{datetime.combine(start, time()) + since:%Y-%m-%d %H:%M}"
    return moments


def _clusters(rows: Sequence[Figure], scale: Scale) -> list[list[Figure]]:
    """Return the rows in groups of nearly the same number."""
    groups: list[list[Figure]] = []
    for row in sorted(rows, key=lambda row: (one_number(row), row.id)):
        if groups and one_number(row) - one_number(groups[-1][-1]) < scale.top * _NEAR:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _date_bars(marks: Sequence[Mark], window: When, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Thin bars over the days on which a statement without an exact day can have been made."""
    return [
        line_trace(
            [start.isoformat(), (end + timedelta(days=1)).isoformat()],
            [one_number(mark.figure)] * 2,
            mark.colour,
            1.5,
            name=chart_text(mark.series),
            opacity=mark.opacity,
            **names,
        )
        for mark in marks
        if not is_exact_day(mark.figure)
        for start, end in [days_within(mark.figure, window)]
    ]


def _highest_label(
    rows: Sequence[Figure], window: When, day: When | None, names: Mapping[str, str], scale: Scale
) -> list[dict[str, Any]]:
    """The highest number of a panel stands beside its mark, or beside the line of the day."""
    top = highest(rows)
    if top is None:
        return []
    start, end = days_within(top, window)
    line = day is not None and day.overlaps(window)
    at = day.end + timedelta(days=1) if day and line else start + (end - start) / 2
    is_late = at - window.start > (window.end - window.start) / 2
    value = _top(top)
    return [
        text_mark(
            at.isoformat(),
            log10(value) if scale.log else value,
            chart_text(range_text(top)),
            xref=names["xaxis"],
            yref=names["yaxis"],
            xanchor="right" if is_late else "left",
            yanchor="bottom",
            xshift=(-1 if is_late else 1) * (3 if line else 10),
        )
    ]
