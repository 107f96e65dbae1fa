"""Symbols of the code lists as small SVG pictures, for legends that a screen reader can read past."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from records.package import Code
from records.wording import _
from viz.markup import Markup, listing, tag

_SHAPES = {
    "circle": '<circle cx="8" cy="8" r="5.5"/>',
    "square": '<rect x="3" y="3" width="10" height="10"/>',
    "diamond": '<path d="M8 1.5 14.5 8 8 14.5 1.5 8Z"/>',
    "diamond-open": '<path d="M8 2.5 13.5 8 8 13.5 2.5 8Z" fill="none" style="stroke-width:2"/>',
    "triangle-up": '<path d="M8 2 14.5 13.5H1.5Z"/>',
    "x": '<path d="M3 3 13 13M13 3 3 13" fill="none" style="stroke-width:3.5"/>',
    "cross": '<path d="M6 2h4v4h4v4h-4v4H6v-4H2V6h4Z"/>',
    "star": '<path d="m8 1 2 4.9 5.2.3-4 3.4 1.3 5L8 11.8l-4.5 2.8 1.3-5-4-3.4L6 5.9Z"/>',
    "hexagon": '<path d="M4.5 2h7L15 8l-3.5 6h-7L1 8Z"/>',
    "pentagon": '<path d="m8 1.5 6.8 5-2.6 8H3.8l-2.6-8Z"/>',
}


def symbol(code: Code) -> Markup:
    """Return the mark of a code as a picture without a text of its own: its label stands beside it."""
    shape = Markup(_SHAPES.get(code.symbol, _SHAPES["circle"]))
    drawing = tag(
        "svg",
        shape,
        xmlns="http://www.w3.org/2000/svg",
        viewBox="0 0 16 16",
        fill=code.colour,
        stroke=code.colour,
        stroke_width="0",
    )
    return tag("img", src=f"data:image/svg+xml,{quote(drawing)}", alt="", width="16", height="16")


def legend(codes: Iterable[Code]) -> Markup:
    """Return a legend: mark and label of each code, in order."""
    return listing([tag("span", symbol(code), " ", _(code.label)) for code in codes], class_="legend")
