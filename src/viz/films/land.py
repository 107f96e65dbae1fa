"""The land of the world map: the outlines of a file as one filled trace, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence_site.records.geography.geo import NO_FILE, GeoFile
from evidence_site.records.load.loading import Records
from evidence_site.records.load.place_check import WORLD
from evidence_site.records.memory import remembered

_LAND, _COAST = "rgba(128,128,128,0.22)", "rgba(128,128,128,0.40)"


@dataclass(frozen=True)
class Outline:
    """The land as one line with gaps, and what its file says about itself."""

    x: tuple[float | None, ...] = ()
    y: tuple[float | None, ...] = ()
    about: Mapping[str, str] | None = None


def land_of(records: Records) -> Outline:
    """Return the land that the data folder brings; nothing if it has no such file."""
    return _outline(records.site.geo.get(WORLD, NO_FILE))


@remembered
def _outline(file: GeoFile) -> Outline:
    """Return the outer rings of a map file."""
    if not file.features:
        return Outline()
    x: list[float | None] = []
    y: list[float | None] = []
    for feature in file.features:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for outer in (rings[0] for rings in polygons if rings):
            x += [*(point[0] for point in outer), None]
            y += [*(point[1] for point in outer), None]
    about = file.metadata
    words = {
        name: about.get(key, "")
        for name, key in {"source": "source", "meaning": "date_meaning", "accuracy": "accuracy"}.items()
    }
    return Outline(tuple(x), tuple(y), words)


def land_trace(outline: Outline) -> dict[str, Any]:
    """Return the land as a quiet trace that nobody can choose."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(outline.x),
        "y": list(outline.y),
        "fill": "toself",
        "fillcolor": _LAND,
        "line": {"color": _COAST, "width": 0.5},
        "hoverinfo": "skip",
        "showlegend": False,
    }
