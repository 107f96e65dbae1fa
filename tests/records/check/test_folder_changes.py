"""The one comparison: whatever changes in a data folder is told, in the terminal and in the browser alike."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

import pytest
from breaking import DataCopy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evidence_site.records.check.changes import ChangeKind
from evidence_site.records.check.correcting import CORRECTIONS
from evidence_site.records.check.folder_changes import folder_changes
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import Records
from evidence_site.records.model.package import Field
from evidence_site.records.read.visible import shown_pair
from evidence_site.ui.preview.edit_section import written
from evidence_site.viz.review.candidate_tables import change_tables, changes_csv
from tools.releases import report_changes

Row = dict[str, str]


def rows_of(folder: Path, file: str) -> list[Row]:
    with (folder / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def another(column: Field, records: Records, cell: str) -> st.SearchStrategy[str]:
    """Values that a cell of a column can have instead of the one that it has."""
    if column.code_list and not column.separator:
        values = st.sampled_from(sorted(records.package.code_lists[column.code_list]))
    elif column.edtf or column.type == "date":
        values = st.dates().map(str)
    elif column.type in ("integer", "number"):
        values = st.integers(min_value=0, max_value=10**6).map(str)
    elif column.type == "boolean":
        values = st.sampled_from(["true", "false"])
    else:
        letters = st.characters(codec="utf-8", exclude_characters="\x00\r\n")
        values = st.text(letters, min_size=1) | st.text(letters).map(lambda text: f"{cell} {text}")
    return (values | st.just("")).filter(lambda value: value != cell)


@pytest.mark.slow
@settings(max_examples=150)
@given(data=st.data())
def test_whatever_cell_is_changed_is_told_with_place_old_and_new(
    folder: Path, records: Records, data: st.DataObject
) -> None:
    schema = data.draw(st.sampled_from(list(records.package.tables.values())))
    rows = rows_of(folder, schema.path)
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(schema.fields))
    old = rows[at][column.name]
    new = rows[at][column.name] = data.draw(another(column, records, old))
    (change,) = [
        change
        for change in folder_changes(Files(folder), Files(folder, {schema.path: written(rows, schema)}))
        if change.what is ChangeKind.CELL
    ]
    told = (change.file, change.row, change.column, change.old, change.new)
    assert told == (schema.path, at + 2, column.name, old, new)
    shown_old, shown_new = change.was_and_is
    assert shown_old != shown_new
    line = str(change)
    assert line.startswith(f'{schema.path}:{at + 2} "{column.name}" of ')
    assert f": {shown_old} -> {shown_new}" in line
    table = unescape(change_tables([change]))
    assert all(
        words in table for words in (f"<del>{shown_old}</del>", f"<ins>{shown_new}</ins>", column.name)
    )
    assert change.record in table
    (row,) = csv.DictReader(io.StringIO(changes_csv([change]).text.removeprefix("\ufeff"), newline=""))
    assert (row["file"], row["row"], row["column"]) == (schema.path, str(at + 2), column.name)
    assert (row["old"].removeprefix("'"), row["new"].removeprefix("'")) == (
        old.removeprefix("'"),
        new.removeprefix("'"),
    )


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("figures", "qualifier", "at_least"),
        ("figures", "perspective", "other"),
        ("figures", "group", "women"),
        ("figures", "event_id", "sumgait-1988"),
        ("figures", "reported_by", "Somebody else"),
        ("events", "date", "1992-03-01"),
        ("claims", "verdict", "contested"),
        ("screenings", "status", "announced"),
        ("accounts", "text", "Other words."),
        ("citations", "stance", "disputes"),
        ("citations", "source_id", "svoboda-1992"),
        ("place_names", "name", "Another name"),
        ("sources", "url", "https://example.org/"),
        ("glossary", "definition", "Other words."),
    ],
)
def test_the_terminal_lists_a_change_of_any_kind_beside_another_folder(
    data_copy: DataCopy, folder: Path, capsys: pytest.CaptureFixture[str], table: str, column: str, value: str
) -> None:
    line = data_copy.line(table, lambda row: row[column] not in ("", value))
    old = data_copy.change(table, line, **{column: value})[column]
    report_changes(data_copy.folder, other=folder)
    told = capsys.readouterr().out
    shown_old, shown_new = shown_pair(old, value)
    (said,) = (words for words in told.splitlines() if f"/{table}.csv:{line} " in words)
    assert f'"{column}" of ' in said
    assert f": {shown_old} -> {shown_new}" in said
    assert f"  {table}.csv: 1 cell changed in 1 row" in told


def test_a_changed_part_of_a_key_is_a_changed_cell_and_no_row_that_came(
    data_copy: DataCopy, folder: Path
) -> None:
    old = data_copy.change("citations", 9, source_id="another-source")
    (change,) = folder_changes(Files(folder), Files(data_copy.folder))
    assert (change.what, change.row, change.column) == (ChangeKind.CELL, 9, "source_id")
    assert (change.old, change.new) == (old["source_id"], "another-source")


def test_rows_that_share_a_key_are_each_looked_at(data_copy: DataCopy, folder: Path) -> None:
    rows = data_copy.rows("events")
    data_copy.write("events", [rows[0] | {"title": "Another"}, *rows])
    found = folder_changes(Files(folder), Files(data_copy.folder))
    assert [(one.what, one.column) for one in found] == [(ChangeKind.CELL, "title"), (ChangeKind.ADDED, "")]


@pytest.mark.parametrize("keep", [0.0, 0.5, 0.9])
def test_every_table_that_loses_rows_is_named_with_their_number(
    data_copy: DataCopy, folder: Path, records: Records, capsys: pytest.CaptureFixture[str], keep: float
) -> None:
    for name, schema in records.package.tables.items():
        lines = (folder / schema.path).read_text(encoding="utf-8").splitlines(keepends=True)
        left = 1 + int(keep * (len(lines) - 1))
        data_copy.path(name).write_text("".join(lines[:left]), encoding="utf-8")
        code = report_changes(data_copy.folder, other=folder)
        told = capsys.readouterr().out
        count, lost = len(lines) - 1, len(lines) - left
        words = f"lost {lost:,} of its {count:,} rows." if keep else f"lost all its {count:,} rows."
        assert f"{schema.path} {words}" in told
        assert code == 1 or (keep and not (schema.cited or name == CORRECTIONS)), name
        shutil.copy(folder / schema.path, data_copy.path(name))


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows[:-1],
        lambda rows: rows[1:],
        lambda rows: [rows[0] | {"new": "Other words"}, *rows[1:]],
        lambda rows: [rows[0] | {"id": "c-999"}, *rows[1:]],
        lambda rows: rows[:0],
    ],
)
def test_a_correction_is_never_changed_or_taken_back(
    data_copy: DataCopy,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[list[Row]], list[Row]],
) -> None:
    rows = data_copy.rows("corrections")
    header = ",".join(rows[0]) + "\n"
    changed = change(rows)
    if changed:
        data_copy.write("corrections", changed)
    else:
        data_copy.path("corrections").write_text(header, encoding="utf-8")
    assert report_changes(data_copy.folder, other=folder) == 1
    told = capsys.readouterr().out
    assert "Corrections are only added: put it back as it was" in told or "Put them back" in told


@pytest.mark.parametrize(("now", "lacks"), [("40.0", False), ("040", False), ("41", True), ("", True)])
def test_a_number_that_is_only_spelled_otherwise_is_listed_and_needs_no_correction(
    data_copy: DataCopy, tmp_path: Path, now: str, lacks: bool
) -> None:
    line = data_copy.line("figures", lambda row: row["status"] == "published" and bool(row["best"]))
    data_copy.change("figures", line, best="40")
    before = shutil.copytree(data_copy.folder, tmp_path / "before")
    data_copy.change("figures", line, best=now)
    (change,) = folder_changes(Files(before), Files(data_copy.folder))
    assert (change.row, change.column, change.new) == (line, "best", now)
    assert bool(change.to_do) == lacks


def test_a_new_correction_is_no_fault(data_copy: DataCopy, folder: Path) -> None:
    data_copy.append("corrections", **data_copy.rows("corrections")[0] | {"id": "c-999"})
    assert report_changes(data_copy.folder, other=folder) == 0


def test_texts_lessons_settings_and_layers_of_the_map_are_compared(data_copy: DataCopy, folder: Path) -> None:
    data_copy.edit_text("texts/en/about.md", lambda text: text.replace("\n", "\nA new line.\n", 1))
    data_copy.edit_text("site.toml", lambda text: text.replace("zoom = ", "zoom = 1", 1))
    lesson = sorted((folder / "lessons").glob("*.md"))[0].name
    data_copy.edit_text(f"lessons/{lesson}", lambda text: f"{text}More.\n")
    data_copy.edit_text("geo/world.geojson", lambda text: re.sub(r"\[\[\d+", "[[7", text, count=1))
    data_copy.edit_text(
        "datapackage.json", lambda text: text.replace('"label": "Press"', '"label": "Papers"')
    )
    (data_copy.folder / "geo" / "lakes.geojson").unlink()
    found = {one.file: one for one in folder_changes(Files(folder), Files(data_copy.folder))}
    assert (found["texts/en/about.md"].row, found["texts/en/about.md"].new) == (2, "A new line.")
    assert found["site.toml"].column == "map_view.zoom"
    assert found[f"lessons/{lesson}"].new == "More."
    assert re.fullmatch(r"features\[.+\]\.geometry\.coordinates", found["geo/world.geojson"].column)
    assert found["datapackage.json"].column == "codeLists.source_type.press.label"
    assert str(found["geo/lakes.geojson"]) == "geo/lakes.geojson is gone."
    assert len(found) == 6


DAMAGE: Mapping[str, Callable[[DataCopy], object]] = {
    "no description": lambda copy: (copy.folder / "datapackage.json").unlink(),
    "a stray quotation mark": lambda copy: copy.edit_text("events.csv", lambda text: text + '"'),
    "no header": lambda copy: copy.edit_text("events.csv", lambda text: text.partition("\n")[2]),
    "a renamed column": lambda copy: copy.edit_text(
        "events.csv", lambda text: text.replace("title", "titel", 1)
    ),
    "a cell too many": lambda copy: copy.edit_line("events", 3, lambda line: line + ",more"),
    "another encoding": lambda copy: copy.path("events").write_bytes("id,é".encode("cp1252")),
    "a workbook": lambda copy: copy.path("events").write_bytes(b"PK\x03\x04"),
    "nothing": lambda copy: copy.path("events").write_bytes(b""),
    "no file": lambda copy: copy.path("events").unlink(),
    "no settings": lambda copy: copy.edit_text("site.toml", lambda text: "= " + text),
    "another text": lambda copy: (copy.folder / "texts" / "en" / "about.md").write_bytes(b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_folder_with_faults_is_compared_as_far_as_it_goes(
    data_copy: DataCopy, folder: Path, name: str
) -> None:
    line = data_copy.line("figures", lambda row: row["qualifier"] == "exact")
    data_copy.change("figures", line, qualifier="approx")
    DAMAGE[name](data_copy)
    for before, after in ((folder, data_copy.folder), (data_copy.folder, folder)):
        found = folder_changes(Files(before), Files(after))
        figures = [one for one in found if one.file == "figures.csv"]
        assert [(one.row, one.column) for one in figures] == [(line, "qualifier")]
        others = [one for one in found if one.file != "figures.csv"]
        assert others or name == "a cell too many", "what is wrong with it is told as well"
        assert len([one for one in others if one.what is not ChangeKind.CELL]) <= 2, (
            "and not as a flood of rows"
        )


def test_a_renamed_column_is_told_once_and_not_cell_by_cell(data_copy: DataCopy, folder: Path) -> None:
    data_copy.edit_text("events.csv", lambda text: text.replace("title", "titel", 1))
    told = [str(one) for one in folder_changes(Files(folder), Files(data_copy.folder))]
    count = len(data_copy.rows("events"))
    assert told == [
        f'events.csv:1 "title" is no column any more; {count} cells are gone.',
        f'events.csv:1 "titel" is a new column, with {count} cells.',
    ]


@given(old=st.text(), new=st.text())
def test_two_texts_that_differ_are_never_shown_alike(old: str, new: str) -> None:
    assume(old != new)
    was, now = shown_pair(old, new)
    assert was != now
    assert all(sign.isprintable() for sign in was + now)


@given(
    old=st.text("ab \u0430\u200b", max_size=400),
    new=st.text("ab \u0430\u200b", max_size=400),
    around=st.integers(0, 500),
)
def test_long_texts_that_look_the_same_are_not_shown_alike(old: str, new: str, around: int) -> None:
    assume(old != new)
    pair = shown_pair("x " * around + old + " y" * around, "x " * around + new + " y" * around)
    was, now = (" ".join(text.replace("\u0430", "a").split()) for text in pair)
    assert was != now, "as a reader sees them, in one alphabet and with spaces that run together"


def test_a_cell_of_absurd_length_is_shown_at_once_and_in_part() -> None:
    was, now = shown_pair("a" * 1_500, "a\u200b" * 50_000)
    assert was != now
    assert len(now) < 10_000


def test_what_differs_far_inside_a_long_text_is_shown() -> None:
    words = "Many words that say the same. " * 20
    was, now = shown_pair(f"{words}613 people. {words}", f"{words}316 people. {words}")
    assert "613 people" in was
    assert "316 people" in now
    assert len(was) < 160


def test_the_browser_says_what_is_to_be_done_as_the_terminal_does(data_copy: DataCopy, folder: Path) -> None:
    line = data_copy.line("figures", lambda row: row["status"] == "published" and bool(row["best"]))
    data_copy.change("figures", line, best="1")
    found = folder_changes(Files(folder), Files(data_copy.folder))
    assert [change.to_do for change in found] == ["LACKS AN ENTRY in corrections.csv"]
    assert "LACKS AN ENTRY in corrections.csv" in change_tables(found)


def test_the_order_of_rows_and_the_way_of_writing_are_no_changes(data_copy: DataCopy, folder: Path) -> None:
    for table in ("events", "citations"):
        data_copy.write(table, data_copy.rows(table)[::-1])
    text = data_copy.path("films").read_text(encoding="utf-8")
    data_copy.path("films").write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert folder_changes(Files(folder), Files(data_copy.folder)) == []


def test_files_that_programs_lay_beside_the_data_are_not_told(data_copy: DataCopy, folder: Path) -> None:
    (data_copy.folder / ".~lock.events.csv#").write_text("x", encoding="utf-8")
    (data_copy.folder / "events.csv~").write_text("x", encoding="utf-8")
    assert folder_changes(Files(folder), Files(data_copy.folder)) == []
