"""The canonical form: what stands in the repository is what ``make format`` would write."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from breaking import DataCopy

from evidence_site.records.check.tidying import ROWS_FILE, canonical_csv, canonical_package, repaired, tidy
from evidence_site.records.files.text_files import UTF8_MARK
from evidence_site.records.load.loading import DEFAULT_FOLDER
from evidence_site.records.model.package import read_package
from evidence_site.records.model.row_types import render_rows

TABLES = list(read_package(DEFAULT_FOLDER).tables)


@pytest.mark.parametrize("table", TABLES)
def test_every_shipped_table_is_in_canonical_form(folder: Path, table: str) -> None:
    schema = read_package(folder).tables[table]
    text = (folder / schema.path).read_bytes().decode()
    assert canonical_csv(text, schema) == text


def test_the_description_is_in_canonical_form(folder: Path) -> None:
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    assert canonical_package(text) == text


def test_the_row_types_are_those_of_the_data_package() -> None:
    assert ROWS_FILE.read_text(encoding="utf-8") == render_rows(read_package(DEFAULT_FOLDER))


def test_every_column_with_a_code_list_allows_exactly_its_codes(folder: Path) -> None:
    document = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    coded = [
        column
        for resource in document["resources"]
        for column in resource["schema"]["fields"]
        if "codeList" in column
    ]
    assert coded
    for column in coded:
        assert column["constraints"]["enum"] == list(document["codeLists"][column["codeList"]])


def test_a_disordered_folder_is_brought_back(data_copy: DataCopy, folder: Path) -> None:
    for table in TABLES:
        rows = data_copy.rows(table)
        random.Random(1).shuffle(rows)
        if table == "events":
            rows = [row | {"title": f" {row['title']}\xa0 "} for row in rows]
        data_copy.write(table, rows)
        text = data_copy.path(table).read_text(encoding="utf-8")
        data_copy.path(table).write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert tidy(data_copy.folder) == 0
    for table in TABLES:
        assert data_copy.path(table).read_bytes() == (folder / f"{table}.csv").read_bytes(), table


def test_formatting_leaves_a_tidy_folder_alone(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tidy(data_copy.folder) == 0
    assert capsys.readouterr().err == ""


def test_formatting_keeps_columns_that_it_does_not_know(data_copy: DataCopy) -> None:
    rows = [row | {"remarks": "kept"} for row in data_copy.rows("glossary")]
    data_copy.write("glossary", rows)
    tidy(data_copy.folder)
    assert {row["remarks"] for row in data_copy.rows("glossary")} == {"kept"}


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_each_safe_repair_is_made_and_told_with_its_row(
    data_copy: DataCopy, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = data_copy.rows("events")
    place = data_copy.line("events", lambda row: bool(row["place_id"]))
    data_copy.change(
        "events", 2, title=f" {good[0]['title']}", summary=good[0]["summary"].replace(" ", "\xa0", 1)
    )
    data_copy.change("events", 4, title=f"{good[2]['title']}\u00ad")
    data_copy.change("events", place, place_id=f"“{good[place - 2]['place_id']}”")
    line = data_copy.line("population", lambda row: row["computed"] == "false")
    data_copy.change("population", line, computed="FALSE")
    name = data_copy.line("place_names", lambda row: "ğ" in row["name"])
    written = data_copy.rows("place_names")[name - 2]["name"]
    data_copy.change("place_names", name, name=unicodedata.normalize("NFD", written))
    tidy(data_copy.folder)
    told = said(capsys)
    for beginning in (
        'events.csv:2 "title" spaces: "',
        'events.csv:2 "summary" spaces: "',
        'events.csv:4 "title" characters that are not seen: "',
        f'events.csv:{place} "place_id" typographic signs: "“',
        f'population.csv:{line} "computed" capitals: "FALSE" is now "false"',
        f'place_names.csv:{name} "name" letters of two characters: "',
    ):
        assert sum(line.startswith(beginning) for line in told) == 1, (beginning, told)
    assert len(told) == 6
    for table in ("events", "population", "place_names"):
        assert data_copy.path(table).read_bytes() == (folder / f"{table}.csv").read_bytes()


def _encoded(copy: DataCopy, encoding: str) -> None:
    copy.path("events").write_bytes(copy.path("events").read_text(encoding="utf-8").encode(encoding))


def _for_windows(copy: DataCopy) -> None:
    copy.path("events").write_bytes(copy.path("events").read_bytes().replace(b"\n", b"\r\n"))


def _each_line(copy: DataCopy, ending: str, header: str = "") -> None:
    copy.edit_text("events.csv", lambda text: text.replace("\n", f"{ending}\n"))
    copy.edit_line("events", 1, lambda line: line.removesuffix(ending) + (header or ending))


#: What a spreadsheet did to the events, and what is said of its repair.
SAVED: dict[str, tuple[Callable[[DataCopy], object], str]] = {
    "semicolons": (lambda copy: copy.separate("events", ";"), "separated by commas instead of semicolons"),
    "tabs": (lambda copy: copy.separate("events", "\t"), "separated by commas instead of tabs"),
    "UTF-16": (lambda copy: _encoded(copy, "utf-16"), "saved as UTF-8 instead of Unicode text (UTF-16)"),
    "byte order mark": (lambda copy: _encoded(copy, "utf-8-sig"), "byte order mark removed"),
    "line ends": (_for_windows, "line ends written as plain ones"),
    "blank rows": (
        lambda copy: copy.edit_line("events", 5, lambda line: f"\n{line}"),
        ":5 blank row removed",
    ),
    "a second header": (
        lambda copy: copy.edit_text("events.csv", lambda text: f"{text}{text.partition(chr(10))[0]}\n"),
        "header that stood once more removed",
    ),
    "two byte order marks": (
        lambda copy: copy.path("events").write_bytes(UTF8_MARK * 2 + copy.path("events").read_bytes()),
        "byte order mark removed",
    ),
    "empty columns": (lambda copy: _each_line(copy, ",,"), "empty columns removed"),
    "order": (lambda copy: copy.write("events", copy.rows("events")[::-1]), "rows sorted by id"),
    "columns": (
        lambda copy: copy.write("events", [dict(reversed(row.items())) for row in copy.rows("events")]),
        "columns put in their order",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", SAVED)
def test_a_file_that_a_spreadsheet_saved_another_way_is_brought_back(
    data_copy: DataCopy, folder: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    save, words = SAVED[way]
    save(data_copy)
    tidy(data_copy.folder)
    (told,) = said(capsys)
    assert words in told
    assert data_copy.path("events").read_bytes() == (folder / "events.csv").read_bytes()


def test_windows_text_is_brought_back_when_its_encoding_is_certain(folder: Path) -> None:
    schema = read_package(folder).tables["glossary"]
    header = ",".join(schema.by_name)
    for encoding, term in {"cp1252": "“Café” – a word", "cp1251": "Ходжалы и окрестности"}.items():
        text = f"{header}\n{','.join(['a', term, *[''] * (len(schema.fields) - 2)])}\n"
        mended = repaired(text.encode(encoding), schema)
        assert mended
        assert mended[0] == text


#: What somebody has to look at first.
LEFT: dict[str, Callable[[DataCopy], object]] = {
    "an encoding that is not certain": lambda copy: copy.path("events").write_bytes(
        copy.path("events").read_text(encoding="utf-8").replace("a", "ş").encode("cp1254", errors="replace")
    ),
    "a row that is too long": lambda copy: copy.edit_line("events", 3, lambda line: f"{line},lost"),
    "a row that is too short": lambda copy: copy.edit_line("events", 3, lambda line: line.rpartition(",")[0]),
    "a renamed column": lambda copy: copy.edit_line("events", 1, lambda line: line.replace("title", "titel")),
    "a column twice": lambda copy: _each_line(copy, ",x", ",title"),
    "a value in a column without a name": lambda copy: _each_line(copy, ",x", ","),
    "a stray quote": lambda copy: copy.edit_line("events", 3, lambda line: f'"a"b{line}'),
    "no header": lambda copy: copy.edit_text("events.csv", lambda text: text.partition("\n")[2]),
    "no content": lambda copy: copy.path("events").write_bytes(b""),
    "a workbook": lambda copy: copy.path("events").write_bytes(b"PK\x03\x04"),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", LEFT)
def test_a_file_of_which_something_might_get_lost_is_left_as_it_is(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    LEFT[way](data_copy)
    before = data_copy.path("events").read_bytes()
    tidy(data_copy.folder)
    assert data_copy.path("events").read_bytes() == before
    assert said(capsys) == ["events.csv is left as it is: mend first what `make check` names"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("events", "date", "26.02.1992"),
        ("events", "date", "26-Feb"),
        ("figures", "best", "6.13E+02"),
        ("figures", "best", "1,324"),
        ("places", "lat", "39,91"),
        ("events", "summary", "XocalÄ±"),
        ("events", "place_id", "аghdam"),
        ("figures", "note", "#REF!"),
    ],
)
def test_no_fact_is_guessed(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], table: str, column: str, cell: str
) -> None:
    data_copy.change(table, 2, **{column: cell})
    tidy(data_copy.folder)
    assert data_copy.rows(table)[0][column] == cell
    assert said(capsys) == []
