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


def _renamed(copy: DataCopy, name: str) -> None:
    copy.path("events").rename(copy.folder / name)


@breaks
def a_workbook_beside_a_missing_file(copy: DataCopy) -> list[Expected]:
    _renamed(copy, "events.xlsx")
    return [
        ("events.csv", 0, "", "is missing.", '"events.xlsx" may be it; if so, name it events.csv, saved as')
    ]


@breaks
def a_file_in_capitals_beside_a_missing_file(copy: DataCopy) -> list[Expected]:
    _renamed(copy, "Events.CSV")
    return [("events.csv", 0, "", "is missing.", '"Events.CSV" may be it; if so, name it events.csv.')]


@breaks
def a_numbered_copy_beside_a_missing_file(copy: DataCopy) -> list[Expected]:
    _renamed(copy, "events (1).csv")
    return [("events.csv", 0, "", "is missing.", '"events (1).csv" may be it; if so, name it events.csv.')]


@breaks
def a_file_that_breaks_off_within_a_text(copy: DataCopy) -> list[Expected]:
    copy.edit_text("events.csv", lambda text: f'{text.rstrip()}\nlost-event,"Half a')
    last = len(copy.path("events").read_text(encoding="utf-8").splitlines())
    return [("events.csv", last, "", "breaks off within a text", "Restore the file")]


@breaks
def a_file_that_breaks_off_within_a_row(copy: DataCopy) -> list[Expected]:
    copy.edit_text("glossary.csv", lambda text: f"{text.rstrip()}\nlost-term,Lost te")
    last = len(copy.path("glossary").read_text(encoding="utf-8").splitlines())
    return [("glossary.csv", last, "", "breaks off after 2 of 6 cells", "Restore the file")]


@breaks
def a_table_with_two_byte_order_marks(copy: DataCopy) -> list[Expected]:
    copy.path("glossary").write_bytes(b"\xef\xbb\xbf" * 2 + copy.path("glossary").read_bytes())
    return [("glossary.csv", 0, "", "more than one byte order mark", "`make format` does it")]


@breaks
def a_title_above_the_header(copy: DataCopy) -> list[Expected]:
    copy.edit_text("glossary.csv", lambda text: f"Terms of the site,,,,,\n{text}")
    return [("glossary.csv", 1, "", "stands above the header", "the row that begins with id,term,definition")]


@breaks
def rows_that_are_quoted_whole(copy: DataCopy) -> list[Expected]:
    def quoted(line: str) -> str:
        return '"' + line.replace('"', '""') + '"'

    copy.edit_text("glossary.csv", lambda text: "\n".join(map(quoted, text.strip().split("\n"))))
    return [
        ("glossary.csv", 1, "", "has each whole row in quotation marks", "without quotation marks around")
    ]


@breaks
def a_column_called_id_in_capitals(copy: DataCopy) -> list[Expected]:
    copy.edit_text("glossary.csv", lambda text: text.replace("id", "ID", 1))
    return [("glossary.csv", 1, "ID", "is not a column", 'Did you mean "id"?')]


@breaks
def a_column_called_id_with_a_space(copy: DataCopy) -> list[Expected]:
    copy.edit_text("glossary.csv", lambda text: text.replace("id", " Id", 1))
    return [("glossary.csv", 1, " Id", "is not a column", 'Did you mean "id"?')]


@breaks
def a_header_that_stands_once_more(copy: DataCopy) -> list[Expected]:
    header = copy.path("glossary").read_text(encoding="utf-8").partition("\n")[0]
    copy.edit_line("glossary", 9, lambda line: f"{header}\n{line}")
    return [("glossary.csv", 9, "", "is the header once more", "`make format` does it")]


@breaks
def a_line_of_millions_of_characters(copy: DataCopy) -> list[Expected]:
    copy.edit_line("glossary", 9, lambda line: line + "x" * 3_000_000)
    return [("glossary.csv", 9, "", "has a line of ", "Look for what was pasted there")]


@breaks
def an_empty_file(copy: DataCopy) -> list[Expected]:
    copy.path("events").write_text("", encoding="utf-8")
    return [("events.csv", 0, "", "is empty.", "still needs its header")]


