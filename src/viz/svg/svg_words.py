"""What stands beside the traces of a static picture: lines and boxes, words, and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evidence_site.viz.chart import Figure
from evidence_site.viz.markup import Markup, join, tag
from evidence_site.viz.svg.svg import (
    INK,
    LEADING,
    UndrawnError,
    line_width,
    middle_text,
    number,
    plain,
    text_block,
    text_lines,
)
from evidence_site.viz.svg.svg_sheet import GAP, Sheet
from evidence_site.viz.svg.svg_traces import bar_box, dash_of, mark_at, mark_value

_LINE_GAP, _SAMPLE = 14, 16


def _pixel_of(sheet: Sheet, reference: str, value: Any, letter: str, *, data: bool = True) -> float:
    """Return the pixel of a value in the frame that an annotation or a shape names."""
    if reference == "paper":
        part = float(value)
        return sheet.left + part * sheet.wide if letter == "x" else sheet.top + (1 - part) * sheet.high
    name, _space, domain = reference.partition(" ")
    if name not in sheet.axes or domain not in ("", "domain"):
        raise UndrawnError(f'"{reference}" is no axis of this figure.')
    axis = sheet.axes[name]
    if domain:
        return axis.start + float(value) * (axis.end - axis.start)
    # On a scale of powers of ten, shapes name values and words name powers.
    at = axis.at(value) if data or axis.kind != "log" else axis.pixel(float(value))
    if at is None:
        raise UndrawnError(f'"{value}" has no place on the axis "{name}".')
    return at


def draw_shape(sheet: Sheet, entry: Mapping[str, Any]) -> Markup:
    """Return a line or a box that stands on axes."""
    x0, x1 = (_pixel_of(sheet, entry.get("xref", "x"), entry[key], "x") for key in ("x0", "x1"))
    y0, y1 = (_pixel_of(sheet, entry.get("yref", "y"), entry[key], "y") for key in ("y0", "y1"))
    line = entry.get("line", {})
    stroke = {
        "stroke": line.get("color", INK),
        "stroke_width": number(line.get("width", 2)),
        "stroke_dasharray": dash_of(line),
        "opacity": f"{entry['opacity']:g}" if "opacity" in entry else None,
    }
    if entry["type"] == "line":
        return tag("line", x1=number(x0), y1=number(y0), x2=number(x1), y2=number(y1), **stroke)
    if entry["type"] != "rect":
        raise UndrawnError(f'Shapes of type "{entry["type"]}" cannot be drawn.')
    return tag(
        "rect",
        x=number(min(x0, x1)),
        y=number(min(y0, y1)),
        width=number(abs(x1 - x0)),
        height=number(abs(y1 - y0)),
        fill=entry.get("fillcolor", "none"),
        **stroke,
    )


def annotation(sheet: Sheet, entry: Mapping[str, Any]) -> Markup:
    """Return words that stand on axes or on the paper."""
    if entry.get("showarrow", True):
        raise UndrawnError("Annotations with an arrow cannot be drawn.")
    size = float(entry.get("font", {}).get("size", sheet.size))
    lines = text_lines(entry["text"])
    high = size * LEADING * len(lines)
    x = _pixel_of(sheet, entry.get("xref", "x"), entry["x"], "x", data=False) + entry.get("xshift", 0)
    y = _pixel_of(sheet, entry.get("yref", "y"), entry["y"], "y", data=False) - entry.get("yshift", 0)
    xanchor = _anchor(entry, "x", ("left", "center", "right"))
    yanchor = _anchor(entry, "y", ("bottom", "middle", "top"))
    top = y - {"top": 0, "middle": high / 2, "bottom": high}[yanchor]
    # How wide it is drawn nobody knows: a text hangs from the point that it is anchored to.
    anchor = {"left": "start", "center": "middle", "right": "end"}[xanchor]
    return text_block(lines, x, top, size, anchor, fill=entry.get("font", {}).get("color"))


def _anchor(entry: Mapping[str, Any], letter: str, names: tuple[str, str, str]) -> str:
    given = entry.get(f"{letter}anchor", "auto")
    if given != "auto":
        return str(given)
    if entry.get(f"{letter}ref", letter) != "paper":
        return names[1]
    return names[0] if entry[letter] <= 1 / 3 else names[2] if entry[letter] >= 2 / 3 else names[1]


def legend(sheet: Sheet, layout: Mapping[str, Any], traces: Sequence[Mapping[str, Any]]) -> Markup | None:
    """Return the legend, in lines above the plot; None for a chart without one.

    Raises:
        UndrawnError: If it stands anywhere else.
    """
    if not layout.get("showlegend", False):
        return None
    look = layout.get("legend", {})
    if look.get("orientation") != "h" or look.get("yanchor") != "bottom":
        raise UndrawnError("Only a legend in lines above the plot can be drawn.")
    size = float(look.get("font", {}).get("size", sheet.size))
    rows: list[list[tuple[int, Mapping[str, Any], float]]] = [[]]
    used = 0.0
    for position, trace in enumerate(traces):
        if trace.get("showlegend", True) and trace.get("name"):
            wide = _SAMPLE + GAP + line_width(trace["name"], size) + _LINE_GAP
            if rows[-1] and used + wide > sheet.width - 2 * GAP:
                rows.append([])
                used = 0
            rows[-1].append((position, trace, wide))
            used += wide
    step = size * LEADING + 4
    top = sheet.top + (1 - float(look.get("y", 1))) * sheet.high - step * len(rows)
    drawn: list[Markup] = []
    for row in rows:
        left, middle = max(sheet.left, float(GAP)), top + size * LEADING / 2
        for position, trace, wide in row:
            drawn.append(_sample(sheet, trace, position, left, middle))
            drawn.append(middle_text(trace["name"], left + _SAMPLE + GAP, middle, size, "start"))
            left += wide
        top += step
    return tag("g", *drawn)


def _sample(sheet: Sheet, trace: Mapping[str, Any], position: int, left: float, middle: float) -> Markup:
    if trace.get("type") == "bar":
        return bar_box(sheet, trace, 0, position, (left, left + _SAMPLE), (middle - 5, middle + 5), True)
    marker, modes = trace.get("marker", {}), trace.get("mode", "markers")
    line = trace.get("line", {})
    drawn = []
    if "lines" in modes:
        x1, x2, y = number(left), number(left + _SAMPLE), number(middle)
        stroke = {"stroke": line.get("color", INK), "stroke_width": number(line.get("width", 2))}
        drawn.append(tag("line", x1=x1, x2=x2, y1=y, y2=y, stroke_dasharray=dash_of(line), **stroke))
    if "markers" in modes:
        symbol = str(mark_value(marker.get("symbol"), "circle", 0))
        colour = mark_value(marker.get("color"), INK, 0)
        opacity = mark_value(marker.get("opacity"), 1, 0)
        centre = (left + _SAMPLE / 2, middle)
        drawn.append(mark_at(symbol, centre, 11, colour, marker.get("line", {}), opacity))
    return join(drawn)


def words_of(figure: Figure) -> list[str]:
    """Return every text that a figure shows: names in its legend, words beside marks, labels of its axes."""
    layout = figure["layout"]
    texts = [entry["text"] for entry in layout.get("annotations", ())]
    if layout.get("showlegend"):
        texts += [
            trace["name"] for trace in figure["data"] if trace.get("showlegend", True) and trace.get("name")
        ]
    return [plain(line) for text in texts for line in text_lines(text)]
