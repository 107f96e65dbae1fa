"""The panels of the death toll: one lane for each kind of number, one column for each stretch of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log10
from typing import Any

from records.dates import When
from records.formatting import number_text, when_text
from records.loading import Records
from records.package import Code
from records.rows import Figure
from records.wording import N_, _
from viz.chart import axis, layout, text_mark
from viz.figure_words import chart_text, hover_text
from viz.ranges import Mark, Scale, one_number, range_traces
from viz.shown import Shown
from viz.toll_windows import days_within, is_exact_day, window_of


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

_LANE_HEIGHT, _HEADING, _TICKS, _TOP, _MARGINS = 150, 48, 30, 26, 16
_BETWEEN = 0.06
_SOFT = 0.5
#: Marks of one day whose numbers are closer than this share of the axis stand side by side in the day.
_NEAR = 0.09
_GLYPHS = {"circle": "●", "square": "■", "triangle-up": "▲", "diamond": "◆", "diamond-open": "◇", "x": "✕"}

#: Height of a chart of all lanes, in pixels.
PANELS_HEIGHT = _TOP + len(LANES) * (_HEADING + _LANE_HEIGHT) + _TICKS + _MARGINS


def _lane_of(figure: Figure) -> int:
    return next((number for number, lane in enumerate(LANES) if figure.basis in lane.bases), len(LANES) - 1)


def _lane_rows(rows: Iterable[Figure], lane: int) -> list[Figure]:
    return [row for row in rows if _lane_of(row) == lane]


def _figure(
    records: Records, shown: Shown, windows: Sequence[When], scale: Scale, height: int
) -> dict[str, Any]:
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = [*_window_headings(windows)]
    axes: dict[str, Any] = {}
    for column, (window, part) in enumerate(zip(windows, _columns(len(windows)), strict=True)):
        axes |= {_axis_name("xaxis", column): _time_axis(window, part)}
        for lane in range(len(LANES)):
            panel = column * len(LANES) + lane
            names = {"xaxis": _axis_name("x", column), "yaxis": _axis_name("y", panel)}
            rows = [row for row in _lane_rows(shown.rows, lane) if _window_of(row, windows) == window]
            data += _panel_traces(records, shown, rows, window, scale, names)
            notes += _highest_label(rows, window, names, scale)
            axes |= {_axis_name("yaxis", panel): _people_axis(scale, lane, column, height)}
    notes += [_lane_heading(records, lane, height) for lane in range(len(LANES))]
    return {"data": data, "layout": layout(height=height, annotations=notes, **axes)}


def _axis_name(letter: str, position: int) -> str:
    return letter if position == 0 else f"{letter}{position + 1}"


def _columns(count: int) -> list[tuple[float, float]]:
    width = (1 - _BETWEEN * (count - 1)) / count
    return [(number * (width + _BETWEEN), number * (width + _BETWEEN) + width) for number in range(count)]


def _lane_domain(lane: int, height: int) -> tuple[float, float]:
    total = height - 16 - _TICKS
    top = _TOP + lane * (_HEADING + _LANE_HEIGHT) + _HEADING
    return 1 - (top + _LANE_HEIGHT) / total, 1 - top / total


def _time_axis(window: When, part: tuple[float, float]) -> dict[str, Any]:
    days = (window.end - window.start).days
    margin = timedelta(days=max(1, days // 60))
    lowest = _axis_name("y", len(LANES) - 1)
    form = "%-d %b" if days < 100 else "%b" if days < 370 else "%Y"
    return axis(
        type="date",
        range=[(window.start - margin).isoformat(), (window.end + margin).isoformat()],
        domain=list(part),
        anchor=lowest,
        tickformat=form,
        nticks=6 if days < 100 else 4,
        tickangle=0,
    )


def _people_axis(scale: Scale, lane: int, column: int, height: int) -> dict[str, Any]:
    return scale.axis(
        domain=list(_lane_domain(lane, height)),
        anchor=_axis_name("x", column),
        ticklabelposition="inside top",
        showticklabels=column == 0,
        rangemode="tozero",
    )


def _window_headings(windows: Sequence[When]) -> list[dict[str, Any]]:
    return [
        text_mark(
            part[0], 1, f"<b>{chart_text(when_text(window))}</b>", xref="paper", yref="paper",
            xanchor="left", yanchor="top", borderpad=0,
        )
        for window, part in zip(windows, _columns(len(windows)), strict=True)
    ]  # fmt: skip


def _lane_heading(records: Records, lane: int, height: int) -> dict[str, Any]:
    """The heading names the marks of its lane: mark and label of each basis."""
    codes = [records.package.code_lists["basis"][basis] for basis in LANES[lane].bases]
    keys = "  ".join(f"{_glyph(code)} {chart_text(_(code.label).lower())}" for code in codes)
    text = f"<b>{chart_text(_(LANES[lane].heading))}</b>"
    text = f"{text}<br>{keys}"
    top = _lane_domain(lane, height)[1]
    return text_mark(
        0, top, text, xref="paper", yref="paper", xanchor="left", yanchor="bottom", align="left", borderpad=2
    )


def _glyph(code: Code) -> str:
    return f'<span style="color:{code.colour}">{_GLYPHS.get(code.symbol, "●")}</span>'


def _panel_traces(
    records: Records,
    shown: Shown,
    rows: Sequence[Figure],
    window: When,
    scale: Scale,
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    codes = records.package.code_lists["basis"]
    moments = _moments(rows, window, scale)
    marks = [
        Mark(
            figure=row,
            across=moments[row.id],
            colour=codes[row.basis or "later"].colour,
            symbol=codes[row.basis or "later"].symbol,
            series=row.basis or "later",
            hover=hover_text(records, row),
            opacity=shown.opacity(row) * (1 if _is_exact_day(row) else _SOFT),
        )
        for row in rows
    ]
    return [*_date_bars(marks, window, names), *range_traces(marks, scale, upright=True, **names)]


def _moments(rows: Sequence[Figure], window: When, scale: Scale) -> dict[str, str]:
    """Return where each mark stands: in its day, side by side with its like; in the middle of a span."""
    moments: dict[str, str] = {}
    days: dict[tuple[date, date], list[Figure]] = {}
    for row in rows:
        days.setdefault(_days(row, window), []).append(row)
    for (start, end), found in days.items():
        length = (end - start + timedelta(days=1)) / timedelta(hours=1)
        for cluster in _clusters(found, scale):
            for place, row in enumerate(cluster):
                hours = length * (place + 1) / (len(cluster) + 1)
                moments[row.id] = _moment(start, hours)
    return moments


def _moment(start: date, hours: float) -> str:
    day, rest = divmod(round(hours * 60), 24 * 60)
    return f"{(start + timedelta(days=day)).isoformat()} {rest // 60:02d}:{rest % 60:02d}"


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
    """Pale bars over the days on which a statement without an exact day can have been made."""
    traces = []
    for mark in marks:
        if not _is_exact_day(mark.figure):
            start, end = _days(mark.figure, window)
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": mark.series,
                    "x": [start.isoformat(), (end + timedelta(days=1)).isoformat()],
                    "y": [one_number(mark.figure)] * 2,
                    "line": {"color": mark.colour, "width": 5},
                    "opacity": mark.opacity * 0.45,
                    "hoverinfo": "skip",
                    **names,
                }
            )
    return traces


def _highest_label(
    rows: Sequence[Figure], window: When, names: Mapping[str, str], scale: Scale
) -> list[dict[str, Any]]:
    """The highest number of a panel stands beside its mark."""
    highest = _highest(rows)
    if highest is None:
        return []
    start, end = _days(highest, window)
    middle = start + (end - start) / 2
    is_late = middle - window.start > (window.end - window.start) / 2
    value = max(highest.high or 0, one_number(highest))
    return [
        text_mark(
            middle.isoformat(), value, number_text(value),
            xref=names["xaxis"], yref=names["yaxis"], xanchor="right" if is_late else "left", yanchor="bottom",
            xshift=-8 if is_late else 8, yshift=2,
        )
    ]  # fmt: skip
