"""The check: every kind of fault is found where it stands, said in words, with what to do about it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from breaking import DataCopy, Row

from records.__main__ import main
from records.checking import all_faults, frictionless_faults, report
from records.faults import DataFaultsError, Fault, did_you_mean
from records.loading import find_faults, load
from records.package import read_package
from records.rules import RULES

#: File, row, column, a fragment of the problem and one of the remedy.
Expected = tuple[str, int, str, str, str]
Break = Callable[[DataCopy], list[Expected]]

CELLS: tuple[tuple[str, str, str, str, str], ...] = (
    ("events", "title", "", "is empty.", "It is required"),
    ("sources", "publisher", "", "is empty.", "It is required"),
    ("figures", "best", "1,000", '"1,000" is not a number', "no spaces or thousands marks"),
    ("figures", "best", "about 5", "is not a number", "Write digits"),
    ("figures", "best", "1_000", "is not a number", "Write digits"),
    ("figures", "best", "1e3", "is not a number", "Write digits"),
    ("figures", "best", "nan", "is not a number", "Write digits"),
    ("figures", "best", "inf", "is not a number", "Write digits"),
    ("figures", "best", "٣٠", "is not a number", "Write digits"),
    ("places", "population", "12.5", "is not a whole number", "in digits"),
    ("places", "population", "6 300", "is not a whole number", "no spaces"),
    ("population", "computed", "yes", "is not true or false", "Write true or false."),
    ("claims", "checked_on", "22.11.2026", "is not a day", "2026-11-22"),
    ("claims", "checked_on", "20261122", "is not a day", "2026-11-22"),
    ("claims", "checked_on", "2026-02-30", "is not a day", "2026-11-22"),
    ("events", "date", "1992-13", '"1992-13" is not a date', "1992-02~ for circa"),
    ("events", "date", "26.02.1992", "is not a date", "Write it as 1992, 1992-02"),
    ("events", "date", "1992-02-26/", "is not a date", "Write it as"),
    ("events", "date", "1992-02-26/1992-02-25", "is not a date", "Write it as"),
    ("screenings", "date", "26 Feb", "is not a date", "Write it as"),
    ("events", "category", "militery", "not in the code list category", 'Did you mean "military"?'),
    ("sources", "type", "zzz", "not in the code list source_type", "Use one of the values that exist."),
    ("citations", "stance", "Reports", "not in the code list stance", 'Did you mean "reports"?'),
    ("events", "id", "Not an id", "does not have the right form", "Form: [a-z0-9]"),
    ("events", "time_from", "25:00", "does not have the right form", "Form:"),
    ("screenings", "country", "az", "does not have the right form", "Form: [A-Z]{2}"),
    ("events", "title", "x" * 141, "has 141 characters.", "Shorten it to 140."),
    ("figures", "low", "-1", "-1 is below 0.", "Leave it empty if it is not known."),
    ("places", "lon", "-181", "-181 is below -180.", "Leave it empty"),
    ("places", "lat", "399", "399 is above 90.", "Check for swapped or mistyped digits."),
    ("events", "summary", " A sentence.", "begins or ends with a space", "make format"),
    ("events", "summary", "A sentence.\xa0", "begins or ends with a space", "Remove the space"),
    ("events", "summary", "One line\nand another.", "contains a line break", "in one line"),
    ("events", "summary", "a<br>b", "contains HTML", "plain text"),
    ("sources", "title", "<img src=x onerror=alert(1)>", "contains HTML", "plain text"),
    ("glossary", "definition", "</p>", "contains HTML", "plain text"),
    ("films", "note", "<!-- hidden -->", "contains HTML", "plain text"),
    ("accounts", "text", "<SCRIPT>alert(1)</SCRIPT>", "contains HTML", "plain text"),
)


@pytest.mark.parametrize(("table", "column", "cell", "problem", "remedy"), CELLS)
def test_a_wrong_cell_is_one_fault_with_row_column_and_remedy(
    data_copy: DataCopy, table: str, column: str, cell: str, problem: str, remedy: str
) -> None:
    line = 2 if column != "id" else data_copy.line(table, lambda row: _is_alone(data_copy, table, row["id"]))
    if column == "id":
        _rename_citations(data_copy, table, line, cell)
    data_copy.change(table, line, **{column: cell})
    assert_faults(data_copy, [(f"{table}.csv", line, column, problem, remedy)])


def _is_alone(copy: DataCopy, table: str, key: str) -> bool:
    """Whether nothing but citations points to a record."""
    schemas = read_package(copy.folder).tables.values()
    pointing = [
        row
        for schema in schemas
        for column, target in schema.foreign_keys.items()
        if target == table
        for row in copy.rows(schema.name)
        if row[column] == key
    ]
    return not pointing and key not in (copy.folder / "site.toml").read_text(encoding="utf-8")


def _rename_citations(copy: DataCopy, table: str, line: int, new: str) -> None:
    old = copy.rows(table)[line - 2]["id"]
    for name in ("citations", "corrections"):
        rows = copy.rows(name)
        for row in rows:
            if (row["table"], row["record_id"]) == (table, old):
                row["record_id"] = new
        copy.write(name, rows)


def assert_faults(copy: DataCopy, expected: list[Expected], *, only: bool = True) -> list[Fault]:
    """Assert that the check finds what is expected, and nothing else unless ``only`` is false."""
    _, _, faults = find_faults(copy.folder)
    for file, row, column, problem, remedy in expected:
        assert any(
            (fault.file, fault.row, fault.column) == (file, row, column)
            and problem in fault.problem
            and remedy in fault.remedy
            for fault in faults
        ), (file, row, column, problem, remedy, [str(fault) for fault in faults])
    if only:
        assert len(faults) == len(expected), [str(fault) for fault in faults]
    return faults


BREAKS: dict[str, Break] = {}


def breaks(make: Break) -> Break:
    """Add a way of breaking the data to the corpus; its name says what is wrong."""
    BREAKS[make.__name__] = make
    return make


# --- files -------------------------------------------------------------------------------------------


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


# --- rules, one or more for each ---------------------------------------------------------------------


@breaks
def unique_keys_a_row_pasted_twice(copy: DataCopy) -> list[Expected]:
    row = copy.rows("places")[4]
    line = copy.append("places", **row)
    return [("places.csv", line, "id", f'"{row["id"]}" stands already in row 6', "give it a new id")]


@breaks
def unique_keys_a_citation_given_twice(copy: DataCopy) -> list[Expected]:
    line = copy.append("citations", **copy.rows("citations")[0])
    return [("citations.csv", line, "source_id", "stands already in row 2", "Remove one row")]


@breaks
def known_records_a_citation_of_an_unknown_table(copy: DataCopy) -> list[Expected]:
    line = copy.append("citations", **copy.rows("citations")[0] | {"table": "event"})
    return [("citations.csv", line, "table", '"event" is not a table.', 'Did you mean "events"?')]


@breaks
def known_records_a_citation_of_an_unknown_record(copy: DataCopy) -> list[Expected]:
    row = next(row for row in copy.rows("citations") if row["table"] == "events")
    line = copy.append("citations", **row | {"record_id": row["record_id"] + "x"})
    return [("citations.csv", line, "record_id", "is not an id in events.csv", "Did you mean")]


@breaks
def known_records_a_correction_of_an_unknown_record(copy: DataCopy) -> list[Expected]:
    copy.change("corrections", 2, table="events", record_id="zzz")
    return [("corrections.csv", 2, "record_id", '"zzz" is not an id in events.csv', "Use one of")]


@breaks
def ordered_ranges_low_above_high(copy: DataCopy) -> list[Expected]:
    line = _free_figure(copy, qualifier="range")
    copy.change("figures", line, low="1000", best="", high="500")
    return [
        ("figures.csv", line, "low", '1000 is greater than "high" (500)', "A range runs from low to high")
    ]


@breaks
def ordered_ranges_best_above_high(copy: DataCopy) -> list[Expected]:
    line = _free_figure(copy, qualifier="range")
    copy.change("figures", line, low="10", best="30.5", high="20")
    return [("figures.csv", line, "best", '30.5 is greater than "high" (20)', "swap them")]


@breaks
def ordered_ranges_an_exact_number_that_is_empty(copy: DataCopy) -> list[Expected]:
    line = _free_figure(copy, qualifier="exact")
    copy.change("figures", line, low="", best="", high="")
    return [("figures.csv", line, "best", 'the qualifier is "exact"', "Fill it, or change the qualifier.")]


@breaks
def ordered_ranges_a_minimum_that_is_empty(copy: DataCopy) -> list[Expected]:
    line = _free_figure(copy, qualifier="at_least")
    copy.change("figures", line, low="", best="10", high="")
    return [("figures.csv", line, "low", 'the qualifier is "at_least"', "Fill it")]


@breaks
def ordered_ranges_a_maximum_that_is_empty(copy: DataCopy) -> list[Expected]:
    line = _free_figure(copy, qualifier="up_to")
    copy.change("figures", line, low="", best="10", high="")
    return [("figures.csv", line, "high", 'the qualifier is "up_to"', "Fill it")]


@breaks
def ordered_ranges_a_range_with_one_end(copy: DataCopy) -> list[Expected]:
    line = _free_figure(copy, qualifier="range")
    copy.change("figures", line, low="10", best="", high="")
    return [("figures.csv", line, "high", 'the qualifier is "range"', "Fill it")]


@breaks
def stated_basis_a_number_of_dead_without_one(copy: DataCopy) -> list[Expected]:
    line = _free_figure(copy, measure="killed")
    copy.change("figures", line, basis="")
    return [("figures.csv", line, "basis", "is empty for a number of people killed", "Choose bodies")]


@breaks
def honest_parts_a_part_of_another_source(copy: DataCopy) -> list[Expected]:
    line = copy.line("figures", lambda row: bool(row["part_of"]))
    source = copy.rows("figures")[line - 2]["source_id"]
    other = next(row["id"] for row in copy.rows("sources") if row["id"] != source)
    copy.change("figures", line, source_id=other)
    return [("figures.csv", line, "part_of", "of another source or event", "Use compare_to")]


@breaks
def honest_parts_a_part_larger_than_its_whole(copy: DataCopy) -> list[Expected]:
    wholes = {row["id"]: row for row in copy.rows("figures") if row["qualifier"] == "exact"}
    line = copy.line("figures", lambda row: row["part_of"] in wholes and row["qualifier"] == "exact")
    copy.change("figures", line, best="999999", low="", high="")
    return [("figures.csv", line, "part_of", "and yet larger (999999)", "Check both numbers")]


@breaks
def compared_with_others_a_figure_with_itself(copy: DataCopy) -> list[Expected]:
    line = _free_figure(copy)
    copy.change("figures", line, compare_to=copy.rows("figures")[line - 2]["id"])
    return [("figures.csv", line, "compare_to", "points to the figure itself", "of another source")]


@breaks
def plausible_places_one_coordinate_without_the_other(copy: DataCopy) -> list[Expected]:
    line = copy.line("places", lambda row: bool(row["lat"]) and row["precision"] == "exact")
    copy.change("places", line, lon="")
    return [("places.csv", line, "lon", "the other coordinate is given", "Give both or none.")]


@breaks
def plausible_places_an_estimate_without_a_radius(copy: DataCopy) -> list[Expected]:
    line = copy.line("places", lambda row: row["precision"] == "near")
    copy.change("places", line, radius_m="")
    return [("places.csv", line, "radius_m", 'the precision is "near"', "in metres")]


@breaks
def clock_spans_an_hour_without_its_basis(copy: DataCopy) -> list[Expected]:
    line = copy.line("events", lambda row: bool(row["time_from"]))
    copy.change("events", line, time_basis="")
    return [("events.csv", line, "time_basis", "is empty beside a clock time", "report or recollection")]


@breaks
def web_addresses_one_without_a_scheme(copy: DataCopy) -> list[Expected]:
    copy.change("sources", 2, url="www.example.org/a")
    return [("sources.csv", 2, "url", "is not a web address", "http:// or https://")]


@breaks
def web_addresses_one_that_runs_code(copy: DataCopy) -> list[Expected]:
    copy.change("sources", 2, archive_url="javascript:alert(1)")
    return [("sources.csv", 2, "archive_url", "is not a web address", "http:// or https://")]


@breaks
def web_addresses_one_with_tracking(copy: DataCopy) -> list[Expected]:
    copy.change("citations", 2, read_at="https://example.org/a?utm_source=b")
    return [("citations.csv", 2, "read_at", "contains a tracking parameter", "begins with utm_")]


@breaks
def published_links_a_figure_of_a_draft(copy: DataCopy) -> list[Expected]:
    draft = next(row["id"] for row in copy.rows("events") if not _is_used(copy, row["id"]))
    copy.change("events", copy.line("events", lambda row: row["id"] == draft), status="draft")
    line = _free_figure(copy)
    copy.change("figures", line, event_id=draft)
    return [("figures.csv", line, "event_id", f'points to "{draft}", which is a draft', "Publish that row")]


@breaks
def no_circles_a_row_that_is_its_own_part(copy: DataCopy) -> list[Expected]:
    line = copy.line("events", lambda row: not row["part_of"])
    copy.change("events", line, part_of=copy.rows("events")[line - 2]["id"])
    return [("events.csv", line, "part_of", "leads back to the row itself", "Empty it")]


@breaks
def no_circles_two_rows_that_are_parts_of_each_other(copy: DataCopy) -> list[Expected]:
    first, second = copy.rows("events")[:2]
    copy.change("events", 2, part_of=second["id"])
    copy.change("events", 3, part_of=first["id"])
    return [("events.csv", line, "part_of", "leads back to the row itself", "Empty it") for line in (2, 3)]


@breaks
def one_statement_each_the_same_number_twice(copy: DataCopy) -> list[Expected]:
    line = _free_figure(copy)
    row = copy.rows("figures")[line - 2]
    again = copy.append("figures", **row | {"id": "zz-again"})
    cited = next(
        cited
        for cited in copy.rows("citations")
        if (cited["table"], cited["record_id"]) == ("figures", row["id"])
    )
    copy.append("citations", **cited | {"record_id": "zz-again"})
    return [("figures.csv", each, "id", "says the same as another row", "Keep one") for each in (line, again)]


def _free_figure(copy: DataCopy, **cells: str) -> int:
    """Return the row of a published figure with these cells that is no part and has no parts."""
    wholes = {row["part_of"] for row in copy.rows("figures")}

    def suits(row: Row) -> bool:
        free = not row["part_of"] and row["id"] not in wholes and row["status"] == "published"
        return free and all(row[name] == cell for name, cell in cells.items())

    return copy.line("figures", suits)


def _is_used(copy: DataCopy, event: str) -> bool:
    columns = {"figures": "event_id", "claims": "event_id", "events": "part_of"}
    used = {row[column] for table, column in columns.items() for row in copy.rows(table)}
    return event in used or event in (copy.folder / "site.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_folder_shows_exactly_that_fault(data_copy: DataCopy, name: str) -> None:
    expected = BREAKS[name](data_copy)
    assert_faults(data_copy, expected)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_every_rule_has_a_breakage_in_the_corpus(rule: Callable[..., Iterator[Fault]]) -> None:
    covered_elsewhere = {"known_references", "complete_citations"}
    assert rule.__name__ in covered_elsewhere or any(name.startswith(rule.__name__) for name in BREAKS)


def _foreign_keys() -> list[tuple[str, str, str]]:
    package = read_package(Path(__file__).parents[1] / "data")
    return [
        (name, column, target)
        for name, schema in package.tables.items()
        for column, target in schema.foreign_keys.items()
    ]


@pytest.mark.parametrize(("table", "column", "target"), _foreign_keys())
def test_an_unknown_id_is_one_fault_and_the_nearest_is_named(
    data_copy: DataCopy, table: str, column: str, target: str
) -> None:
    wholes = {row["part_of"] for row in data_copy.rows("figures")}

    def suits(row: Row) -> bool:
        bound = table == "figures" and (row["id"] in wholes or (column != "part_of" and row["part_of"]))
        return bool(row[column]) and not bound

    line = data_copy.line(table, suits)
    wrong = data_copy.rows(table)[line - 2][column] + "-x"
    if table == "citations":
        row = data_copy.rows(table)[line - 2]
        line = data_copy.append(table, **row | {column: wrong})
    else:
        data_copy.change(table, line, **{column: wrong})
    problem = f'"{wrong}" is not an id in {target}.csv'
    assert_faults(data_copy, [(f"{table}.csv", line, column, problem, 'Did you mean "')])


@pytest.mark.parametrize(
    "table", ["places", "events", "accounts", "figures", "films", "screenings", "participants", "claims"]
)
def test_a_record_that_rests_on_no_source_is_a_fault(data_copy: DataCopy, table: str) -> None:
    key = data_copy.rows(table)[0]["id"]
    rows = [row for row in data_copy.rows("citations") if (row["table"], row["record_id"]) != (table, key)]
    data_copy.write("citations", rows)
    assert_faults(
        data_copy,
        [(f"{table}.csv", 2, "id", f'"{key}" rests on no source.', f'record_id "{key}"')],
    )


@pytest.mark.parametrize(
    ("setting", "table"),
    [
        ("main_event", "events"),
        ("main_screening", "screenings"),
        ("key_figures", "figures"),
        ("reference_sources", "sources"),
        ("labelled_places", "places"),
    ],
)
def test_a_setting_that_names_no_record_is_a_fault(data_copy: DataCopy, setting: str, table: str) -> None:
    data_copy.edit_text(
        "site.toml",
        lambda text: "\n".join(
            line.replace('"', '"zzz-', 1) if line.startswith(f"{setting} =") else line
            for line in text.split("\n")
        ),
    )
    assert_faults(data_copy, [("site.toml", 0, setting, f"is not in {table}.csv", "Use an id that exists.")])


def test_a_setting_that_names_a_draft_is_a_fault(data_copy: DataCopy, folder: Path) -> None:
    main_event = load(folder).site.main_event
    line = data_copy.line("events", lambda row: row["id"] == main_event)
    data_copy.change("events", line, status="withdrawn")
    expected = [("site.toml", 0, "main_event", "is not published", "Publish that row")]
    assert_faults(data_copy, expected, only=False)


def test_all_faults_are_found_at_once(data_copy: DataCopy) -> None:
    data_copy.path("glossary").unlink()
    data_copy.change("events", 2, date="yesterday", category="militery")
    data_copy.change("sources", 3, url="example.org")
    line = data_copy.line("places", lambda row: row["precision"] == "near")
    data_copy.change("places", line, radius_m="")
    data_copy.edit_line("films", 4, lambda text: text + ",")
    assert_faults(
        data_copy,
        [
            ("glossary.csv", 0, "", "is missing", ""),
            ("events.csv", 2, "date", "is not a date", ""),
            ("events.csv", 2, "category", "not in the code list", ""),
            ("sources.csv", 3, "url", "is not a web address", ""),
            ("places.csv", line, "radius_m", "is empty", ""),
            ("films.csv", 4, "", "cells where the header has", ""),
        ],
    )


@pytest.mark.parametrize(
    "name", ["a_missing_file", "an_empty_file", "a_stray_quote", "a_column_missing_from_the_header"]
)
def test_the_second_opinion_does_not_repeat_a_fault_in_other_words(data_copy: DataCopy, name: str) -> None:
    expected = BREAKS[name](data_copy)
    assert len(all_faults(data_copy.folder)) == len(expected)


def test_one_wrong_cell_is_one_fault_with_the_second_opinion(data_copy: DataCopy) -> None:
    data_copy.change("events", 2, date="yesterday")
    data_copy.change("citations", 2, stance="report")
    assert [(fault.file, fault.row) for fault in all_faults(data_copy.folder)] == [
        ("citations.csv", 2),
        ("events.csv", 2),
    ]


def test_a_file_saved_by_a_spreadsheet_program_has_no_fault(data_copy: DataCopy) -> None:
    for table in ("events", "sources"):
        text = data_copy.path(table).read_text(encoding="utf-8")
        data_copy.path(table).write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert_faults(data_copy, [])


def test_the_shipped_data_have_no_fault(folder: Path) -> None:
    assert [str(fault) for fault in find_faults(folder)[2]] == []


def test_frictionless_agrees_that_the_shipped_data_have_no_fault(folder: Path) -> None:
    assert [str(fault) for fault in frictionless_faults(folder)] == []


def test_the_report_prints_file_row_column_problem_and_remedy(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = _free_figure(data_copy, qualifier="range")
    data_copy.change("figures", line, low="1000", best="", high="500")
    monkeypatch.chdir(data_copy.folder.parent)
    assert report(data_copy.folder) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        f'data/figures.csv:{line} "low" 1000 is greater than "high" (500). '
        "A range runs from low to high; swap them or leave one empty.",
        "1 fault",
    ]


def test_the_report_of_sound_data_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert report(folder) == 0
    assert capsys.readouterr().out == f"{folder.name}: no faults\n"


def test_the_command_checks_the_folder_that_data_dir_names(data_copy: DataCopy, repository: Path) -> None:
    data_copy.path("glossary").unlink()
    environment = {**os.environ, "DATA_DIR": str(data_copy.folder), "PYTHONPATH": str(repository / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "records", "check"],
        env=environment,
        cwd=data_copy.folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("data/glossary.csv is missing.")
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "format"]])
def test_an_unknown_command_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "check|format" in capsys.readouterr().err


def test_loading_a_broken_folder_raises_every_fault(data_copy: DataCopy) -> None:
    data_copy.change("events", 2, date="yesterday")
    data_copy.change("sources", 2, url="example.org")
    with pytest.raises(DataFaultsError, match="2 faults") as caught:
        load(data_copy.folder)
    assert [fault.file for fault in caught.value.faults] == ["events.csv", "sources.csv"]


def test_a_fault_without_row_or_column_leaves_them_out() -> None:
    assert str(Fault("a.csv", 0, "", "is missing.", "Put it back.")) == "a.csv is missing. Put it back."
    assert str(Fault("a.csv", 2, "", "is blank.", "Fill it.")) == "a.csv:2 is blank. Fill it."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("militery", 'Did you mean "military"?'),
        ("mil", "Use one of the values that exist."),
        ("", "Use one of the values that exist."),
    ],
)
def test_did_you_mean_names_only_what_is_near(value: str, sentence: str) -> None:
    assert did_you_mean(value, ["military", "memory"]) == sentence
