"""Whether map layers lie where they lay when they were recorded: ``geo/manifest.json`` has their bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import shapely

from evidence_site.records.faults import Fault
from evidence_site.records.files.text_files import Files
from evidence_site.records.geography.geo import GeoFile

MANIFEST = "manifest.json"
#: Degrees by which bounds may differ, about two kilometres.
_SLACK = 0.02


def bounds(file: GeoFile) -> list[float]:
    """Return west, south, east and north of a layer in degrees; none if nothing of it can be drawn."""
    shapes = [shape for shape in file.shapes if shape is not None]
    return [round(float(edge), 4) for edge in shapely.total_bounds(shapes)] if shapes else []


def moved_layers(folder: Path, files: Mapping[str, GeoFile]) -> Iterator[Fault]:
    """Give the layers that lie elsewhere than the manifest of a folder says; none if it has no manifest.

    A file with another fault is left alone until that is mended.
    """
    recorded = _recorded(Files(folder))
    for name, file in files.items():
        before, now = recorded.get(name, []), [] if file.faults else bounds(file)
        if len(before) == len(now) == 4 and any(map(_differ, before, now)):
            remedy = (
                "Restore the file; if it was changed on purpose, record that with "
                "`python tools/basemap.py --manifest`."
            )
            yield Fault(f"geo/{name}", 0, "", _moved(before, now), remedy, halts=False)


def _recorded(files: Files) -> Mapping[str, list[float]]:
    try:
        outputs = json.loads(files.text(f"geo/{MANIFEST}").text)["outputs"]
        return {name: [float(edge) for edge in output.get("bounds", ())] for name, output in outputs.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _differ(before: float, now: float) -> bool:
    return abs(now - before) > _SLACK


def _moved(before: Sequence[float], now: Sequence[float]) -> str:
    east, north, *others = (new - old for old, new in zip(before, now, strict=True))
    if not (_differ(east, others[0]) or _differ(north, others[1])):
        return (
            f"lies {_way(east, 'east', 'west')} and {_way(north, 'north', 'south')} of where it was recorded."
        )
    ends = (f"{list(reach[:2])} to {list(reach[2:])}" for reach in (now, before))
    return "reaches from {}, but was recorded from {} (longitude, latitude).".format(*ends)


def _way(degrees: float, onward: str, back: str) -> str:
    return f"{abs(degrees):.2f} degrees {onward if degrees >= 0 else back}"