@breaks
def a_file_in_another_encoding(copy: DataCopy) -> list[Expected]:
    copy.path("events").write_bytes(copy.path("events").read_text(encoding="utf-8").encode("utf-16"))
    return [("events.csv", 0, "", "is not UTF-8 text but Unicode text (UTF-16)", "CSV UTF-8")]


def _saved_as(copy: DataCopy, encoding: str) -> None:
    """Save the glossary as a spreadsheet on Windows does; what its encoding does not have is left out."""
    text = copy.path("glossary").read_text(encoding="utf-8")
    copy.path("glossary").write_bytes(text.encode(encoding, errors="ignore"))


@breaks
def a_table_as_unicode_text_with_tabs(copy: DataCopy) -> list[Expected]:
    rows = copy.rows("glossary")
    lines = ["\t".join(rows[0]), *("\t".join(row.values()).replace('"', "") for row in rows)]
    copy.path("glossary").write_bytes("\r\n".join(lines).encode("utf-16"))
    return [
        ("glossary.csv", 0, "", "is not UTF-8 text but Unicode text (UTF-16)", "`make format` does it"),
        ("glossary.csv", 0, "", "has its cells separated by tabs", "Save it again with commas"),
    ]


@breaks
def a_table_in_the_encoding_of_western_windows(copy: DataCopy) -> list[Expected]:
    copy.change("glossary", 2, term="“Café” – a word")
    _saved_as(copy, "cp1252")
    return [("glossary.csv", 0, "", "is not UTF-8 text but Windows-1252", "`make format` does it")]


@breaks
def a_table_in_the_encoding_of_russian_windows(copy: DataCopy) -> list[Expected]:
    copy.change("glossary", 2, term="Ходжалы и окрестности")
    _saved_as(copy, "cp1251")
    return [("glossary.csv", 0, "", "is not UTF-8 text but Windows-1251", "`make format` does it")]


@breaks
def a_table_in_an_encoding_that_is_not_certain(copy: DataCopy) -> list[Expected]:
    copy.change("glossary", 2, term="Ağdam")
    _saved_as(copy, "cp1254")
    return [("glossary.csv", 0, "", "but most likely Windows-1252", 'Save it again as "CSV UTF-8".')]


@breaks
def a_table_with_semicolons(copy: DataCopy) -> list[Expected]:
    copy.separate("glossary", ";")
    return [("glossary.csv", 0, "", "separated by semicolons", "with commas; `make format` does it")]


@breaks
def a_table_that_tells_excel_its_separator(copy: DataCopy) -> list[Expected]:
    copy.separate("glossary", ";")
    copy.edit_text("glossary.csv", lambda text: f"sep=;\n{text}")
    copy.edit_text("glossary.csv", lambda text: text.replace("\n", "\r\n"))
    return [("glossary.csv", 0, "", "separated by semicolons", "with commas")]


@breaks
def a_workbook_under_the_name_of_a_table(copy: DataCopy) -> list[Expected]:
    copy.path("glossary").write_bytes(b"PK\x03\x04" + bytes(200))
    return [("glossary.csv", 0, "", "is a workbook (.xlsx or .ods)", "save the sheet as CSV UTF-8")]


@breaks
def an_old_workbook_under_the_name_of_a_table(copy: DataCopy) -> list[Expected]:
    copy.path("glossary").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(200))
    return [("glossary.csv", 0, "", "is an old Excel workbook (.xls)", "save the sheet as CSV UTF-8")]


@breaks
def a_web_page_under_the_name_of_a_table(copy: DataCopy) -> list[Expected]:
    copy.path("glossary").write_bytes(b"<!DOCTYPE html><title>Not found</title>")
    return [("glossary.csv", 0, "", "is a web page", "save the sheet as CSV UTF-8")]


@breaks
def a_table_of_blank_lines(copy: DataCopy) -> list[Expected]:
    copy.path("glossary").write_bytes(b"\n\n  \n")
    return [("glossary.csv", 0, "", "is empty.", "still needs its header")]


