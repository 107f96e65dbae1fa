"""Map files that are missing or broken: every fault in words, the rest drawn, and nothing ever raised."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from breaking import DataCopy
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from visiting import html_of, open_page

from evidence_site.records.files.text_files import Files
from evidence_site.records.geography.geo import GEOMETRIES, METADATA, Frame, GeoFile, geo_of
from evidence_site.records.load.loading import Records, load
from evidence_site.records.settings.site import MAP_ROLES
from evidence_site.ui.state import store
from evidence_site.viz.maps.map_layers import drawn_layers
from evidence_site.viz.maps.map_legend import base_legend, left_out_words
from evidence_site.viz.maps.map_styles import PALETTES, role_styles
from evidence_site.viz.review.reporting import report

FRAME = Frame(43.2, 38.0, 50.8, 42.4)
RING = [[46.0, 39.0], [47.0, 39.0], [47.0, 40.0], [46.0, 39.0]]
GOOD: dict[str, Any] = {
    "Point": RING[0],
    "MultiPoint": RING,
    "LineString": RING,
    "MultiLineString": [RING],
    "Polygon": [RING],
    "MultiPolygon": [[RING]],
}


def written(folder: Path, *features: Any, **more: Any) -> Path:
    """Return a map file with these features."""
    path = folder / f"{abs(hash(repr((features, more))))}.geojson"
    about = dict.fromkeys(METADATA, "said")
    path.write_text(json.dumps({"metadata": about, "features": features, **more}), encoding="utf-8")
    return path


def geo_in(path: Path) -> GeoFile:
    return geo_of(Files(path.parent), path.name, FRAME)


def feature(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}


@pytest.mark.parametrize("kind", GEOMETRIES)
def test_a_good_feature_of_every_kind_is_drawn(tmp_path: Path, kind: str) -> None:
    file = geo_in(written(tmp_path, feature(kind, GOOD[kind])))
    assert file.faults == ()
    assert len(file.features) == 1


@pytest.mark.parametrize("kind", GEOMETRIES)
def test_coordinates_of_another_kind_are_a_fault(tmp_path: Path, kind: str) -> None:
    for other, coordinates in GOOD.items():
        found = geo_in(written(tmp_path, feature(kind, coordinates)))
        assert bool(found.faults) == (GEOMETRIES[kind] != GEOMETRIES[other]), other


def test_the_good_features_of_a_file_are_kept_and_the_others_named_by_their_place(tmp_path: Path) -> None:
    open_ring = feature("Polygon", [[*RING[:-1], [46.5, 39.5]]])
    file = geo_in(written(tmp_path, feature("Point", RING[0]), open_ring, feature("Point", "here")))
    assert len(file.features) == 1
    assert file.left_out == (1, 2)
    assert [fault.column for fault in file.faults] == ["feature 2", "feature 3"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "properties", "geometry", "coordinates", "id"]), inner)
    ),
    max_leaves=20,
)


@given(
    whole=ANYTHING,
    part=ANYTHING,
    coordinates=ANYTHING,
    kind=st.sampled_from([*GEOMETRIES, "Circle"]),
    about=ANYTHING,
)
def test_no_content_of_a_map_file_raises(
    tmp_path_factory: pytest.TempPathFactory, whole: Any, part: Any, coordinates: Any, kind: str, about: Any
) -> None:
    path = tmp_path_factory.mktemp("geo") / "any.geojson"
    document = {"metadata": about, "features": [part, feature(kind, coordinates), feature("Point", RING[0])]}
    for content in (whole, document):
        path.write_text(json.dumps(content), encoding="utf-8")
        file = geo_in(path)
        assert content is whole or file.features or file.faults[0].row, (
            "a line is named, or the rest is drawn"
        )
        assert len(file.features) + len(file.left_out) == (len(document["features"]) if file.features else 0)


def test_every_role_of_the_settings_has_a_style_and_every_style_a_role() -> None:
    for palette in PALETTES.values():
        assert set(role_styles(palette)) == set(MAP_ROLES)


# --- the site with a map that is not whole

Breakage = Callable[[DataCopy], object]


def without_file(copy: DataCopy) -> None:
    (copy.folder / "geo" / "lakes.geojson").unlink()


def no_json(copy: DataCopy) -> None:
    copy.edit_text("geo/lakes.geojson", lambda text: text[:-20])


def unknown_role(copy: DataCopy) -> None:
    copy.edit_text("site.toml", lambda text: text.replace('role = "water"', 'role = "sea"'))


def one_open_ring(copy: DataCopy) -> None:
    path = copy.folder / "geo" / "lakes.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["features"][0]["geometry"]["coordinates"][0].pop()
    path.write_text(json.dumps(document), encoding="utf-8")


def no_districts(copy: DataCopy) -> None:
    (copy.folder / "geo" / "districts.geojson").unlink()


def no_countries(copy: DataCopy) -> None:
    copy.edit_text("geo/countries.geojson", lambda _: "{}")


def no_route(copy: DataCopy) -> None:
    (copy.folder / "geo" / "route.geojson").write_bytes(b"\xff\xfe")


#: Breakage to what the map says of it, on the view that needs the file most.
BROKEN = {
    without_file: ("Lakes: not drawn, its file is missing or faulty.", ""),
    no_json: ("Lakes: not drawn, its file is missing or faulty.", "coded"),
    unknown_role: ("Lakes: not drawn, its file is missing or faulty.", "population"),
    one_open_ring: ("Lakes: 1 faulty part is not drawn.", "screenings"),
    no_districts: ("Districts of today: not drawn, its file is missing or faulty.", "attacks"),
    no_countries: ("Countries: not drawn, its file is missing or faulty.", "displaced"),
    no_route: ("Paths of flight and the claimed corridor (approximate): not drawn, its file is", "night"),
}


@pytest.mark.slow
@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: str(one.__name__))
def test_the_site_draws_the_rest_of_the_map_and_says_so(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch, broken: Breakage
) -> None:
    broken(data_copy)
    records = load(data_copy.folder)
    assert len(records.faults) == 1
    monkeypatch.setattr(store, "loaded", lambda: records)
    words, tab = BROKEN[broken]
    app = open_page("map", tab=tab)
    assert not app.exception
    assert words in html_of(app)


def test_the_check_refuses_what_the_site_can_do_without(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    one_open_ring(data_copy)
    assert report(data_copy.folder) == 1
    told = capsys.readouterr().out
    assert 'geo/lakes.geojson "feature 1 (Sevan)" has rings that do not close (1 of 1). End each ring' in told


def test_a_whole_map_says_nothing_of_the_kind(records: Records) -> None:
    assert left_out_words(records) == ""
    assert len(drawn_layers(records, "light")) == len(records.site.map_layers)


def test_a_layer_without_date_and_source_is_drawn_and_its_legend_says_so(data_copy: DataCopy) -> None:
    path = data_copy.folder / "geo" / "lakes.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["metadata"]
    path.write_text(json.dumps(document), encoding="utf-8")
    records = load(data_copy.folder)
    assert len(records.faults) == len(METADATA)
    assert "Lakes</b> (date not stated): source not stated" in base_legend(records, "light")


def test_what_does_not_halt_the_site_is_logged_when_it_starts(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    without_file(data_copy)
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    store.restart()
    try:
        with caplog.at_level(logging.WARNING):
            assert isinstance(store.loaded(), Records)
    finally:
        store.restart()
    assert [message for message in caplog.messages if "lakes.geojson" in message]


def test_a_swapped_place_does_not_halt_the_site_and_is_counted_as_outside(
    data_copy: DataCopy, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outside(app: AppTest) -> int:
        text = html_of(app).split(" events lie outside this map")[0]
        return int(text.rsplit(">", 1)[1])

    monkeypatch.setattr(store, "loaded", lambda: records)
    before = outside(open_page("map"))
    line = data_copy.line("places", lambda row: row["id"] == "stepanakert")
    row = data_copy.rows("places")[line - 2]
    data_copy.change("places", line, lat=row["lon"], lon=row["lat"])
    swapped = load(data_copy.folder)
    monkeypatch.setattr(store, "loaded", lambda: swapped)
    app = open_page("map")
    assert not app.exception
    assert outside(app) == before + len(records.links.events_at["stepanakert"])


def test_a_number_without_end_is_a_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "any.geojson"
    path.write_text(f'{{"features": [{"1" * 5000}]}}', encoding="utf-8")
    assert [fault.problem for fault in geo_in(path).faults] == ["is no JSON of a map (a number without end)."]
