"""Symbols of the code lists as small SVG pictures, for legends that a screen reader can read past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from evidence_site.records.model.package import Code
from evidence_site.records.wording import _
from evidence_site.viz.markup import Markup, listing, tag

#: Outlines in a box of 16, by the names that Plotly knows; maps and legends draw the same ones.
SHAPES: Mapping[str, str] = {
    "circle": "M8 2.5a5.5 5.5 0 1 0 .01 0Z",
    "square": "M3 3H13V13H3Z",
    "diamond": "M8 1.5 14.5 8 8 14.5 1.5 8Z",
    "diamond-open": "M8 1.5 14.5 8 8 14.5 1.5 8ZM8 4.3 11.7 8 8 11.7 4.3 8Z",
    "triangle-up": "M8 2 14.5 13.5H1.5Z",
    "x": "M3.2 1.5 8 6.2 12.8 1.5 14.5 3.2 9.8 8 14.5 12.8 12.8 14.5 8 9.8 3.2 14.5 1.5 12.8 6.2 8 1.5 3.2Z",
    "cross": "M6 2h4v4h4v4h-4v4H6v-4H2V6h4Z",
    "star": "m8 1 2 4.9 5.2.3-4 3.4 1.3 5L8 11.8l-4.5 2.8 1.3-5-4-3.4L6 5.9Z",
    "hexagon": "M4.5 2h7L15 8l-3.5 6h-7L1 8Z",
    "pentagon": "m8 1.5 6.8 5-2.6 8H3.8l-2.6-8Z",
    "rings": "M8 2.5a5.5 5.5 0 1 0 .01 0ZM8 5.3a2.7 2.7 0 1 0 .01 0Z",
}

#: The same as letters, for words within a chart.
_LETTERS: Mapping[str, str] = {
    **{"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "x": "✕"},
    **{"circle-open": "○", "square-open": "□", "diamond-open": "◇", "triangle-up-open": "△"},
}


def letter(shape: str) -> str:
    """Return a shape as a letter; a circle for one that no letter shows."""
    return _LETTERS.get(shape, _LETTERS["circle"])


def coloured_letter(shape: str, colour: str) -> str:
    """Return a shape as a letter in its colour, for words within a chart."""
    return f'<span style="color:{colour}">{letter(shape)}</span>'


def symbol(code: Code) -> Markup:
    """Return the mark of a code as a picture without a text of its own: its label stands beside it."""
    outline = SHAPES.get(code.symbol, SHAPES["circle"])
    return picture(tag("path", d=outline, fill=code.colour, fill_rule="evenodd"), 16, 16)


def picture(drawing: Markup, width: int, height: int) -> Markup:
    """Return a drawing of so many units as a picture of so many pixels, without a text of its own."""
    box = f"0 0 {width} {height}"
    svg = tag("svg", drawing, xmlns="http://www.w3.org/2000/svg", viewBox=box)
    return tag("img", src=f"data:image/svg+xml,{quote(svg)}", alt="", width=str(width), height=str(height))


def legend(codes: Iterable[Code]) -> Markup:
    """Return a legend: mark and label of each code, in order."""
    return listing([tag("span", symbol(code), " ", _(code.label)) for code in codes], class_="legend")
