"""GeoJSON files of the map: what of them can be drawn, and what is wrong with the rest, in words.

Where each layer lay when it was recorded, `geo/manifest.json` says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import shapely

from evidence_site.records.faults import Fault, Problem, did_you_mean
from evidence_site.records.files.text_files import Files, look_at, told_of

#: What a file must say about itself; legends print it.
METADATA = ("title", "date", "date_meaning", "source", "licence", "accuracy")
#: Kinds of geometry, and how many lists lie around the innermost list of positions.
GEOMETRIES: Mapping[str, int] = {
    "Point": -1,
    "MultiPoint": 0,
    "LineString": 0,
    "MultiLineString": 1,
    "Polygon": 1,
    "MultiPolygon": 2,
}
_LEAST: Mapping[str, int] = {"Point": 1, "MultiPoint": 1, "Polygon": 4, "MultiPolygon": 4}
MANIFEST = "manifest.json"
#: Degrees by which bounds may differ, about two kilometres.
_SLACK = 0.02
_RINGS = frozenset({"Polygon", "MultiPolygon"})

#: A position as GeoJSON writes it: longitude, latitude.
Position = Sequence[float]


class Point(NamedTuple):
    """A position in degrees, WGS 84. Latitude stands first everywhere but in GeoJSON."""

    lat: float
    lon: float

    @classmethod
    def of_geojson(cls, position: Position) -> Point:
        """Return the point of a position in a file."""
        return cls(position[1], position[0])


class Frame(NamedTuple):
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Return whether a point lies inside."""
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north


@dataclass(frozen=True)
class GeoFile:
    """A file of the map as far as it can be drawn.

    Attributes:
        metadata: What it says about itself, without what is no text.
        features: The features without a fault.
        left_out: Positions in the file of the features that have one.
        faults: Everything that is wrong with it.
        content: The file as it was read.
    """

    metadata: Mapping[str, str]
    features: tuple[Mapping[str, Any], ...] = ()
    left_out: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    content: bytes = b""

    @cached_property
    def shapes(self) -> Sequence[Any]:
        """The geometries of the features as shapes to reckon with; None for one that is none."""
        geometries = [json.dumps(feature["geometry"]) for feature in self.features]
        found: Sequence[Any] = shapely.make_valid(shapely.from_geojson(geometries, on_invalid="ignore"))
        return found


#: Stands for a file that is not there.
NO_FILE = GeoFile({})


def geo_of(files: Files, name: str, frame: Frame | None) -> GeoFile:
    """Return a GeoJSON file; whatever is wrong with it is a fault and never an exception.

    Args:
        frame: The part of the world that it belongs to, by which swapped coordinates are seen.
    """
    try:
        return _parsed(f"geo/{Path(name).name}", files.read(name), frame)
    except OSError as error:
        problem = told_of(error, ("is missing or cannot be opened.", "Put the file back."))
        return GeoFile({}, faults=(Fault(f"geo/{Path(name).name}", 0, "", *problem, halts=False),))


