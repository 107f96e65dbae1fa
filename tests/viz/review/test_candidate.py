"""Candidate files: checked with the rest of the folder, compared with what is served, never mixed with it."""

from __future__ import annotations

import csv
import gc
import io
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from breaking import DataCopy, Row

from evidence_site.records.check.changes import ChangeKind
from evidence_site.records.check.incoming import RefusedFileError, take
from evidence_site.records.load.loading import Records
from evidence_site.viz.review.candidate import Candidate, candidate
from evidence_site.viz.review.checking import all_faults
from evidence_site.viz.review.every_picture import chart_changes, every_picture

Change = Callable[[list[Row]], None]


@pytest.fixture
def changed(data_copy: DataCopy, folder: Path, records: Records) -> Callable[[str, Change], Candidate]:
    """Makes a candidate from a table of the folder with its rows changed."""

    def made(table: str, change: Change) -> Candidate:
        rows = data_copy.rows(table)
        change(rows)
        data_copy.write(table, rows)
        return candidate(folder, {f"{table}.csv": data_copy.path(table).read_bytes()}, records.package)

    return made


def a_death_toll(records: Records) -> str:
    """The id of a drawn number whose change breaks no rule."""
    toll = dict(every_picture(records))["toll-first"]
    return next(
        row.id
        for row in toll.chart.rows
        if row.best and row.qualifier == "exact" and not row.part_of
        and not records.links.parts_of_figure[row.id] and row.id not in records.site.key_figures
    )  # fmt: skip


def test_the_same_faults_as_of_a_folder_with_these_files(
    data_copy: DataCopy, changed: Callable[[str, Change], Candidate]
) -> None:
    def broken(rows: list[Row]) -> None:
        rows[3]["date"] = "26.02.1992"
        rows[5]["place_id"] = "nowhere"

    made = changed("events", broken)
    assert made.records is None
    assert [str(fault) for fault in made.faults] == [str(fault) for fault in all_faults(data_copy.folder)]
    assert len(made.faults) >= 2


def test_a_changed_cell_is_told_with_old_and_new(
    records: Records, changed: Callable[[str, Change], Candidate]
) -> None:
    identity = a_death_toll(records)

    def higher(rows: list[Row]) -> None:
        row = next(row for row in rows if row["id"] == identity)
        row["best"] = str(int(row["best"]) + 1)

    made = changed("figures", higher)
    assert made.records, made.faults
    (cell,) = made.changes
    assert (cell.file, cell.record, cell.column) == ("figures.csv", identity, "best")
    assert int(cell.new) == int(cell.old) + 1
    other = made.records
    assert other.tables.figures[identity].best == records.tables.figures[identity].best + 1
    changes = chart_changes(records, other)
    assert {change.page for change in changes} >= {"casualties"}
    assert all(change.how == ("1 mark changed",) for change in changes if change.page == "casualties")


def test_rows_added_and_removed_are_told_and_counted_in_the_charts(
    records: Records, changed: Callable[[str, Change], Candidate]
) -> None:
    def one_film_more(rows: list[Row]) -> None:
        rows.append({**rows[0], "id": "made-up-screening"})

    def without_them(rows: list[Row]) -> None:
        rows[:] = [row for row in rows if row["term"] != "Xojalı"][1:]

    made = changed("screenings", one_film_more)
    assert [(one.what, one.record) for one in made.changes] == [(ChangeKind.ADDED, "made-up-screening")]
    assert any("rests on no source" in fault.problem for fault in made.faults)
    fewer = changed("glossary", without_them)
    assert [one.what for one in fewer.changes] == [ChangeKind.FILE, ChangeKind.REMOVED]
    assert fewer.records
    assert chart_changes(records, fewer.records) == []


def test_nothing_changed_is_no_difference(folder: Path, records: Records) -> None:
    made = candidate(folder, {"events.csv": (folder / "events.csv").read_bytes()}, records.package)
    assert made.records
    assert made.changes == []
    assert chart_changes(records, made.records) == []


def test_the_canonical_form_is_that_of_make_format(
    folder: Path, changed: Callable[[str, Change], Candidate]
) -> None:
    def untidy(rows: list[Row]) -> None:
        rows.reverse()
        rows[0]["note"] = f" {rows[0]['note']} "

    made = changed("films", untidy)
    assert made.files["films.csv"] != made.tidy_files()["films.csv"]
    assert made.tidy_files()["films.csv"] == (folder / "films.csv").read_bytes()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b'"', b"id,id\n1,2\n", b"id\n\n\n1,2\n", b"\xef\xbb\xbf"]
)
def test_whatever_is_in_a_file_is_a_fault_and_stays_as_it_is(
    folder: Path, records: Records, content: bytes
) -> None:
    made = candidate(folder, {"events.csv": content}, records.package)
    assert made.records is None
    assert made.tidy_files() == {"events.csv": content}
    assert {one.file for one in made.changes} == {"events.csv"}


def test_a_changed_title_and_a_chart_that_comes_and_goes_are_told(records: Records) -> None:
    site = replace(records.site, focus_period=records.site.periods[0].code)
    other = replace(records, site=site)
    assert any(change.page == "timeline" for change in chart_changes(records, other))


def test_more_dates_than_can_be_read_in_time_are_refused(
    changed: Callable[[str, Change], Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(rows: list[Row]) -> None:
        for number, row in enumerate(rows):
            row["date"] = f"{number}th of March"

    monkeypatch.setattr("evidence_site.viz.review.candidate.MOST_ODD_DATES", 100)
    with pytest.raises(RefusedFileError, match="More than 100 different dates"):
        changed("events", many)


@pytest.mark.slow
@pytest.mark.parametrize("typed", [False, True])
def test_a_workbook_of_the_whole_folder_changes_nothing(folder: Path, records: Records, typed: bool) -> None:
    """Also when a spreadsheet has made numbers of the numbers."""
    book = openpyxl.Workbook()
    for name, schema in records.package.tables.items():
        sheet = book.create_sheet(name)
        with (folder / schema.path).open(encoding="utf-8", newline="") as file:
            for line, cells in enumerate(csv.reader(file)):
                kinds = [column.type in ("number", "integer") for column in schema.fields]
                numbers = [
                    float(cell) if typed and line and cell and is_number else cell or None
                    for cell, is_number in zip(cells, kinds, strict=True)
                ]
                sheet.append(numbers)
    out = io.BytesIO()
    book.save(out)
    taken = take([("all.xlsx", out.getvalue())], records.package)
    assert set(taken.files) == {schema.path for schema in records.package.tables.values()}
    made = candidate(folder, taken.files, records.package)
    assert made.records, made.faults[:3]
    assert made.changes == []
    assert made.tidy_files() == {name: (folder / name).read_bytes() for name in taken.files}


def test_every_page_with_charts_is_compared(records: Records) -> None:
    pages = {placed.page for _name, placed in every_picture(records)}
    assert pages == {"overview", "casualties", "timeline", "screenings", "map", "explore"}


def test_candidate_records_go_when_nobody_holds_them(records: Records, folder: Path) -> None:
    made = candidate(folder, {"events.csv": (folder / "events.csv").read_bytes()}, records.package)
    other = made.records
    chart_changes(records, other)
    gone = weakref.ref(other)
    del other, made
    gc.collect()
    assert gone() is None
