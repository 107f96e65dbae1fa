"""Doing what the check says: each remedy is read as a maintainer reads it, and followed.

What only a person with the source, the old file or the map at hand can do stands in ``ONLY_A_PERSON``: there
the test puts back what stood there before.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from breaking import DataCopy, Row

from evidence_site.records.check.tidying import tidy
from evidence_site.records.faults import HEADER_ROW, Fault
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import faults_of
from evidence_site.records.model.package import read_package

#: Beginnings of remedies that need a source, an older file or somebody's eyes.
ONLY_A_PERSON = (
    "A LineString needs",
    "Add it ",
    "Add that file.",
    "Add the column back.",
    "Begin it with a word.",
    "Check ",
    "Choose one of",
    "Close it in other programs",
    "Compare the brackets",
    "Copy the address again",
    "End each ring",
    "Enter the value again",
    "Export it again",
    "Fill it",
    "GeoJSON writes longitude first",
    "Give it a geometry",
    "It is required",
    "Look for ",
    "Look it up",
    "Look the day up",
    "Longitude (-180 to 180)",
    "Mend it there",
    "Name a figure of another source",
    "Open it and save the sheet",
    "Publish that row",
    "Put the file back",
    "Put the row with this id back",
    "Put the rows back",
    "Put the text back",
    "Remove one of the columns",
    "Remove it, and compare",
    "Remove it, or open the file",
    "Restore ",
    "Save it again",
    "Say report or recollection",
    "State the radius",
    "Swap the two.",
    "Type it again",
    "Type the text again",
    "Type the word again",
    "Use compare_to",
    "Use one of ",
    "Was the end of the file lost?",
    "Write a plain space",
    "Write digits",
    "Write it as a",
    "Write it as [",
    "Write it in ",
    "Write its ends",
    "Write its name",
    "Write its two",
    "Write name =",
    'Write "role":',
    "Local clock time",
    "Write true or false",
    "Write plain text",
    "Write the day as",
    "Write the text in one line",
    "Write the value itself",
    "Write the whole address",
)

Follow = Callable[[DataCopy, Fault, re.Match[str]], None]


def assert_followed(copy: DataCopy, shipped: Path, faults: Sequence[Fault]) -> None:
    """Follow the remedy of every fault, from the last row up, and assert that none is left and none came."""
    for fault in sorted(faults, key=lambda fault: -fault.row):
        follow(copy, shipped, fault)
    left = faults_of(Files(copy.folder))[2]
    assert not left, ([str(fault) for fault in faults], "leave", [str(fault) for fault in left])


def follow(copy: DataCopy, shipped: Path, fault: Fault) -> None:
    """Do what one remedy says."""
    for pattern, do in FOLLOWED:
        if found := re.search(pattern, fault.remedy):
            do(copy, fault, found)
            return
    assert fault.remedy.startswith(ONLY_A_PERSON), f"nobody can follow this: {fault}"
    _put_back(copy, shipped, fault)


def written(cell: str, fault: Fault, meant: str) -> str:
    """Return a cell with what is meant instead of what the fault quotes of it, or of all of it."""
    quoted = re.match(r'"(.*?)" ', fault.problem)
    return cell.replace(quoted[1], meant, 1) if quoted and quoted[1] in cell else meant


def _put_back(copy: DataCopy, shipped: Path, fault: Fault) -> None:
    """Put back what the fault is about: the file, which holds nothing but this breakage."""
    for name in {fault.file, *(cell.file for cell in fault.cells)}:
        path = copy.folder / name
        if path.is_dir() and name:
            shutil.rmtree(path)
        shutil.copy(shipped / name, path)
    for name in re.findall(r'"([\w-]+\.geojson)"', fault.problem):
        shutil.copy(shipped / "geo" / name, copy.folder / "geo" / name)
    for name in re.findall(r"is not an id in (\w+\.csv)", fault.problem):
        shutil.copy(shipped / name, copy.folder / name)


def _table(copy: DataCopy, fault: Fault) -> str:
    tables = read_package(copy.folder).tables
    return next(name for name, schema in tables.items() if schema.path == fault.file)


def _change(copy: DataCopy, fault: Fault, change: Callable[[Row], Row]) -> None:
    table = _table(copy, fault)
    copy.change(table, fault.row, **change(copy.rows(table)[fault.row - 2]))


def _write(copy: DataCopy, fault: Fault, found: re.Match[str]) -> None:
    meant = found[1]
    if fault.file.endswith(".csv") and fault.row > HEADER_ROW:
        _change(copy, fault, lambda row: {fault.column: written(row[fault.column], fault, meant)})
        return
    wrong = fault.column if fault.row == HEADER_ROW else _wrong_word(fault, meant)
    copy.edit_text(fault.file, lambda text: re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", meant, text, count=1))


def _wrong_word(fault: Fault, meant: str) -> str:
    """Return what is most like the meant word: a word in quotation marks, or the last name of a setting."""
    words = [*re.findall(r'"([^"]*)"', fault.problem), fault.column.rpartition(".")[2]]
    return max(words, key=lambda word: SequenceMatcher(None, word, meant).ratio())


def _format(copy: DataCopy, _fault: Fault, _found: re.Match[str]) -> None:
    tidy(copy.folder)


def _leave_empty(copy: DataCopy, fault: Fault, _found: re.Match[str]) -> None:
    _change(copy, fault, lambda _: {fault.column: ""})


def _shorten(copy: DataCopy, fault: Fault, found: re.Match[str]) -> None:
    _change(copy, fault, lambda row: {fault.column: row[fault.column][: int(found[1])].strip()})


def _remove_row(copy: DataCopy, fault: Fault, _found: re.Match[str]) -> None:
    rows = copy.rows(table := _table(copy, fault))
    removed = rows.pop(fault.row - 2)
    copy.write(table, rows)
    if "id" in removed and not any(row["id"] == removed["id"] for row in rows):
        left = [row for row in copy.rows("citations") if row["record_id"] != removed["id"]]
        copy.write("citations", left)


def _cite(copy: DataCopy, _fault: Fault, found: re.Match[str]) -> None:
    like = next(row for row in copy.rows("citations") if row["table"] == found["table"])
    source = {"source_id": found["source"]} if found["source"] else {}
    copy.append("citations", **like | {"table": found["table"], "record_id": found["key"]} | source)


def _first_row(copy: DataCopy, fault: Fault, found: re.Match[str]) -> None:
    copy.edit_text(fault.file, lambda text: f"{found[1]}\n{text}")


def _above(copy: DataCopy, fault: Fault, found: re.Match[str]) -> None:
    copy.edit_text(fault.file, lambda text: text[text.index(found[1]) :])


def _swap_columns(copy: DataCopy, fault: Fault, _found: re.Match[str]) -> None:
    other = {"low": "high", "best": "high", "lat": "lon"}[fault.column]
    _change(copy, fault, lambda row: {fault.column: row[other], other: row[fault.column]})


def _swap_ends(copy: DataCopy, fault: Fault, _found: re.Match[str]) -> None:
    _change(copy, fault, lambda row: {fault.column: "/".join(reversed(row[fault.column].split("/")))})


def _name_file(copy: DataCopy, _fault: Fault, found: re.Match[str]) -> None:
    (copy.folder / found[1]).rename(copy.folder / found[2])


def _move_out(copy: DataCopy, fault: Fault, _found: re.Match[str]) -> None:
    (copy.folder / fault.file).unlink()


def _without(pattern: str) -> Follow:
    """Take what a pattern finds out of the cell."""

    def do(copy: DataCopy, fault: Fault, _found: re.Match[str]) -> None:
        _change(copy, fault, lambda row: {fault.column: re.sub(pattern, "", row[fault.column])})

    return do


def _space(copy: DataCopy, fault: Fault, _found: re.Match[str]) -> None:
    _change(copy, fault, lambda row: {fault.column: row[fault.column].replace(" ", "%20")})


def _one_coordinate(copy: DataCopy, fault: Fault, found: re.Match[str]) -> None:
    _change(copy, fault, lambda _: {found[1]: found[2]})


def _no_coordinates(copy: DataCopy, fault: Fault, _found: re.Match[str]) -> None:
    _change(copy, fault, lambda _: {"lat": "", "lon": ""})


def _name_year(copy: DataCopy, fault: Fault, _found: re.Match[str]) -> None:
    _change(copy, fault, lambda row: {"title": f"{row['title']} ({fault.problem[:4]})"})


def _note(copy: DataCopy, fault: Fault, found: re.Match[str]) -> None:
    _change(copy, fault, lambda row: {"note": f"{row['note']} It may lie in {found[1]}.".strip()})


def _note_of(copy: DataCopy, _fault: Fault, found: re.Match[str]) -> None:
    """Say what there was in a year in the note of a record, whatever table it stands in."""
    key, year = found.groups()
    for name, schema in read_package(copy.folder).tables.items():
        for line, row in enumerate(copy.rows(name), start=2):
            if row.get("id") == key and "note" in schema.by_name:
                copy.change(name, line, note=f"{row['note']} A first version was there in {year}.".strip())


#: What remedies say, and how it is done; the first that is found is followed.
FOLLOWED: Sequence[tuple[str, Follow]] = (
    (r"`make format` does it", _format),
    (r'"([^"]+)" may be it; if so, name it ([\w.]+?)\.$', _name_file),
    (r"Did you mean (lat|lon) (\S+)\?", _one_coordinate),
    (r'Did you mean "?([^"?]+)"?\?', _write),
    (r'^Put "(.+)" back', _write),
    (r'^Add a row to citations\.csv with table "(?P<table>\w+)"(?: and|,) record_id "(?P<key>[\w-]+)"'
     r'(?: and source_id "(?P<source>[\w-]+)")?', _cite),
    (r"It stands for (\S+) in Excel", _write),
    (r"^Put this row first: (\S+)$", _first_row),
    (r"^Remove what stands above the row that begins with (\S+)\.$", _above),
    (r"^(?:Remove one row|Keep one of the two rows)", _remove_row),
    (r"or remove this row", _remove_row),
    (r"^Write (?:it as )?([\d.:/~-]*\d)(?=[.,;]? |[.,;]$|$)", _write),
    (r"[Mm]ove it out of the folder", _move_out),
    (r"^Remove it\.$", _without("^'")),
    (r"^Remove the part that begins with utm_ or fbclid", _without(r"[?&](?:utm_|fbclid).*")),
    (r"^Keep one;", _without(r"[\s,;|]+https?://.*")),
    (r"or write %20 for it", _space),
    (r"^Leave (?:the cell|it) empty|^Empty it", _leave_empty),
    (r"^Shorten it to (\d+)", _shorten),
    (r"^Swap the two, or check", _swap_ends),
    (r"swap them or leave one empty", _swap_columns),
    (r'say in the note of "([\w-]+)" what there was in (\d{4})', _note_of),
    (r"Say in the column note whether it may lie in ([\w ]+),", _note),
    (r"if the source has it, name it in the title or the note", _name_year),
    (r"^Give both or none", _no_coordinates),
    (r'^Write "(.+)": small letters', _write),
    (r'^Write "(.+)" itself', _write),
    (r'^Write "(.+)", as bodies\.csv has it', _write),
)  # fmt: skip