@lru_cache(maxsize=32)
def _parsed(file: str, content: bytes, frame: Frame | None) -> GeoFile:
    """Return a file, checked; one that did not change since the last reading is not checked again.

    Nothing is drawn of a file that is no sound text: who knows what its names say.
    """
    looked = look_at(file, content)
    if looked.faults:
        return GeoFile({}, faults=looked.faults)
    document = None
    problem = "is no FeatureCollection with a list of features.", "Export it again as GeoJSON."
    try:
        document = json.loads(looked.text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        problem = f"is no JSON from {where} on.", "Mend it there, or restore the file."
    except RecursionError:
        problem = "is no JSON of a map (brackets in brackets without end).", "Restore the file."
    except ValueError:
        problem = "is no JSON of a map (a number without end).", "Restore the file."
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        return GeoFile({}, faults=(Fault(file, 0, "", *problem, halts=False),))
    metadata = document.get("metadata")
    given = metadata if isinstance(metadata, dict) else {}
    said = {key: value for key, value in given.items() if isinstance(value, str) and value}
    remedy = "Add it as a text; the legend of the map prints it."
    unsaid = [
        Fault(file, 0, f"metadata.{key}", "is missing.", remedy, halts=False)
        for key in METADATA
        if key not in said
    ]
    found = [(_feature_problem(feature, frame), feature) for feature in document["features"]]
    faults = [
        Fault(file, 0, feature_name(position, feature), *problem, halts=False)
        for position, (problem, feature) in enumerate(found, start=1)
        if problem
    ]
    return GeoFile(
        metadata=said,
        features=tuple(feature for problem, feature in found if problem is None),
        left_out=tuple(position for position, (problem, _feature) in enumerate(found) if problem),
        faults=(*unsaid, *faults),
        content=content,
    )


def feature_name(position: int, feature: Any) -> str:
    """Return how a feature is called in a fault: its position from one, and its id or name if it has one."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    own = properties if isinstance(properties, dict) else {}
    name = own.get("id") or own.get("name") or own.get("iso2")
    return f"feature {position} ({name})" if name else f"feature {position}"


# --- one feature -----------------------------------------------------------------------------------------


def _feature_problem(feature: Any, frame: Frame | None) -> Problem | None:
    """Return what keeps a feature from being drawn and what to do, or None."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return "is no feature with properties.", "Give it type Feature, properties and geometry."
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or "coordinates" not in geometry:
        return "has no geometry.", "Give it a geometry with coordinates, or remove the feature."
    kind = str(geometry.get("type"))
    if kind not in GEOMETRIES:
        return f'has the unknown geometry "{kind}".', did_you_mean(kind, GEOMETRIES)
    try:
        paths = list(_paths(geometry["coordinates"], GEOMETRIES[kind]))
    except TypeError:
        return f"has coordinates that are not those of a {kind}.", "Compare the brackets with a good feature."
    return next(_problems(kind, paths, frame), None)


def _paths(coordinates: Any, depth: int) -> Iterator[list[Position]]:
    """Give each run of positions: a line, a ring, or the points of a feature."""
    if depth < 0:
        yield [_position(coordinates)]
    elif not isinstance(coordinates, list) or not coordinates:
        raise TypeError
    elif depth == 0:
        yield [_position(position) for position in coordinates]
    else:
        for part in coordinates:
            yield from _paths(part, depth - 1)


def _position(value: Any) -> Position:
    if not isinstance(value, list) or len(value) < 2:
        raise TypeError
    if not all(isinstance(part, (int, float)) and not isinstance(part, bool) for part in value):
        raise TypeError
    return value[:2]


def _problems(kind: str, paths: Sequence[Sequence[Position]], frame: Frame | None) -> Iterator[Problem]:
    """Give what is wrong with the positions of a geometry; what is said first explains what follows."""
    positions = [position for path in paths for position in path]
    wrong = [(lon, lat) for lon, lat in positions if not (abs(lon) <= 180 and abs(lat) <= 90)]
    if wrong:
        remedy = (
            "Longitude (-180 to 180) comes first, then latitude (-90 to 90); "
            "check swapped or mistyped digits."
        )
        count = f"{len(wrong)} of {len(positions)}, the first {list(wrong[0])}"
        yield f"has positions outside the world ({count}).", remedy
    is_swapped = frame and all(frame.holds(Point(lon, lat)) for lon, lat in positions)
    if frame and is_swapped and not any(frame.holds(Point(lat, lon)) for lon, lat in positions):
        yield "has latitude and longitude swapped.", "GeoJSON writes longitude first; swap the numbers."
    least = _LEAST.get(kind, 2)
    if any(len(path) < least for path in paths):
        remedy = f"A {kind} needs {least}; complete or remove it."
        yield f"has a part of fewer than {least} positions.", remedy
    if kind in _RINGS and (open_rings := sum(path[0] != path[-1] for path in paths)):
        remedy = "End each ring at the position where it began."
        yield f"has rings that do not close ({open_rings} of {len(paths)}).", remedy


# --- where layers lie ------------------------------------------------------------------------------------


def bounds(file: GeoFile) -> list[float]:
    """Return west, south, east and north of a layer in degrees; none if nothing of it can be drawn."""
    shapes = [shape for shape in file.shapes if shape is not None]
    return [round(float(edge), 4) for edge in shapely.total_bounds(shapes)] if shapes else []


def moved_layers(folder: Path, files: Mapping[str, GeoFile]) -> Iterator[Fault]:
    """Give the layers that lie elsewhere than the manifest of a folder says; none if it has no manifest.

    A file with another fault is left alone until that is mended.
    """
    try:
        outputs = json.loads(Files(folder).text(f"geo/{MANIFEST}").text)["outputs"]
        recorded = {name: list(map(float, output.get("bounds", ()))) for name, output in outputs.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return
    for name, file in files.items():
        before, now = recorded.get(name, []), [] if file.faults else bounds(file)
        if len(before) == len(now) == 4 and any(map(_differ, before, now)):
            remedy = (
                "Restore the file; if it was changed on purpose, record that with "
                "`python tools/basemap.py --manifest`."
            )
            yield Fault(f"geo/{name}", 0, "", _moved(before, now), remedy, halts=False)


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
