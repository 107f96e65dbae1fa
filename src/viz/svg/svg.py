"""SVG written by hand: numbers, texts and marks, for pictures that need neither a browser nor a network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape

from evidence_site.viz.markup import Markup, join, tag
from evidence_site.viz.symbols import SHAPES
from evidence_site.viz.text_widths import text_width

#: Width of a picture: that of the text on paper and on a middling screen.
WIDTH = 760
INK = "#1F1F1D"
FAMILY = "'Source Sans 3', 'Source Sans', Arial, Helvetica, sans-serif"
#: Distance of two lines as a part of the type size, and of the first baseline from the top of a text.
LEADING, ASCENT = 1.3, 1.0
#: How far below the middle of a line its baseline lies, as a part of the type size.
_MIDDLE = 0.35
_PIECE = re.compile(r'</?(?:b|i)>|<span style="color:(#[0-9A-Fa-f]{6})">|</span>')


class UndrawnError(ValueError):
    """Raised for what no picture can be made of, so that nothing is left out in silence."""


def number(value: float) -> str:
    """Return a length as SVG has it: two digits at most, the same on every machine.

    >>> number(3.0), number(-0.001), number(12.345)
    ('3', '0', '12.35')
    """
    text = f"{value + 1e-9:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def numbers(values: Iterable[float]) -> str:
    """Return lengths with spaces between."""
    return " ".join(number(value) for value in values)


def text_lines(text: str) -> list[str]:
    """Return the lines of a text with marks such as ``<b>`` and ``<br>``, as Plotly writes them."""
    return text.split("<br>")


def plain(line: str) -> str:
    """Return a line without its marks."""
    return unescape(_PIECE.sub("", line))


def line_width(line: str, size: float) -> float:
    """Return how wide a line is at most that may hold bold parts, in pixels."""
    return text_width(plain(line), size, bold="<b>" in line)


def text_block(
    lines: Sequence[str], x: float, top: float, size: float, anchor: str = "start", **settings: str | None
) -> Markup:
    """Return lines of text, one below the other.

    Args:
        lines: With ``<b>`` and ``<i>``, and the entities of escaped text.
        top: Where the first line begins.
        anchor: ``start``, ``middle`` or ``end``: which part of each line stands at ``x``.
    """
    spans = []
    for position, line in enumerate(lines):
        y = top + size * (ASCENT + position * LEADING)
        spans.append(tag("tspan", *_pieces(line), x=number(x), y=number(y)))
    return tag(
        "text", *spans, font_size=number(size), text_anchor=None if anchor == "start" else anchor, **settings
    )


def middle_text(text: str, x: float, y: float, size: float, anchor: str, **settings: str | None) -> Markup:
    """Return one line of text whose middle lies at a height."""
    return text_block([text], x, y - size * (ASCENT - _MIDDLE), size, anchor, **settings)


def _pieces(line: str) -> list[Markup]:
    """Parts of a line in its own type; what is no mark of ours stays text."""
    pieces: list[Markup] = []
    look: dict[str, str | None] = {}
    at = 0
    for mark in _PIECE.finditer(line):
        pieces.append(_piece(line[at : mark.start()], look))
        at = mark.end()
        if "span" in mark[0]:
            look = {**look, "fill": mark[1]}
        else:
            name, value = ("font_weight", "bold") if mark[0].endswith("b>") else ("font_style", "italic")
            look = {**look, name: None if mark[0].startswith("</") else value}
    pieces.append(_piece(line[at:], look))
    return [piece for piece in pieces if piece]


def _piece(text: str, look: Mapping[str, str | None]) -> Markup:
    words = unescape(text)
    return tag("tspan", words, **look) if words and any(look.values()) else join([words])


def shape(name: str, x: float, y: float, size: float, angle: float = 0, **look: str | None) -> Markup:
    """Return a mark of the code lists, as maps and legends draw it, ``size`` pixels in diameter.

    Raises:
        UndrawnError: If there is no such shape.
    """
    if name == "circle":
        return tag("circle", cx=number(x), cy=number(y), r=number(size / 2), **look)
    if name not in _OUTLINES:
        raise UndrawnError(f'There is no shape "{name}".')
    scale = size / 11
    moved = f"translate({number(x)} {number(y)})"
    turned = f" rotate({number(angle)})" if angle else ""
    sized = f" scale({scale:.4g}) translate(-8 -8)"
    drawn = {"vector_effect": "non-scaling-stroke", "fill_rule": "nonzero", **look}
    return tag("path", d=_OUTLINES[name], transform=moved + turned + sized, **drawn)


#: The shapes of the code lists, and those that point into a direction.
_OUTLINES = {
    **SHAPES,
    "triangle-down": "M8 14 1.5 2.5H14.5Z",
    "triangle-right": "M14 8 2.5 14.5V1.5Z",
    "triangle-left": "M2 8 13.5 1.5V14.5Z",
    "arrow": "M8 8 13.5 19H2.5Z",
}


def hatching(name: str, colour: str, size: float = 6, background: str | None = None) -> Markup:
    """Return the definition of a hatched ground."""
    wide = number(size)
    ground = tag("rect", width=wide, height=wide, fill=background) if background else None
    stripe = tag("path", d=f"M0 0V{wide}", stroke=colour, stroke_width=number(size / 2.2))
    return tag(
        "pattern",
        ground,
        stripe,
        id=name,
        width=wide,
        height=wide,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def picture(name: str, width: float, height: float, title: str, *drawn: Markup | None) -> Markup:
    """Return a picture that fits any column; ``title`` is all that a reader who does not see it gets."""
    return tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=number(width),
        height=number(height),
        role="img",
        aria_labelledby=f"{name}-title",
        font_family=FAMILY,
        fill=INK,
    )
