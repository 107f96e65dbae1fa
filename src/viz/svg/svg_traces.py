"""The traces of a static picture: lines, marks, words beside marks, and bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from evidence_site.viz.markup import Markup, join, tag
from evidence_site.viz.svg.svg import (
    INK,
    LEADING,
    UndrawnError,
    hatching,
    number,
    numbers,
    shape,
    text_block,
    text_lines,
)
from evidence_site.viz.svg.svg_axes import Axis
from evidence_site.viz.svg.svg_sheet import Sheet, Trace

_DASHES = {"solid": None, "dot": "1.5 3", "dash": "7 4", "dashdot": "7 3 1.5 3"}
_PALE = 0.2

#: A point in pixels; None where the data has none.
Pixel = tuple[float | None, float | None]


def draw_traces(sheet: Sheet, traces: Sequence[Trace], layout: Mapping[str, Any]) -> Iterator[Markup]:
    """Give the traces in their order; each is cut at the edge of its axes if it says so."""
    stacks: dict[tuple[str, Any], float] = {}
    for position, trace in enumerate(traces):
        if trace.get("visible", True) is not True:
            continue
        if trace.get("type", "scatter") == "bar":
            drawn = list(_bars(sheet, trace, layout, stacks, position))
        else:
            drawn = list(_scatter(sheet, trace))
        opacity = trace.get("opacity", 1)
        x, y = sheet.pair(trace)
        yield tag(
            "g",
            *drawn,
            opacity=None if opacity == 1 else f"{opacity:g}",
            clip_path=None if trace.get("cliponaxis") is False else f"url(#{clip_name(sheet, x, y)})",
        )


def clip_name(sheet: Sheet, x: Axis, y: Axis) -> str:
    """Return the name of the edge at which what is drawn on two axes ends."""
    return f"{sheet.name}-{x.name}{y.name}"


def definitions(sheet: Sheet, traces: Sequence[Trace]) -> Iterator[Markup]:
    """Give what traces refer to: edges and hatched grounds."""
    for pair in sheet.pairs:
        x, y = (sheet.axes[name] for name in pair)
        left, top = min(x.start, x.end), min(y.start, y.end)
        wide, high = abs(x.end - x.start), abs(y.end - y.start)
        box = tag(
            "rect", x=number(left - 1), y=number(top - 1), width=number(wide + 2), height=number(high + 2)
        )
        yield tag("clipPath", box, id=clip_name(sheet, x, y))
    for position, trace in enumerate(traces):
        if pattern := trace.get("marker", {}).get("pattern"):
            if pattern.get("shape") != "/":
                raise UndrawnError(f'Patterns of shape "{pattern.get("shape")}" cannot be drawn.')
            colour = pattern.get("fgcolor") or trace["marker"].get("color")
            stripe = colour if isinstance(colour, str) else INK
            yield hatching(hatch_name(sheet, position), stripe, float(pattern.get("size", 6)))


def hatch_name(sheet: Sheet, position: int) -> str:
    """Return the name of the hatched ground of a trace."""
    return f"{sheet.name}-hatch{position}"


def mark_value(values: Any, default: Any, position: int) -> Any:
    """Return the value of one mark, where a trace has one for all marks, one for each, or none."""
    if isinstance(values, (list, tuple)):
        return values[position]
    return default if values is None else values


def strength(trace: Trace, position: int) -> float:
    """Return how strong one mark is drawn, from 0 to 1: beside chosen ones it is pale."""
    own: float = mark_value(trace.get("marker", {}).get("opacity"), 1, position)
    chosen = trace.get("selectedpoints")
    if chosen is None or position in chosen:
        return own
    pale: float | None = trace.get("unselected", {}).get("marker", {}).get("opacity")
    return own * _PALE if pale is None else pale


def _scatter(sheet: Sheet, trace: Trace) -> Iterator[Markup]:
    x, y = sheet.pair(trace)
    points = [(x.at(a), y.at(b)) for a, b in zip(trace["x"], trace["y"], strict=True)]
    modes = set(trace.get("mode", "lines+markers").split("+"))
    if modes - {"lines", "markers", "text", "none"}:
        raise UndrawnError(f'Points in the mode "{trace["mode"]}" cannot be drawn.')
    if "lines" in modes or trace.get("fill"):
        yield _path(trace, points, lines="lines" in modes)
    if "markers" in modes:
        yield from _markers(trace, points)
    if "text" in modes:
        yield from _texts(sheet, trace, points)


def _path(trace: Trace, points: Sequence[Pixel], *, lines: bool) -> Markup:
    fill = trace.get("fill", "none")
    if fill not in ("none", "toself"):
        raise UndrawnError(f'Ground filled "{fill}" cannot be drawn.')
    closed = "Z" if fill == "toself" else ""
    parts = [f"M{numbers(c for point in run for c in point)}{closed}" for run in _runs(points)]
    line = trace.get("line", {})
    if line.get("shape", "linear") != "linear":
        raise UndrawnError(f'Lines of shape "{line["shape"]}" cannot be drawn.')
    return tag(
        "path",
        d="".join(parts),
        fill=trace.get("fillcolor", "none") if fill == "toself" else "none",
        fill_rule="evenodd" if fill == "toself" else None,
        stroke=line.get("color", INK) if lines else "none",
        stroke_width=number(line.get("width", 2)),
        stroke_dasharray=dash_of(line),
    )


def dash_of(line: Trace) -> str | None:
    """Return the dashes of a line; None for one without gaps."""
    dash = line.get("dash", "solid")
    return _DASHES[dash] if dash in _DASHES else str(dash).replace("px", "").replace(",", " ")


def _runs(points: Sequence[Pixel]) -> Iterator[list[tuple[float, float]]]:
    """Neighbouring points without a gap between them."""
    run: list[tuple[float, float]] = []
    for x, y in points:
        if x is None or y is None:
            if run:
                yield run
            run = []
        else:
            run.append((x, y))
    if run:
        yield run


def _markers(trace: Trace, points: Sequence[Pixel]) -> Iterator[Markup]:
    marker = trace.get("marker", {})
    rim = marker.get("line", {})
    for position, (x, y) in enumerate(points):
        if x is not None and y is not None:
            yield mark_at(
                str(mark_value(marker.get("symbol"), "circle", position)),
                (x, y),
                mark_value(marker.get("size"), 6, position),
                mark_value(marker.get("color"), INK, position),
                {**rim, "color": mark_value(rim.get("color"), None, position)},
                strength(trace, position),
                mark_value(marker.get("angle"), 0, position),
            )


def mark_at(
    symbol: str,
    point: tuple[float, float],
    size: float,
    colour: str,
    rim: Trace,
    opacity: float,
    angle: float = 0,
) -> Markup:
    """Return one mark; an open one is a rim without ground."""
    is_open = symbol.endswith("-open")
    return shape(
        symbol.removesuffix("-open"),
        *point,
        size,
        angle,
        fill="none" if is_open else colour,
        stroke=colour if is_open else rim.get("color", colour),
        stroke_width=number(rim.get("width", 1 if is_open else 0) or (1 if is_open else 0)),
        opacity=None if opacity == 1 else f"{opacity:g}",
    )


def _texts(sheet: Sheet, trace: Trace, points: Sequence[Pixel]) -> Iterator[Markup]:
    place, font = trace.get("textposition", "middle center"), trace.get("textfont", {})
    size = float(font.get("size", sheet.size))
    upright, level = place.split(" ")
    anchor = {"left": "end", "center": "middle", "right": "start"}[level]
    lift = {"top": -size * LEADING - 3, "middle": -size * LEADING / 2, "bottom": 3}[upright]
    for position, (x, y) in enumerate(points):
        text = str(mark_value(trace.get("text"), "", position))
        if x is not None and y is not None and text:
            yield text_block(text_lines(text), x, y + lift, size, anchor, fill=font.get("color"))


def _bars(
    sheet: Sheet,
    trace: Trace,
    layout: Mapping[str, Any],
    stacks: dict[tuple[str, Any], float],
    position: int,
) -> Iterator[Markup]:
    """Bars at their own base, or one on top of the other."""
    level = trace.get("orientation") == "h"
    x, y = sheet.pair(trace)
    along, across = (x, y) if level else (y, x)
    lengths, positions = (trace["x"], trace["y"]) if level else (trace["y"], trace["x"])
    mode = layout.get("barmode", "group")
    if mode not in ("overlay", "stack", "group", "relative"):
        raise UndrawnError(f'Bars in the mode "{mode}" cannot be drawn.')
    usual_width = _bar_width(positions, across, layout)
    for bar, (length, at) in enumerate(zip(lengths, positions, strict=True)):
        middle = across.scaled(at)
        if length is None or middle is None:
            continue
        wide = mark_value(trace.get("width"), usual_width, bar)
        near = middle + trace["offset"] if trace.get("offset") is not None else middle - wide / 2
        stack = (across.name + along.name, at)
        base = mark_value(trace.get("base"), None, bar)
        start = along.scaled(base) if base is not None else 0.0
        if base is None and mode in ("stack", "relative"):
            start = stacks.get(stack, 0.0)
            stacks[stack] = start + length
        ends = (along.pixel(start or 0.0), along.pixel((start or 0.0) + length))
        yield bar_box(
            sheet, trace, bar, position, ends, (across.pixel(near), across.pixel(near + wide)), level
        )


def _bar_width(positions: Sequence[Any], across: Axis, layout: Mapping[str, Any]) -> float:
    """The room that bars have where they do not say how wide they are."""
    known = sorted({scaled for at in positions if (scaled := across.scaled(at)) is not None})
    steps = [later - earlier for earlier, later in pairwise(known)]
    return min(steps, default=1.0) * (1 - float(layout.get("bargap", 0.2)))


def bar_box(
    sheet: Sheet,
    trace: Trace,
    bar: int,
    position: int,
    along: tuple[float, float],
    across: tuple[float, float],
    level: bool,
) -> Markup:
    """Return one bar between two pixels along its axis and two across it."""
    (x1, x2), (y1, y2) = (along, across) if level else (across, along)
    marker = trace.get("marker", {})
    rim = marker.get("line", {})
    rim_width = mark_value(rim.get("width"), 0, bar)
    box = {
        "x": number(min(x1, x2)),
        "y": number(min(y1, y2)),
        "width": number(max(abs(x2 - x1), 0.5)),
        "height": number(max(abs(y2 - y1), 0.5)),
    }
    look = {
        "stroke": mark_value(rim.get("color"), INK, bar) if rim_width else None,
        "stroke_width": number(rim_width) if rim_width else None,
        "opacity": f"{strength(trace, bar):g}",
    }
    colour = mark_value(marker.get("color"), INK, bar)
    pattern = marker.get("pattern", {})
    if not pattern or not mark_value(pattern.get("shape"), "", bar):
        return tag("rect", **box, **look, fill=colour)
    ground = pattern.get("bgcolor") or ("none" if pattern.get("fillmode") == "overlay" else None)
    under = tag("rect", **box, **look, fill=ground or "none")
    return join([under, tag("rect", **box, **look, fill=f"url(#{hatch_name(sheet, position)})")])
