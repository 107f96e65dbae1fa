"""The check: every kind of fault is found where it stands, said in words, with what to do about it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import broken_files
import broken_rows
import pytest
from breaking import DataCopy, Row
from expecting import BREAKS, assert_faults
from following import assert_followed, follow

from evidence_site.records.faults import Fault
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import DEFAULT_FOLDER, faults_of, load
from evidence_site.records.load.rules import RULES
from evidence_site.records.model.package import read_package
from evidence_site.records.read.cells import type_row
from evidence_site.records.read.spreadsheet import CELL_SIGNS, Cell, holds_ids
from evidence_site.records.read.table_files import read_text

#: Importing the two modules fills the corpus.
assert {broken_files, broken_rows}

CELLS: tuple[tuple[str, str, str, str, str], ...] = (
    ("events", "title", "", "is empty.", "It is required"),
    ("sources", "publisher", "", "is empty.", "It is required"),
    ("figures", "best", "1,000", '"1,000" is not a number', "no spaces or thousands marks"),
    ("figures", "best", "about 5", "is not a number", "Write digits"),
    ("figures", "best", "1_000", "is not a whole number", "Write it in digits"),
    ("figures", "best", "1e3", "but in scientific notation", "Write 1000, if the source"),
    ("figures", "best", "6.13E+02", '"6.13E+02" is not a number', "Write 613, if the source"),
    ("figures", "best", "40,5", "it has a decimal comma", "Look it up in the source. Write it in digits"),
    ("figures", "best", "1.324", "it has thousands marks", "Write 1324; no spaces"),
    ("places", "population", "6,3", "it has a decimal comma", "Look it up in the source. Write it in digits"),
    ("places", "lat", "466,79", "it has a decimal comma", "Look it up in the source. Write digits"),
    ("places", "population", "twenty", "is not a whole number", "Write it in digits"),
    ("figures", "best", "1 324", "it has thousands marks", "Write 1324; no spaces"),
    ("figures", "best", "1\u202f324", "it has thousands marks", "Write 1324; no spaces"),
    ("figures", "best", "1'324'000", "it has thousands marks", "Write 1324000; no spaces"),
    ("figures", "best", "40-50", "is not a number but a range", "into the columns low and high"),
    ("figures", "best", "40+", "is not a number alone", "have columns of their own"),
    ("figures", "best", "613 people", "is not a number alone", "have columns of their own"),
    ("figures", "best", "'613", "begins with the apostrophe", "Remove it."),
    ("figures", "best", "#REF!", "is an error of the spreadsheet", "Enter the value again"),
    ("figures", "note", "#NAME?", "is an error of the spreadsheet", "leave the cell empty"),
    ("figures", "note", "#ССЫЛКА!", "is an error of the spreadsheet", "Enter the value again"),
    ("figures", "best", "=SUM(A1:A3)", '"=SUM(A1:A3)" is a formula', "paste as values only"),
    ("figures", "best", "#####", "a column that is too narrow", "Enter the value again."),
    ("places", "lat", "39°54'41\"N", "degrees and minutes", "Write 39.9114."),
    ("places", "lon", "46,79", "it has a decimal comma", "Write 46.79."),
    ("places", "lon", "46,793", "it has a decimal comma", "Write 46.793."),
    ("figures", "best", "6О3", 'the Cyrillic letter "О" in place 2', "Did you mean 603? Check it"),
    ("figures", "best", "l6", 'the Latin letter "l" in place 1', "Did you mean 16? Check it"),
    ("events", "date", "1992-О2-26", 'the Cyrillic letter "О" in place 6', "Did you mean 1992-02-26?"),
    ("events", "date", "1992-21", '"1992-21" is a season', "Write 1992-03/1992-05, its months"),
    ("events", "date", "1992-24~", "is a season", "Write 1992-01/1992-02 or 1992-12/1993-02"),
    ("figures", "stated", "1992-21/1992-22", "is a season", "write its first and last month"),
    (
        "events",
        "date",
        "{1992,1993,1994-02}",
        "is a list of dates",
        "Write 1992/1994-02, if it lay between them.",
    ),
    ("figures", "stated", "[1992-02-27,1992-02-26]", "is a list of dates", "Write 1992-02-26/1992-02-27"),
    ("events", "date", "[..1992]", "is a list of dates", "write the first and the last"),
    ("events", "date", "92", "is not a date with a whole year", "write its four digits"),
    ("events", "date", "0192", "is not a date with a whole year", "write its four digits"),
    ("events", "date", "0192-02-26", "is not a date with a whole year", "write its four digits"),
    ("figures", "stated", "192", "is not a date with a whole year", "write its four digits"),
    ("events", "date", "1992–02–26", "has a typographic dash", "Write 1992-02-26, with plain hyphens."),
    ("events", "date", "1992–1994", "has a typographic dash", "Write 1992/1994,"),
    ("screenings", "country", "АZ", 'the Cyrillic letter "А" in place 1', 'Did you mean "AZ"?'),
    ("places", "population", "6.300", "it has thousands marks", "Write 6300;"),
    ("figures", "best", "nan", "is a word for what is not known", "Leave the cell empty"),
    ("figures", "best", "inf", "is not a whole number", "Write it in digits"),
    ("figures", "best", "٣٠", "is not a whole number", "Write it in digits"),
    ("places", "population", "12.5", "is not a whole number", "in digits"),
    ("places", "population", "6 300", "it has thousands marks", "Write 6300; no spaces"),
    ("population", "computed", "yes", "is not true or false", "Write true or false."),
    ("population", "computed", "TRUE", '"TRUE" is not true or false', "Write true in small letters"),
    ("claims", "checked_on", "22.11.2026", "the year first", "Write it as 2026-11-22."),
    ("claims", "checked_on", "20261122", "is not a day", "2026-11-22"),
    ("claims", "checked_on", "2026-02-30", "no such day exists", "Check it against the source."),
    ("events", "date", "1992-13", '"1992-13" is not a date', "1992-02~ for circa"),
    ("events", "date", "26.02.1992", '"26.02.1992" is not a date', "Write it as 1992-02-26."),
    ("events", "date", "02/26/1992", "is not a date", "Write it as 1992-02-26."),
    ("events", "date", "02/03/1992", "is not a date", "1992-03-02 or as 1992-02-03, whichever"),
    ("events", "date", "31.02.1992", "names a day that does not exist", "Check it"),
    ("events", "date", "26.02.92", "is not a date with a whole year", "Look it up in the source"),
    ("events", "date", "1992/2/26", "is not a date", "Write it as 1992-02-26."),
    ("events", "date", "1992-02-26 00:00:00", "is a date with a clock time", "Write it as 1992-02-26."),
    ("events", "date", "26-Feb", "rewrote it without its year", "Look the day up in the source"),
    ("events", "date", "Feb-92", "is not a date in digits", "Look it up in the source"),
    ("events", "date", "26 February 1992", "is not a date in digits", "Write it as 1992-02-26."),
    ("events", "date", "February 26, 1992", "is not a date in digits", "Write it as 1992-02-26."),
    ("events", "date", "February 1992", "is not a date in digits", "Write it as 1992-02."),
    ("events", "date", "33660", "by which a spreadsheet counts days", "It stands for 1992-02-26 in Excel"),
    ("events", "date", "1992.0", "the year was taken for a number", "Write 1992."),
    ("events", "date", "1,992", "the year was taken for a number", "Write 1992."),
    ("events", "date", "2E+03", "in scientific notation", "set to text"),
    ("events", "date", "1992-02-26/", "is not a date", "Write it as"),
    ("events", "date", "1992-02-26/1992-02-25", "it ends before it begins", "Swap the two"),
    ("events", "date", "1992-02-25/26.02.1992", '"26.02.1992" is not a date', "Write it as 1992-02-26."),
    ("screenings", "date", "26 Feb", "rewrote it without its year", "Look the day up"),
    ("events", "category", "mіlitary", 'the Cyrillic letter "і" in place 2', 'Did you mean "military"?'),
    ("events", "place_id", "аghdam", 'the Cyrillic letter "а" in place 1', 'Did you mean "aghdam"?'),
    ("events", "place_id", "“aghdam”", "typographic quotation marks", 'Write "aghdam"; `make format`'),
    ("events", "place_id", "agh–dam", "or dashes", 'Write "agh-dam"; `make format`'),
    ("events", "place_id", "6.13E+02", "in scientific notation", "set to text"),
    ("events", "category", "militery", "not in the code list category", 'Did you mean "military"?'),
    ("sources", "type", "zzz", "not in the code list source_type", "Use one of the values that exist."),
    ("citations", "stance", "Reports", "not in the code list stance", 'Did you mean "reports"?'),
    ("events", "id", "Not an id", "does not have the right form", 'Write "not-an-id": small letters'),
    ("events", "time_from", "5:30", "is not a clock time", "Write 05:30."),
    ("events", "time_from", "05:30:00", "is not a clock time", "Write 05:30."),
    ("events", "time_from", "05.30", "is not a clock time", "Write 05:30."),
    ("events", "time_from", "5:30 PM", "is not a clock time", "Write 17:30."),
    ("events", "time_from", "12:05 a.m.", "is not a clock time", "Write 00:05."),
    ("events", "time_from", "25:00", "does not have the right form", 'Write it as in "05:30".'),
    ("screenings", "country", "az", '"az" is not the code of a country', 'Did you mean "AZ"?'),
    ("places", "country", "UK", '"UK" is not the code of a country in ISO 3166-1', 'Did you mean "GB"?'),
    ("places", "country", "XK", '"XK" is not the code of a country', "Write its two letters"),
    ("films", "production_country", "LT;France", '"France" is not the code of a', 'Did you mean "FR"?'),
    ("sources", "language", "english", '"english" is not the code of a language', 'Did you mean "en"?'),
    ("sources", "language", "xx1", '"xx1" is not the code of a language', "Write its two or three letters"),
    ("films", "languages", "Azerbaijani;Rusian", '"Rusian" is not the name', 'Did you mean "Russian"?'),
    ("sources", "author", "N/A", '"N/A" is a word for what is not known', "Leave the cell empty"),
    ("sources", "publisher", "TBD", '"TBD" is a word for what is not known', "may not be empty"),
    ("sources", "licence", "-", '"-" is a word for what is not known', "Leave the cell empty"),
    ("figures", "best", "NULL", '"NULL" is a word for what is not known', "Leave the cell empty"),
    ("events", "place_text", "unknown?", '"unknown?" is a word for what is not known', "Leave the cell"),
    ("events", "part_of", "none", '"none" is a word for what is not known', "Leave the cell empty"),
    ("films", "director", "A. Name;n/a", '"A. Name;n/a" is a word for', "Leave"),
    ("events", "summary", "The tоwn fell.", '"tоwn" has the Cyrillic letter "о"', 'Did you mean "town"?'),
    ("events", "summary", "Ходжaлы пал.", '"Ходжaлы" has the Latin letter "a"', "on one keyboard"),
    ("events", "summary", "Xocal? soyq?r?m?", 'has lost letters ("Xocal?")', "Restore the text"),
    ("places", "admin_today", "Xocal?", 'has lost letters ("Xocal?")', "Restore the text"),
    ("participants", "affiliation", "?ndranik", 'has lost letters ("?ndranik")', "Restore the text"),
    ("sources", "url", "https://example.org/Xocal?_a", "has lost letters in an address", "%3F"),
    ("sources", "url", "https://example.org/?a=Xocal?", "has lost letters in an address", "%3F"),
    ("sources", "note", "x" * 4001, "has 4001 characters.", "Shorten it to 4000."),
    ("events", "place_id", "x" * 81, "has 81 characters.", "Shorten it to 80."),
    ("events", "title", "x" * 141, "has 141 characters.", "Shorten it to 140."),
    ("figures", "low", "-1", "-1 is below 0.", "Leave it empty if it is not known."),
    ("places", "lon", "-181", "-181 is below -180.", "Leave it empty"),
    ("places", "lat", "399", "399 is above 90.", "Check for swapped or mistyped digits."),
    ("events", "summary", " A sentence.", "begins or ends with a space", "make format"),
    ("events", "summary", "A\xa0sentence.", "holds U+00A0 (no-break space), a space", "`make format`"),
    ("events", "summary", "A\tsentence.", "contains a tab", "Write a plain space"),
    ("events", "summary", "A sen\u00adtence.", "a character that is not seen", "`make format` does it"),
    ("events", "summary", "A sentence\x08.", "holds U+0008, a control character", "compare what"),
    (
        "glossary",
        "definition",
        "Three \u202e316.",
        "(right-to-left override), which changes",
        "with the source",
    ),
    ("glossary", "definition", "Smith &amp; Sons", "spells out a sign as web pages do", 'Write "&" itself.'),
    (
        "glossary",
        "definition",
        "two&#8203;words",
        "spells out a sign as web pages do",
        "Remove it, and compare",
    ),
    ("events", "summary", "Ag\u0306dam.", "put together of two characters", "`make format` does it"),
    ("events", "summary", "XocalÄ±.", "was read in a wrong encoding", 'Put "Xocalı." back'),
    ("events", "summary", "Ð¥Ð¾Ð´Ð¶Ð°Ð»Ñ‹", "was read in a wrong encoding", 'Put "Ходжалы" back'),
    ("events", "summary", "РҐРѕРґР¶Р°Р»С‹", "was read in a wrong encoding", 'Put "Ходжалы" back'),
    ("events", "summary", "Qaraba? and A?dam.", 'has lost letters ("Qaraba?")', "Restore the text"),
    ("events", "summary", "They took A?dam.", 'has lost letters ("A?dam")', "Restore the text"),
    ("events", "summary", "Qaraba\ufffd", "has lost letters", 'save the file as "CSV UTF-8"'),
    ("events", "summary", "A sentence.\xa0", "begins or ends with a space", "Remove the space"),
    ("events", "summary", "One line\nand another.", "contains a line break", "in one line"),
    ("events", "summary", "a<br>b", "contains HTML", "plain text"),
    ("sources", "title", "<img src=x onerror=alert(1)>", "contains HTML", "plain text"),
    ("events", "title", "=HYPERLINK(1)", "is a formula", "paste as values only"),
    ("films", "note", "@SUM(1)", "as a formula", "Begin it with a word."),
    ("glossary", "definition", "</p>", "contains HTML", "plain text"),
    ("films", "note", "<!-- hidden -->", "contains HTML", "plain text"),
    ("accounts", "text", "<SCRIPT>alert(1)</SCRIPT>", "contains HTML", "plain text"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column", "cell", "problem", "remedy"), CELLS)
def test_a_wrong_cell_is_one_fault_with_row_column_and_remedy(
    data_copy: DataCopy, table: str, column: str, cell: str, problem: str, remedy: str
) -> None:
    line = 2 if column != "id" else data_copy.line(table, lambda row: _is_alone(data_copy, table, row["id"]))
    if column == "id":
        _rename_citations(data_copy, table, line, cell)
    data_copy.change(table, line, **{column: cell})
    assert_faults(data_copy, [(f"{table}.csv", line, column, problem, remedy)])


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column", "cell"), [case[:3] for case in CELLS])
def test_what_the_check_says_of_a_cell_mends_it(
    tmp_path: Path, folder: Path, table: str, column: str, cell: str
) -> None:
    copy = DataCopy(tmp_path)
    shutil.copy(folder / "datapackage.json", tmp_path)
    copy.write(table, [DataCopy(folder).rows(table)[0] | {column: cell}])
    faults = _faults_of_cells(copy, table)
    assert faults
    for fault in faults:
        follow(copy, folder, fault)
    assert [str(fault) for fault in _faults_of_cells(copy, table)] == []


def _faults_of_cells(copy: DataCopy, table: str) -> list[Fault]:
    package = read_package(copy.folder)
    text, _ = read_text(Files(copy.folder), package.tables[table])
    typed = [type_row(package.tables[table], package, line, cells) for line, cells in text.lines]
    return [fault for _row, faults in typed for fault in faults]


@pytest.mark.parametrize("sign", CELL_SIGNS, ids=lambda sign: str(sign.__name__))
def test_every_sign_of_a_spreadsheet_has_a_cell_in_the_corpus(sign: Callable[[Cell], object]) -> None:
    package = read_package(DEFAULT_FOLDER)
    cells = [
        Cell(text, (schema := package.tables[table]).by_name[column], holds_ids(schema, column))
        for table, column, text, *_ in CELLS
    ]
    first = [next((known for known in CELL_SIGNS if known(cell)), None) for cell in cells]
    assert sign in first


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


@pytest.mark.slow
@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_folder_shows_exactly_that_fault_and_what_it_says_mends_it(
    data_copy: DataCopy, folder: Path, name: str
) -> None:
    faults = assert_faults(data_copy, BREAKS[name](data_copy))
    assert_followed(data_copy, folder, faults)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in BREAKS if name in vars(broken_rows)])
def test_a_wrong_cell_hides_no_other_fault_of_its_row(data_copy: DataCopy, name: str) -> None:
    broken = BREAKS[name](data_copy)
    package, expected = read_package(data_copy.folder), list(broken)
    for file, line in {(file, line) for file, line, *_ in broken if line > 1}:
        schema = next(schema for schema in package.tables.values() if schema.path == file)
        named = {column for _, _, column, *_ in broken} | {"table", "record_id", *schema.foreign_keys}
        free = next(
            column.name
            for column in reversed(schema.fields)
            if column.type == "string"
            and column.name not in named
            and not (
                column.code_list
                or column.edtf
                or column.separator
                or column.constraints.keys() - {"required"}
            )
        )
        data_copy.change(schema.name, line, **{free: "a<br>b"})
        expected.append((file, line, free, "contains HTML", "plain text"))
    assert_faults(data_copy, expected)


def test_a_wrong_cell_does_not_hide_that_its_place_lies_elsewhere(data_copy: DataCopy) -> None:
    line = data_copy.line("places", lambda row: row["id"] == "aghdam")
    data_copy.change("places", line, lon="-46.9", population="6,3", kind="twon")
    assert_faults(
        data_copy,
        [
            ("places.csv", line, "population", "it has a decimal comma", "Look it up"),
            ("places.csv", line, "kind", "not in the code list", 'Did you mean "town"?'),
            ("places.csv", line, "lat", "outside", "Did you mean lon 46.9?"),
        ],
    )


def test_every_cell_of_a_row_of_wrong_cells_is_named_and_nothing_else(data_copy: DataCopy) -> None:
    """One row of each table has nothing but wrong cells; below it each has one, a column after the other."""
    package, wrong, expected = read_package(data_copy.folder), "a<br>\ufffd", []
    for name, schema in package.tables.items():
        rows = data_copy.rows(name)
        added = [dict.fromkeys(rows[0], wrong)]
        added += [
            rows[0] | {"id": f"zz-{number}", column.name: wrong}
            for number, column in enumerate(schema.fields)
        ]
        data_copy.write(name, [*rows, *({key: row[key] for key in rows[0]} for row in added)])
        first = len(rows) + 2
        expected += [(schema.path, first, column.name) for column in schema.fields]
        expected += [
            (schema.path, first + number, column.name) for number, column in enumerate(schema.fields, 1)
        ]
    told = Counter((fault.file, fault.row, fault.column) for fault in faults_of(Files(data_copy.folder))[2])
    assert {place: told[place] for place in expected} == dict.fromkeys(expected, 1)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_every_rule_has_a_breakage_in_the_corpus(rule: Callable[..., Iterator[Fault]]) -> None:
    covered_elsewhere = {"known_references", "complete_citations"}
    assert rule.__name__ in covered_elsewhere or any(name.startswith(rule.__name__) for name in BREAKS)


def _foreign_keys() -> list[tuple[str, str, str]]:
    package = read_package(DEFAULT_FOLDER)
    return [
        (name, column, target)
        for name, schema in package.tables.items()
        for column, target in schema.foreign_keys.items()
    ]


@pytest.mark.slow
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


@pytest.mark.slow
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
        lambda text: re.sub(rf'^(\[?{setting}\b[^"]*)"', r'\1"zzz-', text, count=1, flags=re.MULTILINE),
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


def test_an_early_event_that_names_its_year_is_no_slip(data_copy: DataCopy) -> None:
    data_copy.change("events", 2, date="1813-10-24", title="Treaty of 1813")
    assert_faults(data_copy, [])


def test_a_showing_may_be_announced_for_the_future(data_copy: DataCopy) -> None:
    data_copy.change("screenings", 2, date="2192-02-26")
    assert_faults(data_copy, [])


def test_an_address_within_an_address_is_one(data_copy: DataCopy) -> None:
    data_copy.change("sources", 2, archive_url="https://web.archive.org/web/2020/https://example.org/a,b")
    assert_faults(data_copy, [])
