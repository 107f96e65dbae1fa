"""The canonical form: what stands in the repository is what ``make format`` would write."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from breaking import DataCopy

from records.package import read_package
from records.row_types import render_rows
from records.tidying import ROWS_FILE, canonical_csv, canonical_package, tidy

SHIPPED = Path(__file__).parents[1] / "data"
TABLES = list(read_package(SHIPPED).tables)


@pytest.mark.parametrize("table", TABLES)
def test_every_shipped_table_is_in_canonical_form(folder: Path, table: str) -> None:
    schema = read_package(folder).tables[table]
    text = (folder / schema.path).read_bytes().decode()
    assert canonical_csv(text, schema) == text


def test_the_description_is_in_canonical_form(folder: Path) -> None:
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    assert canonical_package(text) == text


def test_the_row_types_are_those_of_the_data_package() -> None:
    assert ROWS_FILE.read_text(encoding="utf-8") == render_rows(read_package(SHIPPED))


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
