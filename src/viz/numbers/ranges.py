"""One number as its source gives it: a mark, a line from low to high, an arrow where the end is open.

Every chart of people draws its numbers through this module, so that "at least 161" looks the same
everywhere and no open end is ever drawn as a known one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Figure
from evidence_site.viz.chart import GRID, axis, chart_text, line_trace, mark_trace, pale

MARK_SIZE = 11
_ARROW_SIZE = 9
_LINE_WIDTH = 2.5
#: Marks that lie on each other are told apart.
_FILL = 0.85
#: Length of the line that leads to an arrow, as a share of a lying and of an upright axis.
_STUB, _UPRIGHT_STUB = 0.05, 0.15
_ROOM, _LOG_ROOM = 1.12, 0.12


@dataclass(frozen=True)
class Mark:
    """A figure placed across the axis of people.

    Attributes:
        across: Where it stands on the other axis: a height, or a moment.
        series: What it belongs to; marks of different series never share a trace.
        opacity: How strong it is altogether.
        fill: How strong it is within its outline.
    """

    figure: Figure
    across: float | str
    colour: str
    symbol: str
    series: str
    hover: str
    opacity: float = 1.0
    fill: float = 1.0


@dataclass(frozen=True)
class Scale:
    """The axis of people: from zero, or from the smallest number if it is logarithmic."""

    top: float
    bottom: float = 0
    log: bool = False

    @property
    def end(self) -> float:
        """Where the axis ends, a little beyond the greatest number."""
        return self.top * ((self.top / self.bottom) ** _LOG_ROOM if self.log else _ROOM)

    def beyond(self, value: float, direction: int, *, upright: bool = False) -> float:
        """Return where the arrow of an open end stands, above (1) or below (-1) a number."""
        share = (_UPRIGHT_STUB if upright else _STUB) * direction
        if self.log:
            return float(value * (self.top / self.bottom) ** share)
        return max(0.0, value + self.top * share)

    def axis(self, **settings: Any) -> dict[str, Any]:
        """Return the axis; numbers are written in the locale of the reader."""
        ticks, ends = _steps(self.top), [0, self.end]
        if self.log:
            powers = range(floor(log10(self.bottom)), floor(log10(self.top)) + 1)
            ticks = [10**power for power in powers if self.bottom <= 10**power <= self.top]
            ends = [log10(self.bottom), log10(self.end)]
        return axis(
            type="log" if self.log else "linear",
            range=ends,
            tickvals=ticks,
            ticktext=[number_text(tick) for tick in ticks],
            showgrid=True,
            zeroline=not self.log,
            zerolinecolor=GRID,
            **settings,
        )


def people_scale(rows: Iterable[Figure], *, log: bool = False) -> Scale:
    """Return an axis that holds all the numbers; a zero cannot stand on a logarithmic one."""
    numbers = [number for row in rows for number in ends_of(row)]
    top = max(numbers, default=1) or 1
    if log and numbers and min(numbers) > 0:
        return Scale(top, min(numbers) / 1.5, log=True)
    return Scale(top)


def _steps(top: float) -> list[float]:
    """Return four to six round numbers from zero up.

    >>> _steps(1324)
    [0, 500, 1000]
    >>> _steps(640)
    [0, 200, 400, 600]
    """
    power = 10 ** floor(log10(top))
    step = next(power * part for part in (0.1, 0.2, 0.5, 1, 2, 5) if top / (power * part) < 5)
    step = max(1, step)
    return [int(step * count) for count in range(int(top // step) + 1)]


def ends_of(figure: Figure) -> tuple[float, ...]:
    """Return the numbers that are drawn as marks: the one given, or both ends of a range.

    No middle is made up for a range.
    """
    if figure.best is not None:
        return (figure.best,)
    return tuple(value for value in (figure.low, figure.high) if value is not None)


def one_number(figure: Figure) -> float:
    """Return the number that stands for a figure where a single one is needed: best, else low, else high."""
    return ends_of(figure)[0]


def bare_number(figure: Figure) -> tuple[float | None, float | None, float | None]:
    """Return low, best and high without the qualifier: "about 160" does not differ from 160."""
    return figure.low, figure.best, figure.high


def range_traces(
    marks: Sequence[Mark], scale: Scale, axes: Mapping[str, str], *, upright: bool = False
) -> list[dict[str, Any]]:
    """Return the traces that draw the marks: lines first, then marks and arrows on top.

    Args:
        axes: The axes of a panel, such as ``{"xaxis": "x2", "yaxis": "y2"}``.
        upright: Whether the axis of people stands upright; it lies otherwise.
    """
    groups = grouped(marks, lambda mark: (mark.series, mark.colour, mark.opacity, mark.fill)).values()
    lines = [_lines(group, scale, upright) for group in groups]
    points = [_points(group, scale, upright) for group in groups]
    return [{**trace, **axes} for trace in (*lines, *points) if trace["x"]]


def _arrow(figure: Figure, scale: Scale, upright: bool) -> tuple[float, float, int] | None:
    """Return start, tip and direction of an open end; None where the source leaves nothing open."""
    if figure.qualifier == "at_least" and figure.low is not None:
        start = max(ends_of(figure))
        return start, scale.beyond(start, 1, upright=upright), 1
    if figure.qualifier == "up_to" and figure.high is not None:
        start = min(ends_of(figure))
        return start, scale.beyond(start, -1, upright=upright), -1
    return None


def _turned(people: list[Any], across: list[Any], upright: bool) -> tuple[list[Any], list[Any]]:
    """What lies along the lying axis, and along the upright one."""
    return (across, people) if upright else (people, across)


def _lines(marks: Sequence[Mark], scale: Scale, upright: bool) -> dict[str, Any]:
    people: list[float | None] = []
    across: list[float | str | None] = []
    for mark in marks:
        known = [value for value in bare_number(mark.figure) if value is not None]
        segments = [(known[0], known[-1])] if known[0] != known[-1] else []
        if arrow := _arrow(mark.figure, scale, upright):
            segments.append(arrow[:2])
        for start, end in segments:
            people += [start, end, None]
            across += [mark.across, mark.across, None]
    return line_trace(
        *_turned(people, across, upright),
        marks[0].colour,
        _LINE_WIDTH,
        name=chart_text(marks[0].series),
        opacity=marks[0].opacity,
        cliponaxis=False,
    )


def _points(marks: Sequence[Mark], scale: Scale, upright: bool) -> dict[str, Any]:
    points: list[tuple[float, Mark, str, int]] = []
    above, below = ("up", "down") if upright else ("right", "left")
    for mark in marks:
        points += [(value, mark, mark.symbol, MARK_SIZE) for value in ends_of(mark.figure)]
        if arrow := _arrow(mark.figure, scale, upright):
            pointing = above if arrow[2] > 0 else below
            points.append((arrow[1], mark, f"triangle-{pointing}", _ARROW_SIZE))
    return mark_trace(
        *_turned([value for value, *_ in points], [mark.across for _, mark, *_ in points], upright),
        [mark.figure.id for _, mark, *_ in points],
        [mark.hover for _, mark, *_ in points],
        name=chart_text(marks[0].series),
        marker={
            "color": pale(marks[0].colour, marks[0].fill * _FILL),
            "symbol": [symbol for _, _, symbol, _ in points],
            "size": [size for *_, size in points],
            "line": {"width": 1.5, "color": marks[0].colour},
        },
        opacity=marks[0].opacity,
        cliponaxis=False,
    )