@breaks
def a_folder_under_the_name_of_a_table(copy: DataCopy) -> list[Expected]:
    copy.path("glossary").unlink()
    copy.path("glossary").mkdir()
    return [("glossary.csv", 0, "", "cannot be opened", "restore it")]


@breaks
def a_table_without_its_header(copy: DataCopy) -> list[Expected]:
    copy.edit_text("glossary.csv", lambda text: text.partition("\n")[2])
    return [("glossary.csv", 1, "", "the header is missing", "Put this row first: id,term,definition")]


@breaks
def a_quotation_mark_that_is_never_closed(copy: DataCopy) -> list[Expected]:
    copy.edit_text("glossary.csv", _one_open_quote)
    return [("glossary.csv", 5, "", "that is never closed", "stray quotation mark in this row")]


def _one_open_quote(text: str) -> str:
    lines = [line.replace('"', "") for line in text.split("\n")]
    lines[4] = lines[4].replace(",", ',"', 1)
    return "\n".join(lines)


@breaks
def columns_of_a_spreadsheet_without_names(copy: DataCopy) -> list[Expected]:
    first = len(copy.rows("glossary")[0]) + 1
    copy.edit_text("glossary.csv", lambda text: "\n".join(f"{line},," for line in text.strip().split("\n")))
    return [("glossary.csv", 1, "", f"has a column without a name, the {first}th", "`make format` does it")]


@breaks
def rows_of_commas_at_the_end(copy: DataCopy) -> list[Expected]:
    last = len(copy.rows("glossary")) + 1
    copy.edit_text("glossary.csv", lambda text: text + ",,,,\n" * 30)
    return [("glossary.csv", last + 1, "", "begins 30 blank rows", "Remove what is blank")]


@breaks
def a_column_in_capitals(copy: DataCopy) -> list[Expected]:
    copy.edit_line("glossary", 1, lambda line: line.replace("term", "Term "))
    return [("glossary.csv", 1, "Term ", '"Term " is not a column', 'Did you mean "term"?')]


@breaks
def a_stray_quote(copy: DataCopy) -> list[Expected]:
    copy.edit_line("events", 3, lambda line: f'"a"b{line}')
    return [("events.csv", 3, "", "has a quotation mark inside a cell", "save it again as CSV with commas")]


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
    return [("events.csv", 3, "", "is a blank row", "`make format` does it")]


@breaks
def a_column_missing_from_the_header(copy: DataCopy) -> list[Expected]:
    copy.edit_line("events", 1, lambda line: line.replace("category", "categry"))
    return [("events.csv", 1, "categry", "is not a column of this table", 'Did you mean "category"?')]


@breaks
def a_column_that_was_deleted(copy: DataCopy) -> list[Expected]:
    rows = copy.rows("glossary")
    copy.write("glossary", [{name: cell for name, cell in row.items() if name != "see"} for row in rows])
    return [("glossary.csv", 1, "see", "is missing from the header", "Add the column back")]


@breaks
def a_column_added_to_the_header_only(copy: DataCopy) -> list[Expected]:
    copy.edit_line("events", 1, lambda line: line + ",remarks")
    return [("events.csv", 1, "remarks", "is not a column of this table", "")]


@breaks
def columns_in_another_order(copy: DataCopy) -> list[Expected]:
    copy.write("figures", [dict(reversed(row.items())) for row in copy.rows("figures")])
    return [("figures.csv", 1, "", "has its columns in another order", "`make format` does it")]


@breaks
def columns_in_another_order_in_two_tables(copy: DataCopy) -> list[Expected]:
    for table in ("glossary", "sources"):
        moved = [{"id": row["id"], "note": "", **dict(reversed(row.items()))} for row in copy.rows(table)]
        copy.write(table, [{name: row[name] for name in row if name in copy.rows(table)[0]} for row in moved])
    return [
        (f"{table}.csv", 1, "", "has its columns in another order", "`make format` does it")
        for table in ("glossary", "sources")
    ]


