"""Ways in which a whole file can be wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from breaking import DataCopy
from expecting import Expected, breaks


@breaks
def a_missing_file(copy: DataCopy) -> list[Expected]:
    copy.path("places").unlink()
    return [("places.csv", 0, "", "is missing.", "Put the file back")]


@breaks
def an_empty_file(copy: DataCopy) -> list[Expected]:
    copy.path("events").write_text("", encoding="utf-8")
    return [("events.csv", 0, "", "is empty.", "still needs its header")]


@breaks
def a_file_in_another_encoding(copy: DataCopy) -> list[Expected]:
    copy.path("events").write_bytes("id,date\nqış,1992\n".encode("utf-16"))
    return [("events.csv", 0, "", "is not UTF-8 text.", "CSV UTF-8")]


@breaks
def a_stray_quote(copy: DataCopy) -> list[Expected]:
    copy.edit_line("events", 3, lambda line: f'"a"b{line}')
    return [("events.csv", 0, "", "cannot be read as CSV", "save it again as CSV with commas")]


@breaks
def a_row_with_a_comma_too_many(copy: DataCopy) -> list[Expected]:
    copy.edit_line("events", 3, lambda line: line + ",")
    return [("events.csv", 3, "", "cells where the header has", "a comma outside quotes")]


@breaks
def a_row_with_a_cell_too_few(copy: DataCopy) -> list[Expected]:
    copy.edit_line("citations", 3, lambda line: line.rsplit(",", 1)[0])
    return [("citations.csv", 3, "", "has 8 cells where the header has 9", "and mend it")]


@breaks
def a_blank_row(copy: DataCopy) -> list[Expected]:
    copy.edit_line("events", 3, lambda line: "\n" + line)
    return [("events.csv", 3, "", "has 0 cells", "a blank row")]


@breaks
def a_column_missing_from_the_header(copy: DataCopy) -> list[Expected]:
    copy.edit_line("events", 1, lambda line: line.replace("category", "categry"))
    return [
        ("events.csv", 1, "category", "is missing from the header", "Add the column back"),
        ("events.csv", 1, "categry", "is not a column of this table", 'Did you mean "category"?'),
    ]


@breaks
def a_column_added_to_the_header_only(copy: DataCopy) -> list[Expected]:
    copy.edit_line("events", 1, lambda line: line + ",remarks")
    return [("events.csv", 1, "remarks", "is not a column of this table", "")]


@breaks
def a_column_that_stands_twice(copy: DataCopy) -> list[Expected]:
    copy.edit_text("glossary.csv", lambda text: "\n".join(f"{line},x" for line in text.strip().split("\n")))
    copy.edit_line("glossary", 1, lambda line: line.removesuffix(",x") + ",term")
    return [("glossary.csv", 1, "term", "stands twice in the header", "Remove one")]


@breaks
def a_description_that_is_missing(copy: DataCopy) -> list[Expected]:
    (copy.folder / "datapackage.json").unlink()
    return [("datapackage.json", 0, "", "cannot be read", "Restore it")]


@breaks
def a_description_that_is_no_json(copy: DataCopy) -> list[Expected]:
    copy.edit_text("datapackage.json", lambda text: text[:-10])
    return [("datapackage.json", 0, "", "cannot be read", "Restore it")]


@breaks
def a_description_of_another_kind(copy: DataCopy) -> list[Expected]:
    copy.edit_text("datapackage.json", lambda _: '{"resources": [1]}')
    return [("datapackage.json", 0, "", "cannot be read", "Restore it")]


@breaks
def settings_that_are_missing(copy: DataCopy) -> list[Expected]:
    (copy.folder / "site.toml").unlink()
    return [("site.toml", 0, "", "cannot be read", "restore what is missing")]


@breaks
def settings_that_are_no_toml(copy: DataCopy) -> list[Expected]:
    copy.edit_text("site.toml", lambda text: text + "\nname =")
    return [("site.toml", 0, "", "cannot be read", "restore what is missing")]


@breaks
def settings_without_a_line(copy: DataCopy) -> list[Expected]:
    copy.edit_text("site.toml", lambda text: text.replace("main_event =", "main_evnt ="))
    return [("site.toml", 0, "", "main_event", "restore what is missing")]


@breaks
def an_overview_period_that_is_none(copy: DataCopy) -> list[Expected]:
    copy.edit_text("site.toml", lambda text: text.replace('overview_period = "', 'overview_period = "x'))
    return [("site.toml", 0, "overview_period", "is no code of", "")]


def a_focus_period_that_is_none(copy: DataCopy) -> list[Expected]:
    copy.edit_text("site.toml", lambda text: text.replace('focus_period = "', 'focus_period = "x'))
    return [("site.toml", 0, "focus_period", "is no code of", "")]


@breaks
def a_map_layer_without_its_file(copy: DataCopy) -> list[Expected]:
    (copy.folder / "geo" / "lakes.geojson").unlink()
    return [("site.toml", 0, "map_layers", 'names "lakes.geojson"', "Add that file.")]


def _layer(copy: DataCopy, change: Callable[[dict[str, Any]], object], file: str = "lakes.geojson") -> None:
    """Change a map file as data."""
    path = copy.folder / "geo" / file
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def _first_ring(document: dict[str, Any]) -> list[list[float]]:
    ring: list[list[float]] = document["features"][0]["geometry"]["coordinates"][0]
    return ring


@breaks
def a_map_file_that_is_no_json(copy: DataCopy) -> list[Expected]:
    copy.edit_text("geo/lakes.geojson", lambda text: text[:-9])
    return [("geo/lakes.geojson", 0, "", "is no JSON", "Mend it there")]


@breaks
def a_map_file_in_another_encoding(copy: DataCopy) -> list[Expected]:
    (copy.folder / "geo" / "lakes.geojson").write_bytes("Göl".encode("utf-16"))
    return [("geo/lakes.geojson", 0, "", "is not UTF-8", "Save it again")]


@breaks
def a_map_file_of_another_kind(copy: DataCopy) -> list[Expected]:
    copy.edit_text("geo/lakes.geojson", lambda _: "[1, 2]")
    return [("geo/lakes.geojson", 0, "", "is no FeatureCollection", "Export it again")]


@breaks
def a_map_file_that_does_not_say_what_it_is(copy: DataCopy) -> list[Expected]:
    _layer(copy, lambda document: document["metadata"].pop("source"))
    return [("geo/lakes.geojson", 0, "metadata.source", "is missing.", "the legend of the map prints it")]


@breaks
def a_ring_that_does_not_close(copy: DataCopy) -> list[Expected]:
    _layer(copy, lambda document: _first_ring(document).pop())
    return [
        ("geo/lakes.geojson", 0, "feature 1 (Sevan)", "rings that do not close (1 of 1)", "where it began")
    ]


@breaks
def an_unknown_geometry(copy: DataCopy) -> list[Expected]:
    _layer(copy, lambda document: document["features"][1]["geometry"].update(type="Poligon"))
    return [("geo/lakes.geojson", 0, "feature 2 (Mingachevir)", '"Poligon"', 'Did you mean "Polygon"?')]


@breaks
def coordinates_of_another_geometry(copy: DataCopy) -> list[Expected]:
    _layer(copy, lambda document: document["features"][0]["geometry"].update(type="MultiPolygon"))
    return [("geo/lakes.geojson", 0, "feature 1 (Sevan)", "not those of a MultiPolygon", "brackets")]


@breaks
def a_feature_without_geometry(copy: DataCopy) -> list[Expected]:
    _layer(copy, lambda document: document["features"][0].update(geometry=None))
    return [("geo/lakes.geojson", 0, "feature 1 (Sevan)", "has no geometry", "remove the feature")]


@breaks
def a_map_position_outside_the_world(copy: DataCopy) -> list[Expected]:
    _layer(copy, lambda document: _first_ring(document)[3].__setitem__(1, 401.2))
    return [
        ("geo/lakes.geojson", 0, "feature 1 (Sevan)", "positions outside the world (1 of ", "comes first")
    ]


@breaks
def swapped_positions_of_a_map_file(copy: DataCopy) -> list[Expected]:
    _layer(copy, lambda document: [position.reverse() for position in _first_ring(document)])
    return [("geo/lakes.geojson", 0, "feature 1 (Sevan)", "swapped", "longitude first")]


@breaks
def several_faults_of_one_map_file_and_an_id_to_find_them_by(copy: DataCopy) -> list[Expected]:
    def change(document: dict[str, Any]) -> None:
        document["metadata"].pop("date")
        document["features"][1]["geometry"]["coordinates"] = [[46.8, 39.9]]
        document["features"][3]["geometry"]["coordinates"] = "somewhere"

    _layer(copy, change, "route.geojson")
    return [
        ("geo/route.geojson", 0, "metadata.date", "is missing.", ""),
        ("geo/route.geojson", 0, "feature 2 (leg-1)", "fewer than 2 positions", "complete or remove"),
        ("geo/route.geojson", 0, "feature 4 (leg-3)", "not those of a LineString", ""),
    ]


@breaks
def a_map_layer_with_an_unknown_role(copy: DataCopy) -> list[Expected]:
    copy.edit_text("site.toml", lambda text: text.replace('role = "water"', 'role = "watre"'))
    return [("site.toml", 0, "map_layers", 'gives "lakes.geojson" the role "watre"', 'Did you mean "water"?')]


@breaks
def a_place_with_swapped_coordinates(copy: DataCopy) -> list[Expected]:
    line = copy.line("places", lambda row: row["id"] == "aghdam")
    row = copy.rows("places")[line - 2]
    copy.change("places", line, lat=row["lon"], lon=row["lat"])
    return [("places.csv", line, "lat", "are swapped", "Swap the two.")]


@breaks
def a_place_far_outside_its_country(copy: DataCopy) -> list[Expected]:
    line = copy.line("places", lambda row: row["id"] == "aghdam")
    copy.change("places", line, lon="-46.9")
    return [("places.csv", line, "lat", "lie far outside AZ", "Check digits, signs and country.")]


@breaks
def a_page_text_that_is_missing(copy: DataCopy) -> list[Expected]:
    (copy.folder / "texts" / "en" / "about.md").unlink()
    return [("texts/en/about.md", 0, "", "is missing.", "Put the file back.")]


@breaks
def a_page_text_in_another_encoding(copy: DataCopy) -> list[Expected]:
    (copy.folder / "texts" / "en" / "about.md").write_bytes("Qış".encode("utf-16"))
    return [("texts/en/about.md", 0, "", "is not UTF-8", "Save it again")]
