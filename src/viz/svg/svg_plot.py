"""A chart as a static picture: the part of Plotly's language that the builders of this site use, as SVG.

Plotly draws only in a browser. A drawing library of another kind counts in inches and places labels by
its own rules, so our charts, whose labels and gaps are counted in pixels, would come out otherwise than
on the page. Here a pixel is a pixel, text stays text, and the same chart gives the same bytes.
What this module does not know is an error and never left out: the tests draw every chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evidence_site.viz.chart import Figure
from evidence_site.viz.markup import Markup, tag
from evidence_site.viz.svg.svg import WIDTH, UndrawnError, picture
from evidence_site.viz.svg.svg_sheet import grid, sheet_of, tick_texts
from evidence_site.viz.svg.svg_traces import definitions, draw_traces
from evidence_site.viz.svg.svg_words import annotation, draw_shape, legend

#: What is known of a trace and of the layout. Any other word in a figure is an error.
_OF_ALL = frozenset(
    "type name x y xaxis yaxis hoverinfo hovertext hovertemplate customdata opacity showlegend "  # noqa: SIM905
    "legendgroup legendrank selectedpoints unselected selected ids uid meta visible".split()
)
_OF_TRACE = {
    "scatter": _OF_ALL
    | {"mode", "line", "marker", "fill", "fillcolor", "text", "textfont", "textposition", "cliponaxis"}
    | {"hoveron"},
    "bar": _OF_ALL | {"base", "width", "offset", "orientation", "marker", "cliponaxis"},
}
_OF_LAYOUT = frozenset(
    "height width margin font hoverlabel showlegend hovermode dragmode legend annotations shapes "  # noqa: SIM905
    "barmode bargap selections selectdirection clickmode uirevision template".split()
)
_OF_MARKER = frozenset({"color", "size", "symbol", "opacity", "line", "angle", "pattern"})


def draw_figure(figure: Figure, name: str, title: str, width: float = WIDTH) -> Markup:
    """Return a chart as a picture.

    Args:
        name: Tells the parts of this picture from those of others in one document.
        title: What a reader who does not see it must know.

    Raises:
        UndrawnError: If the figure holds what cannot be drawn.
    """
    layout, traces = figure["layout"], figure["data"]
    _refuse_unknown(layout, traces)
    sheet = sheet_of(layout, traces, name, width)
    drawn = [
        *[grid(sheet, axis) for axis in sheet.axes.values()],
        *[draw_shape(sheet, entry) for entry in layout.get("shapes", ())],
        *[draw_shape(sheet, entry) for entry in layout.get("selections", ())],
        *draw_traces(sheet, traces, layout),
        *[tick_texts(sheet, axis) for axis in sheet.axes.values()],
        legend(sheet, layout, traces),
        *[annotation(sheet, entry) for entry in layout.get("annotations", ())],
    ]
    return picture(name, width, sheet.height, title, tag("defs", *definitions(sheet, traces)), *drawn)


def _refuse_unknown(layout: Mapping[str, Any], traces: Iterable[Mapping[str, Any]]) -> None:
    for key in layout:
        if key not in _OF_LAYOUT and not key.startswith(("xaxis", "yaxis")):
            raise UndrawnError(f'The layout has "{key}", which cannot be drawn.')
    for trace in traces:
        kind = trace.get("type", "scatter")
        if kind not in _OF_TRACE:
            raise UndrawnError(f'Traces of type "{kind}" cannot be drawn.')
        unknown = [key for key in trace if key not in _OF_TRACE[kind]]
        unknown += [f"marker.{key}" for key in trace.get("marker", {}) if key not in _OF_MARKER]
        if unknown:
            raise UndrawnError(f"A trace of type {kind} has {', '.join(unknown)}, which cannot be drawn.")