@breaks
def a_column_that_stands_twice(copy: DataCopy) -> list[Expected]:
    copy.edit_text("glossary.csv", lambda text: "\n".join(f"{line},x" for line in text.strip().split("\n")))
    copy.edit_line("glossary", 1, lambda line: line.removesuffix(",x") + ",term")
    return [("glossary.csv", 1, "term", "stands twice in the header", "Remove one")]


@breaks
def a_description_that_is_missing(copy: DataCopy) -> list[Expected]:
    (copy.folder / "datapackage.json").unlink()
    return [("datapackage.json", 0, "", "is missing.", "Restore it")]


@breaks
def a_description_that_is_no_json(copy: DataCopy) -> list[Expected]:
    copy.edit_text("datapackage.json", lambda text: text.replace('"name":', '"name"', 1))
    return [("datapackage.json", 3, "", "it is no JSON", "Restore it")]


@breaks
def a_description_of_another_kind(copy: DataCopy) -> list[Expected]:
    copy.edit_text("datapackage.json", lambda _: '{"resources": [1]}')
    return [("datapackage.json", 0, "", "cannot be read as the description of tables", "Restore it")]


def _described(copy: DataCopy, change: Callable[[dict[str, Any]], object]) -> None:
    path = copy.folder / "datapackage.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


@breaks
def a_description_without_a_name(copy: DataCopy) -> list[Expected]:
    _described(copy, lambda document: document["resources"][0].pop("path"))
    return [("datapackage.json", 0, "", 'lacks "path" somewhere', "Restore it")]


@breaks
def a_description_with_an_unknown_type(copy: DataCopy) -> list[Expected]:
    _described(copy, lambda document: document["resources"][0]["schema"]["fields"][0].update(type="sting"))
    return [("datapackage.json", 0, "", 'gives "id" of sources.csv the type "sting"', "Restore it")]


@breaks
def a_description_with_an_unknown_code_list(copy: DataCopy) -> list[Expected]:
    _described(copy, lambda document: document["codeLists"].pop("verdict"))
    return [("datapackage.json", 0, "", 'the code list "verdict", which it does not describe', "Restore it")]


@breaks
def a_description_with_a_key_that_leads_nowhere(copy: DataCopy) -> list[Expected]:
    def change(document: dict[str, Any]) -> None:
        document["resources"][1]["schema"]["foreignKeys"][0]["reference"]["resource"] = "books"

    _described(copy, change)
    return [("datapackage.json", 0, "", 'that leads to "books", which is no table', "Restore it")]


@breaks
def a_description_with_a_column_that_the_program_does_not_know(copy: DataCopy) -> list[Expected]:
    def change(document: dict[str, Any]) -> None:
        fields = document["resources"][0]["schema"]["fields"]
        fields.append(fields[-1] | {"name": "remarks"})

    _described(copy, change)
    return [("datapackage.json", 0, "", 'describes "sources" otherwise than', "`make format` makes it known")]


@breaks
def settings_that_are_missing(copy: DataCopy) -> list[Expected]:
    (copy.folder / "site.toml").unlink()
    return [("site.toml", 0, "", "is missing.", "Put the file back.")]


@breaks
def settings_that_are_no_toml(copy: DataCopy) -> list[Expected]:
    copy.edit_text("site.toml", lambda text: text.replace("tagline =", "tagline", 1))
    return [("site.toml", 3, "", "cannot be read from here on", 'Write name = "text" there')]


@breaks
def settings_that_break_off(copy: DataCopy) -> list[Expected]:
    copy.edit_text("site.toml", lambda text: text + "name =")
    last = len((copy.folder / "site.toml").read_text(encoding="utf-8").splitlines())
    return [("site.toml", last, "", "cannot be read from here on", 'Write name = "text" there')]


def _setting(copy: DataCopy, old: str, new: str) -> None:
    path = copy.folder / "site.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@breaks
def settings_with_a_name_written_wrongly(copy: DataCopy) -> list[Expected]:
    _setting(copy, "main_event =", "main_evnt =")
    return [("site.toml", 0, "main_evnt", "is no setting that the site knows", 'Did you mean "main_event"?')]


