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


def _grown(part: Any, by: float) -> Any:
    if isinstance(part, Mapping):
        return {
            name: _length(held, by) if name in _LENGTHS else _kept(name, held, by)
            for name, held in part.items()
        }
    if isinstance(part, list | tuple):
        return [_grown(entry, by) for entry in part]
    return part


def _kept(name: str, held: Any, by: float) -> Any:
    return held if name in _DATA else _grown(held, by)


def _length(held: Any, by: float) -> Any:
    if isinstance(held, list | tuple):
        return [_length(entry, by) for entry in held]
    if isinstance(held, int | float) and not isinstance(held, bool):
        return held * by
    return _grown(held, by)
