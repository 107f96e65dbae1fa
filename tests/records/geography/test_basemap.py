"""The committed basemap: whole, small, valid, honest about itself, and without false borders."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
import shapely

from evidence_site.records.load.loading import DEFAULT_FOLDER, Records

GEO = DEFAULT_FOLDER / "geo"
LAYERS = sorted(path.name for path in GEO.glob("*.geojson"))
MANIFEST = json.loads((GEO / "manifest.json").read_text("utf-8"))

METADATA = {"title", "date", "date_meaning", "source", "licence", "accuracy"}
BUDGET = 300_000
WORLD_BUDGET = 60_000
FRAME = (43.0, 37.8, 51.0, 42.6)
BEYOND = (34.0, 33.0, 60.0, 47.5)
KHOJALY = shapely.Point(46.78917, 39.91111)

every_layer = pytest.mark.parametrize("file", LAYERS)


def read(file: str) -> dict[str, Any]:
    """Return the layer with every number as it is written in the file."""
    document: dict[str, Any] = json.loads((GEO / file).read_text("utf-8"))
    return document


def shapes(file: str, **properties: object) -> list[Any]:
    """Return the shapes of the features that have all these properties."""
    return [
        shapely.geometry.shape(feature["geometry"])
        for feature in read(file)["features"]
        if properties.items() <= feature["properties"].items()
    ]


def written_numbers(file: str) -> Iterator[str]:
    """Return every number of the coordinates, as text."""
    document = json.loads((GEO / file).read_text("utf-8"), parse_float=str, parse_int=str)
    left = [feature["geometry"]["coordinates"] for feature in document["features"]]
    while left:
        if isinstance(item := left.pop(), str):
            yield item
        else:
            left.extend(item)


def test_the_manifest_lists_every_committed_layer_and_no_other() -> None:
    assert sorted(MANIFEST["outputs"]) == LAYERS


@every_layer
def test_a_layer_is_the_one_that_the_manifest_records(file: str) -> None:
    content = (GEO / file).read_bytes()
    recorded = MANIFEST["outputs"][file]
    remedy = "after an edit by hand run: python tools/basemap.py --manifest"
    assert recorded["sha256"] == hashlib.sha256(content).hexdigest(), remedy
    assert recorded["bytes"] == len(content)


@every_layer
def test_a_layer_says_what_it_shows_when_from_where_and_how_well(file: str) -> None:
    metadata = read(file)["metadata"]
    assert set(metadata) == METADATA
    assert all(metadata.values())
    assert metadata.items() <= MANIFEST["outputs"][file].items()


@pytest.mark.parametrize("name", MANIFEST["inputs"])
def test_an_input_is_pinned_by_version_and_hash(name: str) -> None:
    package = MANIFEST["inputs"][name]
    assert package["registry"] in {"Debian", "PyPI", "npm"}
    assert package["version"]
    assert package["licence"]
    assert len(package["sha256"]) == 64


def test_the_whole_folder_keeps_its_budget() -> None:
    assert sum(path.stat().st_size for path in GEO.iterdir()) <= BUDGET


def test_the_world_keeps_its_budget() -> None:
    assert (GEO / "world.geojson").stat().st_size <= WORLD_BUDGET


@every_layer
def test_every_shape_is_valid_and_not_empty(file: str) -> None:
    for shape in shapes(file):
        assert not shape.is_empty
        assert shape.is_valid, shapely.is_valid_reason(shape)


@every_layer
def test_every_coordinate_lies_in_the_box_that_the_layer_states(file: str) -> None:
    west, south, east, north = read(file)["bbox"]
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    assert shapely.total_bounds(shapes(file)).tolist() == [west, south, east, north]


@every_layer
def test_no_coordinate_pretends_to_more_than_five_decimals(file: str) -> None:
    assert all(len(number.partition(".")[2]) <= 5 for number in written_numbers(file))


@pytest.mark.parametrize("file", [file for file in LAYERS if file not in ("world.geojson", "beyond.geojson")])
def test_a_layer_of_the_region_lies_on_the_map_of_the_region(file: str) -> None:
    assert shapely.box(*FRAME).covers(shapely.box(*read(file)["bbox"]))


def test_land_goes_on_around_the_frame_and_not_into_it() -> None:
    beyond = shapely.union_all(shapes("beyond.geojson"))
    frame = shapely.box(*FRAME)
    assert shapely.box(*BEYOND).covers(beyond)
    assert (beyond & frame.buffer(-0.02, join_style="mitre")).is_empty
    assert shapely.total_bounds(beyond).tolist() == list(BEYOND)
    countries = shapely.union_all(shapes("countries.geojson"))
    rim = shapely.box(*FRAME).boundary & countries.boundary  # where land reaches the edge of the frame
    assert (rim - beyond.buffer(0.06)).length < 0.01 * rim.length


def test_no_border_touches_the_frame_that_the_countries_are_cut_with() -> None:
    west, south, east, north = FRAME
    for x, y in shapely.get_coordinates(shapes("borders.geojson")):
        assert west < x < east
        assert south < y < north


def test_every_border_lies_between_two_countries_of_the_map_and_every_coast_before_one() -> None:
    known = {feature["properties"]["iso2"] for feature in read("countries.geojson")["features"]}
    for feature in read("borders.geojson")["features"]:
        properties = feature["properties"]
        assert len(properties["countries"]) == {"border": 2, "coast": 1}[properties["kind"]]
        assert known.issuperset(properties["countries"])


def test_borders_run_along_the_land_that_is_filled() -> None:
    rims = shapely.union_all([shapely.boundary(shape) for shape in shapes("countries.geojson")])
    for line in shapes("borders.geojson"):
        assert shapely.distance(shapely.points(shapely.get_coordinates(line)), rims).max() < 0.001


def test_the_former_oblast_is_a_line_and_an_area_around_the_town() -> None:
    [area] = shapes("oblast_1991.geojson", kind="area")
    [line] = shapes("oblast_1991.geojson", kind="line")
    assert area.contains(KHOJALY)
    assert area.exterior.distance(KHOJALY) > 0.03
    # The seven lines of the source leave gaps of at most 0.26 km.
    assert area.exterior.hausdorff_distance(line) < 0.003


def test_lachin_is_not_called_lankaran() -> None:
    [lachin] = shapes("districts.geojson", name="Lachin")
    assert lachin.contains(shapely.Point(46.4, 39.65))
    assert not shapes("districts.geojson", name="Lankaran")


def test_a_district_and_its_kind_are_named_once() -> None:
    features = read("districts.geojson")["features"]
    names = [(feature["properties"]["name"], feature["properties"]["kind"]) for feature in features]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("iso2", "lon", "lat"),
    [("AZ", 46.79, 39.91), ("AM", 44.5, 40.2), ("UA", 34.2, 45.3), ("CY", 33.3, 35.2), ("SO", 46.0, 9.5)],
)
def test_a_place_lies_in_its_state_on_the_world_map(iso2: str, lon: float, lat: float) -> None:
    [state] = shapes("world.geojson", iso2=iso2)
    assert state.contains(shapely.Point(lon, lat))


def test_a_state_of_the_world_map_has_one_feature_and_a_two_letter_code() -> None:
    codes = [feature["properties"]["iso2"] for feature in read("world.geojson")["features"]]
    assert len(codes) == len(set(codes))
    assert all(len(code) == 2 and code.isupper() for code in codes)


ROUTE = read("route.geojson")["features"]


@pytest.mark.parametrize("feature", ROUTE, ids=[feature["properties"]["id"] for feature in ROUTE])
def test_a_part_of_the_route_says_how_sure_it_is_and_by_whom(feature: dict[str, Any]) -> None:
    properties = feature["properties"]
    assert properties["certainty"] in {"high", "medium", "low"}
    assert properties["uncertainty_m"] > 0
    assert properties["note"]
    assert properties["source_ids"]


def test_the_parts_of_the_route_stand_in_reading_order() -> None:
    assert [feature["properties"]["seq"] for feature in ROUTE] == list(range(len(ROUTE)))


def test_the_route_names_only_sources_of_the_site(records: Records) -> None:
    named = {source for feature in ROUTE for source in feature["properties"]["source_ids"]}
    assert named <= records.tables.sources.ids()
