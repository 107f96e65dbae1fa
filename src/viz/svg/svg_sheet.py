"""The paper of a static picture: where its axes lie, what room labels take, and the lines at the ticks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evidence_site.viz.markup import Markup, tag
from evidence_site.viz.svg.svg import LEADING, UndrawnError, line_width, middle_text, number, text_block
from evidence_site.viz.svg.svg_axes import Axis, kind_of_axis, span_of

GAP = 5
#: Plotly's own margins, for what a chart does not say.
_MARGIN = {"l": 80.0, "r": 80.0, "t": 100.0, "b": 80.0}

Trace = Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """The paper with its axes: ``left``, ``top``, ``wide`` and ``high`` are those of the whole plot."""

    name: str
    width: float
    height: float
    left: float
    top: float
    wide: float
    high: float
    size: float
    axes: Mapping[str, Axis]
    pairs: Collection[tuple[str, str]]

    def partners(self, axis: Axis) -> list[Axis]:
        """Return the axes with which an axis spans a part of the plot."""
        return [self.axes[x if axis.upright else y] for x, y in self.pairs if axis.name in (x, y)]

    def pair(self, trace: Trace) -> tuple[Axis, Axis]:
        """Return the axes of a trace."""
        return self.axes[trace.get("xaxis", "x")], self.axes[trace.get("yaxis", "y")]


def sheet_of(layout: Mapping[str, Any], traces: Sequence[Trace], name: str, width: float) -> Sheet:
    """Return the paper of a figure: labels take room first, then axes that are tied get one scale."""
    margin = {**_MARGIN, **layout.get("margin", {})}
    size = float(layout.get("font", {}).get("size", 12))
    axes = {axis.name: axis for axis in _axes(layout, traces)}
    height = float(layout["height"])
    left, right, top, bottom = (float(margin[side]) for side in "lrtb")
    for _turn in range(2):  # labels take room, and with less room there are fewer of them
        placed = _placed(axes, left, top, width - left - right, height - top - bottom)
        left, right, top, bottom = _with_labels(placed, (left, right, top, bottom), size)
    wide, high = width - left - right, height - top - bottom
    placed = _constrained(_placed(axes, left, top, wide, high))
    pairs = dict.fromkeys((trace.get("xaxis", "x"), trace.get("yaxis", "y")) for trace in traces)
    return Sheet(name, width, height, left, top, wide, high, size, placed, list(pairs))


def _axes(layout: Mapping[str, Any], traces: Sequence[Trace]) -> Iterator[Axis]:
    names = {trace.get(f"{letter}axis", letter) for trace in traces for letter in "xy"}
    names |= {key.replace("axis", "") for key in layout if key[1:5] == "axis"}
    for name in sorted(names):
        letter = name[0]
        look = layout.get(f"{letter}axis{name[1:]}", {})
        own = [trace for trace in traces if trace.get(f"{letter}axis", letter) == name]
        values = [value for trace in own for value in _values(trace, letter)]
        kind = kind_of_axis(look, values)
        bars = any(trace.get("type") == "bar" and _grows_along(trace, letter) for trace in own)
        low, high = span_of(look, kind, values, from_zero=bars and kind == "linear")
        yield Axis(name, kind, look, low, high)


def _values(trace: Trace, letter: str) -> Sequence[Any]:
    values: Sequence[Any] = trace.get(letter, ())
    return trace["base"] if trace.get("base") is not None and _grows_along(trace, letter) else values


def _grows_along(bar: Trace, letter: str) -> bool:
    return (bar.get("orientation") == "h") == (letter == "x")


def _placed(axes: Mapping[str, Axis], left: float, top: float, wide: float, high: float) -> dict[str, Axis]:
    placed = {}
    for name, axis in axes.items():
        first, last = domain_of(axis)
        if axis.upright:
            start, end = top + (1 - first) * high, top + (1 - last) * high
        else:
            start, end = left + first * wide, left + last * wide
        placed[name] = replace(axis, start=start, end=end)
    return placed


def _with_labels(
    axes: Mapping[str, Axis], margins: tuple[float, float, float, float], size: float
) -> tuple[float, float, float, float]:
    """Widen margins for the labels of the outermost axes that ask for it."""
    left, right, top, bottom = margins
    for axis in axes.values():
        inside = "inside" in axis.look.get("ticklabelposition", "outside")
        if not axis.look.get("automargin") or not axis.look.get("showticklabels", True) or inside:
            continue
        free = axis.look.get("anchor") == "free"
        first, last = (axis.look.get("position", 0),) * 2 if free else domain_of(across_of(axes, axis))
        texts = [text for _pixel, text in axis.ticks()]
        if axis.upright and first == 0:
            left = max(left, max((line_width(text, size) for text in texts), default=0) + 2 * GAP)
        elif not axis.upright and axis.look.get("side") == "top":
            top = max(top, size * LEADING + GAP) if last == 1 else top
        elif not axis.upright and first == 0:
            bottom = max(bottom, size * LEADING + GAP)
    return left, right, top, bottom


def across_of(axes: Mapping[str, Axis], axis: Axis) -> Axis:
    """Return the axis at which an axis stands."""
    named = axis.look.get("anchor", "")
    return axes[named if named in axes else "x" if axis.upright else "y"]


def domain_of(axis: Axis) -> tuple[float, float]:
    """Return the part of the plot that an axis spans, from 0 to 1."""
    first, last = axis.look.get("domain", (0, 1))
    return first, last


def _constrained(axes: dict[str, Axis]) -> dict[str, Axis]:
    """Bring axes that are tied to each other to one scale, as on a map."""
    for axis in list(axes.values()):
        tied = axis.look.get("scaleanchor")
        if not tied:
            continue
        ratio = float(axis.look.get("scaleratio", 1))
        here, other = axes[axis.name], axes[tied]
        scale = min(_pixels_a_unit(here) / ratio, _pixels_a_unit(other))
        axes[here.name] = _at_scale(here, scale * ratio)
        axes[other.name] = _at_scale(other, scale)
    return axes


def _pixels_a_unit(axis: Axis) -> float:
    return abs(axis.end - axis.start) / abs(axis.high - axis.low)


def _at_scale(axis: Axis, scale: float) -> Axis:
    """The axis with so many pixels a unit: it shows more around its middle, or takes less room."""
    if axis.look.get("constrain", "range") == "range":
        middle, half = (axis.low + axis.high) / 2, abs(axis.end - axis.start) / scale / 2
        half *= 1 if axis.high > axis.low else -1
        return replace(axis, low=middle - half, high=middle + half)
    length = abs(axis.high - axis.low) * scale * (1 if axis.end > axis.start else -1)
    towards = axis.look.get("constraintoward", "middle" if axis.upright else "center")
    if towards in ("left", "bottom"):
        return replace(axis, end=axis.start + length)
    if towards in ("right", "top"):
        return replace(axis, start=axis.end - length)
    middle = (axis.start + axis.end) / 2
    return replace(axis, start=middle - length / 2, end=middle + length / 2)


# --- lines and ticks -------------------------------------------------------------------------------------


def grid(sheet: Sheet, axis: Axis) -> Markup | None:
    """Return the lines at the ticks of an axis, wherever it spans the plot."""
    look = axis.look
    lines: list[tuple[float, str]] = []
    if look.get("showgrid", True):
        lines = [(pixel, look.get("gridcolor", "#DDDDDD")) for pixel, _text in axis.ticks()]
    if look.get("zeroline", True) and axis.kind == "linear" and axis.low <= 0 <= axis.high:
        lines.append((axis.pixel(0), look.get("zerolinecolor", "#BBBBBB")))
    drawn = []
    for across in sheet.partners(axis):
        start, end = number(across.start), number(across.end)
        for pixel, colour in lines:
            at = number(pixel)
            x1, y1, x2, y2 = (start, at, end, at) if axis.upright else (at, start, at, end)
            drawn.append(tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour))
    return tag("g", *drawn) if drawn else None


def tick_texts(sheet: Sheet, axis: Axis) -> Markup | None:
    """Return the labels of the ticks of an axis."""
    if not axis.look.get("showticklabels", True):
        return None
    size = float(axis.look.get("tickfont", {}).get("size", sheet.size))
    side = axis.look.get("ticklabelposition", "outside")
    across = across_of(sheet.axes, axis)
    if axis.look.get("side") in ("top", "right"):
        line = across.end
    elif axis.look.get("anchor") == "free":
        line = sheet.top + (1 - axis.look.get("position", 0)) * sheet.high
    else:
        line = across.start
    texts = _upright_texts if axis.upright else _level_texts
    return tag("g", *texts(axis, line, size, side, sheet.width))


def _upright_texts(axis: Axis, line: float, size: float, side: str, _width: float) -> Iterator[Markup]:
    for pixel, text in axis.ticks():
        if side == "inside top":
            yield text_block([text], line + 3, pixel - size * LEADING, size)
        elif side == "outside":
            yield middle_text(text, line - GAP, pixel, size, "end")
        else:
            raise UndrawnError(f'Labels of ticks "{side}" cannot be drawn.')


def _level_texts(axis: Axis, line: float, size: float, side: str, width: float) -> Iterator[Markup]:
    above = axis.look.get("side") == "top"
    top = line - size * LEADING - 2 if above else line + 3
    room_from = float("-inf")
    for pixel, text in sorted(axis.ticks()):
        half = line_width(text, size) / 2
        if side == "outside right":
            yield text_block([text], pixel + 3, top, size)
        elif side == "outside":
            middle = max(half, min(pixel, width - half))
            if middle - half > room_from:  # a label that would touch the last one is left out, not its line
                yield text_block([text], middle, top, size, "middle")
                room_from = middle + half + 3
        else:
            raise UndrawnError(f'Labels of ticks "{side}" cannot be drawn.')
