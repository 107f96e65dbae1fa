"""Ways in which a whole file can be wrong."""

from __future__ import annotations

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
def a_focus_period_that_is_none(copy: DataCopy) -> list[Expected]:
    copy.edit_text("site.toml", lambda text: text.replace('focus_period = "', 'focus_period = "x'))
    return [("site.toml", 0, "focus_period", "is no code of", "")]


@breaks
def a_map_layer_without_its_file(copy: DataCopy) -> list[Expected]:
    (copy.folder / "geo" / "lakes.geojson").unlink()
    return [("site.toml", 0, "map_layers", 'names "lakes.geojson"', "Add that file.")]


@breaks
def a_page_text_that_is_missing(copy: DataCopy) -> list[Expected]:
    (copy.folder / "texts" / "en" / "about.md").unlink()
    return [("texts/en/about.md", 0, "", "is missing.", "Put the file back.")]


@breaks
def a_page_text_in_another_encoding(copy: DataCopy) -> list[Expected]:
    (copy.folder / "texts" / "en" / "about.md").write_bytes("Qış".encode("utf-16"))
    return [("texts/en/about.md", 0, "", "is not UTF-8", "Save it again")]
