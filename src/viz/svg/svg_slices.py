"""A tall picture in pieces that fit a sheet of paper, cut where nothing stands."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from itertools import pairwise

from evidence_site.viz.markup import Markup, tag
from evidence_site.viz.svg.svg import FAMILY, INK, number

_SVG = "{http://www.w3.org/2000/svg}"
_MOVED = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")
#: How far a mark that is moved to its place reaches from its middle, at most.
_REACH = 9
#: A cut lies in this last part of a piece, so that no piece is short without need.
_LAST_PART = 0.4
#: Boxes higher than this frame other marks and may be cut.
_FRAME = 60

Interval = tuple[float, float]


def sliced(svg: Markup, name: str, most: float) -> list[Markup]:
    """Return a picture in pieces of a height at most, from the top down; a low one stays in one piece.

    All pieces but the first show what the first one holds, each a part of it.

    Args:
        name: The name under which the picture was drawn.
    """
    root = ET.fromstring(svg)
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    if high <= most:
        return [svg]
    ends = [0.0, *cuts(list(_busy(root)), high, most), high]
    whole = f"{name}-whole"
    inside = svg.partition(">")[2].removesuffix("</svg>")
    pieces = []
    for top, bottom in pairwise(ends):
        content = Markup(f'<g id="{whole}">{inside}</g>') if top == 0 else tag("use", href=f"#{whole}")
        pieces.append(
            tag(
                "svg",
                content,
                xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 {number(top)} {number(wide)} {number(bottom - top)}",
                width=number(wide),
                height=number(bottom - top),
                font_family=FAMILY,
                fill=INK,
                role=None if top else "img",
                aria_labelledby=None if top else f"{name}-title",
                aria_hidden="true" if top else None,
            )
        )
    return pieces


def cuts(busy: Sequence[Interval], high: float, most: float) -> list[float]:
    """Return where to cut a height into pieces: in the widest gap at the end of each piece.

    >>> cuts([(0, 40), (50, 85), (95, 190)], 190, 100)
    [90.0]
    """
    gaps = list(_gaps(busy, high))
    ends: list[float] = []
    top = 0.0
    while high - top > most:
        first, last = top + most * (1 - _LAST_PART), top + most
        inside = [gap for gap in ((max(a, first), min(b, last)) for a, b in gaps) if gap[0] < gap[1]]
        widest = max(inside, key=lambda gap: (round(gap[1] - gap[0]), gap[0]), default=(last, last))
        top = (widest[0] + widest[1]) / 2
        ends.append(top)
    return ends


def _gaps(busy: Sequence[Interval], high: float) -> Iterator[Interval]:
    end = 0.0
    for low, top in sorted(busy):
        if low > end:
            yield end, low
        end = max(end, top)
    if end < high:
        yield end, high


def _busy(root: ET.Element) -> Iterator[Interval]:
    """Heights at which texts, marks and bars stand."""
    for text in root.iter(f"{_SVG}text"):
        size = float(text.attrib.get("font-size", 13))
        for line in text:
            if "y" in line.attrib:
                base = float(line.attrib["y"])
                yield base - size, base + size / 3
    for mark in root.iter():
        if mark.tag == f"{_SVG}circle":
            middle, radius = float(mark.attrib["cy"]), float(mark.attrib["r"])
            yield middle - radius, middle + radius
        elif moved := _MOVED.match(mark.attrib.get("transform", "")):
            yield float(moved[2]) - _REACH, float(moved[2]) + _REACH
    for definition in root.findall(f"{_SVG}defs"):
        root.remove(definition)
    for box in root.iter(f"{_SVG}rect"):
        top, tall = float(box.attrib.get("y", 0)), float(box.attrib["height"])
        if tall <= _FRAME:
            yield top, top + tall