@breaks
def settings_without_a_line(copy: DataCopy) -> list[Expected]:
    _setting(copy, "main_event =", "# main_event =")
    return [("site.toml", 0, "main_event", "is missing.", "Add it as a text in quotation marks.")]


@breaks
def settings_without_a_part(copy: DataCopy) -> list[Expected]:
    _setting(copy, "[map_view]", "[map_vew]")
    return [("site.toml", 0, "map_vew", "is no setting that the site knows", 'Did you mean "map_view"?')]


@breaks
def settings_of_other_kinds_all_at_once(copy: DataCopy) -> list[Expected]:
    _setting(copy, 'tagline = "', 'tagline = 5 # "')
    _setting(copy, "zoom = 10", 'zoom = "near"')
    _setting(copy, 'when = "1992"', 'when = "26.02.1992"')
    _setting(copy, "key_figures = [", "key_figures = 7 # [")
    _setting(copy, "lat = 39.91", "lat = 3991")
    return [
        ("site.toml", 0, "tagline", 'cannot be "5".', "Write it as a text in quotation marks."),
        ("site.toml", 0, "map_view.zoom", 'cannot be "near".', "Write it as a whole number from 1 to 19."),
        ("site.toml", 0, "map_view.lat", 'cannot be "3991".', "Write it as a number from -90 to 90."),
        ("site.toml", 0, "periods 2.when", 'cannot be "26.02.1992".', "Write it as 1992, 1992-02"),
        ("site.toml", 0, "key_figures", 'is "7", where a list is meant.', 'Write it as ["one", "another"].'),
    ]


@breaks
def a_period_without_its_name(copy: DataCopy) -> list[Expected]:
    _setting(copy, 'label = "1992"', "")
    return [("site.toml", 0, "periods 2.label", "is missing.", "Add it as a text")]


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
    path = copy.folder / "geo" / "lakes.geojson"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
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
    return [("places.csv", line, "lat", "km outside Azerbaijan (AZ).", "Did you mean lon 46.9?")]


@breaks
def a_place_in_a_neighbouring_country(copy: DataCopy) -> list[Expected]:
    line = copy.line("places", lambda row: row["id"] == "khojaly")
    there = copy.rows("places")[copy.line("places", lambda row: row["id"] == "yerevan") - 2]
    copy.change("places", line, lat=there["lat"], lon=there["lon"])
    outside = "40.17765 and lon 44.5126 lie 57.3 km outside Azerbaijan (AZ), in Armenia (AM)."
    return [("places.csv", line, "lat", outside, "Check the digits of both, and the column country.")]


@breaks
def a_place_outside_its_district(copy: DataCopy) -> list[Expected]:
    line = copy.line("places", lambda row: row["id"] == "khojaly")
    copy.change("places", line, lat="39.5")
    outside = "outside Khojaly district, in Khojavend district."
    return [("places.csv", line, "lat", outside, "Check the digits of both, and the column admin_today.")]


@breaks
def an_estimate_that_reaches_over_a_border(copy: DataCopy) -> list[Expected]:
    line = copy.line("places", lambda row: row["precision"] == "near")
    copy.change("places", line, radius_m="60000")
    reaches = "60,000 m around the place reach over the border into Armenia (AM)."
    return [("places.csv", line, "radius_m", reaches, "Say in the column note whether it may lie in Armenia")]


@breaks
def a_page_text_that_is_missing(copy: DataCopy) -> list[Expected]:
    (copy.folder / "texts" / "en" / "about.md").unlink()
    return [("texts/en/about.md", 0, "", "is missing.", "Put the file back.")]


@breaks
def a_page_text_in_another_encoding(copy: DataCopy) -> list[Expected]:
    (copy.folder / "texts" / "en" / "about.md").write_bytes("Qış".encode("utf-16"))
    return [("texts/en/about.md", 0, "", "is not UTF-8", "Save it again")]


@breaks
def a_page_text_that_is_empty(copy: DataCopy) -> list[Expected]:
    copy.edit_text("texts/en/about.md", lambda _: "\n \n")
    return [("texts/en/about.md", 0, "", "is empty.", "Put the text back.")]


