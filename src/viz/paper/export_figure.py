"""The picture of a chart to take away: title, caveats, sources, date and permalink are drawn into it.

It is drawn on light paper in plain type whatever the reader's screen looks like, because a browser
saves exactly what this description says and none of the page around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from evidence_site.records.wording import _
from evidence_site.viz.chart import TYPE_SIZE, Chart, Figure, chart_text
from evidence_site.viz.text_widths import wrap

WIDTH = 900
PAPER = "#FFFFFF"
INK = "#1F1F1D"
_FAMILY = "Arial, Helvetica, sans-serif"
_EDGE = 16
_TITLE_SIZE = 20
#: Space that labels of an axis outside the plot may take.
_AXIS = 60
#: Room above the title, where the page shows the button that saves the picture.
_HEAD = 36
_LEADING = 1.35


def export_figure(
    chart: Chart, *, sources: str, date: str, permalink: str, filters: Sequence[str] = ()
) -> Figure:
    """Return the description of the picture; its plot is the chart's own, mark for mark.

    Args:
        filters: What a reader must know of the filters under which it was drawn.
        sources: The source line.
        date: State of the data, in words.
        permalink: Address at which the chart stands.
    """
    title = _wrapped([chart.title], _TITLE_SIZE)
    reading, cited = _("How to read this: ") + chart.reading, _("Sources: ") + sources
    foot = _wrapped([*filters, reading, *chart.notes, cited, date, permalink], TYPE_SIZE)
    layout: dict[str, Any] = chart.figure["layout"]
    margin = {"l": 8, "r": 8, "t": 8, "b": 8} | layout.get("margin", {})
    above = margin["t"] + _height(title, _TITLE_SIZE) + _HEAD
    below = margin["b"] + _height(foot, TYPE_SIZE) + _AXIS
    return {
        "data": chart.figure["data"],
        "layout": {
            **layout,
            "template": {"layout": {}},
            "width": WIDTH,
            "height": chart.height + above + below - margin["t"] - margin["b"],
            "margin": {"l": margin["l"] + _EDGE, "r": margin["r"] + _EDGE, "t": above, "b": below},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "font": {**layout.get("font", {}), "family": _FAMILY, "color": INK},
            "hovermode": False,
            "title": {
                "text": f"<b>{_text(title)}</b>",
                "font": {"size": _TITLE_SIZE, "color": INK},
                **{"x": 0, "xref": "container", "xanchor": "left"},
                **{"y": 1, "yref": "container", "yanchor": "top"},
                "pad": {"l": _EDGE, "t": _HEAD},
            },
            "annotations": [*layout.get("annotations", ()), _footnote(foot, margin["r"], below)],
        },
    }


def _wrapped(paragraphs: Iterable[str], size: int) -> list[str]:
    """Break paragraphs into lines that fit the width; long addresses are broken where they must be."""
    return [line for text in paragraphs for line in wrap(text, WIDTH - 2 * _EDGE, size)]


def _height(lines: Sequence[str], size: int) -> int:
    return round(len(lines) * size * _LEADING) + _EDGE


def _text(lines: Iterable[str]) -> str:
    return "<br>".join(chart_text(line) for line in lines)


def _footnote(lines: Sequence[str], right: int, below: int) -> dict[str, Any]:
    """Text as wide as the picture, hung from the plot's right edge: the left one moves with the labels."""
    return {
        "text": _text(lines),
        "showarrow": False,
        "align": "left",
        "width": WIDTH - 2 * _EDGE,
        "font": {"size": TYPE_SIZE, "color": INK},
        **{"x": 1, "xref": "paper", "xanchor": "right", "xshift": right},
        **{"y": 0, "yref": "paper", "yanchor": "bottom", "yshift": _EDGE - below},
    }
