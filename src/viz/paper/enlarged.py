"""A chart for the back row: everything that is measured in pixels grows by the same factor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidence_site.viz.chart import Figure

#: Properties that are lengths wherever they stand.
_LENGTHS = frozenset(
    {"size", "height", "l", "r", "t", "b", "pad", "xshift", "yshift", "ax", "ay", "standoff"}
)
#: Properties whose numbers are data or parts of a whole, whatever they hold.
_DATA = frozenset({"x", "y", "lat", "lon", "base", "customdata", "text", "range", "domain", "tickvals"})


def enlarged(figure: Figure, by: float) -> Figure:
    """Return a figure with its type, marks, margins and height enlarged."""
    return {**_grown(figure, by)}


def _grown(part: Any, by: float, *, is_length: bool = False) -> Any:
    if isinstance(part, Mapping):
        return {
            name: value if name in _DATA else _grown(value, by, is_length=name in _LENGTHS)
            for name, value in part.items()
        }
    if isinstance(part, list | tuple):
        return [_grown(entry, by, is_length=is_length) for entry in part]
    return part * by if is_length and isinstance(part, int | float) and not isinstance(part, bool) else part