def _stray(copy: DataCopy, name: str) -> None:
    (copy.folder / name).parent.mkdir(parents=True, exist_ok=True)
    (copy.folder / name).write_text("Some words.", encoding="utf-8")


@breaks
def a_lesson_called_text(copy: DataCopy) -> list[Expected]:
    _stray(copy, "lessons/walls.txt")
    return [("lessons/walls.txt", 0, "", "is read by nothing", "name it walls.md")]


@breaks
def a_page_text_beside_its_folder(copy: DataCopy) -> list[Expected]:
    _stray(copy, "texts/about.md")
    return [("texts/about.md", 0, "", "is read by nothing", "in the folder of their language")]


@breaks
def a_map_file_that_no_layer_names(copy: DataCopy) -> list[Expected]:
    (copy.folder / "geo" / "old-lakes.geojson").write_bytes(
        (copy.folder / "geo" / "lakes.geojson").read_bytes()
    )
    return [("geo/old-lakes.geojson", 0, "", "is read by nothing", "[[map_layers]]")]


@breaks
def a_copy_of_a_table(copy: DataCopy) -> list[Expected]:
    (copy.folder / "events (1).csv").write_bytes(copy.path("events").read_bytes())
    return [("events (1).csv", 0, "", "is read by nothing", "move it out of the folder")]


def _move(coordinates: Any, east: float, north: float) -> Any:
    if isinstance(coordinates[0], list):
        return [_move(part, east, north) for part in coordinates]
    return [coordinates[0] + east, coordinates[1] + north]


def _moved(copy: DataCopy, file: str, east: float, north: float) -> None:
    def change(document: dict[str, Any]) -> None:
        for feature in document["features"]:
            feature["geometry"]["coordinates"] = _move(feature["geometry"]["coordinates"], east, north)

    _layer(copy, change, file)


@breaks
def a_map_layer_moved_by_one_degree(copy: DataCopy) -> list[Expected]:
    _moved(copy, "gargar.geojson", 1, 0)
    return [
        ("geo/gargar.geojson", 0, "", "lies 1.00 degrees east and 0.00 degrees north of", "Restore the file")
    ]


@breaks
def a_map_layer_moved_by_a_tenth_of_a_degree_to_the_south_west(copy: DataCopy) -> list[Expected]:
    _moved(copy, "route.geojson", -0.1, -0.1)
    return [("geo/route.geojson", 0, "", "lies 0.10 degrees west and 0.10 degrees south of", "record that")]


@breaks
def a_map_layer_drawn_on_over_its_bounds(copy: DataCopy) -> list[Expected]:
    _layer(
        copy,
        lambda document: document["features"][0]["geometry"]["coordinates"].append([46.9, 40.6]),
        "gargar.geojson",
    )
    return [("geo/gargar.geojson", 0, "", "reaches from ", "record that")]


@breaks
def a_page_text_and_settings_that_lost_letters(copy: DataCopy) -> list[Expected]:
    copy.edit_text("texts/en/about.md", lambda text: text + "\n[Here](https://example.org/Xocal?_a)\n")
    last = len((copy.folder / "texts" / "en" / "about.md").read_text(encoding="utf-8").splitlines())
    copy.edit_text("site.toml", lambda text: text.replace('name = "', 'name = "A?dam ', 1))
    line = (copy.folder / "site.toml").read_text(encoding="utf-8").partition("A?dam")[0].count("\n") + 1
    return [
        ("texts/en/about.md", last, "", "has lost letters in an address", "%3F"),
        ("site.toml", line, "", 'has lost letters ("A?dam")', "Restore the text"),
    ]


@breaks
def a_page_text_with_a_word_of_two_alphabets(copy: DataCopy) -> list[Expected]:
    copy.edit_text("texts/en/about.md", lambda text: text.rstrip() + "\n\nThe t\u043ewn fell.\n")
    last = len((copy.folder / "texts" / "en" / "about.md").read_text(encoding="utf-8").splitlines())
    return [("texts/en/about.md", last, "", 'has the Cyrillic letter "\u043e" among Latin', 'mean "town"?')]
